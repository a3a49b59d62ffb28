import { basename, dirname, inside, join } from "../files.ts";
import type { Entry, FileTree } from "../files.ts";
import { isComposeName } from "../names.ts";
import { parseDockerfile } from "../parse/dockerfile.ts";
import type { Problem } from "../parse/dockerfile.ts";
import { parseYaml, valueOf } from "../parse/yaml.ts";
import type { YamlFile, YamlScalar } from "../parse/yaml.ts";
import { Source } from "../text.ts";
import { servicesOf } from "./compose.ts";
import type { Build, Service } from "./compose.ts";
import { changesStart, imageIn, noDockerfile, publishedImage } from "./container.ts";
import type { Container } from "./container.ts";
import { openContext } from "./context.ts";
import { imageOf } from "./image.ts";
import { settled } from "./interpolate.ts";
import { containersOf, isManifest } from "./kubernetes.ts";
import type { Judged, Project, ProjectOptions } from "./project.ts";
import { findStage, stagesOf } from "./stages.ts";
import { judge } from "./startup.ts";

/** A service that builds its image from a Dockerfile. */
export type Builder = Service & { readonly build: Build };

/** Reads a compose file or a manifest: each container that starts its image in a way of its own is an image to judge. */
export function openStack(tree: FileTree, source: Source, options: ProjectOptions): Project {
  const file = parseYaml(source);
  const problem = file.problems[0] ?? foreign(file);
  const dockerfile = noDockerfile(source, problem ? [problem] : []);
  const images = problem ? [] : isManifest(file)
    ? containersOf(file).map(({ container, image }) => inPublished(tree, source, container, image, image.text.text, options))
    : servicesOf(file).map((service) => inService(tree, source, service, options));
  const context = openContext(tree, dockerfile, [], { root: dirname(source.path) });
  return { dockerfile, stages: [], context, images: images.flatMap((each) => (each && !each.image.windows ? [each] : [])), builders: [], services: [], others: new Map() };
}

function foreign(file: YamlFile): Problem | undefined {
  const { source } = file;
  if (isComposeName(basename(source.path)) || isManifest(file) || valueOf(file.documents[0], "services")) return undefined;
  return { message: "This is neither a compose file nor a Kubernetes manifest: it has neither services nor apiVersion and kind.", at: source.at(0, 0) };
}

function inService(tree: FileTree, source: Source, { container, build, image }: Service, options: ProjectOptions): Judged | undefined {
  if (image) return inPublished(tree, source, container, image, settled(image), options);
  return build && inBuilt(tree, container, build, options);
}

/** A published image is known by its name; where its ENTRYPOINT is not, the container has to name one. */
function inPublished(tree: FileTree, source: Source, container: Container, name: YamlScalar, ref: string, { baseImages, run }: ProjectOptions): Judged | undefined {
  const known = ref.includes("{{") ? "unknown" : ref;
  const image = imageIn(container, publishedImage(source, name.text, known, baseImages));
  if (image.argv === "unknown" || !changesStart(container)) return undefined;
  return judge(image, openContext(tree, image.dockerfile, [image.stage], { root: dirname(source.path) }), run);
}

/** What a service leaves as its Dockerfile has it is said of the Dockerfile. */
function inBuilt(tree: FileTree, container: Container, build: Build, { top, baseImages, run }: ProjectOptions): Judged | undefined {
  if (top !== undefined && !inside(top, build.context)) return undefined;
  const entry = tree.read(build.dockerfile, top);
  if (entry.kind !== "file") return undefined;
  const dockerfile = parseDockerfile(new Source(build.dockerfile, entry.text), build.args);
  if (dockerfile.problems.length > 0) return undefined;
  const stages = stagesOf(dockerfile, baseImages);
  const stage = build.target === undefined ? stages.at(-1) : findStage(stages, build.target);
  if (!stage || (stage === stages.at(-1) && !changesStart(container))) return undefined;
  return judge(imageIn(container, imageOf(dockerfile, stage)), openContext(tree, dockerfile, stages, { root: build.context }), run);
}

/** What compose files say, by what a tree gave for them: large ones are read once, whatever looks at the tree. */
const read = new WeakMap<Entry, Map<string, readonly Builder[]>>();

/** The services that build a Dockerfile, of compose files beside it and in the folders above it up to `top`. */
export function buildersOf(tree: FileTree, dockerfile: string, top: string | undefined): readonly Builder[] {
  const found: Builder[] = [];
  for (let folder = dirname(dockerfile); ; folder = dirname(folder)) {
    found.push(...buildersIn(tree, folder).filter(({ build }) => build.dockerfile === dockerfile));
    if (folder === "/" || top === undefined || !inside(top, dirname(folder))) return found;
  }
}

function buildersIn(tree: FileTree, folder: string): readonly Builder[] {
  const entry = tree.read(folder);
  const names = entry.kind === "directory" ? entry.names.filter(isComposeName) : [];
  return names.flatMap((name) => buildersAt(join(folder, name), tree.read(join(folder, name))));
}

function buildersAt(path: string, entry: Entry): readonly Builder[] {
  if (entry.kind !== "file") return [];
  const byPath = read.get(entry) ?? new Map<string, readonly Builder[]>();
  read.set(entry, byPath);
  const services = byPath.get(path) ? [] : servicesOf(parseYaml(new Source(path, entry.text)));
  const builders = byPath.get(path) ?? services.flatMap(({ build, ...service }) => (build ? [{ ...service, build }] : []));
  byPath.set(path, builders);
  return builders;
}
