import { expandText } from "../expansion/expand.ts";
import { readsCommands } from "../shell-options.ts";
import { HOLE } from "../state/field.ts";
import type { Field } from "../state/field.ts";
import type { State } from "../state/state.ts";
import type { Call, Walk } from "../walk.ts";

const notKnown: Field = { value: "unknown", text: undefined, fixed: true };

/**
 * The text that a shell reads its commands from: a heredoc, a here-string. Undefined for a command that is none, or
 * that is given no input.
 */
export function commandsFed({ argv, node, frame }: Call, state: State, walk: Walk): Field | undefined {
  if (!readsCommands(argv)) return undefined;
  const redirects = node.redirects.filter(({ feeds }) => feeds);
  const last = redirects.at(-1);
  if (!last) return frame.fed ? notKnown : undefined;
  if (last.target?.literal === "/dev/null") return undefined;
  const word = last.operator === "<<<" ? last.target : last.body;
  if (!word) return notKnown;
  const field = expandText(word, state, walk.host, frame.unit);
  // A text with a piece in it that is not known is no text to follow.
  return field.value.includes(HOLE) ? notKnown : field;
}
