import { servingOf } from "../../known/programs/programs.ts";
import { valuesOf } from "../expansion/expand.ts";
import { sequelsOf } from "./sequel.ts";
import { behindWrappers, nameOf } from "./wrapped.ts";
import type { Call, Walk } from "../walk.ts";
import type { State } from "../state/state.ts";

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
