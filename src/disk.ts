import { closeSync, openSync, readFileSync, readSync, readdirSync, realpathSync, statSync } from "node:fs";
import type { Entry, FileTree } from "./files.ts";
import { inside, normalize } from "./files.ts";

/** Above this many bytes a file is no script and no Dockerfile: only its start is read. */
const largest = 4 * 1024 * 1024;
/** As much of a large or binary file as tells a shebang and the magic number of an executable. */
const head = 4096;

/** The files of this machine. What was read once is not read again: a run sees one state of each file. */
export function diskTree(): FileTree {
  const places = new Map<string, Entry | { readonly kind: "real"; readonly path: string }>();
  const entries = new Map<string, Entry>();

  function locate(path: string): Entry | { readonly kind: "real"; readonly path: string } {
    let place = places.get(path);
    if (!place) {
      try {
        place = { kind: "real", path: realpathSync(path) };
      } catch (error) {
        place = refusal(error);
      }
      places.set(path, place);
    }
    return place;
  }

  return {
    read(path, bounds) {
      const place = locate(normalize(path));
      if (place.kind !== "real") return place;
      if (bounds !== undefined) {
        const root = locate(normalize(bounds));
        if (root.kind !== "real" || !inside(root.path, place.path)) return { kind: "outside" };
      }
      let entry = entries.get(place.path);
      if (!entry) {
        entry = readEntry(place.path);
        entries.set(place.path, entry);
      }
      return entry;
    },
  };
}

function readEntry(realPath: string): Entry {
  try {
    const stat = statSync(realPath);
    if (stat.isDirectory()) return { kind: "directory", realPath, names: readdirSync(realPath).sort() };
    // Opening a pipe or a device could wait for ever.
    if (!stat.isFile()) return { kind: "unreadable", reason: "not a regular file" };
    const executable = (stat.mode & 0o111) !== 0;
    const start = readStart(realPath);
    if (stat.size > largest || start.includes(0)) {
      return { kind: "file", realPath, text: start.toString("utf8"), executable, lossless: false };
    }
    const bytes = stat.size > start.length ? readFileSync(realPath) : start;
    const text = bytes.toString("utf8");
    return { kind: "file", realPath, text, executable, lossless: Buffer.from(text).equals(bytes) };
  } catch (error) {
    return refusal(error);
  }
}

function readStart(path: string): Buffer {
  const file = openSync(path, "r");
  try {
    const buffer = Buffer.alloc(head);
    return buffer.subarray(0, readSync(file, buffer, 0, head, 0));
  } finally {
    closeSync(file);
  }
}

/** What a failed system call says about a path. Throws what is no system error again. */
function refusal(error: unknown): Entry {
  const { code, reason } = systemError(error);
  return code === "ENOENT" || code === "ENOTDIR" ? { kind: "missing" } : { kind: "unreadable", reason };
}

/** Code and words of a failed system call ("EACCES", "permission denied"). Throws what is no system error again. */
export function systemError(error: unknown): { readonly code: string; readonly reason: string } {
  if (typeof error !== "object" || error === null || !("code" in error) || !("message" in error)) throw error;
  const message = String(error.message);
  return { code: String(error.code), reason: /^\w+: ([^,]+)/.exec(message)?.[1] ?? message };
}
