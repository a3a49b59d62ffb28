import { loopsIn, simpleCommands } from "../../parse/shell/calls.ts";
import type { Node } from "../../parse/shell/script-syntax.ts";
import { fewest, handler, isCounted, lives } from "../../shell/jobs/trap-handler.ts";
import { LONG_SLEEP } from "../../shell/purpose/sleep.ts";
import type { Aftermath, Sent } from "../../shell/state/jobs.ts";
import type { Running, State, Wait } from "../../shell/state/state.ts";
import type { Unit } from "../../shell/state/unit.ts";
import { isIdle, mainJob } from "../../startup/main-job.ts";
import type { Steady } from "../../startup/process.ts";
import type { Known } from "../../text/diagnostic.ts";
import type { Location } from "../../text/source.ts";
import type { Note, Reason } from "../reason.ts";
import { childOf, ignoredInJobs, isInGroup, limited } from "../response.ts";
import type { Arrival, Response } from "../response.ts";
import { forwarded, outlasts, reached, say, trapNote } from "./staying-shell.ts";
import type { Action, Shell } from "./staying-shell.ts";

/** What the traps of a shell do together, the one on the signal and the one on EXIT behind it. */
interface Act {
  readonly sends: string | undefined;
  readonly waits: boolean;
  readonly exits: boolean;
  readonly hangs: boolean;
  /** Seconds after which it kills what it has told to end. */
  readonly kills?: number | undefined;
  /** The longest sleep in it, in seconds. */
  readonly slept: number;
  /** The shell stays after it: in a loop that turns on, or asleep. */
  readonly goesOn: "loop" | "sleep" | undefined;
}

/** A shell that sits in `wait` or in a short loop: its trap runs at once. */
export function trapped(shell: Shell, steady: Exclude<Steady, { kind: "foreground" }>, trap: Action): Response {
  const { signal, around } = shell.arrival;
  const state = steady.kind === "wait" ? steady.wait.state : shell.role.state;
  const main = mainJob(state.jobs);
  const act = actionOf(shell, steady, trap, main ? state.jobs.indexOf(main) : -1);
  // Where nothing but idling is waited for, all that can be done is the trap's own action.
  const idle = main !== undefined && isIdle(main.argv ?? []);
  if (!("sends" in act))
    return idle && steady.kind === "wait" && !steady.wait.again && !turns(steady.wait)
      ? say(shell, "delivered", { kind: "trap runs", signal }, trapNote(signal, "runs"))
      : act;
  const turnsOn = goesOn(act, steady);
  const child = childOf(shell.actor, shell.rest) ?? "its child";
  const wasted = { actor: "the shell", signal, grace: around.grace, at: trap.at };
  if (act.sends !== undefined && act.hangs) {
    const waits: Reason = { kind: "trap misses", ...wasted, child: "another job", waits: true };
    return say(shell, "stuck", waits, trapNote(signal, "waits"));
  }
  if (act.goesOn !== undefined && act.sends !== undefined)
    return say(shell, "stuck", { kind: "trap goes on", ...wasted, to: act.goesOn }, trapNote(signal, "goes on"));
  const nothingLost = idle && (act.exits || (steady.kind === "wait" && !turns(steady.wait)));
  if (!main || (nothingLost && act.sends === undefined && !act.hangs)) {
    if (act.exits || steady.kind === "wait")
      return say(shell, "delivered", { kind: "trap runs", signal }, trapNote(signal, "runs"));
    return say(shell, "stuck", { kind: "trap goes on", ...wasted, to: "loop" }, trapNote(signal, "goes on"));
  }
  if (act.sends === undefined) {
    // What is waited for, in the trap or behind it, has the signal already.
    const missed = trapNote(signal, "waits");
    const waits = act.hangs || (turnsOn && steady.kind === "wait" && !turns(steady.wait));
    if (waits && isInGroup(shell.arrival.place))
      return waitsForIdle(steady, main, signal)
        ? say(shell, "stuck", { kind: "trap misses", ...wasted, child: "another job", waits: true }, missed)
        : reached(shell);
    // What the group was sent has ended the job that such a loop asks for, unless the loop starts it again.
    if (turnsOn && isInGroup(shell.arrival.place) && looksFor(steady, main, shell.role.unit)) {
      const cause = "what the script does after its trap is not known";
      return say(shell, "unknown", { kind: "trap unknown", cause }, trapNote(signal, "unknown"));
    }
    if (!turnsOn && act.slept > 0 && isInGroup(shell.arrival.place)) return within(shell, act.slept, reached(shell));
    if (act.hangs)
      return say(shell, "stuck", { kind: "trap misses", ...wasted, child, waits: true }, trapNote(signal, "waits"));
    if (turnsOn)
      return say(shell, "stuck", { kind: "trap misses", ...wasted, child, waits: false }, trapNote(signal, "misses"));
    return say(shell, "abrupt", { kind: "leaves", trap: signal, child }, trapNote(signal, "ends"));
  }
  if (!act.waits && !turnsOn) {
    const note: Note = { kind: "forwards", signal: act.sends, to: "nobody waits" };
    return say(shell, "abrupt", { kind: "leaves early", signal: act.sends, child }, note);
  }
  return within(shell, act.kills, forwarded(shell, act.sends));
}

