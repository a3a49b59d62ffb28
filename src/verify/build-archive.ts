import { constants, lstatSync, readdirSync, readlinkSync } from "node:fs";
import { open } from "node:fs/promises";
import { basename, inside, join, relative } from "../files/tree.ts";
import { EngineError, reasonOf } from "./engine/errors.ts";
import { tarEnd, tarHeader, tarPadding } from "./engine/tar.ts";
import type { TarEntry } from "./engine/tar.ts";

/** A build context for the engine, a tar archive, and the Dockerfile's place in it. */
interface PackedContext {
  /** Files are read while it is taken. Throws an EngineError that names what cannot be read. */
  readonly archive: AsyncIterable<Uint8Array>;
  readonly dockerfile: string;
}

/**
 * Packs a build context: files, folders and links below a folder, without those that `.dockerignore` leaves out, and
 * the Dockerfile with `text`, which may lie elsewhere. No link is followed; pipes, sockets and devices are left out.
 */
export function packContext(
  root: string,
  dockerfile: string,
  text: string,
  ignores: (path: string) => boolean,
): PackedContext {
  const own = inside(root, dockerfile) ? relative(root, dockerfile) : `.${basename(dockerfile)}.pid1lint`;
  const archive = pack(root, { path: own, content: Buffer.from(text) }, (path) => path === own || ignores(path));
  return { archive, dockerfile: own };
}

/** A file that does not stand in the folder as it goes into the archive. */
interface Made {
  readonly path: string;
  readonly content: Buffer;
}

async function* pack(root: string, last: Made, leftOut: (path: string) => boolean): AsyncIterable<Uint8Array> {
  let entries;
  try {
    entries = entriesBelow(root, "", leftOut);
  } catch (error) {
    throw unreadable(error);
  }
  for (const entry of entries) {
    if (entry.kind === "file") yield* packFile(root, entry);
    else yield tarHeader(entry);
  }
  const { path, content } = last;
  yield tarHeader({ path, kind: "file", mode: 0o644, size: content.length, modified: 0 });
  yield content;
  yield tarPadding(content.length);
  yield tarEnd;
}

/** A folder goes in front of what is in it; one that is left out does not take back what `!` takes in again. */
function entriesBelow(root: string, folder: string, leftOut: (path: string) => boolean): readonly TarEntry[] {
  const entries: TarEntry[] = [];
  for (const name of namesIn(join(root, folder), folder !== "" && leftOut(folder))) {
    const path = join(folder, name);
    const stat = lstatSync(join(root, path));
    const common = { path, mode: modeOf(stat.mode), size: 0, modified: stat.mtimeMs / 1000 };
    if (stat.isDirectory()) {
      const below = entriesBelow(root, path, leftOut);
      if (below.length > 0 || !leftOut(path)) entries.push({ ...common, kind: "folder" });
      for (const entry of below) entries.push(entry);
    } else if (leftOut(path)) continue;
    else if (stat.isSymbolicLink()) entries.push({ ...common, kind: "link", target: readlinkSync(join(root, path)) });
    else if (stat.isFile()) entries.push({ ...common, kind: "file" });
  }
  return entries;
}

/** The engine does not miss what is left out, so it need not be readable. */
function namesIn(folder: string, leftOut: boolean): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    if (leftOut) return [];
    throw error;
  }
}

function unreadable(error: unknown): EngineError {
  return new EngineError(`cannot read the build context: ${reasonOf(error)}`);
}

/** Windows has no executable bit; Docker's own client gives it to everything there. */
function modeOf(mode: number): number {
  return process.platform === "win32" ? mode | 0o111 : mode;
}

async function* packFile(root: string, entry: TarEntry): AsyncIterable<Uint8Array> {
  const path = join(root, entry.path);
  // What has become a link or a pipe since it was found is not followed, and not waited for.
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(
    (error: unknown) => {
      throw unreadable(error);
    },
  );
  try {
    const stat = await file.stat();
    if (!stat.isFile()) throw new EngineError(`${path} was replaced while the build context was read`);
    const { size } = stat;
    yield tarHeader({ ...entry, size });
    let left = size;
    if (size > 0) {
      for await (const chunk of file.createReadStream({ end: size - 1, autoClose: false })) {
        left -= chunk.length;
        yield chunk;
      }
    }
    if (left > 0) throw new EngineError(`${path} was truncated while the build context was read`);
    yield tarPadding(size);
  } finally {
    await file.close();
  }
}
