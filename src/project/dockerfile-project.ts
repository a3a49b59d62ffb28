import { dirname, inside } from "../files/tree.ts";
import type { FileTree } from "../files/tree.ts";
import { openContext } from "../image/build-context.ts";
import type { Image, Stage } from "../image/built-image.ts";
import { imageOf } from "../image/image.ts";
import { findStage, stagesOf } from "../image/stages.ts";
import { parseDockerfile } from "../parse/dockerfile/dockerfile.ts";
import type { Dockerfile } from "../parse/dockerfile/syntax.ts";
import { start } from "../platforms/container.ts";
import type { Container } from "../platforms/container.ts";
import { changesStart } from "../platforms/deployment.ts";
import type { Deployment } from "../platforms/deployment.ts";
import { imageDefaults } from "../platforms/image-defaults.ts";
import { judge } from "../stop/judge.ts";
import type { Judged } from "../stop/judge.ts";
import type { Source } from "../text/source.ts";
import { buildersOf, isOutside, outsideOf } from "./builders.ts";
import type { Builder } from "./builders.ts";
import { namedBuildsIn } from "./named-builds.ts";
import { withMounts } from "./mounts.ts";
import { basesFor } from "./repository-bases.ts";
import type { Project, ProjectOptions } from "./project.ts";

/** A Dockerfile with the deployments that build it. */
interface Building {
  readonly dockerfile: Dockerfile;
  readonly stages: readonly Stage[];
  /** The stage that is looked at: the last, or the target. */
  readonly main: Stage | undefined;
  readonly builders: readonly Builder[];
}

/** Reads a Dockerfile, together with its build context and the compose files that build it. */
export function openDockerfile(tree: FileTree, source: Source, options: ProjectOptions): Project {
  const dockerfile = parseDockerfile(source);
  const stages = dockerfile.problems.length > 0 ? [] : stagesOf(dockerfile, basesFor(tree, source.path, options));
  const [builders, strangers] = parted(buildersOf(tree, source.path, options.top), ({ image }) =>
    isOutside(tree, image.build),
  );
  const context = openContext(tree, dockerfile, stages, {
    root: options.contextRoot ?? contextOf(builders),
    top: options.top,
    told: () => namedContext(tree, source.path, options.top),
  });
  const main = options.target === undefined ? stages.at(-1) : findStage(stages, options.target);
  const images = main ? [main, ...childOf(main)].map((each) => imageOf(dockerfile, each)) : [];
  const linux = images.filter((image) => !image.windows);
  const [first] = linux;
  const own = first ? ofStage(first.stage, builders, stages) : [];
  const judged = (container: Container): Judged =>
    judge(container, withMounts(context, container.deployment, tree, options.top ?? context.root), options.run);
  let others: ReadonlyMap<string, Judged> | undefined;
  return {
    source,
    problems: dockerfile.problems,
    dockerfile,
    stages,
    context,
    outside: strangers.flatMap(({ image }) => outsideOf(image.build)),
    images: linux.map((image) => judged(start(image, imageDefaults))),
    deployments: own,
    services: first && own.every(changesStart) ? own.map((deployment) => judged(start(first, deployment))) : [],
    get others() {
      const building: Building = { dockerfile, stages, main, builders };
      others ??= new Map([...othersOf(building)].map(([name, container]) => [name, judged(container)]));
      return others;
    },
  };
}

function parted<T>(items: readonly T[], isOther: (item: T) => boolean): readonly [readonly T[], readonly T[]] {
  return [items.filter((item) => !isOther(item)), items.filter(isOther)];
}

/** The context that compose files name for a Dockerfile, if they agree. */
function contextOf(builders: readonly Builder[]): string | undefined {
  const contexts = new Set(builders.map(({ image }) => image.build.context));
  return contexts.size === 1 ? [...contexts][0] : undefined;
}

/** The context that makefiles, scripts and workflows name for a Dockerfile, if they agree. */
function namedContext(tree: FileTree, path: string, top: string | undefined): string | undefined {
  const contexts = new Set<string>();
  for (let folder = dirname(path); top !== undefined && inside(top, folder); folder = dirname(folder)) {
    for (const build of namedBuildsIn(tree, folder)) {
      if (build.dockerfile !== path) continue;
      tree.read(build.from);
      contexts.add(build.context);
    }
    if (folder === "/") break;
  }
  const [context] = contexts;
  return contexts.size === 1 && context !== undefined && inside(top ?? "/", context) ? context : undefined;
}

/** The deployments that build a stage. */
function ofStage(stage: Stage, builders: readonly Builder[], stages: readonly Stage[]): readonly Deployment[] {
  return builders.filter((builder) => builtBy(builder, stages) === stage).map(({ deployment }) => deployment);
}

function builtBy({ image: { build } }: Builder, stages: readonly Stage[]): Stage | undefined {
  return build.target === undefined ? stages.at(-1) : findStage(stages, build.target);
}

function othersOf({ dockerfile, stages, main, builders }: Building): ReadonlyMap<string, Container> {
  const others = new Map<string, Container>();
  const twins = new Map<string, number>();
  const add = (name: string, image: Image, deployment: Deployment): void => {
    if (image.windows) return;
    const number = (twins.get(name) ?? 0) + 1;
    twins.set(name, number);
    others.set(number === 1 ? name : `${name} #${number}`, start(image, deployment));
  };
  for (const stage of stages) {
    const image = imageOf(dockerfile, stage);
    const starts = image.entrypoint.by.kind === "instruction" || image.cmd.by.kind === "instruction";
    // The line of FROM tells a stage: a fix may put another in front of it.
    if (stage !== main && starts) add(`stage ${stage.name ?? stage.from.body.text}`, image, imageDefaults);
  }
  for (const builder of builders) {
    const stage = builtBy(builder, stages);
    const { deployment } = builder;
    if (stage && changesStart(deployment)) add(deployment.title, imageOf(dockerfile, stage), deployment);
  }
  return others;
}

/** An image as somebody else would build it on this one, where ONBUILD sets what it starts. */
function childOf(stage: Stage): readonly Stage[] {
  const sets = stage.instructions.some(
    ({ trigger }) => trigger?.keyword === "CMD" || trigger?.keyword === "ENTRYPOINT",
  );
  return sets
    ? [{ index: stage.index + 1, name: "ONBUILD", from: stage.from, base: { kind: "stage", stage }, instructions: [] }]
    : [];
}
