import type { Known } from "../../text/diagnostic.ts";
import { oneOffOf } from "../../known/programs/one-off.ts";
import { findProgram, isUtility } from "../../known/programs/programs.ts";
import { innerWords, unwrap } from "../../known/wrappers/wrappers.ts";
import { MOST_WRAPPERS, nameOf } from "./wrapped.ts";

/** How programs read their arguments of which no row knows more. */
const anyStyle = {
  valued: new Set<string>(),
  final: new Set<string>(),
  interpreter: false,
  serves: "sub-commands",
} as const;

/** A utility, a job with an end, a program that stays until it is stopped, or anything. */
export type Lasting = "utility" | "oneShot" | "stays" | "any";

/** What a command line is for its script by its words. */
export function lasting(values: readonly Known<string>[], depth = 0): Lasting {
  if (depth > MOST_WRAPPERS) return "any";
  const row = findProgram(values);
  if (row?.daemonizes) return "utility";
  if (row?.longRunning) return "stays";
  const why = oneOffOf(values.slice(1), anyStyle, row !== undefined);
  const tells = why === "tells" || why === "abbreviates";
  if (row?.oneShot) return tells ? "utility" : "oneShot";
  const wrapped = unwrap(values);
  const inner = wrapped?.inner.kind === "argv" ? innerWords(values, wrapped.inner) : [];
  if (wrapped && inner.length > 0) {
    const kind = lasting(inner, depth + 1);
    // Within a time limit nothing stays: a log is watched for a while, and the script goes on.
    return wrapped.row.name !== "timeout" || kind !== "stays" ? kind : nameOf(inner) === "tail" ? "utility" : "any";
  }
  // env without a command prints the environment.
  if (isUtility(values) || (values.length === 1 && nameOf(values) === "env")) return "utility";
  if (row || wrapped || values[0] === undefined || values[0] === "unknown") return "any";
  return tells ? "utility" : why === undefined ? "any" : "oneShot";
}
