import { basename, dirname, inside, join } from "../files/tree.ts";
import type { Entry, FileTree } from "../files/tree.ts";
import { isComposeName } from "../files/names.ts";
import { parseDockerfile } from "../parse/dockerfile/dockerfile.ts";
import { parseYaml, valueOf } from "../parse/yaml/yaml.ts";
import type { YamlFile, YamlScalar } from "../parse/yaml/yaml.ts";
import { Source } from "../text/source.ts";
import { servicesOf } from "../platforms/compose.ts";
import type { Build, Service } from "../platforms/compose.ts";
import { changesStart, imageIn, noDockerfile, publishedImage } from "../platforms/container.ts";
import type { Container } from "../platforms/container.ts";
import { openContext } from "../image/build-context.ts";
import type { BuildContext } from "../image/build-context.ts";
import { imageOf } from "../image/image.ts";
import { settled } from "../platforms/interpolate.ts";
import { containersOf, isManifest } from "../platforms/kubernetes.ts";
import type { Project, ProjectOptions } from "./project.ts";
import { findStage, stagesOf } from "../image/stages.ts";
import { judge } from "../stop/judge.ts";
import type { Dockerfile, Problem } from "../parse/dockerfile/syntax.ts";
import type { Unread } from "../image/files/image-file.ts";
import type { Stage } from "../image/built-image.ts";
import type { Judged } from "../stop/judge.ts";

/** A service that builds its image from a Dockerfile. */
export type Builder = Service & { readonly build: Build };

/** A file that is read, and what its containers share. */
interface Reading {
  readonly tree: FileTree;
  readonly source: Source;
  readonly options: ProjectOptions;
  /** By how they are built: many services may build one Dockerfile. */
  readonly builds: Map<string, Built>;
}

/** A Dockerfile that services build. */
interface Built {
  readonly dockerfile: Dockerfile;
  readonly stages: readonly Stage[];
  readonly context: () => BuildContext;
}

/** More containers than this of one file are not looked at: each costs some 25 KiB. */
const mostContainers = 10_000;

/**
 * Reads a compose file or a manifest: each container that starts its image in a way of its own is an image to judge.
 */
export function openStack(tree: FileTree, source: Source, options: ProjectOptions): Project {
  const file = parseYaml(source);
  const problem = file.problems[0] ?? foreign(file);
  const dockerfile = noDockerfile(source, problem ? [problem] : []);
  const reading: Reading = { tree, source, options, builds: new Map() };
  const services = problem || isManifest(file) ? [] : servicesOf(file);
  const strangers = services.flatMap(({ build }) => (build && isOutside(tree, build) ? [build] : []));
  const pods = problem || !isManifest(file) ? [] : containersOf(file);
  const further = (services[mostContainers] ?? pods[mostContainers])?.container.at;
  const many = further
    ? [
        {
          at: further,
          message: `containers from here on were not checked: the file starts more than ${mostContainers}`,
        },
      ]
    : [];
  const images = [
    ...pods
      .slice(0, mostContainers)
      .map(({ container, image }) => inPublished(reading, container, image, image.text.text)),
    ...services.slice(0, mostContainers).map((service) => inService(reading, service)),
  ];
  const context = openContext(tree, dockerfile, [], { root: dirname(source.path) });
  return {
    dockerfile,
    stages: [],
    context,
    images: images.flatMap((each) => (each && !each.image.windows ? [each] : [])),
    builders: [],
    services: [],
    others: new Map(),
    outside: [...strangers.flatMap(outsideOf), ...many],
  };
}

function foreign(file: YamlFile): Problem | undefined {
  const { source } = file;
  if (isComposeName(basename(source.path)) || isManifest(file) || valueOf(file.documents[0], "services"))
    return undefined;
  return {
    message:
      "This is neither a compose file nor a Kubernetes manifest: it has neither services nor apiVersion and kind.",
    at: source.at(0, 0),
  };
}

function inService(reading: Reading, { container, build, image }: Service): Judged | undefined {
  if (image) return inPublished(reading, container, image, settled(image));
  return build && inBuilt(reading, container, build);
}

/** A published image is known by its name; where its ENTRYPOINT is not, the container has to name one. */
function inPublished(
  { tree, source, options }: Reading,
  container: Container,
  name: YamlScalar,
  ref: string,
): Judged | undefined {
  const known = ref.includes("{{") ? "unknown" : ref;
  const image = imageIn(container, publishedImage(source, name.text, known, options.baseImages));
  if (image.argv === "unknown" || !changesStart(container)) return undefined;
  return judge(image, openContext(tree, image.dockerfile, [image.stage], { root: dirname(source.path) }), options.run);
}

