import { dirname, inside } from "../files/tree.ts";
import type { FileTree } from "../files/tree.ts";
import { openContext } from "../image/build-context.ts";
import type { BuildContext } from "../image/build-context.ts";
import type { Stage } from "../image/built-image.ts";
import { imageOf } from "../image/image.ts";
import { publishedImage } from "../image/published-image.ts";
import type { PublishedName } from "../image/published-image.ts";
import { findStage, stagesOf } from "../image/stages.ts";
import { parseDockerfile } from "../parse/dockerfile/dockerfile.ts";
import type { Dockerfile, Problem } from "../parse/dockerfile/syntax.ts";
import { start } from "../platforms/container.ts";
import { changesStart, handsOver } from "../platforms/deployment.ts";
import type { Build, Deployment, Described } from "../platforms/deployment.ts";
import type { DeploymentFile } from "../platforms/platform.ts";
import { imageDefaults } from "../platforms/image-defaults.ts";
import { platformOf, platforms } from "../platforms/platforms.ts";
import { judge } from "../stop/judge.ts";
import type { Judged } from "../stop/judge.ts";
import { Source } from "../text/source.ts";
import { withMounts } from "./mounts.ts";
import { buildersAmong, isOutside, outsideOf } from "./builders.ts";
import { basesFor } from "./repository-bases.ts";
import type { Project, ProjectOptions } from "./project.ts";

/** A file that is read, and what its deployments share. */
interface Reading {
  readonly tree: FileTree;
  readonly source: Source;
  readonly options: ProjectOptions;
  /** By how they are built: many services may build one Dockerfile. */
  readonly builds: Map<string, Built>;
}

/** A Dockerfile that deployments build. */
interface Built {
  readonly dockerfile: Dockerfile;
  readonly stages: readonly Stage[];
  readonly context: () => BuildContext;
  /** The last stage as the image itself has it started. */
  readonly usual: () => Judged;
}

/** More deployments than this of one file are not looked at: each costs some 25 KiB. */
const most = 10_000;

/**
 * Reads a compose file or a manifest: each deployment that starts its image in a way of its own is an image to judge.
 */
export function openDeployments(
  tree: FileTree,
  file: Extract<DeploymentFile, { kind: "yaml" }>,
  options: ProjectOptions,
): Project {
  const { source } = file;
  const platform = platformOf(file);
  const problem = file.yaml.problems[0] ?? (platform ? undefined : foreign(source));
  const described = platform && !problem ? platform.read(file) : [];
  const reading: Reading = { tree, source, options, builds: new Map() };
  const strangers = buildersAmong(described).filter(({ image }) => isOutside(tree, image.build));
  const further = described[most]?.deployment.place;
  const message = `containers from here on were not checked: the file starts more than ${most}`;
  const images = described.slice(0, most).map((each) => judgedOf(reading, each));
  return {
    source,
    problems: problem ? [problem] : [],
    dockerfile: undefined,
    stages: [],
    context: undefined,
    images: images.flatMap((each) => (each && !each.image.windows ? [each] : [])),
    deployments: [],
    services: [],
    others: new Map(),
    outside: [
      ...strangers.flatMap(({ image }) => outsideOf(image.build)),
      ...(further ? [{ at: further, message }] : []),
    ],
  };
}

/** A file that is no platform's. */
function foreign(source: Source): Problem {
  const told = platforms.flatMap(({ file: { title, keys } }) => (keys === undefined ? [] : `${title} has ${keys}`));
  return { message: `This file starts no containers: ${told.join(", ")} at its top level.`, at: source.at(0, 0) };
}

function judgedOf(reading: Reading, { deployment, image }: Described): Judged | undefined {
  switch (image.kind) {
    case "published":
      return inPublished(reading, deployment, image.name);
    case "built":
      return inBuilt(reading, deployment, image.build);
    case "own":
    case "elsewhere":
      return undefined;
  }
}

/** A published image is known by its name; where its ENTRYPOINT is not, the deployment has to name one. */
function inPublished(
  { tree, source, options }: Reading,
  deployment: Deployment,
  name: PublishedName,
): Judged | undefined {
  const container = start(publishedImage(source, name, options.baseImages), deployment);
  if (container.argv === "unknown" || !changesStart(deployment)) return undefined;
  const { dockerfile, stage } = container;
  const top = dirname(source.path);
  const context = openContext(tree, dockerfile, [stage], { root: top });
  return judge(container, withMounts(context, deployment, tree, options.top ?? top), options.run);
}

/** What a deployment leaves as its Dockerfile has it is said of the Dockerfile. */
function inBuilt(reading: Reading, deployment: Deployment, build: Build): Judged | undefined {
  const built = builtBy(reading, build);
  if (!built || built.dockerfile.problems.length > 0) return undefined;
  const { dockerfile, stages, context } = built;
  const stage = build.target === undefined ? stages.at(-1) : findStage(stages, build.target);
  if (!stage) return undefined;
  const own = stage !== stages.at(-1) || changesStart(deployment);
  if (!own && !handsOver(deployment)) return undefined;
  const { tree, source, options } = reading;
  const mounted = withMounts(context(), deployment, tree, options.top ?? dirname(source.path));
  const judged = judge(start(imageOf(dockerfile, stage), deployment), mounted, options.run);
  return own || endsElsewhere(judged, built.usual()) ? judged : undefined;
}

/** Whether what a deployment hands over leads to another end, and one that is known. */
function endsElsewhere({ startUp: { outcome } }: Judged, usual: Judged): boolean {
  return outcome !== "unknown" && outcome !== usual.startUp.outcome;
}

/** Undefined for what is no file in the repository. */
function builtBy({ tree, options, builds }: Reading, build: Build): Built | undefined {
  const key = JSON.stringify([build.dockerfile, build.context, ...build.args]);
  const known = builds.get(key);
  const { top, bounds = [] } = options;
  if (
    known ||
    isOutside(tree, build) ||
    (top !== undefined && ![top, ...bounds].some((each) => inside(each, build.context)))
  )
    return known;
  const entry = tree.read(build.dockerfile);
  if (entry.kind !== "file") return undefined;
  const dockerfile = parseDockerfile(new Source(build.dockerfile, entry.text), build.args);
  const stages = dockerfile.problems.length > 0 ? [] : stagesOf(dockerfile, basesFor(tree, build.dockerfile, options));
  let context: BuildContext | undefined;
  const open = (): BuildContext => (context ??= openContext(tree, dockerfile, stages, { root: build.context }));
  let judged: Judged | undefined;
  const usual = (): Judged => {
    const last = stages.at(-1);
    if (!last) throw new Error("a Dockerfile without a stage has no problem");
    return (judged ??= judge(start(imageOf(dockerfile, last), imageDefaults), open(), options.run));
  };
  const built: Built = { dockerfile, stages, context: open, usual };
  builds.set(key, built);
  return built;
}
