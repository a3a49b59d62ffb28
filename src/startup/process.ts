import type { Known } from "../text/diagnostic.ts";
import type { ShellRow } from "../known/shells/shells.ts";
import type { Wrapped } from "../known/wrappers/wrappers.ts";
import type { Location } from "../text/source.ts";
import type { PackageScript } from "./runners/package-json.ts";
import type { Unit } from "../shell/state/unit.ts";
import type { Aftermath } from "../shell/state/jobs.ts";
import type { Running, State, Wait } from "../shell/state/state.ts";
import type { Value, Field } from "../shell/state/field.ts";
import type { Unresolved } from "./unresolved.ts";
import type { Unrunnable } from "./faults/unrunnable.ts";
import type { ProgramRow } from "../known/programs/program.ts";

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
      /** The script would leave early or with a failure behind what it waits for. */
      readonly left?: boolean | undefined;
    }
  /** A shell without a command or script: it reads from the terminal. */
  | { readonly kind: "interactive"; readonly shells: readonly ShellRow[] }
  /** It cannot start. */
  | { readonly kind: "unrunnable"; readonly problem: Unrunnable }
  /**
   * A script that comes to its end: the container stops by itself. `failure`: not as one that has done its work, and
   * the variables that have decided it, if any.
   */
  | { readonly kind: "ended"; readonly failure?: readonly string[] | undefined }
  /** `syntaxError`: the place in a script that cannot be parsed. */
  | { readonly kind: "unknown"; readonly why: Unresolved; readonly syntaxError?: Location | undefined };

/** What a shell does when the signal comes. */
export type Steady =
  | { readonly kind: "foreground"; readonly running: Running }
  | { readonly kind: "wait"; readonly wait: Wait; readonly running: Running | undefined }
  | {
      readonly kind: "loop";
      readonly at: Location;
      readonly running: Running | undefined;
      readonly after?: ReadonlyMap<string, readonly Aftermath[]> | undefined;
    };

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
  /** It leaves the process group that it was started in: what the group is sent does not reach it. */
  readonly apart?: boolean;
}

/** What a shell's child that is a shell itself is, in words. */
export const aSubshell = "a subshell";

/** A process: the program images it goes through, and what it is in the end. */
export interface Process {
  readonly hops: readonly Hop[];
  readonly role: Role;
}
