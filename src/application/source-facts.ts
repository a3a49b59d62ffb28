import type { Span } from "../text/source.ts";

/**
 * What a handler does. `finishes`: it has the work in hand finished, and ends the program then. `closes`: it closes
 * servers, which wait for the requests that are being answered, and the program ends if nothing else keeps it. `exits`:
 * at once, without waiting for anything. `unwinds`: it raises what ends the program where it is, as far as nothing in
 * it waits on the way out. `nothing`: at most it writes a line, and the signal's default action does not take place
 * either. `acts`: something else.
 */
export type Does = "finishes" | "closes" | "exits" | "unwinds" | "nothing" | "acts";

/** A place that sets a handler for a signal. */
export interface SetHandler extends Span {
  readonly signal: string;
  readonly does: Does;
  /** How many servers it closes, where that is counted. */
  readonly closed?: number;
  /** Only if the file is the entry. */
  readonly asEntry?: boolean;
  /** Only a worker process or thread comes there, which is never PID 1. */
  readonly inWorker: boolean;
  /** Names of the functions that it stands in, each of which has to be called. */
  readonly functions: readonly string[];
}

/** A place that may set one, for a signal or for any. */
export interface MaySet extends Span {
  readonly signal: string | undefined;
}

/** What a file does about signals. */
export interface SignalCalls {
  readonly sets: readonly SetHandler[];
  readonly maySet: readonly MaySet[];
  /** Places that take handlers away again, when they are come to. */
  readonly removes?: readonly MaySet[];
}

/** A module that a file loads; `specifier` undefined: which one is known only when it runs. */
export interface Import extends Span {
  readonly specifier: string | undefined;
}

/** The first place of a call; `functions`: names of those that it stands in, each of which has to be called. */
export interface Call extends Span {
  readonly functions?: readonly string[];
}

/** What one file says, whatever its path. */
export interface Facts extends SignalCalls {
  readonly imports: readonly Import[];
  /**
   * Names of the functions and methods that it calls, with the first place of each; and what else a language counts
   * among what a program does: "while True".
   */
  readonly calls: ReadonlyMap<string, Call>;
  /** Names that it hands on as arguments: functions among them. */
  readonly given: ReadonlySet<string>;
  /** A parser has read it, which takes some ten times as long as a look. */
  readonly parsed?: true;
  /** Why it is not read to its end; undefined: it is. */
  readonly unread: string | undefined;
}
