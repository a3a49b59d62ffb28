import { asWritten } from "../platforms/container.ts";
import type { Container } from "../platforms/container.ts";
import type { Unit } from "../shell/state/unit.ts";
import type { Edit } from "../text/edits.ts";

/** A command in front of what begins at an index of a shell's text: on a line of its own where that begins one. */
export function commandBefore(unit: Unit, index: number, command: string, image: Container): Edit {
  const { text } = unit.script;
  const place = text.startOf(index);
  const indent = lineBefore(unit, index);
  const written = inFile(command, unit, image);
  return {
    path: text.path,
    start: place,
    end: place,
    text: indent === undefined ? `${written}; ` : `${written}\n${indent}`,
  };
}

/**
 * A command behind another of a shell's text, which spans from `start` to `end`: on a line of its own where that has
 * one.
 */
export function commandBehind(
  unit: Unit,
  { start, end }: { readonly start: number; readonly end: number },
  command: string,
  image: Container,
): Edit {
  const { text } = unit.script;
  const place = text.endOf(end);
  const indent = start > 0 && /^[ \t]*(\r?\n|$)/.test(text.text.slice(end)) ? lineBefore(unit, start) : undefined;
  const written = inFile(command, unit, image);
  return {
    path: text.path,
    start: place,
    end: place,
    text: indent === undefined ? `; ${written}` : `\n${indent}${written}`,
  };
}

/** Text in a shell's text, at an index. */
export function textAt(unit: Unit, index: number, added: string, image: Container): Edit {
  const { text } = unit.script;
  const place = text.endOf(index);
  return { path: text.path, start: place, end: place, text: inFile(added, unit, image) };
}

/**
 * The blanks that a line of a file begins with, where nothing else stands before an index of a shell's text on that
 * line; undefined where something does. In a block of YAML the file has an indentation of its own, and within quotes a
 * line end is written as something else.
 */
function lineBefore(unit: Unit, index: number): string | undefined {
  const { text } = unit.script;
  const start = text.text.lastIndexOf("\n", Math.max(0, index - 1)) + 1;
  const verbatim = start === 0 ? text.startOf(0) === 0 : text.startOf(start) === text.startOf(start - 1) + 1;
  const before = text.text.slice(start, index);
  return verbatim && before.trim() === "" ? before : undefined;
}

/** A piece of shell text as a file has to write it: in a string of an array, in a compose file. */
function inFile(command: string, { script }: Unit, image: Container): string {
  const array = [image.entrypoint, image.cmd].some(
    ({ value, by }) =>
      by.kind === "instruction" &&
      value !== "unknown" &&
      value.kind === "exec" &&
      value.words.some(({ text }) => text === script.text),
  );
  return asWritten(array ? JSON.stringify(command).slice(1, -1) : command, script.text.path, image);
}

/** A trap's command in quotes: other ones than those that the shell's text itself stands in. */
export function trapOn(signal: string, action: string, { script }: Unit, image: Container): string {
  const whole =
    script.text.startOf(0) === 0 ||
    [image.entrypoint, image.cmd].some(({ value }) => {
      if (value === "unknown" || value.kind === "empty" || value.kind === "invalid") return false;
      return value.kind === "shell"
        ? value.text === script.text
        : value.words.some(({ text, quote }) => text === script.text && quote !== "'");
    });
  return whole ? `trap '${action}' ${signal.slice(3)}` : `trap "${action}" ${signal.slice(3)}`;
}

/** The index in a unit's text of an offset in its file. */
export function indexOf({ script: { text } }: Unit, offset: number): number {
  for (let index = 0; index < text.text.length; index++) if (text.startOf(index) >= offset) return index;
  return text.text.length;
}
