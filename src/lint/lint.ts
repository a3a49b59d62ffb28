import { rank } from "../text/diagnostic.ts";
import type { Diagnostic, Severity } from "../text/diagnostic.ts";
import { sift } from "./baseline.ts";
import type { Baseline } from "./baseline.ts";
import { bounded, obstacleOf, sourcesOf } from "../files/tree.ts";
import type { FileTree } from "../files/tree.ts";
import { byPlace } from "../text/edits.ts";
import { RunBudget } from "../shell/state/budget.ts";
import { awaitGrammars } from "../parse/source/grammars.ts";
import { openProject } from "../project/open-project.ts";
import type { Project, ProjectOptions } from "../project/project.ts";
import type { Rule } from "../rule.ts";
import { internalErrorAt, notReadAt, parseErrorAt, places } from "./check-messages.ts";
import { suppress } from "./suppress.ts";
import type { Commented, Silenced } from "./suppress.ts";
import { Source } from "../text/source.ts";
import type { Location } from "../text/source.ts";
import type { Dockerfile } from "../parse/dockerfile/syntax.ts";

/** Severities that the user has chosen, by rule or for each finding; "off" drops it. */
export type Severities = ReadonlyMap<string, Severity | "off"> | ((finding: Diagnostic) => Severity | "off");

/** What a run lints, and how. */
export interface LintOptions {
  readonly rules: readonly Rule[];
  readonly severities: Severities;
  /** Findings that are known, and neither reported nor fixed. */
  readonly baseline?: Baseline | undefined;
  /** The steps for following all start-ups; by default those of one run. */
  readonly run?: RunBudget | undefined;
  /** How to read a Dockerfile. */
  project(path: string): ProjectOptions;
}

/** A linted set of Dockerfiles, compose files and manifests. */
export interface Linted {
  readonly projects: readonly Project[];
  /** Sorted by file and place. */
  readonly diagnostics: readonly Diagnostic[];
  /** Those that the baseline has taken out. */
  readonly known: readonly Diagnostic[];
  /** Those that comments have taken out, as severe as the rules have them. */
  readonly silenced: readonly Silenced[];
  /** Where pid1lint itself failed. Each is an "internal-error" among the diagnostics. */
  readonly failures: readonly Failure[];
}

/** A fault of pid1lint's own, met with a file. */
export interface Failure {
  readonly path: string;
  readonly error: unknown;
}

/**
 * Reads files and checks them. A file that cannot be read or understood, or that we fail on, gives a diagnostic, and
 * the others go on.
 */
export function lint(tree: FileTree, paths: readonly string[], options: LintOptions): Linted {
  const projects: Project[] = [];
  const diagnostics: Diagnostic[] = [];
  const failures: Failure[] = [];
  const run = options.run ?? new RunBudget();
  for (const path of paths) {
    try {
      const { project, found } = lintOne(tree, path, { ...options, run });
      if (project) projects.push(project);
      for (const each of found) diagnostics.push(each);
      for (const { startUp } of project?.images ?? [])
        if (startUp.failure !== undefined) failures.push({ path, error: startUp.failure });
    } catch (error) {
      failures.push({ path, error });
    }
    awaitGrammars();
  }
  const own = ownFiles(tree, options.project);
  const { kept, silenced } = suppress(diagnostics, commentedFiles(projects, diagnostics, own), options.rules);
  const { fresh, known } = sift(arrange(kept, options.severities), options.baseline, sourcesOf(own));
  // Neither a comment nor a setting nor a baseline may hide that a file was not checked.
  const all =
    failures.length > 0 ? [...fresh, ...failures.map(internalError)].sort((a, b) => byPlace(a.at, b.at)) : fresh;
  return { projects, diagnostics: all, known, silenced, failures };
}

/**
 * Files as reports may show them: each read within the bounds of its own place, so that a link that leads out of them
 * has no text.
 */
