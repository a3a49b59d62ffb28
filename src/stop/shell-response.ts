import { handler, lives } from "../shell/jobs/trap-handler.ts";
import { loopsIn } from "../parse/shell/calls.ts";
import { LONG_SLEEP } from "../shell/purpose/sleep.ts";
import type { Aftermath, Sent } from "../shell/state/jobs.ts";
import type { Running, State, Wait } from "../shell/state/state.ts";
import type { Trap } from "../shell/state/traps.ts";
import type { Node } from "../parse/shell/script-syntax.ts";
import type { Location } from "../text/source.ts";
import type { Unit } from "../shell/state/unit.ts";
import type { ShellRow } from "../known/shells/shells.ts";
import { agreed } from "../shell/dialect.ts";
import { isIdle, mainJob } from "../startup/main-job.ts";
import type { Process, Role, Steady } from "../startup/process.ts";
import type { Known } from "../text/diagnostic.ts";
import type { SignalOutcome } from "./outcome.ts";
import type { Note, Reason, TrapNote } from "./reason.ts";
import { childOf, harmless, ignoredInJobs } from "./response.ts";
import type { Arrival, Place, Response } from "./response.ts";

/** Seconds of sleep between commands within which a shell gets round to a signal in time. */
const SOON = 5;

type ShellRole = Extract<Role, { kind: "shell" }>;
type Action = Extract<Trap, { kind: "action" }>;

/** What a signal does that the shell sends on to its child. */
type Forward = (processes: readonly Process[], signal: string, place: Place) => Response;

/** A shell that stays, with what it has below it, when a signal comes. */
interface Shell {
  readonly role: ShellRole;
  readonly rest: readonly Process[];
  readonly arrival: Arrival;
  readonly forward: Forward;
  readonly actor: string;
  readonly child: string;
}

/** What a signal does to a shell that stays in front of other processes. */
export function shellResponse(role: ShellRole, rest: readonly Process[], arrival: Arrival, forward: Forward): Response {
  const { steady, state, shells } = role;
  const { signal, around } = arrival;
  const place = hasLeft(rest, state) && arrival.place === "group" ? "child" : arrival.place;
  const actor = shells.length === 1 ? (shells[0]?.title ?? "the shell") : "the shell";
  const child = childOf(actor, rest) ?? (steady.running ? "its child" : "its commands");
  const shell: Shell = { role, rest, arrival: { ...arrival, place }, forward, actor, child };
  const wasted = { actor, signal, grace: around.grace };
  const ignores: Note = { kind: "ignores", signal, how: "certainly" };
  const running = steady.kind === "foreground" ? steady.running : undefined;
  if (running?.implicit === "unknown")
    return say(
      shell,
      "unknown",
      { kind: "which shell", decides: "exec", below: place !== "pid1" },
      { kind: "may stay" },
    );
  if (place === "job" && ignoredInJobs.has(signal))
    return say(shell, "stuck", { kind: "job shell ignores", ...wasted }, ignores);
  const trap = (steady.kind === "wait" ? steady.wait.traps : state.traps).get(signal);
  if (!trap) return untrapped(shell);
  const { at } = trap;
  if (place === "group" && running && (!running.loops || leaves(shell, trap))) return alongside(shell, trap);
  if (trap.kind === "ignore") {
    if (place === "group" && steady.kind === "wait" && !turns(steady.wait)) return alongside(shell, trap);
    return say(shell, "stuck", { kind: "told to ignore", ...wasted, at }, ignores);
  }
  if (running?.loops === true && comesBack(rest)) {
    const cause = `${actor} defers its trap on ${signal} until ${child} exits, and how long that takes is not known`;
    return say(shell, "unknown", { kind: "trap unknown", cause }, trapNote(signal, "deferred"));
  }
  if (steady.kind === "foreground")
    return say(shell, "stuck", { kind: "defers trap", ...wasted, child, at }, trapNote(signal, "deferred"));
  if (trap.kind === "unknown")
    return say(shell, "unknown", { kind: "trap unknown", cause: trap.reason }, trapNote(signal, "unknown"));
  if (steady.kind === "loop" && state.slept > SOON && place !== "group")
    return say(shell, "stuck", { kind: "trap between commands", ...wasted, at }, trapNote(signal, "late"));
  return trapped(shell, steady, trap);
}

/** Whether what a shell runs is not in its process group, so that nothing reaches it which that is sent. */
function hasLeft([child]: readonly Process[], { monitor }: State): boolean {
  return monitor || child?.hops.some(({ apart }) => apart === true) === true;
}

