import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { Legible } from "./legible.ts";

/**
 * A name for each finding, 64 hexadecimal digits, by which a platform knows it again in the next run. It stays while
 * the finding's lines do, wherever in the file they are, and is different for every finding of a report. `report` must
 * show paths in the same way in every run.
 */
export function fingerprints(report: Legible): ReadonlyMap<Diagnostic, string> {
  const seen = new Map<string, number>();
  const result = new Map<Diagnostic, string>();
  for (const diagnostic of report.diagnostics) {
    const { rule, at } = diagnostic;
    const key = JSON.stringify([rule, report.file(at.path), ...wholeLines(report, diagnostic)]);
    const count = seen.get(key) ?? 0;
    seen.set(key, count + 1);
    result.set(diagnostic, bytesToHex(sha256(utf8ToBytes(`${key}${count}`))));
  }
  return result;
}

/** The lines that a finding covers, without their indentation. */
function wholeLines(report: Legible, { at }: Diagnostic): readonly string[] {
  const source = report.source(at.path);
  const last = source.position(Math.max(at.start, at.end - 1)).line;
  const lines: string[] = [];
  for (let { line } = source.position(at.start); line <= last; line++) lines.push(source.line(line).trim());
  return lines;
}
