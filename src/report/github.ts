import { rank } from "../diagnostic.ts";
import type { Diagnostic, Severity } from "../diagnostic.ts";
import { lineOf } from "./report.ts";
import type { Report, ReportOptions } from "./report.ts";
import { visible } from "./terminal.ts";

const commands: Readonly<Record<Severity, string>> = { error: "error", warning: "warning", info: "notice" };

/** Workflow commands that GitHub turns into annotations of a pull request. Most severe first: GitHub shows ten of a kind for each step. */
export function renderGithub(report: Report, _options: ReportOptions): string {
  const sorted = report.diagnostics.toSorted((a, b) => rank(a.severity) - rank(b.severity));
  return sorted.map((diagnostic) => `${command(report, diagnostic)}\n`).join("");
}

function command(report: Report, { rule, severity, message, at, related, fixes }: Diagnostic): string {
  const source = report.source(at.path);
  const start = source.position(at.start);
  const end = source.position(at.end);
  const properties = [`file=${property(report.display(at.path))}`, `line=${start.line}`, `endLine=${end.line}`, `col=${start.column}`];
  if (start.line === end.line) properties.push(`endColumn=${end.column}`);
  properties.push(`title=${property(`pid1lint(${rule})`)}`);
  const lines = [message];
  for (const other of related) lines.push(`see ${lineOf(report, other.at)}: ${other.message}`);
  const fix = fixes[0];
  if (fix) lines.push(`fix: ${fix.title} [${fix.applicability}]`);
  return `::${commands[severity]} ${properties.join(",")}::${data(lines.map(visible).join("\n"))}`;
}

function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
