import { Source } from "../text/source.ts";

/**
 * What stands at a path. `realPath` is the path with every link in it resolved: a link that leads out of a folder is
 * told by it. `text` is decoded UTF-8 with its BOM; `lossless` is false where encoding it again gives other bytes, or
 * where only the start was read.
 */
export type Entry =
  | {
      readonly kind: "file";
      readonly realPath: string;
      readonly text: string;
      readonly executable: boolean;
      readonly lossless: boolean;
    }
  | { readonly kind: "directory"; readonly realPath: string; readonly names: readonly string[] }
  | { readonly kind: "missing" }
  /** Its real path lies outside the bounds given. Never read. */
  | { readonly kind: "outside" }
  /** It really lies in a `.git`, or is one: credentials and hooks are there. No tree ever reads it. */
  | { readonly kind: "git" }
  /** There, but the system refuses it (permissions, a device); `reason` is its own word. */
  | { readonly kind: "unreadable"; readonly reason: string };

/** A folder, or several of which one has to hold a file. */
export type Bounds = string | readonly string[];

/**
 * Files as the core sees them; the core never touches the disk itself. Paths are absolute, normalized, with forward
 * slashes ("/srv/app/Dockerfile"); the root is "/". Reading is synchronous and cached: one run sees one state.
 */
export interface FileTree {
  /** With `bounds`, whatever really lies outside one of them is "outside" and its content is not touched. */
  read(path: string, ...bounds: readonly Bounds[]): Entry;
}

