import { MappedText } from "../../text/source.ts";
import type { Location, Source, Span } from "../../text/source.ts";
import type { HeredocMark } from "./heredoc.ts";
import { skipSpace } from "./word-split.ts";
import type { Comment, Heredoc, Problem } from "./syntax.ts";

/** What the parser directives at the top of a file say. */
export interface Directives {
  readonly escape: "\\" | "`";
  readonly skippedChecks: readonly string[];
  readonly problem: Problem | undefined;
}

/**
 * Reads `# syntax=`, `# escape=` and `# check=`: only before anything else, each at most once. Any other line ends
 * them.
 */
export function readDirectives(source: Source): Directives {
  const seen = new Set<string>();
  let escape: Directives["escape"] = "\\";
  let skippedChecks: readonly string[] = [];
  for (let number = 1; ; number++) {
    const line = number === 1 ? source.line(1).replace("\ufeff", "") : source.line(number);
    const [, name = "", rest = ""] = /^\s*#\s*([a-zA-Z][a-zA-Z0-9]*)\s*=\s*(\S.*)$/s.exec(line) ?? [];
    const key = name.toLowerCase();
    const value = rest.trimEnd();
    if (key !== "syntax" && key !== "escape" && key !== "check") return { escape, skippedChecks, problem: undefined };
    const start = source.lineStarts[number - 1] ?? 0;
    const at = source.at(start, start + line.length);
    const refused = (message: string): Directives => ({ escape, skippedChecks, problem: { message, at } });
    if (seen.has(key)) return refused(`Duplicate parser directive "${key}": the builder allows it once.`);
    seen.add(key);
    if (key === "check") skippedChecks = skipped(value);
    if (key !== "escape") continue;
    if (value !== "\\" && value !== "`") return refused(`The escape directive takes \\ or \` only, not "${value}".`);
    escape = value;
  }
}

function skipped(check: string): readonly string[] {
  for (const option of check.split(";")) {
    const [, names] = /^\s*skip\s*=(.*)$/s.exec(option) ?? [];
    if (names)
      return names
        .split(",")
        .map((name) => name.trim())
        .filter((name) => name !== "");
  }
  return [];
}

/**
 * Reads a file's lines as the builder does: a line ends at LF only, blank lines and comment lines are dropped even
 * inside a continuation, and an escape continues a line when only blanks follow it and no other escape stands before
 * it.
 */
export class LineReader {
  readonly comments: Comment[] = [];
  readonly unterminated: Problem[] = [];
  readonly #source: Source;
  readonly #escape: string;
  #at: number;

  constructor(source: Source, escape: string) {
    this.#source = source;
    this.#escape = escape;
    this.#at = source.text.startsWith("\ufeff") ? 1 : 0;
  }

  /** The next logical line, its continuations joined; undefined at the end of the file. */
  next(): MappedText | undefined {
    const first = this.#content();
    if (!first) return undefined;
    const { path, text } = this.#source;
    const pieces: MappedText[] = [];
    let start = skipSpace(text, first.start, first.end);
    for (let line: Span | undefined = first; line; line = this.#content()) {
      if (line !== first) start = line.start;
      const mark = this.#continuation(start, line.end);
      pieces.push(MappedText.of(this.#source, start, mark ?? line.end));
      if (mark === undefined) break;
    }
    return MappedText.join(path, pieces, first.start);
  }

  /** Reads the body of a heredoc whose instruction was just read. `end` is where the line that ends it ends. */
  heredoc(mark: HeredocMark, announced: Location): { readonly heredoc: Heredoc; readonly end: number } {
    const { path, text } = this.#source;
    const pieces: MappedText[] = [];
    const origin = this.#at;
    let end = announced.end;
    let terminated = false;
    for (let line = this.#line(); line; line = this.#line()) {
      let start = line.start;
      if (mark.stripTabs) while (text.charAt(start) === "\t") start++;
      end = line.end;
      terminated = text.slice(start, end) === mark.name;
      if (terminated) break;
      pieces.push(MappedText.of(this.#source, start, this.#at));
    }
    if (!terminated) this.unterminated.push({ message: `The heredoc "${mark.name}" is never closed.`, at: announced });
    return { heredoc: { name: mark.name, expand: mark.expand, body: MappedText.join(path, pieces, origin) }, end };
  }

  /** The next line that is neither blank nor a comment; comments are kept aside. */
  #content(): Span | undefined {
    const { path, text } = this.#source;
    for (let line = this.#line(); line; line = this.#line()) {
      const start = skipSpace(text, line.start, line.end);
      if (start === line.end) continue;
      if (text.charAt(start) !== "#") return line;
      this.comments.push({ text: text.slice(start + 1, line.end), at: { path, start, end: line.end } });
    }
    return undefined;
  }

  /** The next line without its line ending. */
  #line(): Span | undefined {
    const { text } = this.#source;
    const start = this.#at;
    if (start >= text.length) return undefined;
    const feed = text.indexOf("\n", start);
    let end = feed < 0 ? text.length : feed;
    this.#at = feed < 0 ? text.length : feed + 1;
    while (end > start && text.charAt(end - 1) === "\r") end--;
    return { start, end };
  }

  #continuation(start: number, end: number): number | undefined {
    const { text } = this.#source;
    let at = end - 1;
    while (at > start && (text.charAt(at) === " " || text.charAt(at) === "\t")) at--;
    if (text.charAt(at) !== this.#escape) return undefined;
    return at > start && text.charAt(at - 1) === this.#escape ? undefined : at;
  }
}
