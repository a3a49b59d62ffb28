import { Glob, literally, run } from "../text/glob.ts";
import type { Token } from "../text/glob.ts";
import { readSet } from "../text/glob-set.ts";
import { longestPath } from "../text/limits.ts";

/** A pattern as `.gitignore` writes it. */
interface GitPattern {
  /** Starts with `!`: takes back in what an earlier pattern leaves out. */
  readonly negated: boolean;
  /**
   * Whether it speaks of a path, below the folder of the ignore file and without a slash at either end. Not of what is
   * in a folder that it speaks of.
   */
  readonly matches: (path: string, isFolder: boolean) => boolean;
}

/** Reads a line of an ignore file as git does. Undefined for a blank line, a comment, and for what matches nothing. */
export function gitPattern(line: string): GitPattern | undefined {
  if (line.startsWith("#")) return undefined;
  const negated = line.startsWith("!");
  let text = bytes(withoutTrailingSpaces(negated ? line.slice(1) : line));
  const onlyFolders = text.endsWith("/");
  if (onlyFolders) text = text.slice(0, -1);
  if (text === "") return undefined;
  const byName = !text.includes("/");
  const tokens = read(text.startsWith("/") ? text.slice(1) : text);
  if (!tokens) return undefined;
  const glob = new Glob(tokens);
  return {
    negated,
    matches: (path, isFolder) =>
      (isFolder || !onlyFolders) &&
      path.length <= longestPath &&
      glob.matches(bytes(byName ? path.slice(path.lastIndexOf("/") + 1) : path)),
  };
}

/**
 * The pattern that decides about a path, which has a slash at its end if it is a folder: the last that matches it, or
 * of the folder nearest to the top that is left out, since nothing in there can be taken back in. Undefined if no
 * pattern speaks of it.
 */
export function decisive<P extends GitPattern>(patterns: readonly P[], path: string): P | undefined {
  for (let slash = path.indexOf("/"); slash >= 0 && slash < path.length - 1; slash = path.indexOf("/", slash + 1)) {
    const above = lastMatch(patterns, path.slice(0, slash), true);
    if (above && !above.negated) return above;
  }
  return path.endsWith("/") ? lastMatch(patterns, path.slice(0, -1), true) : lastMatch(patterns, path, false);
}

/** The last pattern that matches a path itself. */
function lastMatch<P extends GitPattern>(patterns: readonly P[], path: string, isFolder: boolean): P | undefined {
  return patterns.findLast((each) => each.matches(path, isFolder));
}

/** What one ignore file says of its folder, which is "" or ends with a slash, and of what is below. */
interface Level {
  readonly folder: string;
  readonly patterns: readonly GitPattern[];
}

/** What the ignore files of a repository say, each of its own folder and what is below. */
export class IgnoreRules {
  static readonly none = new IgnoreRules([]);
  /** The nearest first: it has the last word. */
  readonly #levels: readonly Level[];
  readonly #folders = new Map<string, boolean>();

  private constructor(levels: readonly Level[]) {
    this.#levels = levels;
  }

  /** These, and before them those of an ignore file in a folder: "" for the top, else its path from there. */
  with(text: string, folder: string): IgnoreRules {
    const patterns = text
      .replace(/^\uFEFF/, "")
      .split("\n")
      .flatMap((line) => gitPattern(line.endsWith("\r") ? line.slice(0, -1) : line) ?? []);
    return patterns.length === 0
      ? this
      : new IgnoreRules([{ folder: folder === "" ? "" : `${folder}/`, patterns }, ...this.#levels]);
  }

  /** Whether they leave out a path, or a folder that it is in; with a slash at its end the path is a folder. */
  ignores(path: string): boolean {
    const isFolder = path.endsWith("/");
    const at = isFolder ? path.slice(0, -1) : path;
    for (let slash = at.indexOf("/"); slash >= 0; slash = at.indexOf("/", slash + 1)) {
      if (this.#leavesOutFolder(at.slice(0, slash))) return true;
    }
    return isFolder ? this.#leavesOutFolder(at) : this.#leavesOut(at, false);
  }

  #leavesOutFolder(folder: string): boolean {
    const known = this.#folders.get(folder) ?? this.#leavesOut(folder, true);
    this.#folders.set(folder, known);
    return known;
  }

  #leavesOut(path: string, isFolder: boolean): boolean {
    for (const { folder, patterns } of this.#levels) {
      const pattern = path.startsWith(folder) ? lastMatch(patterns, path.slice(folder.length), isFolder) : undefined;
      if (pattern) return !pattern.negated;
    }
    return false;
  }
}

/** git sees bytes: `?` is one of them. */
function bytes(text: string): string {
  // eslint-disable-next-line no-control-regex
  if (/^[\0-\x7f]*$/.test(text)) return text;
  return Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join("");
}

/** A backslash keeps the space behind it. */
function withoutTrailingSpaces(line: string): string {
  let end = line.length;
  while (line[end - 1] === " ") end--;
  let backslashes = 0;
  while (line[end - 1 - backslashes] === "\\") backslashes++;
  return line.slice(0, backslashes % 2 === 1 && end < line.length ? end + 1 : end);
}

/** The tokens of a pattern; undefined if it is malformed, since then it matches nothing. */
function read(pattern: string): readonly Token[] | undefined {
  const tokens: Token[] = [];
  const wild = pattern.search(/[*?[\\]/);
  for (let at = 0; at < pattern.length;) {
    const char = pattern.charAt(at);
    if (char === "*") {
      let end = at;
      while (pattern[end] === "*") end++;
      // git compares what stands in front of the first wildcard on its own, so that the pattern starts there for what
      // follows.
      const deep =
        end - at > 1 && (at === wild || pattern[at - 1] === "/") && /^(?:$|\\?\/)/.test(pattern.slice(end, end + 2));
      if (deep && pattern[end] === "/") tokens.push({ kind: "folders" });
      else tokens.push(run(deep));
      at = deep && pattern[end] === "/" ? end + 1 : end;
    } else if (char === "?") {
      tokens.push({ kind: "any", slash: false });
      at++;
    } else if (char === "[") {
      const set = readSet(pattern, at, "git");
      if (!set) return undefined;
      tokens.push(set.token);
      at = set.end;
    } else {
      const escaped = char === "\\";
      if (escaped && at + 1 === pattern.length) return undefined;
      tokens.push(...literally(escaped ? pattern.charAt(at + 1) : char));
      at += escaped ? 2 : 1;
    }
  }
  return tokens;
}
