import type { Condition } from "../../shell/state/leaning.ts";

/** More conditions than this are counted. */
const MOST = 3;

/** Longer values are cut. */
const LONGEST = 40;

/**
 * What leads to a way beside the default run: "DEBUG=1", "ROLE is set and a terminal is attached". It names what can be
 * set from outside.
 */
export function conditionWords(conditions: readonly Condition[]): string {
  const all = [...new Set(conditions.flatMap((each) => oneCondition(each) ?? []))];
  if (all.length === 0) return "started otherwise";
  const shown = all.slice(0, all.length > MOST ? MOST - 1 : MOST);
  if (shown.length < all.length) shown.push(`${all.length - shown.length} more conditions hold`);
  return shown.join(" and ");
}

function oneCondition(condition: Condition): string | undefined {
  const { outcome, plain, names } = condition;
  const other = names.length === 0 ? undefined : `${names.slice(0, MOST).join(" or ")} is something else`;
  if (plain?.kind === "word" && typeof outcome !== "boolean") return oneOf(plain.name, outcome) ?? other;
  if (typeof outcome !== "boolean") return other;
  const holds = plain ? outcome !== plain.negated : outcome;
  switch (plain?.kind) {
    case "equals":
      return holds ? `${plain.name}=${short(plain.value)}` : `${plain.name} is not ${short(plain.value)}`;
    case "set":
      return holds ? `${plain.name} is set` : `${plain.name} is empty`;
    case "terminal":
      return holds ? "a terminal is attached" : "no terminal is attached";
    case "word":
    case undefined:
      return other;
  }
}

/** The values of a `case` that lead to an item; undefined where one of them is a pattern. */
function oneOf(name: string, patterns: readonly string[]): string | undefined {
  if (patterns.length === 0 || patterns.some((pattern) => /[*?[$`\\]/.test(pattern))) return undefined;
  const [only, ...more] = patterns.map(short);
  if (more.length === 0) return only === "" ? `${name} is empty` : `${name}=${only}`;
  return `${name} is one of ${[only, ...more].slice(0, MOST).join(", ")}${more.length < MOST ? "" : ", ..."}`;
}

function short(value: string): string {
  return value.length > LONGEST ? `${value.slice(0, LONGEST)}...` : value;
}
