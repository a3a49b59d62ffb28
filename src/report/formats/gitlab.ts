import type { Severity } from "../../text/diagnostic.ts";
import { fingerprints } from "../fingerprint.ts";
import { jsonText } from "../writing/json-text.ts";
import { seenFrom } from "../legible.ts";
import type { Legible } from "../legible.ts";
import type { RootOptions } from "../report.ts";

const severities: Readonly<Record<Severity, string>> = { error: "critical", warning: "major", info: "info" };

/**
 * GitLab's Code Quality report, for the widget and the marks of a merge request. Paths are relative to the repository.
 */
export function renderGitlab(given: Legible, { root }: RootOptions): string {
  const report = seenFrom(given, root);
  const names = fingerprints(report);
  const issues = report.diagnostics.map((diagnostic) => {
    const { rule, severity, message, at } = diagnostic;
    const source = report.source(at.path);
    return {
      description: message,
      check_name: rule,
      fingerprint: names.get(diagnostic),
      severity: severities[severity],
      location: {
        path: report.file(at.path),
        lines: { begin: source.position(at.start).line, end: source.position(Math.max(at.start, at.end - 1)).line },
      },
    };
  });
  return `${jsonText(issues)}\n`;
}
