import type { Severity } from "../text/diagnostic.ts";
import type { Outcome } from "../stop/outcome.ts";

/** What a piece of a report is; its colour follows from that. */
type Tone = Severity | "strong" | "faint" | "good" | "added" | "removed" | "hunk";

const codes: Readonly<Record<Tone, string>> = {
  error: "1;31",
  warning: "1;33",
  info: "1;36",
  strong: "1",
  faint: "2",
  good: "32",
  added: "32",
  removed: "31",
  hunk: "36",
};

/** Gives a piece of text its tone. */
export type Paint = (tone: Tone, text: string) => string;

/** A painter with ANSI colours, or one that leaves the text alone. */
export function painter(color: boolean): Paint {
  return (tone, text) => (color && text !== "" ? `\u001b[${codes[tone]}m${text}\u001b[0m` : text);
}

const tones: Readonly<Record<Outcome, Tone>> = {
  graceful: "good",
  delivered: "info",
  abrupt: "warning",
  stuck: "error",
  finishes: "faint",
  fails: "error",
  unknown: "faint",
};

/** How good an outcome is; faint, where nothing is said of it. */
export function toneOf(outcome: Outcome): Tone {
  return tones[outcome];
}

// What could hide or forge a part of a report: control characters and what steers the direction of text, code points
// without a character of Unicode's own (unassigned, private, halves of surrogate pairs), line ends of other kinds, and
// what a reader does not draw (fillers, joiners, selectors, tags). The selector after a picture stays: it says no more
// than that the picture is coloured.
const unseen = "(?!(?<=(?!\\p{C})\\p{Extended_Pictographic})\\ufe0f)[\\p{C}\\p{Zl}\\p{Zp}\\p{DI}]";

// A command of a runner's: `##[group]` of GitHub and Azure, `##vso[` of Azure, `##teamcity[`, anywhere in a line.
// Runners that compare as a language does read over marks that combine with a character.
const marker = "#(?=\\p{M}*#[\\w\\p{M}]*\\[)";

/** Made when a text asks for it: with these classes of characters that takes a millisecond. */
function whenAsked(source: string, flags: string): () => RegExp {
  let made: RegExp | undefined;
  return () => (made ??= new RegExp(source, flags));
}

const hidden = whenAsked(`${unseen}|${marker}`, "gu");
// Most lines have no such character, and this says so at a tenth of the cost. The end of a line is one: in an
// attribute of XML or the name of a file for a runner it has to be written in another way.
const plain = /^[ -"$-~]*$/;
const plainAtStart = /^(?! *::)[ -"$-~]*$/;
const hiddenAtStart = whenAsked(`${unseen}|${marker}|:(?<=^[\\s\\p{M}]*:)(?=\\p{M}*:)`, "gu");

/**
 * Text of a file or a path as it may be shown anywhere, at the start of a line too: what is invisible or steers a
 * terminal is spelled out (`\x1b`), and so is the first mark of what a runner would take for a command (`\x3a:error::`,
 * `\x23#[error]`). What it gives stays as it is if it is given again.
 */
export function visible(text: string): string {
  return plainAtStart.test(text) ? text : text.replace(hiddenAtStart(), spelled);
}

/** A line of a file as a line of output, in the way of {@link visible}; tabs stay, and the line end of Windows goes. */
export function visibleLine(line: string): string {
  const shown = line.replace(/\r$/, "");
  if (plainAtStart.test(shown)) return shown;
  return shown.replace(hiddenAtStart(), (char) => (char === "\t" ? char : spelled(char)));
}

/** Offsets in a line of what {@link visible} would spell out in the middle of a line. */
export function hiddenIn(line: string): ReadonlySet<number> {
  return new Set(plain.test(line) ? [] : [...line.matchAll(hidden())].map(({ index }) => index));
}

/** Text with each character that {@link visible} would spell out written in another way, that of a format's own. */
export function withHidden(text: string, write: (char: string) => string): string {
  return plain.test(text) ? text : text.replace(hidden(), write);
}

/** A character as an escape sequence names it: `\n`, `\x1b`, `\u202e`, `\u{e0001}`. */
export function spelled(char: string): string {
  if (char === "\n") return "\\n";
  if (char === "\r") return "\\r";
  if (char === "\t") return "\\t";
  const code = char.codePointAt(0) ?? 0;
  if (code > 0xffff) return `\\u{${code.toString(16)}}`;
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u${code.toString(16).padStart(4, "0")}`;
}

// East Asian wide characters (Unicode's East_Asian_Width W and F, in ranges), and emoji.
const wide = whenAsked(
  "[\\u1100-\\u115f\\u2e80-\\u303e\\u3041-\\ua4cf\\ua960-\\ua97c\\uac00-\\ud7a3\\uf900-\\ufaff" +
    "\\ufe30-\\ufe6f\\uff00-\\uff60\\uffe0-\\uffe6" +
    "\\u{20000}-\\u{3fffd}\\p{Emoji_Presentation}]",
  "u",
);

const combining = whenAsked("\\p{M}", "u");

/** How many columns of a terminal a text takes that {@link visible} made. */
export function columns(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length;
  let sum = 0;
  for (const char of text) sum += combining().test(char) ? 0 : wide().test(char) ? 2 : 1;
  return sum;
}

/** Fills a text up with spaces to a width in columns. */
export function pad(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - columns(text)));
}

/** Cuts a text to a width in columns, with `…` for what is gone. */
export function cut(text: string, width: number): string {
  if (columns(text) <= width) return text;
  let kept = "";
  let used = 0;
  for (const char of text) {
    used += columns(char);
    if (used >= width) break;
    kept += char;
  }
  return `${kept}…`;
}
