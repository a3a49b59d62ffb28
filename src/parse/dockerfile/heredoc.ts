import { type Part, readParts } from "./substitution.ts";
import { isSpace } from "./word-split.ts";

/** The `<<NAME` that announces a heredoc. */
export interface HeredocMark {
  readonly name: string;
  readonly expand: boolean;
  /** `<<-`: leading tabs of the body and of the line that ends it do not count. */
  readonly stripTabs: boolean;
}

/**
 * Words with their quotes and escapes; blanks after `<<` belong to the word. The builder takes `\` for the escape here,
 * always.
 */
function rawWords(line: string): readonly string[] {
  const words: string[] = [];
  let word = "";
  for (const part of readParts(line, "\\") ?? []) {
    if (part.kind !== "text") {
      word += line.slice(part.start, part.end);
      continue;
    }
    for (let at = part.start; at < part.end; at++) {
      const character = line.charAt(at);
      if (line.startsWith("<<", at) && at + 1 < part.end) {
        let end = at + 2;
        while (end < part.end && "\t\r ".includes(line.charAt(end))) end++;
        word += line.slice(at, end);
        at = end - 1;
      } else if (!isSpace(character)) {
        word += character;
      } else if (word) {
        words.push(word);
        word = "";
      }
    }
  }
  if (word) words.push(word);
  return words;
}

/** A delimiter without quotes and escapes; variables in it stay as they are written. */
function unquoted(parts: readonly Part[], text: string): string {
  let result = "";
  for (const part of parts) {
    if (part.kind === "quoted") result += unquoted(part.parts, text);
    else result += part.kind === "variable" ? text.slice(part.start, part.end) : part.text;
  }
  return result;
}

/**
 * The heredocs that a RUN, COPY or ADD announces, in their order. A mark is a word of its own: `cat <<EOF`, `3<<EOF`,
 * `<< EOF`, `<<-"EOF"`; `cat<<EOF` and a mark in quotes are none. A line with an unmatched quote announces nothing.
 */
export function heredocMarks(line: string): readonly HeredocMark[] {
  if (!line.includes("<<")) return [];
  const marks: HeredocMark[] = [];
  for (const word of rawWords(line)) {
    const match = /^\d*<<(-?)([^<]*)$/.exec(word);
    const delimiter = match?.[2]?.trimStart();
    const parts = delimiter ? readParts(delimiter, "\\") : undefined;
    if (!delimiter || !parts) continue;
    const name = unquoted(parts, delimiter);
    if (name)
      marks.push({ name, expand: !parts.some((part) => part.kind === "quoted"), stripTabs: match?.[1] === "-" });
  }
  return marks;
}
