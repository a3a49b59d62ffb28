import type { ShellRow } from "../../known/shells/shells.ts";
import type { Trap } from "../../shell/state/traps.ts";
import type { Process, Role } from "../../startup/process.ts";
import type { SignalOutcome } from "../outcome.ts";
import type { Note, Reason, TrapNote } from "../reason.ts";
import type { Arrival, Place, Response } from "../response.ts";

/** Seconds of sleep between commands within which a shell gets round to a signal in time. */
export const SOON = 5;

export type ShellRole = Extract<Role, { kind: "shell" }>;

export type Action = Extract<Trap, { kind: "action" }>;

/** What a signal does that the shell sends on to its child. */
export type Forward = (processes: readonly Process[], signal: string, place: Place) => Response;

/** A shell that stays, with what it has below it, when a signal comes. */
export interface Shell {
  readonly role: ShellRole;
  readonly rest: readonly Process[];
  readonly arrival: Arrival;
  readonly forward: Forward;
  readonly actor: string;
  readonly child: string;
}

export function say({ rest }: Shell, outcome: SignalOutcome, reason: Reason, note: Note): Response {
  return { outcome, reason, notes: [note, ...rest.map(() => undefined)] };
}

export function trapNote(signal: string, then: TrapNote): Note {
  return { kind: "trap", signal, then };
}

export function isBash({ family }: ShellRow): boolean {
  return family.startsWith("bash");
}

/** What becomes of the job that a shell forwards a signal to. */
export function forwarded({ rest, role, forward }: Shell, signal: string): Response {
  const inner = forward(rest, signal, role.state.monitor ? "child" : "job");
  return { ...inner, notes: [{ kind: "forwards", signal, to: "its child" }, ...inner.notes] };
}

/** What becomes of the job that a shell waits for, which has got the signal with its group. */
export function reached({ rest, arrival, forward }: Shell): Response {
  const { signal } = arrival;
  const inner = forward(rest, signal, "group's job");
  return { ...inner, notes: [trapNote(signal, "runs"), ...inner.notes] };
}

/** Whether a sleep of so many seconds is known to be longer than the platform waits. */
export function outlasts(seconds: number, { grace }: Arrival["around"]): boolean {
  return Number.isFinite(seconds) && seconds >= grace.seconds;
}

/** Whether what a loop starts again and again is a job that is known to end by itself. */
export function comesBack(rest: readonly Process[]): boolean {
  const role = rest.at(-1)?.role;
  return role?.kind === "program" && role.row?.oneShot === true;
}
