export type { Arg } from "./image/built-image.ts";
/**
 * The library without a disk: what it lints is handed over as a tree of files. It asks nothing of Node, so that it
 * runs in a browser as well.
 *
 * @packageDocumentation
 */
import type { FileTree } from "./files/tree.ts";
import { fix as fixNow, lint as lintNow } from "./library.ts";
import type { FixOptions, Options } from "./library.ts";
import { withGrammars } from "./parse/source/grammars.ts";
import type { ImageReport, Report } from "./report/report.ts";

export { rules } from "./library.ts";
export type { FixOptions, Options } from "./library.ts";
export { memoryTree, overlay } from "./files/tree.ts";
export type { Baseline, KnownFinding } from "./lint/baseline.ts";
export type { Diagnostic, FindingReason, Known, Related, Severity } from "./text/diagnostic.ts";
export type { Entry, FileChange, FileTree, MemoryFile } from "./files/tree.ts";
export type { Applicability, Edit, Fix } from "./text/edits.ts";
export type { AppliedFix, WithheldFix } from "./fixing/fixer.ts";
export type { Severities } from "./lint/lint.ts";
export type { Obstacle } from "./fixing/proof.ts";
export type { HopKind } from "./startup/process.ts";
export type { Outcome } from "./stop/outcome.ts";
export type { ProjectOptions } from "./project/project.ts";
export type { NoteReport, PlatformReport, ReasonReport } from "./report/reason-report.ts";
export type { DeploymentReport, Hop, ImageReport, Path, Report } from "./report/report.ts";
export type { Finding, Rule } from "./rule.ts";
export type { Location, Position, Source, Span } from "./text/source.ts";

/**
 * Lints Dockerfiles, compose files and manifests of Kubernetes, named by absolute paths in a tree, with the scripts
 * that run and the sources of the programs. A file that cannot be read or understood is a diagnostic of the report; a
 * rejection means that pid1lint itself failed. Where a program's source is to be read, the grammar of its language is
 * loaded first.
 */
export async function lint(tree: FileTree, paths: readonly string[], options: Options = {}): Promise<Report> {
  return withGrammars(() => lintNow(tree, paths, options));
}

/**
 * Applies the fixes that are proved to do what they promise, until nothing is left to apply. Writes nothing: the new
 * texts are the report's `changes`, its diagnostics are what remains.
 */
export async function fix(tree: FileTree, paths: readonly string[], options: FixOptions = {}): Promise<Report> {
  return withGrammars(() => fixNow(tree, paths, options));
}

/** What runs as PID 1 in the image that each Dockerfile builds, and what the stop signal does. */
export async function trace(
  tree: FileTree,
  paths: readonly string[],
  options: Options = {},
): Promise<readonly ImageReport[]> {
  return (await lint(tree, paths, { ...options, rules: [] })).images;
}