/** Whether a shell stays where it was, or comes back to it, when its trap has run. */
function goesOn({ exits }: { readonly exits: boolean }, steady: Exclude<Steady, { kind: "foreground" }>): boolean {
  return !exits && (steady.kind === "loop" || steady.wait.again);
}

/** Seconds in which next to no program finishes its work. */
const BRIEF = 1;

/** What becomes of a response where the script kills what has not ended after some seconds. */
function within({ arrival, rest, actor }: Shell, seconds: number | undefined, inner: Response): Response {
  if (seconds === undefined) return inner;
  const killed: Reason = {
    kind: "kills",
    actor: "the shell",
    signal: arrival.signal,
    child: childOf(actor, rest) ?? "its child",
    after: seconds,
  };
  return limited(inner, { seconds, killed, always: seconds < BRIEF }, arrival.around.grace);
}

/** Whether a script comes to a sleep when a `wait` has ended, which keeps the container up. */
function sleepsBehind({ state, fatal }: Wait, { slept }: State): boolean {
  return !fatal && slept > LONG_SLEEP && slept > state.slept;
}

/** Whether a `wait` stands in a loop, which goes on behind it. */
export function turns({ at, unit }: Wait): boolean {
  return loopsAround(at, unit).length > 0;
}

/** Whether a shell stays in a loop that a job's end may end: it does not start the job, and asks for something. */
function looksFor(steady: Exclude<Steady, { kind: "foreground" }>, job: Running, unit: Unit): boolean {
  const { at } = steady.kind === "wait" ? steady.wait : steady;
  const script = steady.kind === "wait" ? steady.wait.unit : unit;
  const [loop] = loopsAround(at, script);
  if (loop?.kind !== "loop" || loopsAround(job.at, script).includes(loop)) return false;
  const asks = loop.test === undefined ? [] : [...simpleCommands(loop.test)];
  return asks.some(({ words }) => !/^(?:true|:|sleep)$/.test(words[0]?.literal ?? ""));
}

/** The loops of a script in which a place is. */
function loopsAround(at: Location, { script }: Unit): readonly Node[] {
  return loopsIn(script.list).filter((loop) => {
    const place = script.text.locate(loop.start, loop.end);
    return place.path === at.path && place.start <= at.start && at.end <= place.end;
  });
}

/** Whether a shell waits again for a job beside the main one that only idles, and ignores the signal as a job. */
function waitsForIdle(steady: Steady, main: Running, signal: string): boolean {
  if (steady.kind !== "wait" || !ignoredInJobs.has(signal)) return false;
  const { later = [], jobs, state } = steady.wait;
  return [...jobs, ...later].some((job) => state.jobs[job] !== main && isIdle(state.jobs[job]?.argv ?? []));
}

