import type { Diagnostic } from "../text/diagnostic.ts";
import type { FileTree } from "../files/tree.ts";
import { inside, overlay } from "../files/tree.ts";
import { apply, byFile, isExec } from "../text/edits.ts";
import type { Applicability, Fix } from "../text/edits.ts";
import { lint, scriptsOf } from "../lint/lint.ts";
import type { LintOptions, Linted } from "../lint/lint.ts";
import { RunBudget } from "../shell/state/budget.ts";
import type { Project } from "../project/project.ts";
import { sourcedBy, usedBy } from "../project/used-files.ts";
import { effectOf, filesOf, none } from "./effect.ts";
import type { Effect } from "./effect.ts";
import { prove, proveHarmless } from "./proof.ts";
import type { Obstacle } from "./proof.ts";
import type { RoundBudget } from "./proof-budget.ts";
import type { Rule } from "../rule.ts";

export type { Obstacle } from "./proof.ts";

/** Which fixes are wanted. */
export interface FixOptions extends LintOptions {
  readonly unsafe: boolean;
  /** Rules whose findings are to be fixed; all by default. */
  readonly only?: ReadonlySet<string> | undefined;
  /** Why a file must not be edited; undefined if it may be. Asked for the file itself, not for a link to it. */
  readonly objection?: ((path: string) => string | undefined) | undefined;
  /**
   * Dockerfiles and compose files that may use a file of a build context too, linted or not. A fix that is wrong for
   * one of them is withheld.
   */
  readonly neighbours?: ((path: string) => readonly string[]) | undefined;
}

/** What proofs need besides. */
export interface ProofOptions extends FixOptions {
  readonly proofs: RoundBudget;
  /** Why a fix of a finding is not to be made, found out by making it. */
  readonly takenBack: (diagnostic: Diagnostic, fix: Fix) => string | undefined;
}

/** The files at some moment of fixing, and what is said of them. */
export interface State {
  readonly tree: FileTree;
  readonly linted: Linted;
  /** The projects that a file, by its real path, takes part in. */
  readonly users: ReadonlyMap<string, ReadonlySet<Project>>;
  /** Projects that nobody asked to lint and that use a file. Looked for when first asked for. */
  readonly bystanders: (file: string) => readonly Project[];
}

/**
 * The fix that a finding is to have, its edits in the files themselves where links lead there; or why it cannot have
 * it.
 */
interface Candidate {
  readonly fix: Fix;
  readonly obstacle: Obstacle | undefined;
  /** What it does for the images that it changes. */
  readonly effect: Effect;
}

/**
 * Lints a tree, with steps for following its start-ups that no proof has taken from, and notes who reads which file.
 */
export function stateOf(
  tree: FileTree,
  paths: readonly string[],
  options: FixOptions,
  run: RunBudget = new RunBudget(),
): State {
  const linted = lint(tree, paths, { ...options, run });
  const users = new Map<string, Set<Project>>();
  for (const project of linted.projects) {
    for (const path of new Set([...filesOf([project]), ...usedBy(project)])) {
      const real = realPath(tree, path);
      users.set(real, (users.get(real) ?? new Set()).add(project));
    }
  }
  return { tree, linted, users, bystanders: openBystanders(tree, paths, options) };
}

function openBystanders(tree: FileTree, paths: readonly string[], options: FixOptions): State["bystanders"] {
  const opened = new Map<string, Project | undefined>();
  const open = (path: string): Project | undefined => lint(tree, [path], { ...options, rules: [] }).projects[0];
  return (file) => {
    const found: Project[] = [];
    for (const path of paths.includes(file) ? [] : (options.neighbours?.(file) ?? [])) {
      if (paths.includes(path)) continue;
      if (!opened.has(path)) opened.set(path, open(path));
      const project = opened.get(path);
      // To derive the start-ups takes longer than to open the project.
      if (project && mayUse(project, file, tree) && [...usedBy(project)].some((used) => realPath(tree, used) === file))
        found.push(project);
    }
    return found;
  };
}

/** Whether one of a project's build contexts holds a file, given by its real path. */
function mayUse(project: Project, file: string, tree: FileTree): boolean {
  return [...project.images, ...project.others.values()].some(({ context }) => {
    const root = tree.read(context.root);
    return root.kind === "directory" && inside(root.realPath, file);
  });
}

/**
 * The first wanted fix that can be made; if there is none, the first that was wanted and why it is withheld; undefined
 * if none is wanted.
 */
