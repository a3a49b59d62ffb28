import { valuesOf } from "../expansion/expand.ts";
import { loopsIn, simpleCommands, simpleCommandsOf } from "../../parse/shell/calls.ts";
import { lasting } from "../purpose/lasting.ts";
import { LONG_SLEEP, sleepSeconds } from "../purpose/sleep.ts";
import { everyWay } from "../script.ts";
import type { Node, Simple } from "../../parse/shell/script-syntax.ts";
import type { Host, Interpreter } from "../host.ts";
import type { Sent } from "../state/jobs.ts";
import type { Running, State } from "../state/state.ts";
import type { Unit } from "../state/unit.ts";
import { Table } from "../state/table.ts";

/** What a trap's action does. */
type Handler =
  | {
      readonly kind: "known";
      /** The signal that it sends to the main job, undefined if none. */
      readonly sends: string | undefined;
      /** It waits for the main job afterwards. */
      readonly waits: boolean;
      /** It ends the shell. */
      readonly exits: boolean;
      /** It waits for the main job without having told it to end. */
      readonly hangs: boolean;
      /** Jobs that it sends a signal. */
      readonly told: readonly number[];
      /** Seconds after which it kills the main job; undefined: it waits for it. */
      readonly kills: number | undefined;
      /** Seconds after which it is done with waiting; undefined: it is not before the job has ended. */
      readonly gives: number | undefined;
      /** The longest sleep in it, in seconds; Infinity where it cannot be read. */
      readonly slept: number;
    }
  | { readonly kind: "unknown"; readonly reason: string };

/** Runs a trap's action in thought; `job` is the index of the main job, -1 if there is none. */
export function handler(action: Unit, state: State, job: number, interpreter: Interpreter): Handler {
  const endings = everyWay(
    action,
    { ...state, last: undefined, asked: undefined, sent: [], slept: 0, ran: Table.empty(), signalled: true },
    interpreter,
  );
  let result: Extract<Handler, { kind: "known" }> | undefined;
  /** Seconds that it sleeps on every way. */
  let altogether = Infinity;
  const ends = ({ self, sparesInit }: Sent): boolean => self && !(interpreter.isInit === true && sparesInit === true);
  for (const ending of endings.filter(({ passing }) => passing !== true)) {
    if (ending.kind === "unknown")
      return { kind: "unknown", reason: `${action.title} cannot be followed: ${ending.reason}` };
    const { state: after } = ending;
    if (after.ran.size > 0 || ending.kind === "exec") {
      const name =
        ending.kind === "exec" || ending.kind === "foreground" ? valuesOf(ending.running.argv ?? [])[0] : undefined;
      return { kind: "unknown", reason: `${action.title} runs ${name ?? "a program"}, whose effect is not known` };
    }
    if (after.opaque !== undefined && after.opaque !== state.opaque)
      return { kind: "unknown", reason: `${action.title} cannot be followed: ${after.opaque}` };
    const elsewhere = after.sent.find((each) => each.to !== undefined && !each.jobs.includes(job))?.to;
    if (elsewhere !== undefined)
      return { kind: "unknown", reason: `${action.title} sends a signal to ${elsewhere}, which may be the program` };
    const sent = after.sent.filter((each) => each.signal !== "SIGKILL" && each.jobs.includes(job));
    const waited = after.last?.kind === "waited" ? after.last.first.jobs : [];
    const hitsItself = after.sent.some(ends);
    const hangs =
      !hitsItself &&
      ((sent.length === 0 && (ending.kind === "loop" || waited.includes(job))) ||
        waited.some((each) => lives(each, after)) ||
        (after.last?.kind === "waited" && after.last.first.bare && after.feeds));
    const stops = ending.kind === "end" && ending.refused !== undefined;
    const exits = stops || callsExit(action, after, interpreter.host);
    const whole = Math.max(0, ...after.sent.map(({ late }) => (isCounted(late) ? late : 0)));
    const way = {
      kind: "known" as const,
      sends: sent.at(-1)?.signal,
      waits: sent.some((each) => (each.waited || ending.kind === "loop" || isCounted(each.late)) && !ends(each)),
      kills: fewest(sent.map(({ kills }) => kills)),
      gives: fewest(sent.map(({ waited, late }) => (!waited && isCounted(late) ? late : undefined))),
      exits: exits || hitsItself,
      hangs,
      told: after.sent.flatMap(({ jobs }) => jobs),
      slept: after.slept,
    };
    if (after.sent.some((each) => each.signal === "SIGKILL" && each.jobs.includes(job)))
      return { ...way, sends: undefined, waits: false, exits: true, hangs: false, told: [job] };
    const before = result ?? way;
    altogether = Math.min(altogether, whole);
    result = { ...before, kills: fewest([before.kills, way.kills]), gives: fewest([before.gives, way.gives]) };
    if (result.sends !== way.sends || result.waits !== way.waits || result.hangs !== way.hangs)
      return { kind: "unknown", reason: `${action.title} does different things on different ways` };
  }
  return result
    ? { ...result, slept: Math.max(result.slept, altogether) }
    : { kind: "unknown", reason: `${action.title} does nothing that can be followed` };
}

