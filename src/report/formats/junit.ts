import type { Diagnostic } from "../../text/diagnostic.ts";
import { frame } from "../frame.ts";
import { linesOf } from "../writing/lines.ts";
import { byFile } from "../../text/edits.ts";
import type { Legible } from "../legible.ts";
import type { ReportOptions } from "../report.ts";
import { painter } from "../terminal.ts";
import { content, tag, xmlDocument } from "../writing/xml.ts";

/**
 * JUnit's XML, for servers that show tests: a suite for each file, a case for each finding. Errors and warnings are
 * failures; an info is the output of a case that passes. A file of which there is nothing to say is one case that
 * passes.
 */
export function renderJunit(report: Legible, _options: ReportOptions): string {
  const found = byFile(report.diagnostics, ({ at }) => at.path);
  const paths = new Set([...report.images.map(({ file }) => file), ...found.keys()]);
  const suites = [...paths].sort().map((path) => ({ path, own: found.get(path) ?? [] }));
  const tests = suites.reduce((sum, { own }) => sum + Math.max(1, own.length), 0);
  const failures = report.diagnostics.filter(isFailure).length;
  const lines = suites.flatMap(({ path, own }) => suite(report, path, own).map((line) => `  ${line}`));
  return xmlDocument([
    `<${tag("testsuites", { name: "pid1lint", tests, failures, errors: 0 })}>`,
    ...lines,
    "</testsuites>",
  ]);
}

function isFailure({ severity }: Diagnostic): boolean {
  return severity !== "info";
}

function suite(report: Legible, path: string, found: readonly Diagnostic[]): readonly string[] {
  const name = report.display(path);
  const cases =
    found.length > 0
      ? found.flatMap((each) => caseOf(report, each))
      : [`<${tag("testcase", { name: "pid1lint", classname: name })}/>`];
  const counts = { tests: Math.max(1, found.length), failures: found.filter(isFailure).length, errors: 0 };
  return [`<${tag("testsuite", { name, ...counts })}>`, ...cases.map((line) => `  ${line}`), "</testsuite>"];
}

/** The lines of a case; a line end within the text of a finding stays in its line. */
function caseOf(report: Legible, diagnostic: Diagnostic): readonly string[] {
  const { rule, severity, message, at } = diagnostic;
  const source = report.source(at.path);
  const { line, column } = source.position(at.start);
  const file = report.display(at.path);
  const [first = "", ...more] = linesOf(report, diagnostic);
  const told = [
    `${file}:${line}:${column}: ${severity}: ${first}`,
    ...frame(source, at, severity, painter(false)),
    ...more,
  ];
  const text = content(told.join("\n"));
  const inner = isFailure(diagnostic)
    ? `<${tag("failure", { type: severity, message })}>${text}</failure>`
    : `<system-out>${text}</system-out>`;
  return [
    `<${tag("testcase", { name: `${rule} (${line}:${column})`, classname: file })}>`,
    `  ${inner}`,
    "</testcase>",
  ];
}
