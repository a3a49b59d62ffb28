import type { Location, Position } from "../../text/source.ts";
import { plainWords } from "../argv.ts";
import { jsonText } from "../writing/json-text.ts";
import type { Legible } from "../legible.ts";
import { reasonOf } from "../report.ts";
import type { Hop, ImageReport, ReportOptions } from "../report.ts";
import { summarize } from "../summary.ts";

/** The report for programs: one object, as `report.schema.json` describes it. */
export function renderJson(report: Legible, _options: ReportOptions): string {
  const { files, errors, warnings, infos, fixable } = summarize(report);
  return print({
    version: 1,
    diagnostics: report.diagnostics.map(({ rule, severity, message, at, related, fixes }) => ({
      rule,
      severity,
      message,
      ...span(report, at),
      related: related.map((other) => ({ ...span(report, other.at), message: other.message })),
      fixes: fixes.map(({ title, applicability, edits }) => ({
        title,
        applicability,
        edits: edits.map((edit) => ({ ...span(report, edit), text: edit.text })),
      })),
    })),
    fixed: report.applied.map(({ diagnostic: { rule, message }, title, applicability, places }) => ({
      rule,
      message,
      title,
      applicability,
      places: places.map((at) => span(report, at)),
    })),
    withheld: report.withheld.map((item) => ({
      rule: item.diagnostic.rule,
      message: item.diagnostic.message,
      ...span(report, item.diagnostic.at),
      title: item.title,
      reason: reasonOf(report, item),
    })),
    images: report.images.map((image) => imageObject(report, image)),
    leftOut: report.leftOut ?? null,
    summary: { files, errors, warnings, infos, fixable },
  });
}

/** `pid1lint trace --format json`: the report's images alone. */
export function renderTraceJson(report: Legible, _options: ReportOptions): string {
  return print({ version: 1, images: report.images.map((image) => imageObject(report, image)) });
}

function print(value: object): string {
  return `${jsonText(value)}\n`;
}

/** An image's verdict as the reports for programs give it. */
export function imageObject(report: Legible, image: ImageReport): object {
  return {
    dockerfile: report.file(image.dockerfile),
    stage: image.stage,
    container: image.container ?? null,
    outcome: image.outcome,
    reaping: image.reaping,
    stopSignal: image.stopSignal,
    startup: (image.paths[0]?.hops ?? []).map((hop) => step(report, hop)),
    unknown: unknown(image),
    paths: image.paths.map((path) => ({
      outcome: path.outcome,
      reason: path.reason,
      reaping: path.reaping,
      startup: path.hops.map((hop) => step(report, hop)),
      leftBehind: path.leftBehind.map(({ argv, at }) => ({ argv: plainWords(argv), ...place(report, at) })),
    })),
  };
}

function unknown(image: ImageReport): string | null {
  return image.outcome === "unknown" ? (image.paths[0]?.reason ?? "the start-up is unknown") : null;
}

function step(report: Legible, hop: Hop): object {
  return { argv: plainWords(hop.argv), kind: hop.kind, via: hop.via, ...place(report, hop.at) };
}

function place(
  report: Legible,
  at: Location | undefined,
): { readonly path: string | null; readonly line: number | null } {
  return at
    ? { path: report.file(at.path), line: report.source(at.path).position(at.start).line }
    : { path: null, line: null };
}

function span(
  report: Legible,
  at: Location,
): { readonly path: string; readonly start: Position; readonly end: Position } {
  const source = report.source(at.path);
  return { path: report.file(at.path), start: source.position(at.start), end: source.position(at.end) };
}
