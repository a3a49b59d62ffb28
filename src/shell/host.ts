import type { ShellRow } from "../known/shells/shells.ts";
import type { Known } from "../text/diagnostic.ts";
import type { Budget } from "./state/budget.ts";
import type { Environment } from "./state/environment.ts";
import type { Value } from "./state/field.ts";
import type { Unit } from "./state/unit.ts";

/** Answers that a script's walk needs from outside. */
export interface Host {
  /** The shells that may read the script; undefined: any. */
  readonly shells?: readonly ShellRow[];
  /** The steps that are left for following all that the image starts. */
  readonly budget: Budget;
  /** The shell is PID 1: `$$` is 1. */
  readonly first?: boolean;
  /** A variable of the environment that the shell starts with. */
  env(name: string): Value | undefined;
  /**
   * What a variable is on the default run where its value is open in general: "" if nobody declares it, GIVEN if the
   * run that decides has it set to something; undefined: that is open too. `shells`: those that may read it, which may
   * set it themselves.
   */
  usual(name: string, shells: readonly ShellRow[] | undefined): string | undefined;
  /** The path at which a program of that name is found, if it is a file of the sources; `binary`: it is no script. */
  located?(name: string, cwd: Known<string>): { readonly path: string; readonly binary: boolean } | undefined;
  /** Whether small tools are busybox's, which differ from others of their names. */
  busybox?(): boolean;
  /** Ways that leave the default run are followed too. */
  readonly strays: boolean;
  /** Called where a way leaves the default run. */
  leaves(): void;
  /**
   * What the environment says is trusted: a condition is asked for the default run. The names of variables that it
   * depends on are put in here.
   */
  readonly trusts?: Set<string>;
  /** A file that `.` or `source` names, as a unit; a reason where it cannot be read. */
  source(
    path: Known<string>,
    state: Environment,
  ): { readonly kind: "unit"; readonly unit: Unit } | { readonly kind: "unknown"; readonly reason: string };
}

/** Who runs a script. */
export interface Interpreter {
  readonly host: Host;
  /** The shell; several rows where it is not known which. */
  readonly shells: readonly ShellRow[];
  /** The script is the text of `SHELL -c`. */
  readonly dashC?: boolean;
  /** It is PID 1. */
  readonly isInit?: boolean;
  /** It is ended by this signal, and runs its trap on EXIT. */
  readonly dying?: string;
}
