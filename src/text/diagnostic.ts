import type { Fix } from "./edits.ts";
import type { Location } from "./source.ts";

/** `error`: certain from measured facts. `warning`: likely, on named evidence. `info`: works by luck, or style. */
export type Severity = "error" | "warning" | "info";

/** Severities, most severe first. */
export const severities: readonly Severity[] = ["error", "warning", "info"];

/** How severe, as a number: lower is worse. */
export function rank(severity: Severity): number {
  return severities.indexOf(severity);
}

/** Another place that a diagnostic speaks of. */
export interface Related {
  readonly at: Location;
  readonly message: string;
}

/** One finding: a value, never an exception. */
export interface Diagnostic {
  /** Id of the rule, or of one of the engine's own checks ("parse-error", "unused-suppression"). */
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly at: Location;
  readonly related: readonly Related[];
  /** Best first. */
  readonly fixes: readonly Fix[];
}

/** What a fact is when the sources do not tell it. */
export type Known<T> = T | "unknown";
