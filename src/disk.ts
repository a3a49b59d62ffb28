import { randomBytes } from "node:crypto";
import {
  accessSync, closeSync, constants, fchmodSync, fchownSync, fsyncSync, openSync, readFileSync, readSync, readdirSync, realpathSync,
  renameSync, rmSync, statSync, writeFileSync,
} from "node:fs";
import type { Entry, FileTree } from "./files.ts";
import { basename, dirname, inside, join, normalize } from "./files.ts";

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

/** A file's text as it was read and as it shall be. */
export interface FileChange {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/**
 * How writing went. A failure names the file and the reason; `changed` are files that hold the new text all the same, because
 * they could not be set back: normally none.
 */
export type WriteResult =
  | { readonly ok: true }
  | { readonly ok: false; readonly path: string; readonly reason: string; readonly changed: readonly string[] };

/** New content beside the file that it will replace. */
interface Staged {
  readonly change: FileChange;
  readonly target: string;
  readonly temporary: string;
}

/**
 * Writes a set of files: all of them, or none. Each is replaced atomically and keeps its mode, and its owner where that is permitted; a
 * link stays, the file that it leads to is written. Refused where a file is no longer what it was when it was read, or is read-only.
 */
export function writeFiles(changes: readonly FileChange[]): WriteResult {
  const staged: Staged[] = [];
  const done: Staged[] = [];
  let current = changes[0];
  if (!current) return { ok: true };
  try {
    for (const change of changes) {
      current = change;
      const target = realpathSync(change.path);
      const objected = objection(target, change);
      if (objected !== undefined) return failure(change, objected, done);
      staged.push({ change, target, temporary: stage(target, change.after) });
    }
    for (const item of staged) {
      current = item.change;
      // Again, and as late as can be: staging took its time.
      const objected = objection(item.target, item.change);
      if (objected !== undefined) return failure(item.change, objected, done);
      renameSync(item.temporary, item.target);
      done.push(item);
    }
    return { ok: true };
  } catch (error) {
    return failure(current, systemError(error).reason, done);
  } finally {
    for (const { temporary } of staged) rmSync(temporary, { force: true });
  }
}

function objection(target: string, change: FileChange): string | undefined {
  const stat = statSync(target);
  if (!stat.isFile()) return "not a regular file";
  if ((stat.mode & 0o222) === 0) return "the file is read-only";
  accessSync(target, constants.W_OK);
  return readFileSync(target).equals(Buffer.from(change.before)) ? undefined : "the file changed since it was read";
}

/** Writes content into a new file in the target's folder, with the target's mode and owner; gives its path. */
function stage(target: string, content: string): string {
  const { mode, uid, gid } = statSync(target);
  const temporary = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString("hex")}.tmp`);
  const file = openSync(temporary, "wx", 0o600);
  try {
    writeFileSync(file, content);
    try {
      fchownSync(file, uid, gid);
    } catch {
      // Only root may give a file away.
    }
    fchmodSync(file, mode & 0o7777);
    fsyncSync(file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  } finally {
    closeSync(file);
  }
  return temporary;
}

function failure(change: FileChange, reason: string, done: readonly Staged[]): WriteResult {
  const changed: string[] = [];
  for (const item of done.toReversed()) {
    try {
      renameSync(stage(item.target, item.change.before), item.target);
    } catch {
      changed.push(item.change.path);
    }
  }
  return { ok: false, path: change.path, reason, changed };
}