/** Whether a number is there, and one that can be told. */
export function isCounted(seconds: number | undefined): seconds is number {
  return Number.isFinite(seconds);
}

/** The smallest of some numbers, of which each may be missing. */
export function fewest(numbers: readonly (number | undefined)[]): number | undefined {
  const all = numbers.filter((each) => each !== undefined);
  return all.length === 0 ? undefined : Math.min(...all);
}

/**
 * Whether a job that nobody has told to end goes on as long as the container does: `tail -F log`, `sleep infinity`, a
 * server.
 */
export function lives(job: number, { jobs, sent }: State): boolean {
  const running = jobs[job];
  if (!running) return false;
  const words = valuesOf(running.argv ?? []);
  const name = words[0]?.replace(/^.*\//, "") ?? "";
  const stays =
    name === "tail"
      ? words.some((word) => /^-\w*[fF]|^--follow/.test(word)) && !words.some((word) => word.startsWith("--pid"))
      : name === "sleep"
        ? sleepSeconds(words) > LONG_SLEEP
        : lasting(words) === "stays" || turnsForEver(running);
  return stays && !sent.some((each) => each.to !== undefined || each.jobs.includes(job));
}

/** Whether a job is a loop that nothing in it ends: `( while :; do renew; sleep 60; done ) &`, or such a function. */
function turnsForEver({ argv, node, state }: Running): boolean {
  const body = state.functions.get(argv?.[0]?.value ?? "")?.body ?? node;
  const item = { node: body, background: false, start: body.start, end: body.end };
  return loopsIn({ items: [item], start: body.start, end: body.end }).some((loop) => {
    if (loop.kind !== "loop") return false;
    const [test, ...more] = [...simpleCommands(loop.test ?? loop.body)];
    const endless = /^(?:true|:|sleep)$/.test(test?.words[0]?.literal ?? "") && more.length === 0;
    const inside = [...simpleCommands(loop.body)];
    return (
      loop.type === "while" &&
      endless &&
      !inside.some(({ words }) => /^(?:break|return|exit|exec)$/.test(words[0]?.literal ?? ""))
    );
  });
}

/** Whether the action ends the shell: `exit` in it, directly or in a function that it calls. */
function callsExit(action: Unit, state: State, { budget }: Host): boolean {
  if (!budget.spend(state.functions.size / 8)) return false;
  const called = new Set<Node>();
  const ends = ({ words }: Simple): boolean => {
    const [name, ...rest] = words.map(({ literal }) => literal);
    if (name === "exit" || (name === "command" && rest[0] === "exit")) return true;
    const body = name === undefined ? undefined : state.functions.get(name)?.body;
    if (!body || called.has(body)) return false;
    called.add(body);
    return [...simpleCommandsOf(body)].some(ends);
  };
  return [...simpleCommands(action.script.list)].some(ends);
}
