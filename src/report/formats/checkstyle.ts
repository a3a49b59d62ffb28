import type { Diagnostic } from "../../text/diagnostic.ts";
import { byFile } from "../../text/edits.ts";
import type { Legible } from "../legible.ts";
import type { ReportOptions } from "../report.ts";
import { tag, xmlDocument } from "../writing/xml.ts";

/** Checkstyle's XML, which many build servers and review tools read: findings by file. */
export function renderCheckstyle(report: Legible, _options: ReportOptions): string {
  const lines = [`<${tag("checkstyle", { version: "4.3" })}>`];
  for (const [path, found] of byFile(report.diagnostics, ({ at }) => at.path)) {
    lines.push(
      `  <${tag("file", { name: report.file(path) })}>`,
      ...found.map((each) => `    ${entry(report, each)}`),
      "  </file>",
    );
  }
  return xmlDocument([...lines, "</checkstyle>"]);
}

function entry(report: Legible, { rule, severity, message, at }: Diagnostic): string {
  const { line, column } = report.source(at.path).position(at.start);
  return `<${tag("error", { line, column, severity, message, source: `pid1lint.${rule}` })}/>`;
}
