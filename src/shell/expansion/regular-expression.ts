import type { Known } from "../../text/diagnostic.ts";

/** Longest text that a regular expression is tried on: two loops over it take a million steps. */
const LONGEST = 1_000;

/** Most loops in an expression: each more would multiply the steps by the length of the text. */
const MOST_LOOPS = 2;

/** Of a text that is no longer, and so of one that is empty, more loops are quick, and loops over groups. */
const SHORT = 8;

/**
 * Whether a text has a match of what stands behind `=~` as it is written; "unknown" for an expression with quotes,
 * variables, classes or counts, or with more loops than are quick.
 */
export function matchesExpression(text: string, written: string): Known<boolean> {
  const bracket = /\[\^?[A-Za-z0-9_./:=,+@%-]+\]/g;
  const outside = written.replace(bracket, "x");
  if (text.length > LONGEST || !/^[\w./:=,@%^$|()*+?-]*$/.test(outside)) return "unknown";
  if (/[*+?]{2}|[(|^][*+?]|^[*+?]/.test(outside)) return "unknown";
  const loops = outside.match(/[*+]/g)?.length ?? 0;
  if (text.length <= SHORT ? loops > SHORT : loops > MOST_LOOPS || /\)[*+]/.test(outside)) return "unknown";
  // Signs of a line's beginning and end are read the same only where they stand at the edges.
  if (/[^(|]\^|\$[^)|]/.test(outside) || /\(\)|\|\)|\(\||\|\||^\||\|$/.test(outside) || !balanced(outside))
    return "unknown";
  return new RegExp(written, "u").test(text);
}

function balanced(text: string): boolean {
  let depth = 0;
  for (const sign of text) {
    if (sign === "(") depth++;
    if (sign === ")" && --depth < 0) return false;
  }
  return depth === 0;
}
