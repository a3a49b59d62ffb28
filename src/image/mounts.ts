import type { Location } from "../text/source.ts";
import { inside, join, relative } from "../files/tree.ts";
import type { FileTree } from "../files/tree.ts";
import { findCommand } from "./build-context.ts";
import type { BuildContext } from "./build-context.ts";
import { ContextFiles } from "./files/context-files.ts";
import { directory } from "./files/layers.ts";
import type { Found } from "./files/layers.ts";
import type { Stage } from "./built-image.ts";

/** A file or folder beside the sources that a container sees at a path of its own. */
export interface Mount {
  /** Absolute path in the file tree. */
  readonly source: string;
  /** Absolute path in the container. */
  readonly target: string;
  readonly at: Location;
}

/** Where mounts are read: nothing outside of the folder is. */
interface Origin {
  readonly tree: FileTree;
  /** The repository's root. */
  readonly top: string;
}

/**
 * The files of a container: those of its image, and over them those that are mounted. What is missing where a mount
 * comes from is taken to be as in the image: a folder of sources is mounted over the same, of which the image has the
 * built files too.
 */
export function mounted(context: BuildContext, mounts: readonly Mount[], { tree, top }: Origin): BuildContext {
  const within = mounts.filter(({ source }) => inside(top, source));
  if (within.length === 0) return context;
  const deepestFirst = within.sort((one, two) => two.target.length - one.target.length);
  const files = new ContextFiles(tree, top, () => false);
  const found = (path: string): Found | undefined => {
    const mount = deepestFirst.find(({ target }) => inside(target, path));
    const entry = mount && files.read(relative(top, join(mount.source, relative(mount.target, path))));
    if (entry?.kind === "directory") return directory;
    if (!mount || entry?.kind !== "file") return undefined;
    const { text, executable, lossless } = entry;
    return {
      file: { kind: "file", text, executable, by: mount.at, altered: undefined, fixable: lossless },
      certain: true,
    };
  };
  const find = (stage: Stage, path: string): Found => found(path) ?? context.find(stage, path);
  return {
    ...context,
    get used() {
      return new Set([...context.used, ...files.used]);
    },
    find,
    lookup: (stage, path) => found(join("/", path))?.file ?? context.lookup(stage, path),
    command: (stage, name, workdir, searchPath) =>
      findCommand({ find: (path) => find(stage, path) }, name, workdir, searchPath),
  };
}
