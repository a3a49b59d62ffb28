import { inside, join, relative } from "../files/tree.ts";
import type { FileTree } from "../files/tree.ts";
import { findCommand } from "../image/build-context.ts";
import type { BuildContext } from "../image/build-context.ts";
import type { Stage } from "../image/built-image.ts";
import { ContextFiles } from "../image/files/context-files.ts";
import type { Found } from "../image/files/layers.ts";
import type { Deployment, Mount } from "../platforms/deployment.ts";

/**
 * The files of a context as a container has them that mounts others in front of them. What a mounted folder does not
 * have in the sources may be made there before it runs: then the image's file is taken for it. `top`: the highest
 * folder from which anything is read.
 */
export function withMounts(
  context: BuildContext,
  { mounts, place }: Deployment,
  tree: FileTree,
  top: string,
): BuildContext {
  const readable = mounts.filter(({ source }) => inside(top, source));
  if (readable.length === 0 || place === undefined) return context;
  const files = new ContextFiles(tree, top, () => false);

  function mountedAt(path: string): Found | undefined {
    const mount = innermost(readable, path);
    if (!mount) return undefined;
    const entry = files.read(relative(top, join(mount.source, relative(mount.target, path))));
    if (entry.kind !== "file") return undefined;
    const { text, executable, lossless } = entry;
    return {
      file: { kind: "file", text, executable, by: place ?? text.locate(0, 0), altered: undefined, fixable: lossless },
      certain: true,
    };
  }

  const find = (stage: Stage, path: string): Found => mountedAt(path) ?? context.find(stage, path);
  return {
    ...context,
    get used() {
      return new Set([...context.used, ...files.used]);
    },
    find,
    lookup: (stage, path) => find(stage, join("/", path)).file,
    command: (stage, name, workdir, searchPath) =>
      findCommand({ find: (path) => find(stage, path) }, name, workdir, searchPath),
  };
}

/** The mount that stands at a path, or at the nearest folder above it. */
function innermost(mounts: readonly Mount[], path: string): Mount | undefined {
  return mounts
    .filter(({ target }) => target === path || inside(target, path))
    .reduce<Mount | undefined>((one, two) => (one && one.target.length > two.target.length ? one : two), undefined);
}
