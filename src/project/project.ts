import { basename, bounded } from "../files/tree.ts";
import type { FileTree } from "../files/tree.ts";
import { isDockerfileName, isYamlName } from "../files/names.ts";
import { parseDockerfile } from "../parse/dockerfile/dockerfile.ts";
import type { Source } from "../text/source.ts";
import type { RunBudget } from "../shell/state/budget.ts";
import { openContext } from "../image/build-context.ts";
import type { BuildContext } from "../image/build-context.ts";
import { changesStart, imageIn } from "../platforms/container.ts";
import type { Container } from "../platforms/container.ts";
import { imageOf, stagesOf } from "../image/image.ts";
import { buildersOf, isOutside, openStack, outsideOf } from "./yaml-project.ts";
import type { Builder } from "./yaml-project.ts";
import { findStage } from "../image/stages.ts";
import { judge } from "../stop/judge.ts";
import type { Dockerfile } from "../parse/dockerfile/syntax.ts";
import type { Unread } from "../image/files/image-file.ts";
import type { Image, Stage } from "../image/built-image.ts";
import type { BaseImages } from "../image/described-bases.ts";
import type { Judged } from "../stop/judge.ts";

export { findStage } from "../image/stages.ts";

/** What one Dockerfile says, together with its build context; or what a compose file or a manifest starts. */
export interface Project {
  /** For a file of another kind than a Dockerfile, one without instructions that stands for it. */
  readonly dockerfile: Dockerfile;
  readonly stages: readonly Stage[];
  readonly context: BuildContext;
  /**
   * The last stage, or the target, and what ONBUILD makes of an image built on it. Empty for a file that cannot be
   * understood and for Windows images.
   */
  readonly images: readonly Judged[];
  /** The compose services that build the first of the images. */
  readonly builders: readonly Container[];
  /**
   * The image in the compose services that build it, if each of them starts it in its own way: then nobody else may.
   */
  readonly services: readonly Judged[];
  /**
   * What else may be started from these files, by a name for it: the other stages, which `--target` builds, and
   * compose services with a command of their own. Nothing is said of them, but no fix may do them harm.
   */
  readonly others: ReadonlyMap<string, Judged>;
  /** What compose files name that lies outside the {@link ProjectOptions.bounds}. */
  readonly outside: readonly Unread[];
}

/** Choices of the user about one Dockerfile. */
export interface ProjectOptions {
  /** The build context's root; by default it is looked for. */
  readonly contextRoot?: string | undefined;
  /** The highest folder that may be the context's root. */
  readonly top?: string | undefined;
  /** Folders: what really lies in none of them is not read. By default everything may be. */
  readonly bounds?: readonly string[] | undefined;
  /** The stage to build, by name or number; by default the last. */
  readonly target?: string | undefined;
  /** Private base images that the user describes. */
  readonly baseImages?: BaseImages | undefined;
  /** What all images of a run may take together; without it, each may take what one image may. */
  readonly run?: RunBudget | undefined;
}

/** Reads a Dockerfile, a compose file or a manifest, and derives on demand what it means. */
export function openProject(whole: FileTree, source: Source, options: ProjectOptions = {}): Project {
  const tree = bounded(whole, options.bounds);
  if (isYamlName(basename(source.path)) && !isDockerfileName(basename(source.path)))
    return openStack(tree, source, options);
  const dockerfile = parseDockerfile(source);
  const stages = dockerfile.problems.length > 0 ? [] : stagesOf(dockerfile, options.baseImages);
  const [builders, strangers] = parted(buildersOf(tree, source.path, options.top), (builder) =>
    isOutside(tree, builder.build),
  );
  const context = openContext(tree, dockerfile, stages, {
    root: options.contextRoot ?? contextOf(builders),
    top: options.top,
  });
  const stage = options.target === undefined ? stages.at(-1) : findStage(stages, options.target);
  const images = stage ? [stage, ...childOf(stage)].map((each) => imageOf(dockerfile, each)) : [];
  const judged = images.filter((image) => !image.windows).map((image) => judge(image, context, options.run));
  const own = judged[0] ? ofStage(judged[0].image.stage, builders, stages) : [];
  let others: ReadonlyMap<string, Judged> | undefined;
  return {
    dockerfile,
    stages,
    context,
    outside: strangers.flatMap(({ build }) => outsideOf(build)),
    images: judged,
    builders: own,
    services: judged[0] ? servicesOf(judged[0], own, options.run) : [],
    get others() {
      others ??= new Map(
        [...othersOf(dockerfile, stages, stage, builders)].map(([name, image]) => [
          name,
          judge(image, context, options.run),
        ]),
      );
      return others;
    },
  };
}

function parted<T>(items: readonly T[], isOther: (item: T) => boolean): readonly [readonly T[], readonly T[]] {
  return [items.filter((item) => !isOther(item)), items.filter(isOther)];
}

/** The context that compose files name for a Dockerfile, if they agree. */
function contextOf(builders: readonly Builder[]): string | undefined {
  const [first] = builders;
  return first && builders.every(({ build }) => build.context === first.build.context)
    ? first.build.context
    : undefined;
}

/** The services that build a stage. */
function ofStage(stage: Stage, builders: readonly Builder[], stages: readonly Stage[]): readonly Container[] {
  const own = builders.filter(({ build }) =>
    build.target === undefined ? stage === stages.at(-1) : findStage(stages, build.target) === stage,
  );
  return own.map(({ container }) => container);
}

function servicesOf(
  { image, context }: Judged,
  containers: readonly Container[],
  run: RunBudget | undefined,
): readonly Judged[] {
  return containers.every(changesStart)
    ? containers.map((container) => judge(imageIn(container, image), context, run))
    : [];
}

function othersOf(
  dockerfile: Dockerfile,
  stages: readonly Stage[],
  main: Stage | undefined,
  builders: readonly Builder[],
): ReadonlyMap<string, Image> {
  const others = new Map<string, Image>();
  const twins = new Map<string, number>();
  const add = (name: string, image: Image): void => {
    if (image.windows) return;
    const number = (twins.get(name) ?? 0) + 1;
    twins.set(name, number);
    others.set(number === 1 ? name : `${name} #${number}`, image);
  };
  for (const stage of stages) {
    const image = imageOf(dockerfile, stage);
    const starts = image.entrypoint.by.kind === "instruction" || image.cmd.by.kind === "instruction";
    // The line of FROM tells a stage: a fix may put another in front of it.
    if (stage !== main && starts) add(`stage ${stage.name ?? stage.from.body.text}`, image);
  }
  for (const { container, build } of builders) {
    const stage = build.target === undefined ? stages.at(-1) : findStage(stages, build.target);
    if (stage && changesStart(container)) add(container.title, imageIn(container, imageOf(dockerfile, stage)));
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
