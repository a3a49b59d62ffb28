import type { FindingReason } from "../../text/diagnostic.ts";
import type { Location, Position } from "../../text/source.ts";
import { plainWords } from "../argv.ts";
import { jsonText } from "../writing/json-text.ts";
import type { Legible } from "../legible.ts";
import { isReason, platformOf, reasonReport } from "../reason-report.ts";
import type { ReasonReport } from "../reason-report.ts";
import { reasonOf } from "../report.ts";
import type { Hop, ImageReport, ReportOptions } from "../report.ts";
import { openImages, unreadIn } from "../outcome-summary.ts";
import { summarize } from "../summary.ts";

/** The report for programs: one object, as `report.schema.json` describes it. */
export function renderJson(report: Legible, _options: ReportOptions): string {
  const { files, errors, warnings, infos, fixable, images } = summarize(report);
  return print({
    version: 2,
    diagnostics: report.diagnostics.map(({ rule, severity, message, reason, at, related, fixes }) => ({
      rule,
      severity,
      message,
      reason: findingReason(report, reason),
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
    summary: { files, unread: unreadIn(report), errors, warnings, infos, fixable, images, unknown: openImages(report) },
  });
}

/** `pid1lint trace --format json`: the report's images alone. */
export function renderTraceJson(report: Legible, _options: ReportOptions): string {
  return print({ version: 2, images: report.images.map((image) => imageObject(report, image)) });
}

function print(value: object): string {
  return `${jsonText(value)}\n`;
}

/** An image's verdict as the reports for programs give it. */
export function imageObject(report: Legible, image: ImageReport): object {
  const { title, platform, place: at } = image.deployment;
  return {
    file: report.file(image.file),
    stage: image.stage,
    deployment: { title, platform, place: at ? place(report, at) : null },
    outcome: image.outcome,
    reason: reasonObject(report, image.reason),
    reaping: image.reaping,
    stopSignal: image.stopSignal,
    paths: image.paths.map((path) => ({
      outcome: path.outcome,
      reason: reasonObject(report, path.reason),
      when: path.when ?? null,
      given: path.given,
      waiver: path.waiver ?? null,
      handles: path.handles,
      waits: path.waits,
      reaping: path.reaping,
      startup: path.hops.map((hop) => step(report, hop)),
      leftBehind: path.leftBehind.map(({ argv, at: written }) => ({
        argv: plainWords(argv),
        ...place(report, written),
      })),
    })),
  };
}

/** What a kind of reason does not have is left out. */
function reasonObject(report: Legible, reason: ReasonReport): object {
  return { ...reason, places: reason.places.map((at) => place(report, at)) };
}

/** A finding's reason, flat but for that of the outcome that it is about; what its kind does not have is left out. */
function findingReason(report: Legible, { grace, outcome, fault, ...facts }: FindingReason): object {
  return {
    ...facts,
    ...(grace && { platform: platformOf(grace) }),
    ...(outcome && isReason(outcome) && { outcome: reasonObject(report, reasonReport(outcome)) }),
    ...(fault && { fault: fault.code }),
  };
}

function step(report: Legible, hop: Hop): object {
  const { argv, kind, via, process, note, at } = hop;
  const told = note && { kind: note.kind, signal: note.signal ?? null, text: note.text };
  return { argv: plainWords(argv), kind, via, process, ...place(report, at), note: told ?? null };
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
