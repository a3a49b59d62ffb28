import type { Diagnostic } from "../../text/diagnostic.ts";
import type { Location } from "../../text/source.ts";
import { renderDiff } from "../diff.ts";
import type { DiffOptions } from "../diff.ts";
import { block, code, prose } from "../writing/markup.ts";
import { seenFrom } from "../legible.ts";
import type { Legible } from "../legible.ts";
import { lineOf, reasonOf } from "../report.ts";
import type { RootOptions, ToolOptions } from "../report.ts";
import { outcomeLines } from "../outcome-summary.ts";
import { concerned, leftOutSentence, sentence, summarize, withheldFor } from "../summary.ts";
import { painter, visibleLine } from "../terminal.ts";
import { processTree } from "../process-tree.ts";
import { encodedPath } from "../writing/uri.ts";

/** Options of {@link renderMarkdown}. */
export interface MarkdownOptions extends DiffOptions, RootOptions, ToolOptions {
  /**
   * Address below which the repository's files can be read as they were linted, with a slash at its end; undefined if
   * there is none.
   */
  readonly filesUrl: string | undefined;
}

/**
 * The report as Markdown, for the summary of a job: figures, a table of the findings, process trees, and the patch,
 * folded.
 */
export function renderMarkdown(given: Legible, options: MarkdownOptions): string {
  const report = seenFrom(given, options.root);
  const parts = [`### pid1lint: ${sentence(summarize(report))}`];
  const outcomes = outcomeLines(report);
  if (outcomes.length > 0) parts.push(outcomes.map((line) => `- ${prose(line.trim())}`).join("\n"));
  const leftOut = leftOutSentence(report);
  if (leftOut !== "") parts.push(`**${prose(leftOut)}**`);
  if (report.diagnostics.length > 0) parts.push(table(report, options));
  if (!options.quiet) {
    const images = report.images.filter((image) => concerned(report, image));
    for (const image of images) parts.push(block("text", processTree(report, image, painter(false)).join("\n")));
  }
  const patch = renderDiff(given, { ...options, color: false });
  if (patch !== "") parts.push(folded(patch));
  return `${parts.join("\n\n")}\n`;
}

function table(report: Legible, options: MarkdownOptions): string {
  const rows = report.diagnostics.map((diagnostic) => `| ${row(report, diagnostic, options).join(" | ")} |`);
  return ["| | place | finding | rule |", "|---|---|---|---|", ...rows].join("\n");
}

function row(report: Legible, diagnostic: Diagnostic, options: MarkdownOptions): readonly string[] {
  const { rule, severity, message, at, related, fixes } = diagnostic;
  const lines = [prose(message)];
  for (const other of related) lines.push(`see ${place(report, other.at, options)}: ${prose(other.message)}`);
  const fix = fixes[0];
  if (fix) lines.push(`fix: ${prose(fix.title)} (${fix.applicability})`);
  const withheld = withheldFor(report, diagnostic);
  if (withheld) lines.push(`not applied: ${prose(reasonOf(report, withheld))}`);
  const url = options.tool.pageUrl(rule);
  return [
    severity,
    place(report, at, options),
    lines.join("<br />"),
    url === undefined ? code(rule) : `[${code(rule)}](${url})`,
  ];
}

function place(report: Legible, at: Location, { filesUrl }: MarkdownOptions): string {
  const shown = code(lineOf(report, at));
  if (filesUrl === undefined) return shown;
  const { line } = report.source(at.path).position(at.start);
  return `[${shown}](<${filesUrl}${encodedPath(report.file(at.path))}#L${line}>)`;
}

function folded(patch: string): string {
  const lines = patch.split("\n").map(visibleLine);
  return `<details><summary>The patch</summary>\n\n${block("diff", lines.join("\n").replace(/\n$/, ""))}\n\n</details>`;
}
