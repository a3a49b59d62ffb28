import type { Host } from "../host.ts";
import type { State } from "../state/state.ts";
import { forgetVariables } from "../state/environment.ts";

/** `n++`, `n -= 1`, `n = m`, `--n` in arithmetic; a comparison is none. */
const assigned = /\b([A-Za-z_]\w*)\s*(?:\+\+|--|(?:<<|>>|[-+*/%&^|])?=(?!=))|(?:\+\+|--)\s*([A-Za-z_]\w*)/g;
/** Where an expansion may begin that assigns: arithmetic of both kinds, and a default. */
const opening = /\$\(\(|\$\[|\$\{([A-Za-z_]\w*):?=/g;

/** The state after arithmetic (`((n++))`, `let n+=1`): what it assigns is not worked out. */
export function afterArithmetic(text: string, state: State): State {
  const names: string[] = [];
  for (const [, before, behind] of text.matchAll(assigned)) {
    const name = before ?? behind;
    if (name !== undefined) names.push(name);
  }
  return forgetVariables(state, names);
}

/** The state after the expansion of a command's text, which may assign: `$((n++))`, and `${N:=5}` where N is empty. */
export function afterExpansion(text: string, state: State, host: Host): State {
  let result = state;
  let [round, square] = [-1, -1];
  let end = 0;
  for (const { 0: begin, 1: name, index } of text.matchAll(opening)) {
    if (index < end) continue;
    const from = index + begin.length;
    if (name !== undefined) {
      if ((state.vars.get(name)?.value ?? host.env(name)?.value) === "") result = forgetVariables(result, [name]);
      continue;
    }
    // The next end of each kind is looked for once, however often arithmetic begins that has none.
    if (round < from && begin === "$((") round = indexOf(text, "))", from);
    if (square < from && begin === "$[") square = indexOf(text, "]", from);
    const close = begin === "$((" ? round : square;
    if (close === Infinity) continue;
    result = afterArithmetic(text.slice(from, close), result);
    end = close;
  }
  return result;
}

function indexOf(text: string, end: string, from: number): number {
  const at = text.indexOf(end, from);
  return at < 0 ? Infinity : at;
}
