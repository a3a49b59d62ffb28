import type { MappedText, Span } from "../../text/source.ts";
import type { Word } from "./syntax.ts";

/** What separates words of FROM, COPY, ADD, EXPOSE and the keyword from its arguments. */
const blank = /[\t\v\f\r ]/;
/**
 * What the builder trims and what separates the pairs of ENV, LABEL and ARG: white space as Unicode has it, without
 * U+FEFF.
 */
const space = /[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;

/** Whether a character is one of those that separate the keyword from its arguments. */
export function isBlank(character: string): boolean {
  return blank.test(character);
}

/** Whether a character is white space to the builder. */
export function isSpace(character: string): boolean {
  return space.test(character);
}

/** The first offset in `[start, end)` that is no white space, or `end`. */
export function skipSpace(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && isSpace(text.charAt(at))) at++;
  return at;
}

/** The end of `[start, end)` without the white space it ends with. */
export function trimEnd(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && isSpace(text.charAt(at - 1))) at--;
  return at;
}

function spans(text: string, escape: string, separator: RegExp, escapesSeparator: boolean): readonly Span[] {
  const found: Span[] = [];
  let start = -1;
  let quote = "";
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (!quote && separator.test(character)) {
      if (start >= 0) found.push({ start, end: at });
      start = -1;
      continue;
    }
    if (start < 0) start = at;
    if (character === escape && quote !== "'") {
      if (quote || escapesSeparator || !separator.test(text.charAt(at + 1))) at++;
    } else if (character === quote) {
      quote = "";
    } else if (!quote && (character === "'" || character === '"')) {
      quote = character;
    }
  }
  if (start >= 0) found.push({ start, end: text.length });
  return found;
}

/**
 * Splits the body of FROM, COPY, ADD, EXPOSE or VOLUME at blanks outside quotes. An escape does not protect a blank
 * there: `COPY a\ b /c` copies two files. WORKDIR, USER and STOPSIGNAL are one word each, blanks and all: expand their
 * body as it is.
 */
export function splitWords(body: MappedText, escape: string): readonly Word[] {
  return spans(body.text, escape, blank, false).map(({ start, end }) => ({
    raw: body.text.slice(start, end),
    at: body.locate(start, end),
  }));
}

/** A name and its value of ENV, LABEL or ARG; `at` covers both. */
export interface KeyValue {
  readonly name: string;
  /** As written, with its quotes; undefined for an ARG without a default. */
  readonly value: string | undefined;
  readonly at: Word["at"];
}

/**
 * The pairs of `ENV a=b c="d e"`, `ENV a b c` (one pair), `LABEL ...` and `ARG a b=c`, in their order, values as
 * written. Pass "ARG" as `keyword` for an ARG: only there a name without `=` stands alone.
 */
export function keyValues(body: MappedText, escape: string, keyword = "ENV"): readonly KeyValue[] {
  const { text } = body;
  const words = spans(text, escape, space, true);
  const first = words[0];
  if (!first) return [];
  if (keyword !== "ARG" && !text.slice(first.start, first.end).includes("=")) {
    const { start } = first;
    const nameEnd = text.slice(start).search(blank);
    if (nameEnd < 0) return [{ name: text.slice(start), value: undefined, at: body.locate(start) }];
    let valueStart = start + nameEnd;
    while (isBlank(text.charAt(valueStart))) valueStart++;
    return [{ name: text.slice(start, start + nameEnd), value: text.slice(valueStart), at: body.locate(start) }];
  }
  return words.map(({ start, end }) => {
    const word = text.slice(start, end);
    const equals = word.indexOf("=");
    const at = body.locate(start, end);
    return equals < 0
      ? { name: word, value: undefined, at }
      : { name: word.slice(0, equals), value: word.slice(equals + 1), at };
  });
}