/** A shell whose child gets the signal as well: it goes on when that has ended. */
function alongside(shell: Shell, trap?: Trap): Response {
  const { rest, arrival, forward } = shell;
  const { signal } = arrival;
  const inner = forward(rest, signal, "group");
  if (!trap) return { ...inner, notes: [undefined, ...inner.notes] };
  const ends = inner.outcome === "graceful" || inner.outcome === "delivered";
  const note = trap.kind === "ignore" ? undefined : trapNote(signal, "deferred");
  return (ends ? late(shell, trap) : undefined) ?? { ...inner, notes: [note, ...inner.notes] };
}

/** What comes when a shell's child has ended: its trap, and what of the script follows. Undefined: the end. */
function late(shell: Shell, trap: Trap): Response | undefined {
  const { role, arrival } = shell;
  const { signal, around } = arrival;
  const { steady, state, shells } = role;
  const open = (cause: string): Response =>
    say(shell, "unknown", { kind: "trap unknown", cause }, trapNote(signal, "unknown"));
  if (trap.kind === "unknown") return open(trap.reason);
  const act = trap.kind === "action" ? handler(trap.unit, state, -1, { host: around.host, shells }) : undefined;
  if (act?.kind === "unknown") return open(act.reason);
  if (act && (act.hangs || outlasts(act.slept, around))) {
    const wasted = { actor: "the shell", signal, grace: around.grace, at: trap.at };
    return say(shell, "stuck", { kind: "trap goes on", ...wasted, to: "sleep" }, trapNote(signal, "goes on"));
  }
  const followed = steady.kind === "foreground" && steady.running.followed;
  if (followed && act?.exits !== true) return open("what the script does after its trap is not known");
  return atEnd(shell);
}

/** What a shell's trap on EXIT adds where the shell comes to its end. Undefined: nothing. */
function atEnd(shell: Shell): Response | undefined {
  const { role, arrival } = shell;
  const { signal, around } = arrival;
  const last = role.state.traps.get("EXIT");
  if (last === undefined || last.kind === "ignore") return undefined;
  if (last.kind === "unknown") return say(shell, "unknown", { kind: "EXIT trap unknown" }, trapNote("EXIT", "runs"));
  const act = handler(last.unit, role.state, -1, { host: around.host, shells: role.shells });
  if (act.kind === "unknown")
    return say(shell, "unknown", { kind: "trap unknown", cause: act.reason }, trapNote("EXIT", "unknown"));
  if (!act.hangs && !outlasts(act.slept, around)) return undefined;
  const wasted = { actor: "the shell", signal, grace: around.grace, at: last.at };
  return say(shell, "stuck", { kind: "trap goes on", ...wasted, to: "sleep" }, trapNote("EXIT", "goes on"));
}

/** Whether a trap's action ends the shell. */
function leaves({ role: { state, shells }, arrival }: Shell, trap: Trap): boolean {
  if (trap.kind !== "action") return false;
  const act = handler(trap.unit, state, -1, { host: arrival.around.host, shells });
  return act.kind === "known" && act.exits;
}

/** Whether what a loop starts again and again is a job that is known to end by itself. */
function comesBack(rest: readonly Process[]): boolean {
  const role = rest.at(-1)?.role;
  return role?.kind === "program" && role.row?.oneShot === true;
}

function say({ rest }: Shell, outcome: SignalOutcome, reason: Reason, note: Note): Response {
  return { outcome, reason, notes: [note, ...rest.map(() => undefined)] };
}

function trapNote(signal: string, then: TrapNote): Note {
  return { kind: "trap", signal, then };
}

function isBash({ family }: ShellRow): boolean {
  return family.startsWith("bash");
}