/** What a trap's action does to a job; where it ends the shell, the trap on EXIT still runs. */
function actionOf(
  shell: Shell,
  steady: Exclude<Steady, { kind: "foreground" }>,
  trap: Action,
  job: number,
): Act | Response {
  const { role, arrival } = shell;
  const { host } = arrival.around;
  const state = steady.kind === "wait" ? steady.wait.state : role.state;
  const open = (cause: string, signal: string): Response =>
    say(shell, "unknown", { kind: "trap unknown", cause }, trapNote(signal, "unknown"));
  const first = handler(trap.unit, state, job, { host, shells: role.shells, isInit: arrival.place === "pid1" });
  if (first.kind === "unknown") return open(first.reason, arrival.signal);
  const after = steady.kind === "wait" ? steady.wait.after : steady.after;
  const ways = first.exits ? [] : (after?.get(arrival.signal) ?? []);
  const then = ways.length > 0 ? afterwards(ways, job, arrival) : undefined;
  // A way on which the program has ended by itself tells nothing of its end by a signal.
  const gone = role.state.finished.includes(job) && then !== "unknown" && then?.sends === undefined && then?.exits;
  if (then === "unknown" || gone === true)
    return open("what the script does after its trap is not known", arrival.signal);
  if (then !== undefined) return then;
  const last = role.state.traps.get("EXIT");
  const second =
    first.exits && !first.waits && last?.kind === "action"
      ? handler(last.unit, state, job, { host, shells: role.shells, isInit: arrival.place === "pid1" })
      : undefined;
  if (second?.kind === "unknown") return open(second.reason, "EXIT");
  const slept = Math.max(first.slept, second?.slept ?? 0);
  return {
    sends: first.sends ?? second?.sends,
    waits: first.waits || second?.waits === true || (first.sends !== undefined && second?.hangs === true),
    exits: first.exits,
    kills: fewest([first.kills, second?.kills, goesOn(first, steady) ? undefined : first.gives]),
    hangs: first.hangs || (!first.exits && first.sends !== undefined && waitsOn(steady, first.told)),
    slept,
    goesOn:
      outlasts(slept, arrival.around) ||
      (steady.kind === "wait" && !first.exits && sleepsBehind(steady.wait, role.state))
        ? "sleep"
        : undefined,
  };
}

/** Whether a wait comes behind the one that a signal has ended, which is for helpers that nobody stops as well. */
function waitsOn(steady: Steady, told: readonly number[]): boolean {
  if (steady.kind !== "wait") return false;
  const { later = [], state, again, bare } = steady.wait;
  if (again && bare && state.feeds) return true;
  return later.some((job) => !told.includes(job) && lives(job, { ...state, sent: [] }));
}

/** What a script does to a job after its trap has run; "unknown" where its ways do different things. */
function afterwards(ways: readonly Aftermath[], job: number, { place, around }: Arrival): Known<Act> {
  let result: Act | undefined;
  const isInit = place === "pid1";
  const ends = ({ self, sparesInit }: Sent): boolean => self && !(isInit && sparesInit === true);
  for (const { sent, then, slept } of ways) {
    if (then === "unknown" || sent.some(({ jobs, to }) => to !== undefined && !jobs.includes(job))) return "unknown";
    const told = sent.filter(({ jobs }) => jobs.includes(job));
    const killed = told.some(({ signal }) => signal === "SIGKILL");
    const act: Act = {
      sends: killed ? undefined : told.at(-1)?.signal,
      waits: !killed && told.some((each) => (each.waited || (then === "ends" && isCounted(each.late))) && !ends(each)),
      exits: then === "ends" || told.some(ends),
      hangs: false,
      kills: fewest(told.map(({ kills, waited, late }) => kills ?? (!waited && isCounted(late) ? late : undefined))),
      slept,
      goesOn: then === "goes on" ? "loop" : then === "sleeps" || outlasts(slept, around) ? "sleep" : undefined,
    };
    if (result && (result.sends !== act.sends || result.waits !== act.waits || result.exits !== act.exits))
      return "unknown";
    result = { ...(result ?? act), kills: fewest([result?.kills, act.kills]) };
  }
  return result ?? "unknown";
}
