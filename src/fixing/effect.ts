import { scriptsOf } from "../lint/lint.ts";
import type { Linted } from "../lint/lint.ts";
import type { Project } from "../project/project.ts";
import { imagesIn } from "./proof.ts";
import type { Changed } from "./proof.ts";
import { harmTo, isBetter, isLostSight, isWanting, noHelpTo, portrait } from "./standing.ts";

/** What a change does for the images that it touches, by their keys. */
export interface Effect {
  /** Those that start or stop in another way than before. */
  readonly changed: ReadonlySet<string>;
  /** Of those, the ones that did not stop as they should: it is for them that something has to get better. */
  readonly wanting: ReadonlySet<string>;
  /** Those that stop better by this change alone. */
  readonly better: ReadonlySet<string>;
}

/** What a change does that is not made. */
export const none: Effect = { changed: new Set(), wanting: new Set(), better: new Set() };

/** What a change of files does for the images of some projects, which are linted anew after it. */
export function effectOf(before: readonly Project[], after: Pick<Linted, "projects" | "diagnostics">): Effect {
  const [changed, wanting, better] = [new Set<string>(), new Set<string>(), new Set<string>()];
  for (const { key, was, is, said } of comparisons(before, after)) {
    if (!is || portrait(was) === portrait(is)) continue;
    changed.add(key);
    if (isWanting(was)) wanting.add(key);
    if (isBetter(was, is, said)) better.add(key);
  }
  return { changed, wanting, better };
}

/** Why the change of an image, all fixes together, is not worth it, by the image's key; others are left out. */
export function inVain(
  before: readonly Project[],
  after: Pick<Linted, "projects" | "diagnostics">,
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { key, was, is, said } of comparisons(before, after)) {
    if (!is || portrait(was) === portrait(is)) continue;
    const harm = harmTo(was, is);
    if (harm !== undefined) found.set(key, harm);
    else if (isLostSight(was, is) || (isWanting(was) && !isBetter(was, is, said))) found.set(key, noHelpTo(was, is));
  }
  return found;
}

/** An image before and after, and whether an error or warning is left in the files that it is made of. */
interface Comparison extends Changed {
  readonly said: boolean;
}

function* comparisons(
  before: readonly Project[],
  { projects, diagnostics }: Pick<Linted, "projects" | "diagnostics">,
): Iterable<Comparison> {
  const loud = new Set(diagnostics.filter(({ severity }) => severity !== "info").map(({ at }) => at.path));
  for (const old of before) {
    const now = projects.find(({ source }) => source.path === old.source.path);
    if (!now) continue;
    const said = [...filesOf([now])].some((path) => loud.has(path));
    for (const each of imagesIn(old, now)) yield { ...each, said };
  }
}

/** The files that some projects are made of: those that describe them, and the scripts that are followed. */
export function filesOf(projects: readonly Project[]): ReadonlySet<string> {
  const composed = projects.flatMap(({ deployments }) => deployments.flatMap(({ place }) => place?.path ?? []));
  return new Set([...projects.map((project) => project.source.path), ...composed, ...scriptsOf(projects)]);
}
