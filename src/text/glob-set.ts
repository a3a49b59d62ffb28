import type { Range, Token } from "./glob.ts";

/**
 * How a kind of pattern writes a set of characters: Go's `filepath.Match`, git's `wildmatch`, or `case` of a POSIX
 * shell.
 */
type SetStyle = "go" | "git" | "shell";

/** A set that was read; `end` is past its bracket. */
interface ReadSet {
  readonly token: Token;
  readonly end: number;
}

/** ASCII alone, as git has it and shells do in the C locale of containers. */
const classes: ReadonlyMap<string, string> = new Map([
  ["alnum", "09AZaz"],
  ["alpha", "AZaz"],
  ["blank", "  \t\t"],
  ["cntrl", "\0\x1f\x7f\x7f"],
  ["digit", "09"],
  ["graph", "!~"],
  ["lower", "az"],
  ["print", " ~"],
  ["punct", "!/:@[`{~"],
  ["space", "\t\r  "],
  ["upper", "AZ"],
  ["xdigit", "09AFaf"],
]);

/** White space to git, which has no vertical tab and no form feed. */
const gitSpace = "\t\n\r\r  ";

function classRanges(name: string, style: SetStyle): readonly Range[] | undefined {
  const ends = style === "git" && name === "space" ? gitSpace : classes.get(name);
  if (ends === undefined) return undefined;
  return Array.from({ length: ends.length / 2 }, (_, at) => [ends.charCodeAt(2 * at), ends.charCodeAt(2 * at + 1)]);
}

/**
 * Reads the set whose bracket opens at an offset. Undefined if it is malformed: what that means is for the kind of
 * pattern to say.
 */
export function readSet(pattern: string, open: number, style: SetStyle, slash = false): ReadSet | undefined {
  const ranges: Range[] = [];
  const sign = pattern[open + 1];
  const negated = sign === "^" ? style !== "shell" : sign === "!" && style !== "go";
  const first = open + (negated ? 2 : 1);
  let before: number | undefined;
  let close = -1;
  for (let at = first; at < pattern.length;) {
    const char = pattern[at];
    if (char === "]" && (at > first || style === "go")) {
      return at === first ? undefined : { token: { kind: "set", ranges, negated, slash }, end: at + 1 };
    }
    const named = char === "[" && pattern[at + 1] === ":" && style !== "go";
    if (named && close < at + 2) close = pattern.indexOf("]", at + 2);
    if (named && close < 0) return undefined;
    if (named && close > at + 2 && pattern[close - 1] === ":") {
      const name = pattern.slice(at + 2, close);
      const members = classRanges(name.slice(0, -1), style);
      if (!members) return undefined;
      ranges.push(...members);
      before = undefined;
      at += name.length + 3;
      continue;
    }
    const isRange = char === "-" && before !== undefined && pattern[at + 1] !== undefined && pattern[at + 1] !== "]";
    // Go has no dash that stands for itself.
    if (char === "-" && style === "go" && !isRange) return undefined;
    const member = memberAt(pattern, isRange ? at + 1 : at);
    if (!member || (isRange && style === "go" && pattern[at + 1] === "-")) return undefined;
    if (isRange && before !== undefined) {
      // To the others than git a range that runs backwards is empty.
      if (style !== "git" && member.code < before) ranges.pop();
      ranges.push([before, member.code]);
    } else {
      ranges.push([member.code, member.code]);
    }
    before = isRange ? undefined : member.code;
    at = member.end;
  }
  return undefined;
}

function memberAt(pattern: string, at: number): { readonly code: number; readonly end: number } | undefined {
  const start = pattern[at] === "\\" ? at + 1 : at;
  const code = pattern.codePointAt(start);
  return code === undefined ? undefined : { code, end: start + (code > 0xffff ? 2 : 1) };
}
