import type { Known } from "../../text/diagnostic.ts";
import { oneOffOf } from "../../known/programs/one-off.ts";
import { findProgram, isUtility, servingOf } from "../../known/programs/programs.ts";
import { unwrap } from "../../known/wrappers/wrappers.ts";
import { valuesOf } from "../expansion/expand.ts";
import { MOST_WRAPPERS, behindWrappers, nameOf, sequelsOf } from "./sequel.ts";
import type { Call, Walk } from "../walk.ts";
import type { State } from "../state/state.ts";

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
  if (wrapped?.inner.kind === "argv" && wrapped.inner.from < values.length) {
    const inner = values.slice(wrapped.inner.from);
    const kind = lasting(inner, depth + 1);
    // Within a time limit nothing stays: a log is watched for a while, and the script goes on.
    return wrapped.row.name !== "timeout" || kind !== "stays" ? kind : nameOf(inner) === "tail" ? "utility" : "any";
  }
  // env without a command prints the environment.
  if (isUtility(values) || (values.length === 1 && nameOf(values) === "env")) return "utility";
  if (row || wrapped || values[0] === undefined || values[0] === "unknown") return "any";
  return tells ? "utility" : why === undefined ? "any" : "oneShot";
}

/**
 * Whether a server that a script calls is a step of it or the main program; `contradictory`: its words say that it
 * stays, and the script that it returns.
 */
type Purpose = "step" | "main program" | "contradictory";

/** They keep a container up, and come back to no script, whatever it has behind them. */
const keepers = new Set(["sleep", "tail", "cat", "top"]);

/**
 * Decides what a script calls a program for that stays, as far as its words tell. What speaks for a step: every way
 * behind it ends in the same program, in what the script is given to run, or in another server; a place where only its
 * status counts. Words that say what is to be served outweigh the place.
 */
export function purposeOf({ argv, frame, node }: Call, state: State, walk: Walk): Purpose {
  const values = behindWrappers(valuesOf(argv));
  const serving = servingOf(values);
  if (keepers.has(nameOf(values))) return "main program";
  const sequels = serving === undefined ? [] : sequelsOf(frame.rest, nameOf(values), state, walk);
  const [first] = sequels;
  if (first && serving === "open") return "step";
  const replaced = sequels.filter(({ exec }) => exec);
  if (replaced.some(({ program }) => program === "same")) return serving === "plain" ? "step" : "contradictory";
  if (replaced.some(({ program }) => program === "server")) return "contradictory";
  const silent = node.redirects.some((each) => /^&>|^>&/.test(each.operator)) || node.redirects.length > 1;
  if (serving === "open" && frame.rest !== undefined && (frame.condition || silent)) return "step";
  return "main program";
}
