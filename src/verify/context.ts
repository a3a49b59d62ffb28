import { readdirSync } from "node:fs";
import tar from "tar-fs";
import { basename, inside, join, relative } from "../files.ts";

/** A build context for the engine, and the Dockerfile's place in it. */
export interface PackedContext {
  readonly archive: NodeJS.ReadableStream;
  readonly dockerfile: string;
}

/**
 * Packs a build context: the files below a folder, without those that `.dockerignore` leaves out, and the Dockerfile with `text`, which may lie
 * elsewhere.
 */
export function packContext(root: string, dockerfile: string, text: string, ignores: (path: string) => boolean): PackedContext {
  const own = inside(root, dockerfile) ? relative(root, dockerfile) : `.${basename(dockerfile)}.pid1lint`;
  const entries = [...filesBelow(root, "")].filter((path) => path !== own && !ignores(path));
  // `umask` is not in the published types: modes go to the engine as they are, whatever this process would give its own files.
  const options = {
    entries,
    umask: 0,
    finalize: false,
    finish(pack: tar.Pack): void {
      pack.entry({ name: own, mode: 0o644 }, text);
      pack.finalize();
    },
  };
  return { archive: tar.pack(root, options), dockerfile: own };
}

function* filesBelow(root: string, folder: string): Iterable<string> {
  for (const item of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = join(folder, item.name);
    if (item.isDirectory()) yield* filesBelow(root, path);
    else if (item.isFile() || item.isSymbolicLink()) yield path;
  }
}
