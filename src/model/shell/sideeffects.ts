import { put } from "./state.ts";
import type { Host, State, Value } from "./state.ts";

/** `n++`, `n -= 1`, `n = m`, `--n` in arithmetic; a comparison is none. */
const assigned = /([A-Za-z_]\w*)\s*(?:\+\+|--|(?:<<|>>|[-+*/%&^|])?=(?!=))|(?:\+\+|--)\s*([A-Za-z_]\w*)/g;
const expansion = /\$\(\(([\s\S]*?)\)\)|\$\[([^\]]*)\]|\$\{([A-Za-z_]\w*):?=/g;
const unknown: Value = { value: "unknown", fixed: true };

/** The state after arithmetic (`((n++))`, `let n+=1`): what it assigns is not worked out. */
export function afterArithmetic(text: string, state: State): State {
  return forget([...text.matchAll(assigned)].map(([, before, behind]) => before ?? behind), state);
}

/** The state after the expansion of a command's text, which may assign: `$((n++))`, and `${N:=5}` where N is empty. */
export function afterExpansion(text: string, state: State, host: Host): State {
  let result = state;
  for (const [, arithmetic, old, name] of text.matchAll(expansion)) {
    if (name === undefined) result = afterArithmetic(arithmetic ?? old ?? "", result);
    else if ((state.vars.get(name)?.value ?? host.env(name)) === "") result = forget([name], result);
  }
  return result;
}

function forget(names: readonly (string | undefined)[], state: State): State {
  let { vars } = state;
  for (const name of names) if (name !== undefined) vars = put(vars, name, unknown);
  return vars === state.vars ? state : { ...state, vars };
}
