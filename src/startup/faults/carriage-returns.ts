import type { ShellRow } from "../../known/shells/shells.ts";

/** Words that a shell knows at the end of a line, and not with a carriage return behind them. */
const keyword = /(?:^|[\s;])(?:then|do|else)$/;

/**
 * What a shell reads where it stops for a line that ends in CR and LF; undefined where no such line is sure to stop it.
 * Measured with dash, bash and busybox ash: the carriage return is part of the last word.
 */
export function stoppedByReturn(text: string, rows: readonly ShellRow[]): string | undefined {
  if (!text.includes("\r\n")) return undefined;
  const strict = rows.every(({ family }) => family === "dash" || family === "ash");
  const lines = text.split("\n").filter((line) => !/^\s*(?:#[^\n]*)?$/.test(line));
  for (const [index, line] of lines.entries()) {
    // Lines of a here-document or of a word over several lines are no commands.
    if (/<<|\\\r?$/.test(line) || (line.match(/["']/g)?.length ?? 0) % 2 === 1) return undefined;
    if (!line.endsWith("\r")) continue;
    const command = line.slice(0, -1).trim();
    if (index === 0 && strict && /^set\s+-[A-Za-z]+$/.test(command)) return command;
    if (keyword.test(command)) return command;
    if (index === lines.length - 1 && /^exec\s+[\w./-]+$/.test(command)) return command;
  }
  return undefined;
}
