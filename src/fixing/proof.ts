import { rank } from "../text/diagnostic.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import { isExec } from "../text/edits.ts";
import type { Applicability, Fix } from "../text/edits.ts";
import { basename } from "../files/tree.ts";
import type { Linted } from "../lint/lint.ts";
import { asWritten } from "../platforms/container.ts";
import type { Project } from "../project/project.ts";
import { written } from "../shell/state/unit.ts";
import { faultWords } from "../stop/wording/fault-words.ts";
import type { Judged } from "../stop/judge.ts";
import { isExpendable } from "../stop/severity.ts";
import { isIdle } from "../startup/main-job.ts";
import { whyNoExec } from "../remedies/exec-places.ts";
import { asText, harmTo, mainProgram } from "./standing.ts";

/** What stands in the way of a fix: a reason, and the file that it is about. */
export interface Obstacle {
  readonly reason: string;
  readonly path: string | undefined;
}

/**
 * Whether a fix did what it promised: the files parse, the finding is gone, nothing new of the same or a higher
 * severity is there, and for a safe fix the main program is started as before. Undefined if so, else why not.
 */
export function prove(before: Linted, after: Linted, diagnostic: Diagnostic, fix: Fix): Obstacle | undefined {
  const harm = proveHarmless(before.projects, after.projects, fix);
  const withheld = (reason: string): Obstacle => ({ reason, path: undefined });
  if (harm) return before.projects.length > 1 ? harm : withheld(harm.reason);
  const [masked, found] = [before, after].map(({ diagnostics }) => diagnostics.filter(isUnread));
  if ((found ?? []).length > (masked ?? []).length)
    return withheld(`a file would no longer parse: ${found?.at(-1)?.message}`);
  const count = counts(before.diagnostics);
  for (const [key, { number, example }] of counts(after.diagnostics)) {
    const had = count.get(key)?.number ?? 0;
    if (key === keyOf(diagnostic) && number >= had) return withheld("the finding would remain");
    // What a container that could not start had hidden is not new.
    if (
      number > had &&
      !before.projects.some((project) => project.images.some(cannotStart)) &&
      rank(example.severity) <= rank(diagnostic.severity)
    )
      return withheld(`it would cause a new finding: ${example.message}`);
  }
  return undefined;
}

/** Whether a fix spares everything that these projects start, or may start; else why not. */
export function proveHarmless(before: readonly Project[], after: readonly Project[], fix: Fix): Obstacle | undefined {
  for (const old of before) {
    const { path } = old.source;
    const now = after.find(({ source }) => source.path === path);
    if (!now) return { path, reason: `the changed ${basename(path)} cannot be read` };
    if (now.problems.length > old.problems.length)
      return { path, reason: `the changed ${basename(path)} cannot be parsed` };
    const own = imagesIn(old, now).map(({ was, is }) => ["", was, is] as const);
    const others = [...old.others].map(([name, judged]) => [`${name}: `, judged, now.others.get(name)] as const);
    for (const [name, was, is] of [...own, ...others]) {
      const reason =
        hindered(was, fix) ??
        (is ? compareImages(was, is, fix.applicability) : name === "" ? lost(was, fix) : undefined);
      if (reason !== undefined) return { path, reason: `${name}${reason}` };
    }
  }
  return undefined;
}

/** An image that a file describes, before and after a change; undefined where it is gone. */
export interface Changed {
  /** Tells it from all others of a run. */
  readonly key: string;
  readonly was: Judged;
  readonly is: Judged | undefined;
}

/** The images of a project before and after a change. */
export function imagesIn(old: Project, now: Project): readonly Changed[] {
  return old.images.map((was, which) => ({
    key: `${old.source.path} ${was.image.deployment.place ? was.image.deployment.title : which}`,
    was,
    is: sameImage(was, which, now),
  }));
}

/**
 * The image after a fix: a service or container by its name, since others may have come that start in their own way
 * now.
 */
function sameImage({ image: { deployment } }: Judged, which: number, now: Project): Judged | undefined {
  return deployment.place
    ? now.images.find(({ image }) => image.deployment.title === deployment.title)
    : now.images[which];
}

