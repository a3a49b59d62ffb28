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

/**
 * Why there is a finding, as data: its kind, and the facts that the message is made of. A fact that a kind does not
 * need is left out.
 */
export interface FindingReason {
  /** Unique within the rule: "trap refused". */
  readonly kind: string;
  /** Who does it, by the name that people know it by: "dash", "npm", "entrypoint.sh". */
  readonly actor?: string | undefined;
  /** The program that it is done to, or that it is about where it is not the actor. */
  readonly program?: string | undefined;
  /** Canonical: "SIGTERM". */
  readonly signal?: string | undefined;
  /** The signal to send instead. */
  readonly better?: string | undefined;
  /** What comes of it, where a kind has several ends. */
  readonly effect?: string | undefined;
  /** Why, in the words of whoever says so: a parser, the system. */
  readonly cause?: string | undefined;
  /** The instruction: "CMD", "ENTRYPOINT". */
  readonly keyword?: string | undefined;
  /** A base image. */
  readonly image?: string | undefined;
  /** What else is named: a file, a rule, a package. */
  readonly names?: readonly string[] | undefined;
  /** Seconds from the signal on. */
  readonly after?: number | undefined;
  /** Who waits how long before SIGKILL. */
  readonly grace?: { readonly name: string; readonly seconds: number } | undefined;
  /** Why the outcome is what it is, where the finding is about the outcome: a `Reason` of src/stop/reason.ts. */
  readonly outcome?: { readonly kind: string } | undefined;
  /** Why a command cannot start: a `Fault` of src/startup/unrunnable.ts. */
  readonly fault?: { readonly code: string } | undefined;
}

/** One finding: a value, never an exception. */
export interface Diagnostic {
  /** Id of the rule, or of one of the engine's own checks ("parse-error", "unused-suppression"). */
  readonly rule: string;
  readonly severity: Severity;
  /** What the message is made of. */
  readonly reason: FindingReason;
  /** One sentence without its full stop, made from the reason. */
  readonly message: string;
  readonly at: Location;
  readonly related: readonly Related[];
  /** Best first. */
  readonly fixes: readonly Fix[];
}

/** What a fact is when the sources do not tell it. */
export type Known<T> = T | "unknown";
