import type { Table } from "./table.ts";

/** A signal that the script itself sends. */
export interface Sent {
  readonly signal: string;
  readonly jobs: readonly number[];
  /** Whether a wait for one of them came later. */
  readonly waited: boolean;
  /** `kill 0`: it goes to the shell itself as well, which does not survive it. */
  readonly self: boolean;
  /** As PID 1 the shell survives it: `kill -TERM -$$` goes to all others then. */
  readonly sparesInit?: boolean;
  /** What it goes to in words, where that may be a job or not: a pid from a file, what `pkill` finds. */
  readonly to?: string;
}

/** What a script does after a trap has run: the signals that are sent from there on, and where it comes to. */
export interface Aftermath {
  readonly sent: readonly Sent[];
  readonly then: "ends" | "goes on" | "unknown";
}

/** What a shell has started beside itself, and tells it; jobs are named by their index. */
export interface Jobs<Command> {
  readonly jobs: readonly Command[];
  /** Variables that hold pids, with the jobs they name. */
  readonly pids: Table<readonly number[]>;
  readonly sent: readonly Sent[];
  /** Programs that have been started and have forked into the background. */
  readonly daemons: readonly Command[];
  /**
   * All that this way has started so far in any way, utilities left out, and all that the ways have which were joined
   * with it, by their calls as text.
   */
  readonly started: Table<Command>;
}

/** The state after a signal was sent. */
export function sending<S extends Jobs<unknown>>(state: S, signal: Sent): S {
  return { ...state, sent: [...state.sent, signal] };
}
