import { dirname, inside, join } from "../files/tree.ts";
import type { Entry, FileTree } from "../files/tree.ts";
import type { Unread } from "../image/files/image-file.ts";
import type { Build, DeployedImage, Described } from "../platforms/deployment.ts";
import { readDeploymentFile } from "../platforms/platform.ts";
import { mayBuild, platformOf } from "../platforms/platforms.ts";
import { Source } from "../text/source.ts";

/** A deployment that builds its image from a Dockerfile. */
export type Builder = Described<Extract<DeployedImage, { kind: "built" }>>;

/** Those of some deployments that build their image. */
export function buildersAmong(deployments: readonly Described[]): readonly Builder[] {
  return deployments.flatMap(({ deployment, image }) => (image.kind === "built" ? [{ deployment, image }] : []));
}

/** Whether the context or the Dockerfile that a compose file names is not to be read. */
export function isOutside(tree: FileTree, { context, dockerfile }: Build): boolean {
  return [context, dockerfile].some((path) => ["outside", "git"].includes(tree.read(path).kind));
}

/** The finding on a {@link Build} that {@link isOutside}. */
export function outsideOf({ written }: Build): readonly Unread[] {
  if (!written) return [];
  const { text, at } = written;
  const where = "is not read, because it lies outside the repository (without git: the folder named) or in .git";
  const way = `name a folder that holds both, or allow it with --context ${text}`;
  return [{ at, message: `the build context ${text}, or its Dockerfile, ${where}: ${way}` }];
}

/** What files say, by what a tree gave for them: large ones are read once, whatever looks at the tree. */
const read = new WeakMap<Entry, Map<string, readonly Builder[]>>();

/** The builders of the files in a folder, by the Dockerfile that they build; a tree is one state of the files. */
const byFolder = new WeakMap<FileTree, Map<string, ReadonlyMap<string, readonly Builder[]>>>();

/** The deployments that build a Dockerfile, of compose files beside it and in the folders above it up to `top`. */
export function buildersOf(tree: FileTree, dockerfile: string, top: string | undefined): readonly Builder[] {
  const found: Builder[] = [];
  for (let folder = dirname(dockerfile); ; folder = dirname(folder)) {
    for (const each of buildersIn(tree, folder).get(dockerfile) ?? []) found.push(each);
    if (folder === "/" || top === undefined || !inside(top, dirname(folder))) return found;
  }
}

/** All builders of compose files in a folder. */
export function buildersInFolder(tree: FileTree, folder: string): readonly Builder[] {
  return [...buildersIn(tree, folder).values()].flat();
}

function buildersIn(tree: FileTree, folder: string): ReadonlyMap<string, readonly Builder[]> {
  const folders = byFolder.get(tree) ?? new Map<string, ReadonlyMap<string, readonly Builder[]>>();
  byFolder.set(tree, folders);
  const known = folders.get(folder);
  if (known) return known;
  const builders = new Map<string, Builder[]>();
  const entry = tree.read(folder);
  const names = entry.kind === "directory" ? entry.names : [];
  for (const name of names.filter(mayBuild)) {
    for (const each of buildersAt(join(folder, name), tree.read(join(folder, name)))) {
      const { dockerfile } = each.image.build;
      const same = builders.get(dockerfile) ?? [];
      same.push(each);
      builders.set(dockerfile, same);
    }
  }
  folders.set(folder, builders);
  return builders;
}

/** Absolute paths of the Dockerfiles that a compose file builds. */
export function dockerfilesBuiltBy(tree: FileTree, path: string): readonly string[] {
  return buildersAt(path, tree.read(path)).map(({ image }) => image.build.dockerfile);
}

function buildersAt(path: string, entry: Entry): readonly Builder[] {
  if (entry.kind !== "file") return [];
  const byPath = read.get(entry) ?? new Map<string, readonly Builder[]>();
  read.set(entry, byPath);
  const known = byPath.get(path);
  if (known) return known;
  const file = readDeploymentFile(new Source(path, entry.text));
  const builders = buildersAmong(platformOf(file)?.read(file) ?? []);
  byPath.set(path, builders);
  return builders;
}
