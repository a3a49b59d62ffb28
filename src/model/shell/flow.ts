import { also, calling } from "./state.ts";
import type { Ending, Field, Last, Running, State, Trap, Value } from "./state.ts";

/** Where the ways through a piece of script lead: on to what follows, out of the script, out of a function, out of a loop. */
export interface Flow {
  readonly next: State[];
  readonly endings: Ending[];
  readonly returned: State[];
  readonly broken: State[];
}

/** A flow that goes on with the given states. */
export function flow(...next: State[]): Flow {
  return { next, endings: [], returned: [], broken: [] };
}

/** A flow that ends there. */
export function ends(...endings: Ending[]): Flow {
  return { next: [], endings, returned: [], broken: [] };
}

/** Adds what leaves a flow elsewhere than at its end. */
export function escape(into: Flow, from: Flow): void {
  into.endings.push(...from.endings);
  into.returned.push(...from.returned);
  into.broken.push(...from.broken);
}

/** Where a flow goes on. A program that is taken to stay may end after all: then a way comes here that is not followed, with all that it has set. */
export function goingOn({ next, endings }: Flow): State[] {
  const elsewhere = endings.flatMap((ending) => (ending.kind === "foreground" || ending.kind === "wait" ? [...hindrances(ending.state), ...ending.state.elsewhere] : []));
  return elsewhere.length === 0 ? next : next.map((state) => ({ ...state, elsewhere: [...new Set([...state.elsewhere, ...elsewhere])] }));
}

/** What a shell has that would be lost with it. */
export function hindrances({ traps, jobs }: State): readonly string[] {
  const set = [...traps].filter(([, trap]) => trap.kind !== "ignore").map(([signal]) => signal);
  return [
    ...(set.length > 0 ? [`the trap on ${set.join(" and ")} would be lost`] : []),
    ...(jobs.length > 0 ? ["the processes started in the background before it would be left to nobody"] : []),
  ];
}

/** More ways than this are joined into one that knows only what they agree on. */
const MOST_STATES = 16;

/** Drops ways that cannot be told apart; joins them where they become too many. */
export function join(states: readonly State[]): State[] {
  if (states.length < 2) return [...states];
  const unique = new Map<string, State>();
  for (const state of states) {
    const key = keyOf(state);
    const other = unique.get(key);
    unique.set(key, other ? also(other, state) : state);
  }
  if (unique.size <= MOST_STATES) return [...unique.values()];
  const groups = new Map<string, State>();
  for (const state of unique.values()) {
    const key = control(state);
    const other = groups.get(key);
    groups.set(key, other ? merge(other, state) : state);
  }
  return [...groups.values()];
}

const described = new WeakMap<object, string>();

/** A map as text, in any order of its entries; states share their maps, so that each is described once. */
function entries<V>(map: ReadonlyMap<string, V>, describe: (value: V) => string): string {
  let text = described.get(map);
  if (text === undefined) {
    text = [...map].map(([name, value]) => `${name}=${describe(value)}`).sort().join(",");
    described.set(map, text);
  }
  return text;
}

function variables({ vars, pids }: State): string {
  return `${entries(vars, ({ value, fixed }) => `${value}${fixed}`)}|${entries(pids, (jobs) => jobs.join("+"))}`;
}

/** All of a state that decides where a script goes, as text: where it is the same, so is what follows. */
export function keyOf(state: State): string {
  const { last, jobs } = state;
  const calls = [...(last?.kind === "ran" ? [last.running] : []), ...jobs].map(calling).join();
  return `${control(state)}|${words(state)}|${variables(state)}|${calls}`;
}

function words(state: State): string {
  return `${state.open}:${state.params.map(describe).join("\u0000")}:${state.status}${state.external}:${state.cwd}`;
}

function describe(field: Field): string {
  return `${field.value}${field.base ?? ""}`;
}

function control(state: State): string {
  const traps = [...state.traps].map(([signal, trap]) => `${signal}:${describeTrap(trap)}`).sort().join(",");
  const sent = describeSent(state);
  const jobs = state.jobs.map((job) => `${job.unit.title}:${job.node.start}`).join(",");
  const functions = entries(state.functions, ({ body, unit }) => `${unit.title}:${body.start}`);
  // Which program the words name decides more than all else.
  const program = state.params[0]?.value;
  return [program, traps, jobs, describeLast(state.last), sent, state.opaque ?? "", state.uid, state.failed, functions, state.slept, state.errexit, state.monitor].join("|");
}

/** The signals that a way has sent, as text. */
export function describeSent(state: State): string {
  return state.sent.map((each) => `${each.signal}>${each.jobs.join("+")}${each.waited}${each.to ?? ""}`).join(",");
}

function describeTrap(trap: Trap): string {
  return `${trap.kind}${trap.at.start}`;
}

function describeLast(last: Last | undefined): string {
  if (!last) return "";
  if (last.kind === "ran") return `ran${last.running.unit.title}:${last.running.node.start}`;
  return `waited${last.first.at.start}:${last.first.again}`;
}

/** One command with the words of two ways: those that differ are unknown. */
function agreeing(a: Running, b: Running): Running {
  const [one = [], two = []] = [a.argv, b.argv];
  const longer = one.length < two.length ? two : one;
  const words = longer.map((field, index): Field => {
    const [mine, other] = [one[index], two[index]];
    return mine && other && describe(mine) === describe(other) ? mine : { ...field, value: "unknown", base: undefined, fixed: true };
  });
  return words.every((field, index) => field === one[index]) ? a : { ...a, argv: words };
}

/** What two states agree on; `control` is the same in both. */
function merge(a: State, b: State): State {
  const vars = new Map<string, Value>();
  for (const name of new Set([...a.vars.keys(), ...b.vars.keys()])) {
    const [one, two] = [a.vars.get(name), b.vars.get(name)];
    vars.set(name, one && two && one.value === two.value ? { value: one.value, fixed: one.fixed && two.fixed } : { value: "unknown", fixed: true });
  }
  const pids = new Map([...a.pids].filter(([name, jobs]) => jobs.join() === b.pids.get(name)?.join()));
  const common: Field[] = [];
  for (const [index, field] of a.params.entries()) {
    const other = b.params[index];
    if (!other || describe(other) !== describe(field)) break;
    common.push(field);
  }
  const open = a.open || b.open || common.length < a.params.length || common.length < b.params.length;
  const last: Last | undefined = a.last?.kind === "ran" && b.last?.kind === "ran" ? { kind: "ran", running: agreeing(a.last.running, b.last.running) } : a.last;
  return {
    ...also(a, b), vars, pids, params: common, open, last,
    jobs: a.jobs.map((job, index) => agreeing(job, b.jobs[index] ?? job)),
    status: a.status === b.status ? a.status : "unknown",
    cwd: a.cwd === b.cwd ? a.cwd : "unknown",
  };
}
