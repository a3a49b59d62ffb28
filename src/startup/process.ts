import type { Known } from "../text/diagnostic.ts";
import type { Fix } from "../text/edits.ts";
import type { ShellRow } from "../known/shells/shells.ts";
import type { Wrapped } from "../known/wrappers/wrappers.ts";
import type { Location } from "../text/source.ts";
import type { PackageScript } from "./runners/package-json.ts";
import type { Field, Running, State, Unit, Value, Wait } from "../shell/state/state.ts";
import type { ProgramRow } from "../known/programs/program.ts";

/** What the stop signal does. See the README's table of outcomes. */
export type Outcome = "graceful" | "delivered" | "abrupt" | "stuck" | "unknown";

/** Outcomes, the one that counts most first: an image is as bad as its worst way through the start-up. */
export const outcomes: readonly Outcome[] = ["stuck", "abrupt", "unknown", "delivered", "graceful"];

/**
 * How a hop came to run: the container's start, exec, a shell that replaces itself, a child in the foreground, in the
 * background, in a pipeline.
 */
export type HopKind = "start" | "exec" | "implicit exec" | "fork" | "background" | "pipe";

/** What a process is when the stop signal comes. */
export type Role =
  /** A program; `row` undefined: one of the user's own (`own`), whose handling is up to its code. */
  | { readonly kind: "program"; readonly row: ProgramRow | undefined; readonly own: boolean }
  /** `script`: the script of package.json or deno.json that it runs. */
  | { readonly kind: "init" | "wrapper"; readonly wrapped: Wrapped; readonly script?: PackageScript | undefined }
  /** A shell that stays. */
  | {
      readonly kind: "shell";
      readonly shells: readonly ShellRow[];
      readonly unit: Unit;
      readonly steady: Steady;
      readonly state: State;
    }
  /** A shell without a command or script: it reads from the terminal. */
  | { readonly kind: "interactive"; readonly shells: readonly ShellRow[] }
  /** It cannot start. */
  | { readonly kind: "unrunnable"; readonly problem: Unrunnable }
  /** A script that comes to its end: the container stops by itself. */
  | { readonly kind: "ended" }
  /** `syntaxError`: the place in a script that cannot be parsed. */
  | { readonly kind: "unknown"; readonly reason: string; readonly syntaxError?: Location | undefined };

/** What a shell does when the signal comes. */
export type Steady =
  | { readonly kind: "foreground"; readonly running: Running }
  | { readonly kind: "wait"; readonly wait: Wait; readonly running: Running | undefined }
  | { readonly kind: "loop"; readonly at: Location; readonly running: Running | undefined };

/** Why a command line cannot start. */
export interface Unrunnable {
  readonly code:
    | "builtin"
    | "variable"
    | "spaces"
    | "shebang"
    | "permission"
    | "crlf"
    | "bom"
    | "blank-line"
    | "interpreter"
    | "function"
    | "exec-form"
    | "no-shell"
    | "dialect";
  /** What the engine or shell will say, in words. */
  readonly message: string;
  readonly at: Location | undefined;
  /** The script at fault, where it is one: its first place. */
  readonly file: Location | undefined;
  /** What only the place itself tells of how to mend it. */
  readonly mend?: Fix | undefined;
}

/** One program image between the container's start and the main program. */
export interface Hop {
  readonly argv: readonly Field[];
  readonly kind: HopKind;
  /** What wrote it, in words: "CMD", "ENTRYPOINT", "docker-entrypoint.sh", "base image node:20". */
  readonly via: string;
  /** The place that wrote it; undefined if it is in no file of ours. */
  readonly at: Location | undefined;
  /** What runs there, in words: "dash", "script /entrypoint.sh (bash)", "tini", "node". */
  readonly what: string;
  /** Its working directory. */
  readonly cwd: Known<string>;
  /** What the start-up puts into its environment beside the image's ENV. */
  readonly env: ReadonlyMap<string, Value>;
  /** The shell's command that brought it, where a shell did. */
  readonly running: Running | undefined;
}

/** What a shell's child that is a shell itself is, in words. */
export const aSubshell = "a subshell";

/** A process: the program images it goes through, and what it is in the end. */
export interface Process {
  readonly hops: readonly Hop[];
  readonly role: Role;
}

/** What happens from start to stop, on one way through the start-up. */
export interface Path {
  /** PID 1 first, each the parent of the next, the main program last. */
  readonly processes: readonly Process[];
  readonly outcome: Outcome;
  /** Why, one sentence: names actor and effect; for `unknown`, what could not be resolved. */
  readonly reason: string;
  /**
   * What each process does with the stop signal, in words; undefined where nothing is to say. Same order as
   * `processes`.
   */
  readonly notes: readonly (string | undefined)[];
  /** Whether PID 1 collects orphans. */
  readonly reaping: Known<boolean>;
  /** Background jobs left running by a script that replaced itself. */
  readonly leftBehind: readonly Running[];
  /**
   * Its commands, and those of ways that start the same and end alike: what stands in the way of a fix on one of them
   * does on all.
   */
  readonly commands: readonly Running[];
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
}