/** A shell without a trap on the signal. */
function untrapped(shell: Shell): Response {
  const { role, actor, child, arrival } = shell;
  const { steady, state, shells } = role;
  const { signal, place, around } = arrival;
  const traps = steady.kind === "wait" ? steady.wait.traps : state.traps;
  if (state.opaque !== undefined && steady.kind !== "foreground")
    return say(shell, "unknown", { kind: "hidden trap", cause: state.opaque }, trapNote(signal, "perhaps"));
  const last = traps.get("EXIT");
  // An empty one is none: measured, bash as PID 1 keeps the signal with `trap "" EXIT`.
  const runs = last && last.kind !== "ignore" && !(last.kind === "action" && last.unit.script.text.text === "");
  const prompt = steady.kind === "wait" || (steady.kind === "loop" && state.slept <= SOON);
  const interrupt = signal === "SIGINT";
  const restored = (steady.kind === "wait" ? steady.wait.state : state).restored.has(signal);
  // Below PID 1 the signal ends them before a trap on EXIT could run.
  const ends = (row: ShellRow): boolean =>
    interrupt && place === "pid1" && (row.endsOnInterrupt ? prompt : restored && isBash(row) && steady.kind === "wait");
  // bash acts on SIGINT only where it waits, not while a child runs in the foreground.
  const runsTrap = (row: ShellRow): boolean => row.exitTrapInterrupts && !(interrupt && steady.kind !== "wait");
  const interrupts: Known<boolean> = runs === true ? agreed(shells.map((row) => runsTrap(row) || ends(row))) : false;
  if (interrupts === "unknown" && place === "pid1")
    return say(
      shell,
      "unknown",
      { kind: "which shell", decides: "EXIT trap", below: false },
      trapNote("EXIT", "unknown"),
    );
  if (interrupts === true)
    return last?.kind === "action"
      ? onExit(shell, last)
      : say(shell, "unknown", { kind: "EXIT trap unknown" }, trapNote("EXIT", "runs"));
  const wasted = { actor, signal, grace: around.grace };
  const leaves = agreed(shells.map(ends));
  if (leaves === "unknown" && place === "pid1")
    return say(
      shell,
      "unknown",
      { kind: "which shell", decides: "SIGINT", below: false },
      { kind: "ignores", signal, how: "perhaps" },
    );
  if (place === "pid1" && leaves !== true)
    return say(shell, "stuck", { kind: "keeps", ...wasted, child }, { kind: "keeps", signal });
  if (harmless.has(signal))
    return say(shell, "stuck", { kind: "harmless", ...wasted }, { kind: "ignores", signal, how: "certainly" });
  const waits = interrupt ? agreed(shells.map((row) => outwaits(row, shell))) : false;
  if (waits === "unknown")
    return say(
      shell,
      "unknown",
      { kind: "which shell", decides: "SIGINT", below: true },
      { kind: "ignores", signal, how: "perhaps" },
    );
  if (waits && place !== "group")
    return say(shell, "stuck", { kind: "keeps", ...wasted, child, below: true }, { kind: "keeps", signal });
  if (interrupt && steady.kind === "foreground" && place === "group") return interrupted(shell, steady.running);
  return say(shell, "abrupt", { kind: "is killed", actor, signal, child }, { kind: "is killed", signal });
}

/** A shell without a trap that gets SIGINT together with its child in the foreground, once or again and again. */
function interrupted(shell: Shell, { loops, followed }: Running): Response {
  const { actor, child, arrival } = shell;
  const { signal, around } = arrival;
  const inner = alongside(shell);
  const note = trapNote(signal, "unknown");
  const open: Reason = { kind: "trap unknown", cause: `what the script does when ${child} has ended is not known` };
  const keeps: Reason = { kind: "keeps", actor, signal, child, grace: around.grace, below: true };
  // What handles the signal ends like a program that has done its work, and bash goes on, or starts it again.
  const then = loops
    ? say(shell, "stuck", keeps, { kind: "keeps", signal })
    : followed
      ? say(shell, "unknown", open, note)
      : atEnd(shell);
  const goesOn = then !== undefined && inner.outcome !== "abrupt" && agreed(shell.role.shells.map(isBash));
  if (then === undefined || goesOn === false) return inner;
  return goesOn === true
    ? then
    : say(
        shell,
        "unknown",
        { kind: "which shell", decides: "SIGINT", below: true },
        { kind: "ignores", signal, how: "perhaps" },
      );
}

/** Whether a shell that is not PID 1 lets SIGINT wait until what it runs has ended, which is told by that alone. */
function outwaits(row: ShellRow, { role: { steady, state }, rest }: Shell): boolean {
  switch (steady.kind) {
    case "wait":
      return false;
    case "loop":
      return isBash(row) || state.slept > SOON;
    case "foreground":
      return isBash(row) || !(steady.running.loops && comesBack(rest));
  }
}

/** bash runs its trap on EXIT when a signal ends it, whatever it is waiting for. */
function onExit(shell: Shell, { unit, at }: Action): Response {
  const { role, arrival } = shell;
  const state = role.steady.kind === "wait" ? role.steady.wait.state : role.state;
  const main = mainJob(state.jobs);
  const job = main ? state.jobs.indexOf(main) : -1;
  const act = handler(unit, state, job, {
    host: arrival.around.host,
    shells: role.shells,
    isInit: arrival.place === "pid1",
    ...(role.shells.every(isBash) && { dying: arrival.signal }),
  });
  if (act.kind === "unknown")
    return say(shell, "unknown", { kind: "trap unknown", cause: act.reason }, trapNote("EXIT", "runs"));
  const child = childOf(shell.actor, shell.rest) ?? "its child";
  if (act.hangs && act.sends === undefined) {
    const wasted = { actor: shell.actor, signal: arrival.signal, grace: arrival.around.grace, at };
    return say(shell, "stuck", { kind: "trap misses", ...wasted, child, waits: true }, trapNote("EXIT", "waits"));
  }
  if (act.sends === undefined || !act.waits) {
    return say(shell, "abrupt", { kind: "leaves", trap: "EXIT", child }, trapNote("EXIT", "ends"));
  }
  return forwarded(shell, act.sends);
}

