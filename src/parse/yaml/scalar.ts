import { MappedText } from "../../text/source.ts";
import type { Location } from "../../text/source.ts";

/** How a scalar is written. */
export type ScalarStyle = "plain" | "single" | "double" | "literal" | "folded";

/** Decoded text, unit by unit with where each was written. */
class Units {
  readonly #units: string[] = [];
  readonly starts: number[] = [];
  readonly ends: number[] = [];

  /** Every unit of `text` was written by the span. */
  add(text: string, start: number, end: number): void {
    for (let i = 0; i < text.length; i++) {
      this.#units.push(text.charAt(i));
      this.starts.push(start);
      this.ends.push(end);
    }
  }

  /** The text of a span, as it stands. */
  copy(file: string, start: number, end: number): void {
    for (let at = start; at < end; at++) this.add(file.charAt(at), at, at + 1);
  }

  get text(): string {
    return this.#units.join("");
  }

  /** How many line ends it ends with. */
  get breaks(): number {
    let content = this.#units.length;
    while (this.#units[content - 1] === "\n") content--;
    return this.#units.length - content;
  }

  /** Takes trailing line ends away, all but `kept`. */
  chomp(kept: number): void {
    const content = this.#units.length - this.breaks;
    this.#cut(Math.min(this.#units.length, content === 0 ? 0 : content + kept));
  }

  /**
   * Joins the next line to what is there, which ends with line ends: by a blank, or by one line end fewer than there
   * are.
   */
  fold(): void {
    const { breaks } = this;
    if (breaks === 1) this.#units[this.#units.length - 1] = " ";
    else if (breaks > 1) {
      const [start = 0, end = 0] = [this.starts.at(-1), this.ends.at(-1)];
      this.#cut(this.#units.length - 1);
      this.starts[this.starts.length - 1] = start;
      this.ends[this.ends.length - 1] = end;
    }
  }

  #cut(length: number): void {
    this.#units.length = length;
    this.starts.length = length;
    this.ends.length = length;
  }
}

/**
 * A scalar's text as the parser decoded it, each unit mapped to the file; undefined where our reading differs from the
 * parser's.
 */
export function mapScalar(
  file: string,
  { path, start, end }: Location,
  style: ScalarStyle,
  value: string,
): MappedText | undefined {
  const units =
    style === "literal" || style === "folded" ? readBlock(file, start, end, style) : readFlow(file, start, end, style);
  return units && units.text === value
    ? new MappedText(path, value, units, style === "plain" ? start : Math.min(start + 1, end))
    : undefined;
}

const fold = /[ \t]*\r?\n(?:[ \t]*\r?\n)*[ \t]*/y;
const blank = /[ \t]+/y;
const continuation = /\\\r?\n[ \t]*/y;
const escape = /\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|[^\r\n])/y;

const escapes: Readonly<Record<string, string>> = {
  "0": "\0",
  "a": "\x07",
  "b": "\b",
  "t": "\t",
  "n": "\n",
  "v": "\v",
  "f": "\f",
  "r": "\r",
  "e": "\x1b",
  "N": "\x85",
  "_": "\xa0",
  "L": "\u2028",
  "P": "\u2029",
};

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

/** Plain and quoted scalars: line ends are folded, quotes and escapes resolved. */
function readFlow(file: string, start: number, end: number, style: ScalarStyle): Units {
  const units = new Units();
  const [from, to] = style === "plain" ? [start, end] : [start + 1, end - 1];
  for (let at = from; at < to;) {
    // Blanks before no line end stand for themselves: asked at each of them, all of them would be read each time.
    const blanks = matchAt(blank, file, at);
    const behind = Math.min(to, at + (blanks?.length ?? 0));
    if (blanks !== undefined && !/[\r\n]/.test(file.charAt(behind))) {
      for (; at < behind; at++) units.add(file.charAt(at), at, at + 1);
      continue;
    }
    const broken = matchAt(fold, file, at);
    const joined = style === "double" ? matchAt(continuation, file, at) : undefined;
    const escaped = style === "double" ? matchAt(escape, file, at) : undefined;
    let written = file.charAt(at);
    if (broken !== undefined) {
      written = broken;
      const lines = broken.split("\n").length - 1;
      units.add(lines === 1 ? " " : "\n".repeat(lines - 1), at, at + written.length);
    } else if (joined !== undefined) written = joined;
    else if (escaped !== undefined) {
      written = escaped;
      units.add(unescape(escaped), at, at + written.length);
    } else if (style === "single" && file.startsWith("''", at)) {
      written = "''";
      units.add("'", at, at + 2);
    } else units.add(written, at, at + 1);
    at += written.length;
  }
  return units;
}

function unescape(written: string): string {
  const letter = written.charAt(1);
  if (written.length > 2) {
    const code = parseInt(written.slice(2), 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : "";
  }
  return escapes[letter] ?? letter;
}

/**
 * `|` and `>` with their lines; undefined where the indentation is given as a number, which counts from what surrounds
 * the scalar.
 */
function readBlock(file: string, start: number, end: number, style: ScalarStyle): Units | undefined {
  const header = /^[|>]([-+]?)[ \t]*(?:#[^\r\n]*)?\r?\n/.exec(file.slice(start, end));
  if (!header) return undefined;
  const units = new Units();
  let indent: number | undefined;
  let previous: string | undefined;
  for (let at = start + header[0].length; at < end;) {
    const newline = file.indexOf("\n", at);
    const stop = newline < 0 || newline >= end ? end : newline;
    const line = file.slice(at, stop).replace(/\r$/, "");
    const blanks = /^ */.exec(line)?.[0].length ?? 0;
    if (indent === undefined && blanks < line.length) indent = blanks;
    const content = at + Math.min(indent ?? blanks, blanks);
    const text = file.slice(content, at + line.length);
    // Indented lines stay as they are.
    if (style === "folded" && text !== "" && previous !== undefined && !/^[ \t]/.test(previous) && !/^[ \t]/.test(text))
      units.fold();
    units.copy(file, content, at + line.length);
    units.add("\n", at + line.length, Math.min(stop + 1, file.length));
    if (text !== "") previous = text;
    at = stop + 1;
  }
  if (header[1] !== "+") units.chomp(header[1] === "-" ? 0 : 1);
  return units;
}
