import type { Outcome, Process } from "../startup/process.ts";
import type { Entry } from "../application/entry.ts";
import type { Host } from "../shell/state/state.ts";
import { aSubshell } from "../startup/process.ts";

/** What a signal does to a process and all that hangs on it. */
export interface Response {
  readonly outcome: Outcome;
  readonly reason: string;
  /** What each process from this one on does, in words. */
  readonly notes: readonly (string | undefined)[];
}

/**
 * Where a process is: PID 1, below it, or in or under a background job of a shell, which starts with SIGINT and SIGQUIT
 * ignored.
 */
export type Place = "pid1" | "child" | "job";

/** What the engine does in the end when nobody has acted, unless it is told to wait longer. */
export const killed = "`docker stop` waits 10 s, then kills it";

/** Signals whose default action is to do nothing. */
export const harmless = new Set(["SIGCHLD", "SIGCONT", "SIGURG", "SIGWINCH"]);

/** What a response depends on beside the processes themselves. */
export interface Surroundings {
  readonly host: Host;
  /** The file in which a process starts to read the user's program. */
  entryOf(process: Process): Entry | undefined;
}

/** What people call the program that a process has become. */
export function nameOf(process: Process): string {
  const what = process.hops.at(-1)?.what ?? "a process";
  return /^(?:.* with )?script (?:\S*\/)?([^/\s]+)/.exec(what)?.[1] ?? what;
}

/** Whether it is a shell's child that has not become another program. */
export function isSubshell(process: Process): boolean {
  return process.hops.at(-1)?.what === aSubshell;
}