/** What a service leaves as its Dockerfile has it is said of the Dockerfile. */
function inBuilt(reading: Reading, container: Container, build: Build): Judged | undefined {
  const { dockerfile, stages, context } = builtBy(reading, build) ?? {};
  if (!dockerfile || !stages || !context || dockerfile.problems.length > 0) return undefined;
  const stage = build.target === undefined ? stages.at(-1) : findStage(stages, build.target);
  if (!stage || (stage === stages.at(-1) && !changesStart(container))) return undefined;
  return judge(imageIn(container, imageOf(dockerfile, stage)), context(), reading.options.run);
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
  const stages = dockerfile.problems.length > 0 ? [] : stagesOf(dockerfile, options.baseImages);
  let context: BuildContext | undefined;
  const open = (): BuildContext => (context ??= openContext(tree, dockerfile, stages, { root: build.context }));
  const built: Built = { dockerfile, stages, context: open };
  builds.set(key, built);
  return built;
}

/** Whether the context or the Dockerfile that a compose file names is not to be read. */
export function isOutside(tree: FileTree, { context, dockerfile }: Build): boolean {
  return [context, dockerfile].some((path) => ["outside", "git"].includes(tree.read(path).kind));
}

/** The finding on a {@link Build} that {@link isOutside}. */
export function outsideOf({ written }: Build): readonly Unread[] {
  if (!written) return [];
  const { text, at } = written;
  return [
    {
      at,
      message: `the build context ${text.text}, or its Dockerfile, lies outside the repository (without git: outside the folder named), or in .git, and is not read: name a folder that holds both, or allow it with --context ${text.text}`,
    },
  ];
}

/** What compose files say, by what a tree gave for them: large ones are read once, whatever looks at the tree. */
const read = new WeakMap<Entry, Map<string, readonly Builder[]>>();

/**
 * The services of the compose files in a folder, by the Dockerfile that they build; a tree is one state of the files.
 */
const byFolder = new WeakMap<FileTree, Map<string, ReadonlyMap<string, readonly Builder[]>>>();

/** The services that build a Dockerfile, of compose files beside it and in the folders above it up to `top`. */
export function buildersOf(tree: FileTree, dockerfile: string, top: string | undefined): readonly Builder[] {
  const found: Builder[] = [];
  for (let folder = dirname(dockerfile); ; folder = dirname(folder)) {
    for (const each of buildersIn(tree, folder).get(dockerfile) ?? []) found.push(each);
    if (folder === "/" || top === undefined || !inside(top, dirname(folder))) return found;
  }
}

function buildersIn(tree: FileTree, folder: string): ReadonlyMap<string, readonly Builder[]> {
  const folders = byFolder.get(tree) ?? new Map<string, ReadonlyMap<string, readonly Builder[]>>();
  byFolder.set(tree, folders);
  const known = folders.get(folder);
  if (known) return known;
  const builders = new Map<string, Builder[]>();
  const entry = tree.read(folder);
  for (const name of entry.kind === "directory" ? entry.names.filter(isComposeName) : []) {
    for (const each of buildersAt(join(folder, name), tree.read(join(folder, name)))) {
      const same = builders.get(each.build.dockerfile) ?? [];
      same.push(each);
      builders.set(each.build.dockerfile, same);
    }
  }
  folders.set(folder, builders);
  return builders;
}

/** Absolute paths of the Dockerfiles that a compose file builds. */
export function dockerfilesBuiltBy(tree: FileTree, path: string): readonly string[] {
  return buildersAt(path, tree.read(path)).map(({ build }) => build.dockerfile);
}

function buildersAt(path: string, entry: Entry): readonly Builder[] {
  if (entry.kind !== "file") return [];
  const byPath = read.get(entry) ?? new Map<string, readonly Builder[]>();
  read.set(entry, byPath);
  const services = byPath.get(path) ? [] : servicesOf(parseYaml(new Source(path, entry.text)));
  const builders =
    byPath.get(path) ?? services.flatMap(({ build, ...service }) => (build ? [{ ...service, build }] : []));
  byPath.set(path, builders);
  return builders;
}
