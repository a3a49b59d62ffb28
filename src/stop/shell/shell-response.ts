import type { ShellRow } from "../../known/shells/shells.ts";
import { agreed } from "../../shell/dialect.ts";
import { handler } from "../../shell/jobs/trap-handler.ts";
import { mainJob } from "../../startup/main-job.ts";
import type { Process } from "../../startup/process.ts";
import type { Known } from "../../text/diagnostic.ts";
import type { Note } from "../reason.ts";
import { childOf, harmless, ignoredInJobs, isInGroup, isInJob } from "../response.ts";
import type { Arrival, Response } from "../response.ts";
import { alongside, placeBeside, interrupted, leaves } from "./group-signal.ts";
import { SOON, comesBack, forwarded, isBash, say, trapNote } from "./staying-shell.ts";
import type { Action, Forward, Shell, ShellRole } from "./staying-shell.ts";
import { trapped, turns } from "./trap-response.ts";

/** What a signal does to a shell that stays in front of other processes. */
export function shellResponse(role: ShellRole, rest: readonly Process[], arrival: Arrival, forward: Forward): Response {
  const { steady, state, shells } = role;
  const { signal, around } = arrival;
  const place = placeBeside(role, rest, arrival.place);
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
  if (isInJob(place) && ignoredInJobs.has(signal))
    return isInGroup(place) && running
      ? alongside(shell)
      : say(shell, "stuck", { kind: "job shell ignores", ...wasted }, ignores);
  const trap = (steady.kind === "wait" ? steady.wait.traps : state.traps).get(signal);
  if (!trap) return untrapped(shell);
  const { at } = trap;
  if (isInGroup(place) && running && (!running.loops || leaves(shell, trap))) return alongside(shell, trap);
  if (trap.kind === "ignore") {
    if (isInGroup(place) && steady.kind === "wait" && rest.length > 0 && !turns(steady.wait))
      return alongside(shell, trap);
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
  if (steady.kind === "loop" && state.slept > SOON && !isInGroup(place))
    return say(shell, "stuck", { kind: "trap between commands", ...wasted, at }, trapNote(signal, "late"));
  return trapped(shell, steady, trap);
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
  if (waits && !isInGroup(place))
    return say(shell, "stuck", { kind: "keeps", ...wasted, child, below: true }, { kind: "keeps", signal });
  if (interrupt && steady.kind === "foreground" && isInGroup(place)) return interrupted(shell, steady.running);
  return say(shell, "abrupt", { kind: "is killed", actor, signal, child }, { kind: "is killed", signal });
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
