import type { Process } from "../startup/process.ts";
import { outcomes } from "./outcome.ts";
import type { Outcome, SignalOutcome } from "./outcome.ts";
import type { Note, Reason } from "./reason.ts";
import { nameOf } from "./response.ts";
import type { Response } from "./response.ts";
import type { Path, StartUp } from "./start-up.ts";

/** An outcome with its reason. */
export interface Verdict {
  readonly outcome: Outcome;
  readonly reason: Reason;
  /** What each process does, as in {@link Response}; of a main program that is gone by then, that it exits. */
  readonly notes: readonly (Note | undefined)[];
}

/** How one way ends: by itself, not at all since it cannot start, or as its processes respond to the signal. */
export function verdictOf(processes: readonly Process[], { outcome, reason, notes }: Response): Verdict {
  const main = processes.at(-1);
  if (main?.role.kind === "unrunnable")
    return { outcome: "fails", reason: { kind: "cannot start", problem: main.role.problem }, notes };
  const ending = main && endsAs(main, isRestarted(processes));
  if (!main || !ending) return { outcome, reason, notes };
  return {
    outcome: "finishes",
    reason: { kind: "exits by itself", actor: nameOf(main), as: ending },
    notes: notes.with(-1, { kind: "exits by itself" }),
  };
}

/** Whether an endless loop starts it again whenever it has come back. */
export function isRestarted(processes: readonly Process[]): boolean {
  return processes.some(({ hops }) => hops.some(({ running }) => running?.loops === true));
}

function endsAs({ role }: Process, again: boolean): "script" | "job" | "prompt" | "daemon" | undefined {
  if (role.kind === "ended") return "script";
  if (role.kind === "interactive" || (role.kind === "program" && role.row?.interactive)) return "prompt";
  if (role.kind === "program" && role.row?.daemonizes) return "daemon";
  return role.kind === "program" && role.row?.oneShot && !again ? "job" : undefined;
}

/** Whether the program itself cuts its work on this way, and not PID 1 by what it does or does not do. */
function cutsOwnWork({ onSignal }: Pick<Path, "onSignal">): boolean {
  return onSignal.reason.kind === "cuts work";
}

/** Whether PID 1, or what stands between it and the main program, costs the program its orderly end on this way. */
export function isLost(path: Pick<Path, "onSignal">): boolean {
  return path.onSignal.outcome === "stuck" || isCutOff(path);
}

/** Whether the main program is killed because PID 1 leaves, not because its platform gives it no time. */
export function isCutOff(path: Pick<Path, "onSignal">): boolean {
  return path.onSignal.outcome === "abrupt" && !cutsOwnWork(path) && path.onSignal.reason.kind !== "no time";
}

/** What somebody sees who looks on from outside: whether a program that ends has finished its work, no engine tells. */
export type Seen = Exclude<SignalOutcome, "graceful">;

/** What somebody sees of one way from outside. */
export function seenOf(path: Pick<Path, "onSignal">): Seen {
  const { outcome } = path.onSignal;
  return outcome === "graceful" || cutsOwnWork(path) ? "delivered" : outcome;
}

/** What somebody sees of a start-up from outside, on the way that looks worst. */
export function worstSeen({ paths }: StartUp): Seen {
  const [first = "unknown"] = paths.map(seenOf).sort((a, b) => outcomes.indexOf(a) - outcomes.indexOf(b));
  return first;
}
