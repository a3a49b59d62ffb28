import type { Value } from "../state/field.ts";
import type { State } from "../state/state.ts";
import type { Call } from "../walk.ts";

/** The name under which the state remembers the text of a file: no variable is called so. */
function keyOf(path: string): string {
  return `>${path}`;
}

/** The state after `echo TEXT > FILE`, which a script may read again. */
export function withText({ argv, node }: Call, state: State): State {
  const [out, ...more] = node.redirects.filter(({ operator }) => /^[&>]/.test(operator));
  const path = out?.target?.literal;
  if (path === undefined) return state;
  const key = keyOf(path);
  const words = argv.slice(1).map(({ value }) => value);
  const plain = words.every((word) => word !== "unknown" && !/^-|\\/.test(word));
  const known = argv[0]?.value === "echo" && plain && out?.operator === ">" && more.length === 0;
  if (!known && !state.vars.has(key)) return state;
  const text: Value = known
    ? { value: words.join(" "), fixed: argv.every(({ fixed }) => fixed) }
    : { value: "unknown", fixed: true };
  return { ...state, vars: state.vars.put(key, text) };
}

/** The text that a script has written into a file before. */
export function textIn(path: string | undefined, { vars }: State): Value | undefined {
  return path === undefined ? undefined : vars.get(keyOf(path));
}
