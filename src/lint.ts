import { rank } from "./diagnostic.ts";
import type { Diagnostic, Severity } from "./diagnostic.ts";
import type { FileTree } from "./files.ts";
import { byPlace } from "./fix.ts";
import { openProject } from "./model/project.ts";
import type { Project, ProjectOptions } from "./model/project.ts";
import type { Rule } from "./rule.ts";
import { suppress } from "./suppress.ts";
import type { Commented } from "./suppress.ts";
import { Source } from "./text.ts";

/** What a run lints, and how. */
export interface LintOptions {
  readonly rules: readonly Rule[];
  /** Severities that the user has chosen, by rule; "off" drops a rule. */
  readonly severities: ReadonlyMap<string, Severity | "off">;
  /** How to read a Dockerfile. */
  project(path: string): ProjectOptions;
}

/** A linted set of Dockerfiles. */
export interface Linted {
  readonly projects: readonly Project[];
  /** Sorted by file and place. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads Dockerfiles and checks them. A file that cannot be read or understood gives a diagnostic, and the others go on. */
export function lint(tree: FileTree, paths: readonly string[], options: LintOptions): Linted {
  const projects: Project[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const path of paths) {
    const entry = tree.read(path);
    const source = new Source(path, entry.kind === "file" ? entry.text : "");
    if (entry.kind !== "file") {
      diagnostics.push(parseError(source, 0, 0, entry.kind === "unreadable" ? `the file cannot be read: ${entry.reason}` : "the file cannot be read"));
      continue;
    }
    projects.push(openProject(tree, source, options.project(path)));
  }
  for (const project of projects) diagnostics.push(...check(project, options.rules));
  const silenced = suppress(diagnostics, commentedFiles(projects, tree), options.rules);
  return { projects, diagnostics: arrange(silenced, options.severities) };
}

function check(project: Project, rules: readonly Rule[]): Diagnostic[] {
  const { source, problems } = project.dockerfile;
  const [problem] = problems;
  if (problem) return [parseError(source, problem.at.start, problem.at.end, problem.message, problem.template === true ? "info" : "warning")];
  const found: Diagnostic[] = [];
  for (const rule of rules) {
    for (const finding of rule.check(project)) found.push({ rule: rule.id, ...finding });
  }
  found.push(...brokenScripts(project));
  const { unfixable } = project.dockerfile;
  if (unfixable === undefined) return found;
  // Where two readings of the file differ, what we say stands, but nobody should be made to trust an edit.
  return found.map((each) => ({ ...each, fixes: each.fixes.map((fix) => (fix.edits.some((edit) => edit.path === source.path) ? { ...fix, applicability: "manual" as const } : fix)) }));
}

function parseError(source: Source, start: number, end: number, message: string, severity: Severity = "warning"): Diagnostic {
  return { rule: "parse-error", severity, message, at: source.at(start, end), related: [], fixes: [] };
}

/** Scripts of the start-up that cannot be parsed. */
function brokenScripts(project: Project): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const { startUp } of project.images) {
    for (const { role } of startUp.paths.flatMap((path) => path.processes)) {
      if (role.kind !== "unknown" || !role.syntaxError || role.syntaxError.path === "") continue;
      found.push({ rule: "parse-error", severity: "warning", message: role.reason, at: role.syntaxError, related: [], fixes: [] });
    }
  }
  return found;
}

/** Files in which a comment may silence a finding. */
function commentedFiles(projects: readonly Project[], tree: FileTree): readonly Commented[] {
  const files = new Map<string, Commented>();
  for (const { dockerfile } of projects) {
    const { source, instructions, skippedChecks } = dockerfile;
    files.set(source.path, { source, instructions: instructions.map((each) => each.at), skippedChecks });
  }
  for (const path of scriptsOf(projects)) {
    const entry = files.has(path) ? undefined : tree.read(path);
    if (entry?.kind === "file") files.set(path, { source: new Source(path, entry.text), instructions: [], skippedChecks: [] });
  }
  return [...files.values()];
}

/** Paths of the scripts that the images' start-ups go through. */
export function scriptsOf(projects: readonly Project[]): ReadonlySet<string> {
  const paths = new Set<string>();
  for (const project of projects) {
    for (const { startUp } of project.images) {
      for (const path of startUp.paths) {
        for (const process of path.processes) {
          for (const hop of process.hops) if (hop.at && hop.at.path !== "") paths.add(hop.at.path);
          if (process.role.kind === "shell") paths.add(process.role.unit.script.text.path);
        }
      }
    }
  }
  paths.delete("");
  return paths;
}

/** Applies the user's severities, drops what two images say alike of one place, sorts. */
function arrange(diagnostics: readonly Diagnostic[], severities: ReadonlyMap<string, Severity | "off">): readonly Diagnostic[] {
  const seen = new Map<string, Diagnostic>();
  for (const diagnostic of diagnostics) {
    const chosen = severities.get(diagnostic.rule) ?? diagnostic.severity;
    if (chosen === "off") continue;
    const key = `${diagnostic.rule}|${diagnostic.at.path}|${diagnostic.at.start}|${diagnostic.at.end}|${diagnostic.message}`;
    if (!seen.has(key)) seen.set(key, { ...diagnostic, severity: chosen });
  }
  return [...seen.values()].sort((a, b) => byPlace(a.at, b.at) || rank(a.severity) - rank(b.severity) || (a.rule < b.rule ? -1 : 1));
}
