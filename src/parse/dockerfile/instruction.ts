import type { MappedText } from "../../text/source.ts";
import { commandForm } from "./form.ts";
import { heredocMarks } from "./heredoc.ts";
import type { LineReader } from "./logical-lines.ts";
import { isBlank, isSpace, skipSpace, trimEnd } from "./word-split.ts";
import type { Flag, Heredoc, Instruction } from "./syntax.ts";

const heredocKeywords: ReadonlySet<string> = new Set(["RUN", "COPY", "ADD"]);

/** Reads one logical line and the heredocs that it announces; these are taken from `lines`. */
export function readInstruction(line: MappedText, lines: LineReader, escape: string): Instruction {
  const instruction = readLine(line, escape);
  // The builder refuses a trigger of a trigger, so one level is all there is.
  const trigger =
    instruction.keyword === "ONBUILD" && instruction.body.text !== "" ? readLine(instruction.body, escape) : undefined;
  const command = trigger ?? instruction;
  const marks = heredocKeywords.has(command.keyword) && command.form.kind === "shell" ? heredocMarks(line.text) : [];
  const heredocs: Heredoc[] = [];
  let end = instruction.at.end;
  for (const mark of marks) {
    const read = lines.heredoc(mark, instruction.at);
    heredocs.push(read.heredoc);
    end = read.end;
  }
  return {
    ...instruction,
    at: { ...instruction.at, end },
    heredocs,
    trigger: trigger && { ...trigger, at: { ...trigger.at, end }, heredocs },
  };
}

function readLine(line: MappedText, escape: string): Instruction {
  const { text } = line;
  const start = skipSpace(text, 0, text.length);
  const end = trimEnd(text, start, text.length);
  let keywordEnd = start;
  while (keywordEnd < end && !isBlank(text.charAt(keywordEnd))) keywordEnd++;
  const keyword = text.slice(start, keywordEnd).toUpperCase();
  const { flags, rest } = readFlags(line, keywordEnd, end, escape);
  const body = line.slice(skipSpace(text, rest, end), end);
  return {
    keyword,
    keywordAt: line.locate(start, keywordEnd),
    at: line.locate(start, end),
    flags,
    body,
    form: commandForm(keyword === "HEALTHCHECK" ? afterFirstWord(body) : body),
    heredocs: [],
    trigger: undefined,
  };
}

/** HEALTHCHECK's command stands behind the word CMD. */
function afterFirstWord(body: MappedText): MappedText {
  let at = 0;
  while (at < body.text.length && !isSpace(body.text.charAt(at))) at++;
  return body.slice(skipSpace(body.text, at, body.text.length));
}

/**
 * The words from `at` on that start with `--`; a lone `--` ends them. The builder looks for them in every instruction.
 */
function readFlags(
  line: MappedText,
  at: number,
  end: number,
  escape: string,
): { readonly flags: readonly Flag[]; readonly rest: number } {
  const { text } = line;
  const flags: Flag[] = [];
  let rest = skipBlanks(text, at, end);
  while (rest + 1 < end && text.startsWith("--", rest)) {
    const word = unquotedWord(text, rest, end, escape);
    const flagAt = line.locate(rest, word.end);
    rest = skipBlanks(text, word.end, end);
    if (word.value === "--") break;
    const equals = word.value.indexOf("=");
    const name = word.value.slice(2, equals < 0 ? undefined : equals);
    flags.push({ name, value: equals < 0 ? undefined : word.value.slice(equals + 1), at: flagAt });
  }
  return { flags, rest };
}

function skipBlanks(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && isBlank(text.charAt(at))) at++;
  return at;
}

/**
 * A flag's word: quotes join blanks and vanish, and an escape takes the next character as it is, in single quotes too.
 */
function unquotedWord(
  text: string,
  start: number,
  end: number,
  escape: string,
): { readonly value: string; readonly end: number } {
  let value = "";
  let quote = "";
  let at = start;
  for (; at < end; at++) {
    const character = text.charAt(at);
    if (character === escape) {
      if (++at < end) value += text.charAt(at);
    } else if (character === quote) {
      quote = "";
    } else if (quote) {
      value += character;
    } else if (isBlank(character)) {
      break;
    } else if (character === "'" || character === '"') {
      quote = character;
    } else {
      value += character;
    }
  }
  return { value, end: Math.min(at, end) };
}
