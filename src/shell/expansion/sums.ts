import type { Value } from "../state/field.ts";

const term = /\s*(?:(0|[1-9]\d{0,5})|\$?(OPTIND)|\$(#)|\$\{(OPTIND|#)\})\s*([-+]|$)/y;

/**
 * What `$((OPTIND - 1))`, `$(($# + 2))` stand for: sums of numbers and of the shell's own counts. Unknown for all else
 * of arithmetic: what scripts count themselves they count in loops, where it is any number.
 */
export function sumOf(text: string, count: (name: string) => Value): Value {
  const inside = /^\$\(\(([^]{1,200})\)\)$/.exec(text)?.[1];
  let [sum, sign, fixed] = [0, 1, true];
  for (let at = 0; inside !== undefined; at = term.lastIndex) {
    term.lastIndex = at;
    const [found, number, bare, dollar, braced, next] = term.exec(inside) ?? [];
    if (found === undefined) break;
    const name = bare ?? dollar ?? braced;
    const value = name === undefined ? { value: number ?? "", fixed: true } : count(name);
    if (!/^(?:0|[1-9]\d{0,5})$/.test(value.value)) break;
    sum += sign * Number.parseInt(value.value, 10);
    fixed &&= value.fixed;
    if (next === "") return { value: String(sum), fixed };
    sign = next === "-" ? -1 : 1;
  }
  return { value: "unknown", fixed: false };
}
