import type { Dice } from "../dice.ts";

/** Names of Object's own, which are no keys of anybody's. */
const inherited = ["constructor", "__proto__", "toString", "hasOwnProperty", "valueOf", "prototype"];

/**
 * What a text may hold that no sensible file does: controls, right-to-left marks, half characters, commands and markup
 * for those who print it.
 */
const odd = [
  "\u0000",
  "\u001b[31m",
  "\u0007",
  "\u0085",
  "\u009b",
  "\u202e",
  "\u2066",
  "\u200b",
  "\ufeff",
  "\ud800",
  "\udc00",
  "\ud83d\ude00",
  "e\u0301",
  "\u2028",
  "\r",
  "\f",
  "\v",
  "\u00a0",
  "\u007f",
  "::error::x",
  "##[error]x",
  "]]>",
  "<!--",
  "<b>",
  "&amp;",
  "%0A",
  "%s",
  "`",
  "```",
  "| a |",
  "\\",
  "'",
  '"',
  "$",
  "${",
  "$(",
  "{{ x }}",
  "*",
  "?",
  "[",
  "~",
  "!",
  "#",
  "<<",
  "--",
  "-",
  "=",
  ":",
  "../..",
  "/",
  "//",
  ".",
  "..",
  "",
];

const numbers = [
  "0",
  "-1",
  "1e400",
  "9".repeat(30),
  "0x7fffffff",
  "00",
  "2147483648",
  "9007199254740993",
  "1.5",
  "-0",
  "NaN",
  "Infinity",
  "\u0661",
];

/** A word that may surprise a reader: rarely a very long one. */
export function hostileWord(dice: Dice): string {
  return dice.go([
    [6, () => dice.pick(inherited)],
    [12, () => dice.pick(odd)],
    [4, () => dice.pick(numbers)],
    [6, () => `a${dice.pick(odd)}b`],
    [
      1,
      () =>
        dice.onceIn(10)
          ? dice.pick(["a", "a ", "\\", "$A", '"', "[", "*a", "é"]).repeat(dice.pick([300, 3000, 25_000]))
          : "a".repeat(300),
    ],
  ]);
}

/** A word of a list, and now and then a hostile one. */
export function wordOf(dice: Dice, words: readonly string[]): string {
  return dice.onceIn(40) ? hostileWord(dice) : dice.pick(words);
}

/** How often something is repeated that costs more the more there is of it. */
export function depth(dice: Dice): number {
  return dice.pick([3, 8, 14, 20, 60, dice.pick([200, 1000, 3000])]);
}

/** The text with other line ends, a byte order mark, or without its end, now and then. */
export function dressed(dice: Dice, text: string): string {
  return dice.go([
    [30, () => text],
    [1, () => text.replaceAll("\n", "\r\n")],
    [1, () => text.replaceAll("\n", "\r")],
    [1, () => `\uFEFF${text}`],
    [1, () => text.trimEnd()],
    [1, () => text.slice(0, dice.below(text.length + 1))],
    [1, () => text.replaceAll(/\n/g, (end) => (dice.onceIn(2) ? end : "\r\n"))],
  ]);
}
