import { rank } from "./diagnostic.ts";
import type { Diagnostic } from "./diagnostic.ts";
import type { FileTree } from "./files.ts";
import { overlay } from "./files.ts";
import { apply, plan } from "./fix.ts";
import type { Applicability, Edit, Fix } from "./fix.ts";
import { lint, scriptsOf } from "./lint.ts";
import type { LintOptions, Linted } from "./lint.ts";
import { prove } from "./proof.ts";

/** A change to one file. */
export interface FileChange {
  readonly path: string;
  readonly before: string;
  readonly after: string;
  /** Titles of the fixes in it, in the order in which they were applied. */
  readonly fixes: readonly string[];
}

/** A fix that was asked for and not made. */
export interface WithheldFix {
  readonly diagnostic: Diagnostic;
  readonly title: string;
  readonly reason: string;
}

/** What fixing came to. Nothing is written. */
export interface Fixed {
  readonly changes: readonly FileChange[];
  readonly withheld: readonly WithheldFix[];
  /** How many findings were mended. */
  readonly count: number;
  /** The files as they are afterwards, linted once more. */
  readonly tree: FileTree;
  readonly linted: Linted;
}

/** Which fixes are wanted. */
export interface FixOptions extends LintOptions {
  readonly unsafe: boolean;
}

/** More rounds than this mean that fixes undo each other. */
const MOST_PASSES = 10;

/** Applies proved fixes until nothing more is to be done. The same input always gives the same output. */
export function fix(tree: FileTree, paths: readonly string[], options: FixOptions): Fixed {
  const texts = new Map<string, { readonly before: string; after: string; readonly fixes: string[] }>();
  const withheld = new Map<string, WithheldFix>();
  let current = tree;
  let linted = lint(current, paths, options);
  let count = 0;
  for (let pass = 0; pass < MOST_PASSES; pass++) {
    const proved: Fix[] = [];
    withheld.clear();
    for (const diagnostic of linted.diagnostics) {
      const candidate = best(diagnostic, options.unsafe);
      if (!candidate) continue;
      const reason = refuse(current, candidate) ?? proof(current, linted, diagnostic, candidate, options);
      if (reason === undefined) proved.push(candidate);
      else withheld.set(`${diagnostic.rule}|${diagnostic.at.path}|${diagnostic.message}`, { diagnostic, title: candidate.title, reason });
    }
    const { chosen, edits } = plan(proved);
    if (edits.length === 0) break;
    const changed = new Map<string, string>();
    for (const [path, own] of groupByPath(edits)) {
      const text = textOf(current, path);
      const after = apply(text, own);
      const record = texts.get(path) ?? { before: text, after, fixes: [] };
      record.after = after;
      record.fixes.push(...chosen.filter((each) => each.edits.some((edit) => edit.path === path)).map((each) => each.title));
      texts.set(path, record);
      changed.set(path, after);
    }
    count += chosen.length;
    current = overlay(current, changed);
    linted = lint(current, paths, options);
  }
  const changes = [...texts].map(([path, record]) => ({ path, ...record })).filter((change) => change.before !== change.after);
  return { changes: changes.sort((a, b) => (a.path < b.path ? -1 : 1)), withheld: [...withheld.values()], count, tree: current, linted };
}

/** The first fix that may be applied. */
function best(diagnostic: Diagnostic, unsafe: boolean): Fix | undefined {
  const allowed: readonly Applicability[] = unsafe ? ["safe", "unsafe"] : ["safe"];
  return diagnostic.fixes.find((each) => allowed.includes(each.applicability));
}

function groupByPath(edits: readonly Edit[]): ReadonlyMap<string, Edit[]> {
  const groups = new Map<string, Edit[]>();
  for (const edit of edits) groups.set(edit.path, [...(groups.get(edit.path) ?? []), edit]);
  return groups;
}

function textOf(tree: FileTree, path: string): string {
  const entry = tree.read(path);
  if (entry.kind !== "file") throw new Error(`${path} is gone while it is being fixed`);
  return entry.text;
}

/** A file that must not be edited, whatever the fix. */
function refuse(tree: FileTree, candidate: Fix): string | undefined {
  for (const { path } of candidate.edits) {
    const entry = tree.read(path);
    if (entry.kind !== "file") return `${path} is not there`;
    if (!entry.lossless) return `${path} is not valid UTF-8: writing it would change other bytes`;
  }
  return undefined;
}

/** Applies one fix alone and looks at every Dockerfile that it touches. */
function proof(tree: FileTree, linted: Linted, diagnostic: Diagnostic, candidate: Fix, options: FixOptions): string | undefined {
  const changed = new Map<string, string>();
  for (const [path, own] of groupByPath(candidate.edits)) changed.set(path, apply(textOf(tree, path), own));
  const touched = linted.projects.filter((project) => {
    const scripts = scriptsOf([project]);
    return [...changed.keys()].some((path) => path === project.dockerfile.source.path || scripts.has(path));
  });
  const paths = touched.map((project) => project.dockerfile.source.path);
  const before: Linted = { projects: touched, diagnostics: linted.diagnostics.filter((each) => concerns(each, touched)) };
  const after = lint(overlay(tree, changed), paths, options);
  return prove(before, after, diagnostic, candidate.applicability);
}

function concerns(diagnostic: Diagnostic, projects: Linted["projects"]): boolean {
  const scripts = scriptsOf(projects);
  return projects.some((project) => project.dockerfile.source.path === diagnostic.at.path) || scripts.has(diagnostic.at.path);
}

/** How many findings are as severe as a threshold or more so. */
export function countAtLeast(diagnostics: readonly Diagnostic[], threshold: Diagnostic["severity"]): number {
  return diagnostics.filter((each) => rank(each.severity) <= rank(threshold)).length;
}
