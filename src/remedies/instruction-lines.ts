import type { Edit } from "../text/edits.ts";
import type { Location, Source } from "../text/source.ts";
import type { Instruction } from "../parse/dockerfile/syntax.ts";
import type { Image } from "../image/built-image.ts";

/** A span widened to whole lines, with the last one's line ending: what to delete so that nothing is left of it. */
export function wholeLines(source: Source, at: Location): Location {
  const { text, path } = source;
  const start = text.lastIndexOf("\n", at.start - 1) + 1;
  const newline = text.indexOf("\n", at.end);
  // The last line of a file without a final newline takes the one before it along.
  return newline >= 0
    ? { path, start, end: newline + 1 }
    : { path, start: Math.max(0, start - (text.startsWith("\r\n", start - 2) ? 2 : 1)), end: text.length };
}

/** The line ending of a file: that of its first line. */
export function newlineOf({ text }: Source): string {
  return /\r?\n/.exec(text)?.[0] ?? "\n";
}

/** What may stand before the first step of a stage: settings that the step may need, and that run nothing. */
const settings = new Set(["ARG", "ENV", "LABEL", "MAINTAINER", "SHELL"]);

/** Lines in front of the first instruction of a stage that does something. */
export function firstStep(image: Image, lines: readonly string[]): Edit {
  const first = image.stage.instructions.find(({ keyword }) => !settings.has(keyword));
  return first ? beforeInstruction(image, first, lines) : afterStage(image, lines);
}

/**
 * Lines in front of an instruction and the comment that belongs to it; with a blank line where that has one in front.
 */
export function beforeInstruction(
  { dockerfile: { source }, stage }: Image,
  { at, keyword }: Instruction,
  lines: readonly string[],
): Edit {
  const own = source.position(at.start).line;
  const top = keyword === "FROM" ? 1 : source.position(stage.from.at.end).line + 1;
  let line = own;
  while (line > top && /^\s*#/.test(source.line(line - 1))) line--;
  // At the head of the file stand directives and what is said of the whole file.
  if (line === 1) line = own;
  // A byte order mark stays the first of a file.
  const mark = line === 1 && source.text.startsWith("\uFEFF") ? 1 : 0;
  const start = (source.lineStarts[line - 1] ?? 0) + mark;
  const newline = newlineOf(source);
  const apart =
    keyword !== "FROM" &&
    keyword !== "CMD" &&
    keyword !== "ENTRYPOINT" &&
    line > 1 &&
    source.line(line - 1).trim() === "";
  return {
    path: source.path,
    start,
    end: start,
    text: [...lines, ...(apart ? [""] : [])].map((each) => each + newline).join(""),
  };
}

/** Lines in front of a stage. */
export function beforeStage(image: Image, lines: readonly string[]): Edit {
  return beforeInstruction(image, image.stage.from, lines);
}

/** Lines behind the last instruction of a stage. */
export function afterStage({ dockerfile: { source }, stage }: Image, lines: readonly string[]): Edit {
  const { end } = (stage.instructions.at(-1) ?? stage.from).at;
  const newline = newlineOf(source);
  return { path: source.path, start: end, end, text: lines.map((each) => newline + each).join("") };
}
