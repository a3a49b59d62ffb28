import type { Severity } from "../diagnostic.ts";
import { fingerprints } from "./fingerprint.ts";
import { seenFrom } from "./report.ts";
import type { Report, RootOptions } from "./report.ts";
import { visible } from "./terminal.ts";

const severities: Readonly<Record<Severity, string>> = { error: "critical", warning: "major", info: "info" };

/** GitLab's Code Quality report, for the widget and the marks of a merge request. Paths are relative to the repository. */
export function renderGitlab(given: Report, { root }: RootOptions): string {
  const report = seenFrom(given, root);
  const names = fingerprints(report);
  const issues = report.diagnostics.map((diagnostic) => {
    const { rule, severity, message, at } = diagnostic;
    const source = report.source(at.path);
    return {
      description: visible(message),
      check_name: rule,
      fingerprint: names.get(diagnostic),
      severity: severities[severity],
      location: { path: report.display(at.path), lines: { begin: source.position(at.start).line, end: source.position(Math.max(at.start, at.end - 1)).line } },
    };
  });
  return `${JSON.stringify(issues, null, 2)}\n`;
}