export function ownFiles(tree: FileTree, project: LintOptions["project"]): FileTree {
  return { read: (path, ...bounds) => bounded(tree, project(path).bounds).read(path, ...bounds) };
}

function lintOne(
  tree: FileTree,
  path: string,
  options: LintOptions,
): { readonly project: Project | undefined; readonly found: readonly Diagnostic[] } {
  const chosen = options.project(path);
  const entry = bounded(tree, chosen.bounds).read(path);
  const source = new Source(path, entry.kind === "file" ? entry.text : "");
  if (entry.kind === "file") {
    const project = openProject(tree, source, { ...chosen, run: options.run });
    return { project, found: check(project, options.rules) };
  }
  return { project: undefined, found: [notOpened(source, entry)] };
}

function notOpened(source: Source, entry: Exclude<ReturnType<FileTree["read"]>, { kind: "file" }>): Diagnostic {
  const at = source.at(0, 0);
  if (entry.kind === "unreadable") return parseErrorAt(at, { kind: "unreadable", cause: entry.reason }, "warning");
  const kind = entry.kind === "outside" ? "link out of bounds" : "not a file";
  return parseErrorAt(at, { kind, cause: obstacleOf(entry) ?? "" }, "warning");
}

function internalError({ path, error }: Failure): Diagnostic {
  const cause = error instanceof Error ? error.message : String(error);
  return internalErrorAt({ path, start: 0, end: 0 }, { kind: "failed", cause });
}

function check(project: Project, rules: readonly Rule[]): Diagnostic[] {
  const [problem] = project.problems;
  if (problem) {
    const severity = problem.template === true ? "info" : "warning";
    return [parseErrorAt(problem.at, { kind: "not understood", cause: problem.message }, severity)];
  }
  const found = [...soften(findings(project, rules), project, rules), ...brokenScripts(project), ...unread(project)];
  const dockerfiles = dockerfilesOf(project);
  // Only a file that a fix edits is read a second time.
  const isDoubtful = ({ path }: Location): boolean =>
    dockerfiles.some((each) => each.source.path === path && each.unfixable !== undefined);
  // Where two readings of a file differ, what we say stands, but nobody should be made to trust an edit.
  return found.map((each) => ({
    ...each,
    fixes: each.fixes.map((fix) => (fix.edits.some(isDoubtful) ? { ...fix, applicability: "manual" as const } : fix)),
  }));
}

function findings(project: Project, rules: readonly Rule[]): Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const rule of rules) {
    // What changes nothing is no fix.
    for (const finding of rule.check(project))
      found.push({
        rule: rule.id,
        ...finding,
        fixes: finding.fixes.filter(({ edits, applicability }) => edits.length > 0 || applicability === "manual"),
      });
  }
  return found;
}

/** What no compose service shares with the image that it builds is a fault for nobody yet. */
function soften(found: readonly Diagnostic[], project: Project, rules: readonly Rule[]): readonly Diagnostic[] {
  const deployment = project.services[0]?.image.deployment;
  if (!deployment?.place || found.length === 0) return found;
  const keyOf = ({ rule, at }: Diagnostic): string => `${rule}|${at.path}|${at.start}`;
  // What ONBUILD makes of an image built on this one is no service's.
  const others = [...project.services, ...project.images.slice(1)];
  const shared = new Set(findings({ ...project, images: others }, rules).map(keyOf));
  const note = { at: deployment.place, message: places.overrides(deployment.title) };
  return found.map((each) =>
    shared.has(keyOf(each)) ? each : { ...each, severity: "info", related: [...each.related, note] },
  );
}

/** The project's Dockerfile, and those that its images are built from. */
function dockerfilesOf({ dockerfile, images }: Project): readonly Dockerfile[] {
  return [...new Set([...(dockerfile ? [dockerfile] : []), ...images.map(({ image }) => image.dockerfile)])];
}

