import type { Application } from "../application/application.ts";
import type { Host } from "../shell/host.ts";
import type { Process } from "../startup/process.ts";
import { aSubshell } from "../startup/process.ts";
import type { SignalOutcome } from "./outcome.ts";
import type { Stopper } from "../platforms/deployment.ts";
import type { Note, Reason } from "./reason.ts";

/** What a signal does to a process and all that hangs on it. */
export interface Response {
  readonly outcome: SignalOutcome;
  readonly reason: Reason;
  /** What each process from this one on does. */
  readonly notes: readonly (Note | undefined)[];
}

/**
 * Where a process is: PID 1, below it, in a group whose every process gets the signal, or in or under a background job
 * of a shell, which starts with SIGINT and SIGQUIT ignored; the same in a group whose every process gets the signal.
 */
export type Place = "pid1" | "child" | "group" | "job" | "group's job";

/** Whether what is there starts with SIGINT and SIGQUIT ignored. */
export function isInJob(place: Place): boolean {
  return place === "job" || place === "group's job";
}

/** Whether what runs below it has got the signal as well. */
export function isInGroup(place: Place): boolean {
  return place === "group" || place === "group's job";
}

/** What a response depends on beside the processes themselves. */
export interface Surroundings {
  readonly host: Host;
  readonly grace: Stopper;
  /** The user's own program, which a process runs. */
  applicationOf(process: Process): Application | undefined;
}

/** A signal on its way to a process. */
export interface Arrival {
  readonly signal: string;
  readonly place: Place;
  readonly around: Surroundings;
}

/** Signals whose default action is to do nothing. */
export const harmless = new Set(["SIGCHLD", "SIGCONT", "SIGURG", "SIGWINCH"]);

/** Signals that a shell without job control lets its background jobs ignore: POSIX, Shell Command Language, 2.12. */
export const ignoredInJobs = new Set(["SIGINT", "SIGQUIT"]);

/** A limit that somebody sets to what ends: after so many seconds, for which reason, it is killed. */
export interface Limit {
  readonly seconds: number;
  readonly killed: Reason;
  /** It is killed, be it as quick as it may. */
  readonly always: boolean;
}

/** What becomes of a response where a limit is set to it; the platform waits for `grace`. */
export function limited(inner: Response, { seconds, killed, always }: Limit, grace: Stopper): Response {
  if (inner.outcome === "unknown" || (!always && seconds >= grace.seconds)) return inner;
  if (always || inner.outcome === "stuck") return { ...inner, outcome: "abrupt", reason: killed };
  // What takes longer is cut; whether it does is not known.
  return inner.outcome === "abrupt" ? inner : { ...inner, outcome: "delivered", reason: killed };
}

/** What people call the program that a process has become. */
export function nameOf(process: Process): string {
  const what = process.hops.at(-1)?.what ?? "a process";
  return /^(?:.* with )?script (?:\S*\/)?([^/\s]+)/.exec(what)?.[1] ?? what;
}

/**
 * What people call what a process has below it: of a shell that runs another of its kind, what that runs. Undefined:
 * there is nothing, or nothing of another name.
 */
export function childOf(actor: string, rest: readonly Process[]): string | undefined {
  return rest.map(nameOf).find((name) => name !== actor);
}

/** Whether it is a shell's child that has not become another program. */
export function isSubshell(process: Process): boolean {
  return process.hops.at(-1)?.what === aSubshell;
}
