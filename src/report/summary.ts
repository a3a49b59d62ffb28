import type { Diagnostic } from "../text/diagnostic.ts";
import { byPlace } from "../text/edits.ts";
import type { Applicability, Fix } from "../text/edits.ts";
import type { WithheldFix } from "../fixing/fixer.ts";
import type { ImageReport, Report } from "./report.ts";
import type { Outcome } from "../stop/outcome.ts";

/** The figures of a run. */
interface Summary {
  readonly files: number;
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
  /** Findings that `--fix` fixes. */
  readonly fixable: number;
  /** Further findings that only `--fix --unsafe-fixes` fixes. */
  readonly unsafe: number;
  /** Images by outcome. */
  readonly images: Readonly<Record<Outcome, number>>;
}

/** Counts what a run found. */
export function summarize(report: Report): Summary {
  const count = (matches: (diagnostic: Diagnostic) => boolean): number => report.diagnostics.filter(matches).length;
  const open = (diagnostic: Diagnostic): boolean => withheldFor(report, diagnostic) === undefined;
  const has = ({ fixes }: Diagnostic, applicability: Applicability): boolean =>
    fixes.some((fix) => fix.applicability === applicability);
  return {
    files: report.files,
    errors: count((diagnostic) => diagnostic.severity === "error"),
    warnings: count((diagnostic) => diagnostic.severity === "warning"),
    infos: count((diagnostic) => diagnostic.severity === "info"),
    fixable: count((diagnostic) => open(diagnostic) && has(diagnostic, "safe")),
    unsafe: count((diagnostic) => open(diagnostic) && !has(diagnostic, "safe") && has(diagnostic, "unsafe")),
    images: byOutcome(report.images),
  };
}

function byOutcome(images: readonly ImageReport[]): Readonly<Record<Outcome, number>> {
  const counts = { graceful: 0, delivered: 0, abrupt: 0, stuck: 0, finishes: 0, fails: 0, unknown: 0 };
  for (const { outcome } of images) counts[outcome]++;
  return counts;
}

/** The fix of a finding that was withheld; undefined if none was. */
export function withheldFor(report: Report, diagnostic: Diagnostic): WithheldFix | undefined {
  const same = (other: Diagnostic): boolean => other.rule === diagnostic.rule && byPlace(other.at, diagnostic.at) === 0;
  return report.withheld.find((item) => same(item.diagnostic));
}

/**
 * The fixes of a finding that somebody may apply: not those for a person's hands, and none that was tried and withheld.
 */
export function offered(report: Report, diagnostic: Diagnostic): readonly Fix[] {
  const withheld = withheldFor(report, diagnostic);
  return diagnostic.fixes.filter(({ title, applicability }) => applicability !== "manual" && title !== withheld?.title);
}

/**
 * Whether an image's process tree is worth showing: a finding speaks of a file that takes part in the image's start-up,
 * or its end is bad and that is not known already.
 */
export function concerned(report: Report, image: ImageReport): boolean {
  const files = new Set([image.file]);
  for (const hop of image.paths[0]?.hops ?? []) if (hop.at) files.add(hop.at.path);
  const among = (diagnostics: readonly Diagnostic[]): boolean => diagnostics.some(({ at }) => files.has(at.path));
  return among(report.diagnostics) || (isBad(image) && !among(report.known));
}

/** Stuck, or cut off by PID 1. That a program stops in its own way is no news of this image. */
function isBad({ outcome, paths }: ImageReport): boolean {
  return outcome === "stuck" || (outcome === "abrupt" && paths[0]?.seen === "abrupt");
}

/** "2 errors, 1 warning in 3 files; 2 fixable with --fix". */
export function sentence(summary: Summary): string {
  if (summary.files === 0) return "no Dockerfile found";
  const found = [
    counted(summary.errors, "error"),
    counted(summary.warnings, "warning"),
    counted(summary.infos, "info"),
  ];
  const parts = [
    `${found.filter((part) => part !== "").join(", ") || "no findings"} in ${counted(summary.files, "file")}`,
  ];
  if (summary.fixable > 0) parts.push(`${summary.fixable} fixable with --fix`);
  if (summary.unsafe > 0)
    parts.push(`${summary.unsafe}${summary.fixable > 0 ? " more" : " fixable"} with --fix --unsafe-fixes`);
  return parts.join("; ");
}

/** "this change hides 3 findings: 2 by its configuration, 1 by its comments"; nothing where it leaves out none. */
export function leftOutSentence({ leftOut }: Report): string {
  if (!leftOut) return "";
  const { configuration, baseline, comments } = leftOut;
  const parts = [
    [configuration, "configuration"],
    [baseline, "baseline"],
    [comments, "comments"],
  ] as const;
  const told = parts.flatMap(([count, by]) => (count > 0 ? [`${count} by its ${by}`] : []));
  return told.length === 0
    ? ""
    : `this change hides ${counted(configuration + baseline + comments, "finding")}: ${told.join(", ")}`;
}

/** "1 file", "2 files"; nothing for none. */
export function counted(count: number, noun: string): string {
  return count === 0 ? "" : `${count} ${noun}${count === 1 ? "" : "s"}`;
}
