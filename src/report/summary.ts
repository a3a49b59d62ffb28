import type { Diagnostic } from "../diagnostic.ts";
import { byPlace } from "../fix.ts";
import type { Applicability } from "../fix.ts";
import { reasonOf } from "./report.ts";
import type { Report } from "./report.ts";

/** The figures of a run. */
export interface Summary {
  readonly files: number;
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
  /** Findings that `--fix` mends. */
  readonly fixable: number;
  /** Further findings that only `--fix --unsafe-fixes` mends. */
  readonly unsafe: number;
}

/** Counts what a run found. */
export function summarize(report: Report): Summary {
  const count = (matches: (diagnostic: Diagnostic) => boolean): number => report.diagnostics.filter(matches).length;
  const open = (diagnostic: Diagnostic): boolean => withheldFor(report, diagnostic) === undefined;
  const has = ({ fixes }: Diagnostic, applicability: Applicability): boolean => fixes.some((fix) => fix.applicability === applicability);
  return {
    files: report.files,
    errors: count((diagnostic) => diagnostic.severity === "error"),
    warnings: count((diagnostic) => diagnostic.severity === "warning"),
    infos: count((diagnostic) => diagnostic.severity === "info"),
    fixable: count((diagnostic) => open(diagnostic) && has(diagnostic, "safe")),
    unsafe: count((diagnostic) => open(diagnostic) && !has(diagnostic, "safe") && has(diagnostic, "unsafe")),
  };
}

/** Why a finding's fix was withheld; undefined if it was not. */
export function withheldFor(report: Report, diagnostic: Diagnostic): string | undefined {
  const same = (other: Diagnostic): boolean => other.rule === diagnostic.rule && byPlace(other.at, diagnostic.at) === 0;
  const withheld = report.withheld.find((item) => same(item.diagnostic));
  return withheld && reasonOf(report, withheld);
}

/** "2 errors, 1 warning in 3 files; 2 fixable with --fix". */
export function sentence(summary: Summary): string {
  if (summary.files === 0) return "no Dockerfile found";
  const found = [counted(summary.errors, "error"), counted(summary.warnings, "warning"), counted(summary.infos, "info")];
  const parts = [`${found.filter((part) => part !== "").join(", ") || "no findings"} in ${counted(summary.files, "file")}`];
  if (summary.fixable > 0) parts.push(`${summary.fixable} fixable with --fix`);
  if (summary.unsafe > 0) parts.push(`${summary.unsafe}${summary.fixable > 0 ? " more" : " fixable"} with --fix --unsafe-fixes`);
  return parts.join("; ");
}

/** "1 file", "2 files"; nothing for none. */
export function counted(count: number, noun: string): string {
  return count === 0 ? "" : `${count} ${noun}${count === 1 ? "" : "s"}`;
}
