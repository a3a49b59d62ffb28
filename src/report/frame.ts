import type { Severity } from "../text/diagnostic.ts";
import type { Location, Source } from "../text/source.ts";
import { columns, hiddenIn, spelled } from "./terminal.ts";
import type { Paint } from "./terminal.ts";

/** Widest code shown in a frame, in columns of a terminal. */
const widest = 100;
/** Code kept before the span where a line is cut, in columns. */
const lead = 24;
const tabStop = 4;
/** Lines of a span that are shown: more are cut out of the middle. */
const most = 6;

/** Colours the picture before it, of which it is not cut off. */
const selector = "\ufe0f";

/** One character of a line as the frame shows it; `at` is its offset in the line. */
interface Cell {
  readonly text: string;
  readonly width: number;
  readonly at: number;
}

/**
 * The lines that a location covers, numbered, the span underlined. Tabs become spaces, so that the underline stays in
 * place; long lines are cut around the span; control characters are spelled out.
 */
export function frame(source: Source, at: Location, severity: Severity, paint: Paint): readonly string[] {
  const start = source.position(at.start);
  const last = source.position(Math.max(at.start, at.end - 1));
  const lines: (number | undefined)[] = [];
  for (let line = start.line; line <= last.line; line++) lines.push(line);
  if (lines.length > most) lines.splice(most / 2, lines.length - most + 1, undefined);

  const gutter = String(last.line).length;
  const shown: string[] = [];
  for (const line of lines) {
    if (line === undefined) {
      shown.push(`  ${" ".repeat(gutter)} ${paint("faint", "┆")}`);
      continue;
    }
    const text = source.line(line);
    const lineStart = source.lineStarts[line - 1] ?? 0;
    const from = line === start.line ? at.start - lineStart : text.length - text.trimStart().length;
    const to = Math.min(at.end - lineStart, text.length);
    const { code, before, under } = cutAround(cellsOf(text), from, to);
    shown.push(`  ${paint("faint", `${String(line).padStart(gutter)} │`)} ${code}`.trimEnd());
    // A blank line in the middle of a span has nothing to underline; an empty span still has its place.
    if (to > from || start.line === last.line) {
      const carets = paint(severity, "^".repeat(Math.max(1, under)));
      shown.push(`  ${" ".repeat(gutter)} ${paint("faint", "│")} ${" ".repeat(before)}${carets}`);
    }
  }
  return shown;
}

function cellsOf(text: string): readonly Cell[] {
  const cells: Cell[] = [];
  const hidden = hiddenIn(text);
  let at = 0;
  let column = 0;
  for (const char of text) {
    const shown = char === "\t" ? " ".repeat(tabStop - (column % tabStop)) : hidden.has(at) ? spelled(char) : char;
    const width = columns(shown);
    const last = shown === selector ? cells.pop() : undefined;
    cells.push(last ? { ...last, text: last.text + shown } : { text: shown, width, at });
    at += char.length;
    column += width;
  }
  return cells;
}

/** The part of a line to show, how many columns of it lie before the span, and how many are the span's. */
interface Cutting {
  readonly code: string;
  readonly before: number;
  readonly under: number;
}

function cutAround(cells: readonly Cell[], from: number, to: number): Cutting {
  const total = width(cells);
  const offset = width(cells.filter((cell) => cell.at < from));
  // Columns of the line from which and to which it is shown.
  let left = 0;
  if (total > widest) {
    const end = width(cells.filter((cell) => cell.at < to));
    if (end > widest) left = Math.min(Math.max(0, offset - lead), total - widest);
  }
  const right = left + widest;
  let code = "";
  let before = 0;
  let under = 0;
  let column = 0;
  for (const cell of cells) {
    if (column >= left && column + cell.width <= right) {
      code += cell.text;
      if (cell.at < from) before += cell.width;
      else if (cell.at < to) under += cell.width;
    }
    column += cell.width;
  }
  if (left > 0) {
    code = `…${code}`;
    before++;
  }
  return { code: column > right ? `${code}…` : code, before, under };
}

function width(cells: readonly Cell[]): number {
  return cells.reduce((sum, cell) => sum + cell.width, 0);
}
