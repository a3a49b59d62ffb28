/**
 * What the library does, once every grammar that a run asks for is loaded: synchronous, from the files to the report.
 * The entries wrap it.
 */
import { rules as allRules } from "../rules/index.ts";
import type { Baseline } from "./lint/baseline.ts";
import type { FileTree } from "./files/tree.ts";
import { relative, sourcesOf } from "./files/tree.ts";
import { fix as fixTree } from "./fixing/fixer.ts";
import { ownFiles, lint as lintTree } from "./lint/lint.ts";
import type { Linted, LintOptions, Severities } from "./lint/lint.ts";
import type { ProjectOptions } from "./project/project.ts";
import type { ImageReport, Report } from "./report/report.ts";
import { imageReports } from "./report/image-reports.ts";
import type { Rule } from "./rule.ts";

/** Every rule, in the order in which people read about them. */
export const rules: readonly Rule[] = allRules;

/** How to lint; everything has a default. */
export interface Options {
  /** The rules to check; all by default. */
  readonly rules?: readonly Rule[];
  /** Severities to give to the findings of a rule, by its id, or to each finding; "off" drops them. */
  readonly severities?: Severities;
  /** Findings that are known, and neither reported nor fixed. */
  readonly baseline?: Baseline | undefined;
  /**
   * How to read the Dockerfile at a path: its build context, its target. By default the context is the Dockerfile's
   * folder.
   */
  readonly project?: (path: string) => ProjectOptions;
  /** The folder that `display` of the report takes for the working directory; "/" by default. */
  readonly folder?: string;
}

/** Options of {@link fix}. */
export interface FixOptions extends Options {
  /** Apply the fixes too that may change what runs, what is installed or how arguments are passed. */
  readonly unsafe?: boolean;
  /** Ids of the rules whose findings are to be fixed; all by default. */
  readonly only?: ReadonlySet<string> | undefined;
  /**
   * Why a file must not be edited, by its path with links resolved; undefined if it may be. Its fixes are withheld for
   * that reason.
   */
  readonly objection?: ((path: string) => string | undefined) | undefined;
  /**
   * Dockerfiles and compose files that may use a file of a build context too, whether they are to be fixed or not:
   * what would be wrong for one of them is withheld. By default only those to be fixed are looked at.
   */
  readonly neighbours?: ((path: string) => readonly string[]) | undefined;
}

/**
 * Lints Dockerfiles, compose files and manifests of Kubernetes, named by absolute paths in a tree, with the scripts
 * that run and the sources of the programs. A file that cannot be read or understood is a diagnostic of the report; an
 * exception means that pid1lint itself failed.
 */
export function lint(tree: FileTree, paths: readonly string[], options: Options = {}): Report {
  return reportOf(lintTree(tree, paths, complete(options)), tree, { paths, options }, {});
}

/**
 * Applies the fixes that are proved to do what they promise, until nothing is left to apply. Writes nothing: the new
 * texts are the report's `changes`, its diagnostics are what remains.
 */
export function fix(tree: FileTree, paths: readonly string[], options: FixOptions = {}): Report {
  const { unsafe = false, only, objection, neighbours } = options;
  const {
    linted,
    tree: fixed,
    changes,
    applied,
    withheld,
    units,
  } = fixTree(tree, paths, { ...complete(options), unsafe, only, objection, neighbours });
  return reportOf(linted, fixed, { paths, options }, { changes, applied, withheld, units });
}

/** What runs as PID 1 in the image that each Dockerfile builds, and what the stop signal does. */
export function trace(tree: FileTree, paths: readonly string[], options: Options = {}): readonly ImageReport[] {
  return lint(tree, paths, { ...options, rules: [] }).images;
}

function complete({
  rules: chosen = rules,
  severities = new Map(),
  baseline,
  project = () => ({}),
}: Options): LintOptions {
  return { rules: chosen, severities, baseline, project };
}

function reportOf(
  linted: Linted,
  tree: FileTree,
  asked: { readonly paths: readonly string[]; readonly options: Options },
  fixed: Partial<Report>,
): Report {
  const { folder = "/", project = () => ({}) } = asked.options;
  return {
    diagnostics: linted.diagnostics,
    known: linted.known,
    silenced: linted.silenced,
    failures: linted.failures,
    leftOut: undefined,
    images: imageReports(linted.projects),
    files: asked.paths.length,
    changes: [],
    applied: [],
    withheld: [],
    units: [],
    source: sourcesOf(ownFiles(tree, project)),
    display: (path) => relative(folder, path) || ".",
    ...fixed,
  };
}
