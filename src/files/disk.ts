import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readSync,
  readdirSync,
  realpathSync,
  statSync,
} from "node:fs";
import { longestPath } from "../text/limits.ts";
import type { Entry, FileTree } from "./tree.ts";
import { basename, dirname, inside, isInGit, normalize } from "./tree.ts";

/** Bytes of the longest file that is read, 8 MiB. */
export const largest = 8 * 1024 * 1024;
/** As much of a binary file as tells a shebang and the magic number of an executable. */
const head = 4096;

/** Where a path leads with its links resolved, or why nowhere. */
type Place = Entry | { readonly kind: "real"; readonly path: string };

/** The files of this machine. What was read once is not read again: a run sees one state of each file. */
export function diskTree(): FileTree {
  const places = new Map<string, Place>();
  const entries = new Map<string, Entry>();

  function locate(path: string): Place {
    const known = places.get(path);
    if (known) return known;
    const place = placeOf(path);
    places.set(path, place);
    return place;
  }

  /** Folders lead to what is in them, so that each is looked at once. */
  function placeOf(path: string): Place {
    try {
      if (path === "/" || !path.startsWith("/") || path.length > longestPath)
        return { kind: "real", path: realpathSync(path) };
      const folder = locate(dirname(path));
      if (folder.kind !== "real") return folder;
      const real = `${folder.path === "/" ? "" : folder.path}/${basename(path)}`;
      const stat = lstatSync(real, { throwIfNoEntry: false });
      if (!stat) return { kind: "missing" };
      return { kind: "real", path: stat.isSymbolicLink() ? realpathSync(real) : real };
    } catch (error) {
      return refusal(error);
    }
  }

  return {
    read(path, ...bounds) {
      const at = normalize(path);
      if (isInGit(at)) return { kind: "git" };
      const place = locate(at);
      if (place.kind !== "real") return place;
      const holds = (folder: string): boolean => {
        const root = locate(normalize(folder));
        return root.kind === "real" && inside(root.path, place.path);
      };
      if (!bounds.every((each) => (typeof each === "string" ? holds(each) : each.some(holds))))
        return { kind: "outside" };
      if (isInGit(place.path)) return { kind: "git" };
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
    if (statSync(realPath).isDirectory()) return { kind: "directory", realPath, names: readdirSync(realPath).sort() };
  } catch (error) {
    return refusal(error);
  }
  const content = readContent(realPath);
  if (!content.ok) return content.entry;
  const { bytes, executable } = content;
  if (isBinary(bytes)) {
    return { kind: "file", realPath, text: bytes.toString("utf8", 0, head), executable, lossless: false };
  }
  if (bytes.length > largest) return { kind: "unreadable", reason: "it is larger than 8 MiB" };
  const text = bytes.toString("utf8");
  return { kind: "file", realPath, text, executable, lossless: Buffer.from(text).equals(bytes) };
}

type Content =
  | { readonly ok: true; readonly bytes: Buffer; readonly executable: boolean }
  | { readonly ok: false; readonly entry: Entry };

/**
 * Reads a file, the only way in which this program reads one that is not its own: regular ones only, at most {@link
 * largest} bytes and one more, which shows that there are more. A pipe or a device is not opened, not even where it
 * takes a file's place meanwhile.
 */
function readContent(path: string): Content {
  const unfit: Content = { ok: false, entry: { kind: "unreadable", reason: "not a regular file" } };
  let file: number | undefined;
  try {
    if (!statSync(path).isFile()) return unfit;
    file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const stat = fstatSync(file);
    if (!stat.isFile()) return unfit;
    return { ok: true, bytes: readUpTo(file, largest + 1, stat.size), executable: (stat.mode & 0o111) !== 0 };
  } catch (error) {
    return { ok: false, entry: refusal(error) };
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/**
 * How files begin that are no text: ELF, Windows, Mach-O, zip and jar, gzip, xz, zstd, bzip2, WebAssembly, Java
 * classes, pictures. A zero alone is none: shells read over it.
 */
const magics = [
  "7f454c46",
  "4d5a",
  "cffaedfe",
  "cefaedfe",
  "feedface",
  "cafebabe",
  "504b0304",
  "1f8b",
  "fd377a585a00",
  "28b52ffd",
  "425a68",
  "0061736d",
  "89504e47",
  "ffd8ff",
  "47494638",
];

function isBinary(bytes: Buffer): boolean {
  const start = bytes.toString("hex", 0, 8);
  return (
    magics.some((magic) => start.startsWith(magic)) && bytes.subarray(0, head).some((byte) => byte === 0 || byte > 0x7f)
  );
}

/**
 * The start of a file, at most `limit` bytes: of a binary its head alone. `size` is what the system says of it, which
 * may be less than it has.
 */
function readUpTo(file: number, limit: number, size: number): Buffer {
  let bytes = Buffer.alloc(Math.min(limit, Math.max(head, size + 1)));
  let length = readSync(file, bytes, 0, Math.min(head, bytes.length), 0);
  if (length === 0 || isBinary(bytes.subarray(0, length))) return bytes.subarray(0, length);
  for (;;) {
    if (length === bytes.length && length < limit) bytes = Buffer.concat([bytes], Math.min(limit, length * 2));
    const more = length < bytes.length ? readSync(file, bytes, length, bytes.length - length, length) : 0;
    if (more === 0) return bytes.subarray(0, length);
    length += more;
  }
}

/** What is at a path. An own type, since users of the library need not have those of Node. */
export interface Status {
  /** Its permissions, as bits. */
  readonly mode: number;
  isFile(): boolean;
  isDirectory(): boolean;
  isSymbolicLink(): boolean;
}

/** What the system says of a path, of a link itself; undefined where nothing is there or it will not say. */
export function lstatOf(path: string): Status | undefined {
  try {
    return lstatSync(path);
  } catch (error) {
    systemError(error);
    return undefined;
  }
}

/** What the system says of what a path leads to; undefined where nothing is there or it will not say. */
export function statOf(path: string): Status | undefined {
  try {
    return statSync(path);
  } catch (error) {
    systemError(error);
    return undefined;
  }
}

/** The text of a file that is no link itself; empty where there is none, or where it is too long or cannot be read. */
export function plainText(path: string): string {
  if (lstatOf(path)?.isFile() !== true) return "";
  const content = readContent(path);
  return content.ok && content.bytes.length <= largest ? content.bytes.toString("utf8") : "";
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
