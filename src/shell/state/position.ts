import type { Fix } from "../../text/edits.ts";
import type { Known } from "../../text/diagnostic.ts";
import type { Location } from "../../text/source.ts";
import type { Condition, Leaning } from "./leaning.ts";
import type { Table } from "./table.ts";

/** Something that a shell does not know, and ends with. */
export interface Refusal {
  /** What the shell does not know, and what it says to that. */
  readonly message: string;
  readonly at: Location;
  /** The same in words that the shell knows, where there are some. */
  readonly mend?: Fix | undefined;
}

/** How far a way has come: what ran last and how it went. */
export interface Position<Last> {
  /** What the shell has done last that counts. */
  readonly last: Last | undefined;
  /** The last command was the program that `last` names. */
  readonly fresh: boolean;
  /** Programs other than mere utilities that have run in the foreground and come back, by their signatures. */
  readonly ran: Table<true>;
  /** Whether the last command succeeded. */
  readonly status: Known<boolean>;
  /** The last command was a condition, whose status on the default run is known though in general it is not. */
  readonly leaning: Leaning | undefined;
  /** Conditions by which this way has left the default run; none: it is the default run. */
  readonly departures: readonly Condition[];
  /** Variables that have decided, on the default run, the innermost choice in whose branch the way is. */
  readonly leaned: readonly string[];
  /** The status is that of a program, which is taken to succeed where `&&` asks. */
  readonly external: boolean;
  /** On this way, a program was taken to have failed. */
  readonly failed: boolean;
  /** The last command is one that the shell does not have. */
  readonly absent?: Refusal | undefined;
  /** A trap has run on this way: it is what the script does after a signal. */
  readonly signalled: boolean;
  /** The longest `sleep` so far, in seconds; Infinity where it cannot be read. */
  readonly slept: number;
  /**
   * What stands in the way of `exec` from here on, on ways that come here only when a program that stays has ended
   * after all; undefined: nothing.
   */
  readonly elsewhere: string | undefined;
}

/** The state after a command of the shell's own has come back. */
export function withStatus<S extends Position<unknown>>(state: S, status: S["status"]): S {
  return state.status === status && !state.external && !state.leaning
    ? state
    : { ...state, status, external: false, leaning: undefined };
}

/** The state after a program has come back, of whose status nothing is known. */
export function afterProgram<S extends Position<unknown>>(state: S): S {
  return { ...state, status: "unknown", external: true, leaning: undefined };
}

/** The state behind a command that is not the program that ran last. */
export function stale<S extends Position<unknown>>(state: S): S {
  return state.fresh ? { ...state, fresh: false } : state;
}