/** Why an edit is wrong for one user of its file: `exec` where it may not stand, a dollar sign that compose refuses. */
function hindered(judged: Judged, { edits }: Fix): string | undefined {
  for (const edit of edits) {
    const [lone] = /\$(?![A-Za-z_{]).?/.exec(edit.text.replaceAll("$$", "")) ?? [];
    if (lone !== undefined && lone !== asWritten(lone, edit.path, judged.image))
      return `compose would interpolate \`${lone}\``;
    const slot = isExec(edit) ? whyNoExec(judged, edit) : undefined;
    if (slot) return `\`exec\` does not work there: ${slot.reason}`;
  }
  return undefined;
}

/**
 * Why a service may not be gone after a fix: a command that compose no longer splits is nobody's verdict. What is only
 * deleted may have been all that told the service from its image.
 */
function lost({ image: { deployment } }: Judged, { edits }: Fix): string | undefined {
  const written = edits.some(({ path, text }) => path === deployment.place?.path && text.trim() !== "");
  return written ? `nothing would be known of ${deployment.title}` : undefined;
}

/** Whether a finding says that a file, or a part of it, was left out of the verdict. */
function isUnread({ rule }: Diagnostic): boolean {
  return rule === "parse-error" || rule === "internal-error";
}

function keyOf(diagnostic: Diagnostic): string {
  return `${diagnostic.rule}|${diagnostic.at.path}`;
}

function counts(
  diagnostics: readonly Diagnostic[],
): ReadonlyMap<string, { readonly number: number; readonly example: Diagnostic }> {
  const result = new Map<string, { readonly number: number; readonly example: Diagnostic }>();
  for (const each of diagnostics)
    result.set(keyOf(each), { number: (result.get(keyOf(each))?.number ?? 0) + 1, example: each });
  return result;
}

function compareImages(before: Judged, after: Judged, applicability: Applicability): string | undefined {
  // A finding that is gone because nobody has looked is not gone.
  if (after.startUp.cut !== undefined && before.startUp.cut === undefined)
    return `its start-up could no longer be followed: ${after.startUp.cut}`;
  const harm = harmTo(before, after);
  if (harm !== undefined) return harm;
  if (cannotStart(before)) return undefined;
  const broken = problemOf(after);
  if (broken !== undefined) return `the image would no longer start: ${broken}`;
  if (applicability !== "safe") return undefined;
  if (after.startUp.unfollowed !== undefined) return `only its default run was followed: ${after.startUp.unfollowed}`;
  if (!same(programs(before), programs(after)))
    return "the arguments, environment or directory of the main program would change";
  if (!same(others(before), others(after))) return "the arguments or directory of another program would change";
  return undefined;
}

function same(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((each) => b.has(each));
}

function cannotStart(judged: Judged): boolean {
  return problemOf(judged) !== undefined;
}

/** What keeps an image from starting, on one way at least. */
function problemOf(judged: Judged): string | undefined {
  for (const { role } of judged.startUp.paths.flatMap((path) => path.processes))
    if (role.kind === "unrunnable") return faultWords(role.problem.fault);
  return undefined;
}

/**
 * What each way through a start-up runs in the end: argv, environment and directory. A shell with nothing below it is
 * its own text, and what only keeps the container up is nothing that anybody depends on.
 */
function programs(judged: Judged): ReadonlySet<string> {
  const working = judged.startUp.paths.filter(
    (path) => path.processes.at(-1)?.role.kind !== "shell" && isExpendable(path) !== "idle",
  );
  return new Set(working.map((path) => mainProgram(path, judged)).filter((text) => text !== undefined));
}

/**
 * What each way through a start-up starts beside the main program; of a group or a loop, the parameters that it is
 * given.
 */
function others(judged: Judged): ReadonlySet<string> {
  const started = judged.startUp.paths
    .flatMap((path) => path.started)
    .filter(({ argv, how }) => !isIdle(argv ?? []) && (argv !== undefined || how !== "loop"));
  return new Set(
    started.map(({ argv, node, unit, env, state }) => {
      const given = /\$\{?[@*\d]/.test(written(unit, node)) ? state.params : [];
      const set = [...env].map(([name, { value }]) => `${name}=${value}`);
      const words = argv ? asText(argv) : `a list given ${asText(given)}`;
      // Whoever runs a shell's text that it is given runs the same with `exec` in it.
      return [words.replaceAll("exec ", ""), set.join(","), state.cwd].join(" in ");
    }),
  );
}