export function candidate(state: State, diagnostic: Diagnostic, options: ProofOptions): Candidate | undefined {
  const wanted: readonly Applicability[] = options.unsafe ? ["safe", "unsafe"] : ["safe"];
  let refused: Candidate | undefined;
  for (const each of diagnostic.fixes) {
    if (!wanted.includes(each.applicability)) continue;
    const fix = { ...each, edits: each.edits.map((edit) => ({ ...edit, path: realPath(state.tree, edit.path) })) };
    const reason = options.takenBack(diagnostic, each);
    const obstacle = reason === undefined ? refuse(state.tree, fix, options) : { reason, path: undefined };
    const tried = obstacle ?? tryOut(state, diagnostic, { fix, written: each }, options);
    if (!("reason" in tried)) return { fix, obstacle: undefined, effect: tried };
    refused ??= { fix, obstacle: tried, effect: none };
  }
  return refused;
}

/** The text of a file that is being fixed. */
export function textOf(tree: FileTree, path: string): string {
  const entry = tree.read(path);
  if (entry.kind !== "file") throw new Error(`${path} is gone while it is being fixed`);
  return entry.text;
}

/** A file that must not be edited, whatever the fix. */
function refuse(tree: FileTree, { edits }: Fix, { objection }: FixOptions): Obstacle | undefined {
  for (const { path } of edits) {
    const entry = tree.read(path);
    if (entry.kind !== "file") return { path, reason: "the file does not exist" };
    if (!entry.lossless) return { path, reason: "the file is not valid UTF-8, so other bytes would change too" };
    const reason = objection?.(path);
    if (reason !== undefined) return { path, reason };
  }
  return undefined;
}

/** Why nothing is fixed in files with more findings than can be proved. */
export const tooMany: Obstacle = {
  path: undefined,
  reason: "its files have too many findings to prove each fix; --fix=RULE fixes those of one rule",
};

/** A fix, and the same fix with paths as the projects write them, links not resolved. */
interface Attempt {
  readonly fix: Fix;
  readonly written: Fix;
}

/** Applies one fix alone and looks at every project that uses what it changes. */
function tryOut(
  { tree, linted, users, bystanders }: State,
  diagnostic: Diagnostic,
  { fix: { edits }, written }: Attempt,
  options: ProofOptions,
): Obstacle | Effect {
  const changed = new Map<string, string>();
  const using = new Set<Project>();
  const others = new Set<Project>();
  for (const [path, own] of byFile(edits, ({ path }) => path)) {
    changed.set(path, apply(textOf(tree, path), own));
    for (const project of users.get(path) ?? []) using.add(project);
    for (const project of bystanders(path)) others.add(project);
  }
  const touched = linted.projects.filter((project) => using.has(project));
  const all = [...touched, ...others].map((project) => project.source.path);
  if (all.some((path) => options.proofs.exhausted.has(path))) return tooMany;
  const files = filesOf(touched);
  const spokenOf = new Set([...files, ...touched.flatMap((project) => [...usedBy(project)])]);
  const before: Linted = {
    projects: touched,
    diagnostics: linted.diagnostics.filter((each) => spokenOf.has(each.at.path)),
    known: [],
    silenced: [],
    failures: [],
  };
  const images = [...touched, ...others].reduce((sum, project) => sum + project.images.length, 0);
  const run = options.proofs.take(
    { projects: all, files: [...files, ...filesOf([...others])], findings: before.diagnostics.length, images },
    tree,
  );
  if (!run) return tooMany;
  const altered = overlay(tree, changed);
  const again = (projects: readonly Project[], rules: readonly Rule[]): Linted =>
    lint(
      altered,
      projects.map((project) => project.source.path),
      { ...options, run, rules },
    );
  const after = again(touched, options.rules);
  return (
    prove(before, after, diagnostic, written) ??
    proveHarmless([...others], again([...others], []).projects, written) ??
    sourcing(tree, written, [...touched, ...others]) ??
    effectOf(touched, after)
  );
}

/** A script that sources the one that `exec` is put into, and that was not followed for any of the users. */
function sourcing(tree: FileTree, { edits }: Fix, users: readonly Project[]): Obstacle | undefined {
  const followed = scriptsOf(
    users.map((project) => ({ ...project, images: [...project.images, ...project.others.values()] })),
  );
  for (const edit of edits) {
    const path = isExec(edit) ? sourcedBy(tree, edit.path).find((each) => !followed.has(each)) : undefined;
    if (path !== undefined) return { path, reason: "it sources the script, and `exec` would end it there" };
  }
  return undefined;
}

function realPath(tree: FileTree, path: string): string {
  const entry = tree.read(path);
  return entry.kind === "file" ? entry.realPath : path;
}
