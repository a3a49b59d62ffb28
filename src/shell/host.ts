import type { ShellRow } from "../known/shells/shells.ts";
import type { Known } from "../text/diagnostic.ts";
import type { Budget } from "./state/budget.ts";
import type { Environment } from "./state/environment.ts";
import type { Unit } from "./state/unit.ts";

/** Answers that a script's walk needs from outside. */
export interface Host {
  /** The steps that are left for following all that the image starts. */
  readonly budget: Budget;
  /** A variable of the image's environment. */
  env(name: string): Known<string> | undefined;
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
}
