import type { Diagnostic, Severity } from "../../text/diagnostic.ts";
import { apply } from "../../text/edits.ts";
import type { Fix } from "../../text/edits.ts";
import type { Location } from "../../text/source.ts";
import { jsonText } from "../writing/json-text.ts";
import type { Legible } from "../legible.ts";
import { linesOf } from "../writing/lines.ts";
import type { ToolOptions } from "../report.ts";
import { offered } from "../summary.ts";

const severities: Readonly<Record<Severity, string>> = { error: "ERROR", warning: "WARNING", info: "INFO" };

/**
 * Reviewdog's format: one JSON object a line. Columns are bytes of UTF-8, from 1. A suggestion stands for a whole
 * fix: the text from its first edit to its last, since a reviewer takes suggestions one by one. Fixes that reach into
 * other files have none.
 */
export function renderRdjsonl(report: Legible, { tool }: ToolOptions): string {
  return report.diagnostics
    .map((diagnostic) => `${jsonText(entry(report, diagnostic, tool.pageUrl(diagnostic.rule)), "one line")}\n`)
    .join("");
}

function entry(report: Legible, diagnostic: Diagnostic, url: string | undefined): object {
  const { rule, severity, at } = diagnostic;
  const suggestions = offered(report, diagnostic).flatMap((fix) => suggestion(report, at.path, fix));
  return {
    message: linesOf(report, diagnostic).join("\n"),
    location: { path: report.file(at.path), range: range(report, at) },
    severity: severities[severity],
    source: { name: "pid1lint" },
    code: { value: rule, ...(url !== undefined && { url }) },
    ...(suggestions.length > 0 && { suggestions }),
  };
}

function suggestion(report: Legible, path: string, { edits }: Fix): readonly object[] {
  if (edits.length === 0 || edits.some((edit) => edit.path !== path)) return [];
  const start = Math.min(...edits.map((edit) => edit.start));
  const end = Math.max(...edits.map((edit) => edit.end));
  const moved = edits.map((edit) => ({ ...edit, start: edit.start - start, end: edit.end - start }));
  return [
    { range: range(report, { path, start, end }), text: apply(report.source(path).text.slice(start, end), moved) },
  ];
}

function range(report: Legible, at: Location): object {
  return { start: position(report, at.path, at.start), end: position(report, at.path, at.end) };
}

const encoder = new TextEncoder();

function position(report: Legible, path: string, at: number): { readonly line: number; readonly column: number } {
  const source = report.source(path);
  const { line, offset } = source.position(at);
  const before = source.text.slice(source.lineStarts[line - 1] ?? 0, offset);
  return { line, column: encoder.encode(before).length + 1 };
}