/** What the files name that was not read. */
function unread({ images, outside }: Project): readonly Diagnostic[] {
  // The start-ups are derived by now, so that what they ask for is known.
  const cut = images.flatMap(
    ({
      image,
      startUp: {
        cut: reason,
        unfollowed,
        paths: [path],
      },
    }) => {
      const at = path?.processes[0]?.hops[0]?.at ?? image.stage.from.at;
      if (unfollowed !== undefined) return [notReadAt(at, { kind: "other ways not followed", cause: unfollowed })];
      return reason === undefined ? [] : [notReadAt(at, { kind: "too much to follow", cause: reason })];
    },
  );
  const refused = images.flatMap(({ context, startUp }) =>
    startUp.paths.length > 0 ? [...context.unread.values()] : [],
  );
  const unopened = [...outside, ...refused].map(({ at, message }) =>
    notReadAt(at, { kind: "refused", cause: message }),
  );
  return [...unopened, ...cut];
}

/** Scripts of the start-up that cannot be parsed. */
function brokenScripts(project: Project): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const { startUp } of project.images) {
    for (const { role } of startUp.paths.flatMap((path) => path.processes)) {
      if (role.kind !== "unknown" || !role.syntaxError || role.syntaxError.path === "") continue;
      found.push(
        parseErrorAt(
          role.syntaxError,
          { kind: "broken script", outcome: { kind: "unresolved", why: role.why } },
          "warning",
        ),
      );
    }
  }
  return found;
}

/** Files in which a comment may silence a finding. */
function commentedFiles(
  projects: readonly Project[],
  found: readonly Diagnostic[],
  tree: FileTree,
): readonly Commented[] {
  const files = new Map<string, Commented>();
  for (const { source, dockerfile } of projects) {
    if (!dockerfile) files.set(source.path, { source, instructions: [], comments: undefined, skippedChecks: [] });
  }
  for (const { source, instructions, comments, skippedChecks } of projects.flatMap(dockerfilesOf)) {
    // A file of another kind has no instructions; comments of the scripts in it count as well as its own.
    const told = instructions.length > 0 ? new Set(comments.map((each) => each.at.start)) : undefined;
    files.set(source.path, {
      source,
      instructions: instructions.map((each) => each.at),
      comments: told,
      skippedChecks,
    });
  }
  for (const path of new Set([...scriptsOf(projects), ...found.map(({ at }) => at.path)])) {
    const entry = files.has(path) ? undefined : tree.read(path);
    if (entry?.kind === "file")
      files.set(path, {
        source: new Source(path, entry.text),
        instructions: [],
        comments: undefined,
        skippedChecks: [],
      });
  }
  return [...files.values()];
}

/** Paths of the files that the images' start-ups go through, of the Dockerfiles too. */
export function scriptsOf(projects: readonly Project[]): ReadonlySet<string> {
  const paths = new Set<string>();
  for (const project of projects) {
    for (const { image, startUp } of project.images) {
      paths.add(image.dockerfile.source.path);
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

/** Applies the user's severities, keeps the worse of what two images say alike of one place, sorts. */
function arrange(diagnostics: readonly Diagnostic[], severities: Severities): readonly Diagnostic[] {
  const seen = new Map<string, Diagnostic>();
  for (const diagnostic of diagnostics) {
    const chosen =
      typeof severities === "function"
        ? severities(diagnostic)
        : (severities.get(diagnostic.rule) ?? diagnostic.severity);
    if (chosen === "off") continue;
    const { rule, at, message } = diagnostic;
    const key = [rule, at.path, at.start, at.end, message].join("|");
    const other = seen.get(key);
    if (!other || rank(chosen) < rank(other.severity)) seen.set(key, { ...diagnostic, severity: chosen });
  }
  return [...seen.values()].sort(
    (a, b) => byPlace(a.at, b.at) || rank(a.severity) - rank(b.severity) || (a.rule < b.rule ? -1 : 1),
  );
}
