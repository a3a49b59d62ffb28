import type { Known } from "../text/diagnostic.ts";
import type { Process } from "../startup/process.ts";
import type { Condition } from "../shell/state/leaning.ts";
import type { Running } from "../shell/state/state.ts";
import type { Outcome, SignalOutcome } from "./outcome.ts";
import type { Note, Reason } from "./reason.ts";

/** What happens from start to stop, on one way through the start-up. */
export interface Path {
  /** PID 1 first, each the parent of the next, the main program last. */
  readonly processes: readonly Process[];
  readonly outcome: Outcome;
  /** Why: actor and effect; for `unknown`, what could not be resolved. */
  readonly reason: Reason;
  /** What the signal does while everything runs: beside an outcome of `finishes` or `fails`, else the same. */
  readonly onSignal: { readonly outcome: SignalOutcome; readonly reason: Reason };
  /** What each process does with the stop signal; undefined where nothing is to say. Same order as `processes`. */
  readonly notes: readonly (Note | undefined)[];
  /** Whether PID 1 collects orphans. */
  readonly reaping: Known<boolean>;
  /** Background jobs left running by a script that replaced itself. */
  readonly leftBehind: readonly Running[];
  /**
   * Its commands, and those of ways that start the same and end alike: what stands in the way of a fix on one of them
   * does on all.
   */
  readonly commands: readonly Running[];
  /**
   * It is a way of the default run; or, where that fails, of those that count in its place. Others count only by what
   * is said of them, with their conditions.
   */
  readonly decides: boolean;
  /** What leads to it, where that is not the default run. */
  readonly conditions: readonly Condition[];
  /** Variables that nobody declares, and without which the container fails: they are taken to be set. */
  readonly given: readonly string[];
  /** What its shells start beside these commands, utilities left out: steps that come back, jobs, daemons. */
  readonly started: readonly Running[];
}

/** The start-up of one image: all ways it can take, the one that counts first. */
export interface StartUp {
  /** What went wrong with deriving it, which is then a fault of pid1lint's own; undefined: nothing. */
  readonly failure?: unknown;
  readonly outcome: Outcome;
  readonly reaping: Known<boolean>;
  /** Canonical name, "unknown" if a base image decides. */
  readonly stopSignal: Known<string>;
  readonly paths: readonly Path[];
  /**
   * Why it was not followed to its ends, where that takes more steps than there are: then nothing else is known of it.
   */
  readonly cut: string | undefined;
  /** The same of the ways beside the default run: what `paths` has is the default run alone. */
  readonly unfollowed?: string;
}
