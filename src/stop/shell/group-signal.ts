import { agreed } from "../../shell/dialect.ts";
import { handler } from "../../shell/jobs/trap-handler.ts";
import type { Running, State } from "../../shell/state/state.ts";
import type { Trap } from "../../shell/state/traps.ts";
import type { Process } from "../../startup/process.ts";
import type { Reason } from "../reason.ts";
import { isInGroup } from "../response.ts";
import type { Place, Response } from "../response.ts";
import { isBash, outlasts, say, trapNote } from "./staying-shell.ts";
import type { Shell } from "./staying-shell.ts";

/** Whether what a shell runs is not in its process group, so that nothing reaches it which that is sent. */
function hasLeft([child]: readonly Process[], { monitor }: State): boolean {
  return monitor || child?.hops.some(({ apart }) => apart === true) === true;
}

/** Where a shell is, seen from what it runs: in a group with it, only if that has not left the group. */
export function placeBeside({ state }: Shell["role"], rest: readonly Process[], place: Place): Place {
  if (!isInGroup(place) || !hasLeft(rest, state)) return place;
  return place === "group" ? "child" : "job";
}

/** A shell whose child gets the signal as well: it goes on when that has ended. */
export function alongside(shell: Shell, trap?: Trap): Response {
  const { rest, arrival, forward } = shell;
  const { signal, place } = arrival;
  const inner = forward(rest, signal, place);
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
export function leaves({ role: { state, shells }, arrival }: Shell, trap: Trap): boolean {
  if (trap.kind !== "action") return false;
  const act = handler(trap.unit, state, -1, { host: arrival.around.host, shells });
  return act.kind === "known" && act.exits;
}

/** A shell without a trap that gets SIGINT together with its child in the foreground, once or again and again. */
export function interrupted(shell: Shell, { loops, followed }: Running): Response {
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
