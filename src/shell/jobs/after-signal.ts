import { valuesOf } from "../expansion/expand.ts";
import { LONG_SLEEP, sleepSeconds } from "../purpose/sleep.ts";
import { finish } from "../state/ending.ts";
import type { Ending } from "../state/ending.ts";
import type { Flow } from "../state/flow.ts";
import type { Aftermath } from "../state/jobs.ts";
import type { Running, State } from "../state/state.ts";
import { Table } from "../state/table.ts";
import type { Rest } from "../state/unit.ts";
import type { Frame, Walk } from "../walk.ts";

/** Signals that tell a container to stop. */
const stopSignals = ["SIGTERM", "SIGINT", "SIGQUIT", "SIGHUP"];

/** Where a shell is when a signal comes, and how it goes on from there once its trap has run. */
interface Place {
  readonly frame: Frame;
  readonly goesOn: (states: readonly State[]) => Flow;
}

/**
 * What a script does after its trap on each of the signals has run: the trap's action, and then what it has come to
 * with all that the action has set. None where it has no traps, or is followed in that way already.
 */
export function afterSignals({ frame, goesOn }: Place, state: State, walk: Walk): ReadonlyMap<string, Aftermath[]> {
  const found = new Map<string, Aftermath[]>();
  if (state.signalled) return found;
  /** One action is mostly set for several signals. */
  const known = new Map<number, Aftermath[]>();
  for (const signal of stopSignals) {
    const trap = state.traps.get(signal);
    if (trap?.kind !== "action") continue;
    const same = known.get(trap.at.start);
    if (same) {
      found.set(signal, same);
      continue;
    }
    const { unit } = trap;
    const inTrap: Frame = {
      ...frame,
      unit,
      units: [...frame.units, unit],
      notTail: "it is run by a trap",
      followed: true,
      rest: undefined,
      condition: false,
      last: false,
      depth: frame.depth + 1,
      guarded: true,
    };
    const before: State = {
      ...state,
      last: undefined,
      asked: undefined,
      sent: [],
      slept: 0,
      ran: Table.empty(),
      signalled: true,
    };
    const action = walk.list(unit.script.list, inTrap, [before]);
    const back = [...action.next, ...action.returned];
    // The signal makes `wait` fail, which is the end under `set -e`.
    const fails = ({ errexit }: State): boolean => errexit && state.last?.kind === "waited" && state.last.first.fatal;
    const after = goesOn(back.filter((each) => !fails(each)));
    after.endings.push(...back.filter(fails).map((each): Ending => ({ kind: "end", state: each })));
    const behind = followRest(frame.rest, [...after.next, ...after.broken], { ...frame, guarded: false }, walk);
    const endings = [...action.endings, ...after.endings, ...behind];
    for (const returned of after.returned)
      endings.push({ kind: "unknown", reason: "", at: undefined, state: returned });
    const ways = endings.filter(({ passing }) => passing !== true).map(aftermath);
    known.set(trap.at.start, ways);
    found.set(signal, ways);
  }
  return found;
}

/** What stands behind a command in its script, from the states in which that is left. */
function followRest(rest: Rest | undefined, from: readonly State[], frame: Frame, walk: Walk): readonly Ending[] {
  const endings: Ending[] = [];
  let states = from;
  for (let each = rest; each !== undefined && states.length > 0; each = each.outer) {
    if (each.kind !== "list") {
      for (const state of states) endings.push({ kind: "unknown", reason: "", at: undefined, state });
      return endings;
    }
    const { list } = each;
    const behind = { ...list, items: list.items.slice(each.from) };
    const flow = walk.list(behind, { ...frame, unit: each.unit, rest: undefined }, states);
    endings.push(...flow.endings);
    states = [...flow.next, ...flow.returned, ...flow.broken];
  }
  return [...endings, ...states.map(finish)];
}

function aftermath(ending: Ending): Aftermath {
  const { sent, slept } = ending.state;
  switch (ending.kind) {
    case "end":
      return { sent, slept, then: "ends" };
    case "wait": {
      const told = new Set(sent.flatMap(({ jobs }) => jobs));
      const { jobs, finished } = ending.state;
      const over = (job: number): boolean => told.has(job) || finished.includes(job) || wakes(jobs[job]);
      if (Number.isFinite(slept) && ending.wait.jobs.every(over)) return { sent, slept, then: "ends" };
      const sleeps = slept > LONG_SLEEP && slept > ending.wait.state.slept;
      return { sent, slept, then: sleeps ? "sleeps" : "goes on" };
    }
    case "loop":
      return { sent, slept, then: "goes on" };
    case "exec":
    case "foreground":
    case "unknown":
      return { sent, slept, then: "unknown" };
  }
}

/** Whether a job only sleeps for a time that can be read. */
function wakes(job: Running | undefined): boolean {
  const seconds = sleepSeconds(valuesOf(job?.argv ?? []));
  return seconds > 0 && Number.isFinite(seconds);
}