/** A file's text as it was read and as it shall be. `path` is the file's own, not that of a link to it. */
export interface FileChange {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/** A file of a {@link memoryTree}: its text, or text and executable bit (without one by default). */
export type MemoryFile = string | { readonly text: string; readonly executable?: boolean };

/**
 * A tree held in memory, for tests and for callers without a disk. Keys are absolute paths; folders follow from them.
 */
export function memoryTree(files: Readonly<Record<string, MemoryFile>>): FileTree {
  const folders = new Map<string, Set<string>>([["/", new Set()]]);
  const entries = new Map<string, Entry>();
  for (const [key, file] of Object.entries(files)) {
    const realPath = normalize(key);
    const { text, executable = false } = typeof file === "string" ? { text: file } : file;
    entries.set(realPath, { kind: "file", realPath, text, executable, lossless: true });
    for (let path = realPath; path !== "/"; path = dirname(path)) {
      const names = folders.get(dirname(path)) ?? new Set();
      folders.set(dirname(path), names.add(basename(path)));
    }
  }
  for (const [realPath, names] of folders)
    entries.set(realPath, { kind: "directory", realPath, names: [...names].sort() });
  return {
    read(path, ...bounds) {
      const at = normalize(path);
      if (!bounds.every((each) => [each].flat().some((folder) => inside(folder, at)))) return { kind: "outside" };
      return isInGit(at) ? { kind: "git" } : (entries.get(at) ?? { kind: "missing" });
    },
  };
}

const boundedTrees = new WeakMap<FileTree, Map<string, FileTree>>();

/**
 * A tree of which nothing is read but what really lies in one of some folders, the same one each time; without folders,
 * all of it.
 */
export function bounded(tree: FileTree, folders: readonly string[] | undefined): FileTree {
  if (!folders) return tree;
  const made = boundedTrees.get(tree) ?? new Map<string, FileTree>();
  boundedTrees.set(tree, made);
  const key = folders.join("\0");
  const known: FileTree = made.get(key) ?? { read: (path, ...bounds) => tree.read(path, folders, ...bounds) };
  made.set(key, known);
  return known;
}

/**
 * A tree in which some files have another text. Their executable bit stays; a change to a file is seen through every
 * link to it. Read twice, a file is the same entry.
 */
export function overlay(tree: FileTree, changed: ReadonlyMap<string, string>): FileTree {
  const texts = new Map<string, string>();
  for (const [path, text] of changed) {
    const entry = tree.read(path);
    texts.set(entry.kind === "file" ? entry.realPath : normalize(path), text);
  }
  const entries = new Map<string, Entry>();
  return {
    read(path, ...bounds) {
      const entry = tree.read(path, ...bounds);
      if (entry.kind !== "missing" && entry.kind !== "file") return entry;
      const file =
        entry.kind === "file"
          ? entry
          : { kind: "file" as const, realPath: normalize(path), executable: false, lossless: true };
      const text = texts.get(file.realPath);
      if (text === undefined) return entry;
      const changed = entries.get(file.realPath) ?? { ...file, text };
      entries.set(file.realPath, changed);
      return changed;
    },
  };
}

/** The texts of a tree's files, each made once; what is no file has an empty one. */
export function sourcesOf(tree: FileTree): (path: string) => Source {
  const sources = new Map<string, Source>();
  return (path) => {
    const entry = sources.has(path) ? undefined : tree.read(path);
    const source = sources.get(path) ?? new Source(path, entry?.kind === "file" ? entry.text : "");
    sources.set(path, source);
    return source;
  };
}

/** Why an entry is no file to read, in words that follow the name of its path; undefined for a file. */
export function obstacleOf(entry: Entry): string | undefined {
  switch (entry.kind) {
    case "file":
      return undefined;
    case "directory":
      return "it is a folder";
    case "missing":
      return "no such file";
    case "outside":
      return "it is outside the repository";
    case "git":
      return "it is inside .git, which is never read";
    case "unreadable":
      return `it cannot be read: ${entry.reason}`;
  }
}

/** How many calls of {@link unrecorded} are under way. */
let looking = 0;

/** A tree that notes what is asked of it: paths, whether something is there or not, and where links to files lead. */
export function recording(tree: FileTree): { readonly tree: FileTree; readonly asked: ReadonlySet<string> } {
  const asked = new Set<string>();
  return {
    asked,
    tree: {
      read(path, ...bounds) {
        const entry = tree.read(path, ...bounds);
        if (looking > 0) return entry;
        asked.add(normalize(path));
        if (entry.kind === "file") asked.add(entry.realPath);
        return entry;
      },
    },
  };
}

/** What `look` finds, with no note of what it asks for: most of what is looked through turns out to say nothing. */
export function unrecorded<T>(look: () => T): T {
  looking++;
  try {
    return look();
  } finally {
    looking--;
  }
}

// Characters that HFS+ leaves out when it compares names: `.g\u200cit` is `.git` there.
const unseen = /[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/g;

/**
 * Whether a path is a `.git` or lies in one, by any name that some file system takes for it (`.GIT`, NTFS's `git~1`).
 */
export function isInGit(path: string): boolean {
  if (!/git/i.test(path.replace(unseen, ""))) return false;
  return path.split(/[/\\]/).some((name) => /^(?:\.git|git~1)[ .]*(?::|$)/i.test(name.replace(unseen, "")));
}

/**
 * Drops empty, "." and resolvable ".." segments and a trailing slash: "/a//b/../c/" is "/a/c"; above "/" is "/"; "" is
 * ".".
 */
export function normalize(path: string): string {
  const absolute = path.startsWith("/");
  // Nearly all that come here are so already.
  if (isPlain(path) || (absolute && !/\/\.{0,2}(?:\/|$)/.test(path))) return path;
  const kept: string[] = [];
  for (const segment of path.split("/")) {
    if (segment === "" || segment === ".") continue;
    if (segment !== "..") kept.push(segment);
    else if (kept.length > 0 && kept.at(-1) !== "..") kept.pop();
    else if (!absolute) kept.push("..");
  }
  return (absolute ? "/" : "") + kept.join("/") || ".";
}

/** Whether no segment is empty or begins with a dot: quick to see, and nothing is left to drop. */
function isPlain(path: string): boolean {
  return path !== "" && !path.startsWith(".") && !path.endsWith("/") && !path.includes("//") && !path.includes("/.");
}

/** Puts paths one below the other, an absolute one too: `join("/srv", "/app")` is "/srv/app". */
export function join(...parts: readonly string[]): string {
  return normalize(parts.filter((part) => part !== "").join("/"));
}

/** A path as seen from a folder: an absolute one stands for itself, `resolve("/srv", "/app")` is "/app". */
export function resolve(folder: string, path: string): string {
  return path.startsWith("/") ? normalize(path) : join(folder, path);
}

/** The folder that a path is in; "/" for "/", "." for a bare name. */
export function dirname(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? "." : path.slice(0, slash) || "/";
}

/** The last segment of a path; "" for "/". */
export function basename(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** Whether a path is a folder or lies below it. Both absolute; links are not looked at. */
export function inside(root: string, path: string): boolean {
  const folder = normalize(root);
  const at = normalize(path);
  return at.startsWith(folder) && (at.length === folder.length || folder === "/" || at[folder.length] === "/");
}

/**
 * A path below or beside a folder, relative to it: `relative("/a/b", "/a/c/d")` is "../c/d"; "" for the folder itself.
 * Both absolute.
 */
export function relative(folder: string, path: string): string {
  const [start, end] = [normalize(folder), normalize(path)];
  if (end.startsWith(`${start}/`)) return end.slice(start.length + 1);
  const from = start.split("/").filter(Boolean);
  const to = end.split("/").filter(Boolean);
  let shared = 0;
  while (shared < from.length && shared < to.length && from[shared] === to[shared]) shared++;
  return [...from.slice(shared).map(() => ".."), ...to.slice(shared)].join("/");
}
