import { rank } from "../../text/diagnostic.ts";
import type { Diagnostic, Severity } from "../../text/diagnostic.ts";
import { seenFrom } from "../legible.ts";
import type { Legible } from "../legible.ts";
import { linesOf } from "../writing/lines.ts";
import type { RootOptions } from "../report.ts";
import { leftOutSentence } from "../summary.ts";
import { spelled, withHidden } from "../terminal.ts";
import { workflowCommand } from "../writing/workflow-command.ts";

const commands: Readonly<Record<Severity, string>> = { error: "error", warning: "warning", info: "notice" };

/**
 * Workflow commands that GitHub turns into annotations of a pull request. Most severe first: GitHub shows ten of a
 * kind for each step. Paths are relative to the repository. What steers a terminal is spelled out in them too, since a
 * command has no way to escape it: such a file has no annotation.
 */
export function renderGithub(given: Legible, { root }: RootOptions): string {
  const report = seenFrom(given, root);
  const sorted = report.diagnostics.toSorted((a, b) => rank(a.severity) - rank(b.severity));
  const leftOut = leftOutSentence(report);
  const first = leftOut === "" ? [] : [workflowCommand("warning", { title: "pid1lint" }, leftOut)];
  return [...first, ...sorted.map((diagnostic) => command(report, diagnostic))].map((line) => `${line}\n`).join("");
}

function command(report: Legible, diagnostic: Diagnostic): string {
  const { rule, severity, at } = diagnostic;
  const source = report.source(at.path);
  const start = source.position(at.start);
  const end = source.position(at.end);
  const properties = {
    file: withHidden(report.file(at.path), spelled),
    line: start.line,
    endLine: end.line,
    col: start.column,
    ...(start.line === end.line ? { endColumn: end.column } : {}),
    title: `pid1lint(${rule})`,
  };
  return workflowCommand(commands[severity], properties, linesOf(report, diagnostic).join("\n"));
}
