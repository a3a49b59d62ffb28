import type { Diagnostic } from "../../text/diagnostic.ts";
import { lineOf } from "../report.ts";
import type { Legible } from "../legible.ts";

/**
 * What a finding says, for formats with one text for all of it: the message, then a line for each other place, and one
 * for the best fix.
 */
export function linesOf(report: Legible, { message, related, fixes }: Diagnostic): readonly string[] {
  const lines = [message];
  for (const other of related) lines.push(`see ${lineOf(report, other.at)}: ${other.message}`);
  const fix = fixes[0];
  if (fix) lines.push(`fix: ${fix.title} [${fix.applicability}]`);
  return lines;
}