function forwarded({ rest, role, forward }: Shell, signal: string): Response {
  const inner = forward(rest, signal, role.state.monitor ? "child" : "job");
  return { ...inner, notes: [{ kind: "forwards", signal, to: "its child" }, ...inner.notes] };
}

/** What the traps of a shell do together, the one on the signal and the one on EXIT behind it. */
interface Act {
  readonly sends: string | undefined;
  readonly waits: boolean;
  readonly exits: boolean;
  readonly hangs: boolean;
  /** The shell stays after it: in a loop that turns on, or asleep. */
  readonly goesOn: "loop" | "sleep" | undefined;
}

/** A shell that sits in `wait` or in a short loop: its trap runs at once. */
function trapped(shell: Shell, steady: Exclude<Steady, { kind: "foreground" }>, trap: Action): Response {
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
  const goesOn = !act.exits && (steady.kind === "loop" || steady.wait.again);
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
    const waits = act.hangs || (goesOn && steady.kind === "wait" && !turns(steady.wait));
    if (waits && shell.arrival.place === "group")
      return waitsForIdle(steady, main, signal)
        ? say(shell, "stuck", { kind: "trap misses", ...wasted, child: "another job", waits: true }, missed)
        : forwarded(shell, signal);
    // What the group was sent has ended the job that such a loop asks for, unless the loop starts it again.
    if (goesOn && shell.arrival.place === "group" && steady.kind === "wait" && !startsIn(steady.wait, main)) {
      const cause = "what the script does after its trap is not known";
      return say(shell, "unknown", { kind: "trap unknown", cause }, trapNote(signal, "unknown"));
    }
    if (act.hangs)
      return say(shell, "stuck", { kind: "trap misses", ...wasted, child, waits: true }, trapNote(signal, "waits"));
    if (goesOn)
      return say(shell, "stuck", { kind: "trap misses", ...wasted, child, waits: false }, trapNote(signal, "misses"));
    return say(shell, "abrupt", { kind: "leaves", trap: signal, child }, trapNote(signal, "ends"));
  }
  if (!act.waits && !goesOn) {
    const note: Note = { kind: "forwards", signal: act.sends, to: "nobody waits" };
    return say(shell, "abrupt", { kind: "leaves early", signal: act.sends, child }, note);
  }
  return forwarded(shell, act.sends);
}

/** Whether a script comes to a sleep when a `wait` has ended, which keeps the container up. */
function sleepsBehind({ state, fatal }: Wait, { slept }: State): boolean {
  return !fatal && slept > LONG_SLEEP && slept > state.slept;
}

/** Whether a `wait` stands in a loop, which goes on behind it. */
function turns({ at, unit }: Wait): boolean {
  return loopsAround(at, unit).length > 0;
}

/** Whether a job is started in the loop in which a `wait` stands. */
function startsIn({ at, unit }: Wait, job: Running): boolean {
  return loopsAround(at, unit).some((loop) => loopsAround(job.at, unit).includes(loop));
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
  const slept = outlasts(Math.max(first.slept, second?.slept ?? 0), arrival.around);
  return {
    sends: first.sends ?? second?.sends,
    waits: first.waits || second?.waits === true || (first.sends !== undefined && second?.hangs === true),
    exits: first.exits,
    hangs: first.hangs || (!first.exits && first.sends !== undefined && waitsOn(steady, first.told)),
    goesOn:
      slept || (steady.kind === "wait" && !first.exits && sleepsBehind(steady.wait, role.state)) ? "sleep" : undefined,
  };
}

/** Whether a wait comes behind the one that a signal has ended, which is for helpers that nobody stops as well. */
function waitsOn(steady: Steady, told: readonly number[]): boolean {
  if (steady.kind !== "wait") return false;
  const { later = [], state, again, bare } = steady.wait;
  if (again && bare && state.feeds) return true;
  return later.some((job) => !told.includes(job) && lives(job, { ...state, sent: [] }));
}

/** Whether a sleep of so many seconds is known to be longer than the platform waits. */
function outlasts(seconds: number, { grace }: Arrival["around"]): boolean {
  return Number.isFinite(seconds) && seconds >= grace.seconds;
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
      waits: !killed && told.some((each) => each.waited && !ends(each)),
      exits: then === "ends" || told.some(ends),
      hangs: false,
      goesOn: then === "goes on" ? "loop" : then === "sleeps" || outlasts(slept, around) ? "sleep" : undefined,
    };
    if (result && (result.sends !== act.sends || result.waits !== act.waits || result.exits !== act.exits))
      return "unknown";
    result ??= act;
  }
  return result ?? "unknown";
}
