import type { Diagnostic } from "../text/diagnostic.ts";
import type { Location } from "../text/source.ts";
import { frame } from "./frame.ts";
import type { Legible } from "./legible.ts";
import { lineOf, reasonOf } from "./report.ts";
import type { ReportOptions } from "./report.ts";
import { concerned, counted, leftOutSentence, sentence, summarize, withheldFor } from "./summary.ts";
import { outcomeLines } from "./outcome-summary.ts";
import { painter } from "./terminal.ts";
import type { Paint } from "./terminal.ts";
import { processTree } from "./process-tree.ts";

/**
 * The report for people: each finding with its code, the process trees of the images it concerns, and one line that
 * sums up.
 */
export function renderText(report: Legible, options: ReportOptions): string {
  const paint = painter(options.color);
  const blocks = report.diagnostics.map((diagnostic) => finding(report, diagnostic, paint));
  if (!options.quiet) {
    for (const image of report.images) if (concerned(report, image)) blocks.push(processTree(report, image, paint));
    blocks.push([
      ...rewritten(report, paint),
      verdict(report, paint),
      ...outcomeLines(report),
      ...leftOut(report, paint),
    ]);
  }
  return blocks.map((lines) => `${lines.join("\n")}\n`).join("\n");
}

/** `pid1lint trace`: verdict and process tree of every image. */
export function renderTrace(report: Legible, options: ReportOptions): string {
  const paint = painter(options.color);
  const blocks = report.images.map((image) => processTree(report, image, paint));
  return blocks.map((lines) => `${lines.join("\n")}\n`).join("\n");
}

function finding(report: Legible, diagnostic: Diagnostic, paint: Paint): readonly string[] {
  const { severity, at, rule } = diagnostic;
  const head = `${paint("strong", place(report, at))}: ${paint(severity, `${severity}:`)} ${diagnostic.message}`;
  const lines = [`${head} ${paint("faint", `[${rule}]`)}`, ...frame(report.source(at.path), at, severity, paint)];
  for (const other of diagnostic.related)
    lines.push(`  ${paint("faint", "see")} ${place(report, other.at)}: ${other.message}`);
  const fix = diagnostic.fixes[0];
  if (fix) {
    const applicability = paint(fix.applicability === "safe" ? "good" : "faint", `[${fix.applicability}]`);
    lines.push(`  ${paint("good", "fix")} ${fix.title} ${applicability}`);
  }
  const withheld = withheldFor(report, diagnostic);
  if (withheld) lines.push(`  ${paint("faint", "not applied:")} ${reasonOf(report, withheld)}`);
  return lines;
}

/**
 * What was done to the files and what was not, a line each, in the order of the files: all that a reader of a long run
 * may want.
 */
function rewritten(report: Legible, paint: Paint): readonly string[] {
  const lines: string[] = [];
  for (const { diagnostic, title, places } of report.applied) {
    lines.push(
      `${paint("good", "fixed")} ${places.map((at) => lineOf(report, at)).join(", ")}: ${title} ` +
        `${paint("faint", `[${diagnostic.rule}]`)}`,
    );
  }
  for (const item of report.withheld) {
    const { rule, at } = item.diagnostic;
    lines.push(
      `${paint("warning", "not fixed")} ${lineOf(report, at)}: ${item.title}: ${reasonOf(report, item)} ` +
        `${paint("faint", `[${rule}]`)}`,
    );
  }
  return [...new Set(lines)];
}

function verdict(report: Legible, paint: Paint): string {
  const summary = summarize(report);
  const rewrote = counted(report.changes.length, "file");
  const tone = summary.errors > 0 ? "error" : summary.warnings > 0 ? "warning" : "strong";
  return paint(tone, `${rewrote && `rewrote ${rewrote}; `}${sentence(summary)}`);
}

function leftOut(report: Legible, paint: Paint): readonly string[] {
  const told = leftOutSentence(report);
  return told === "" ? [] : [paint("warning", told)];
}

function place(report: Legible, at: Location): string {
  const { line, column } = report.source(at.path).position(at.start);
  return `${report.display(at.path)}:${line}:${column}`;
}
