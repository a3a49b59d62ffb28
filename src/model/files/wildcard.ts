/** Whether a path has `*`, `?` or `[`, as COPY, ADD and the shell take them. */
export function hasWildcard(path: string): boolean {
  return /[*?[]/.test(path);
}

/**
 * A pattern of COPY or of the shell as a regular expression for whole paths. No wildcard matches a slash, but for `**` in a
 * `deep` pattern. Undefined if it is malformed.
 */
export function wildcard(pattern: string, deep = false): RegExp | undefined {
  let source = "";
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern[at] ?? "";
    const set = char === "[" ? /^\[([!^]?)(\]?[^\]]*)\]/.exec(pattern.slice(at)) : null;
    if (deep && pattern.startsWith("**", at)) {
      const folders = pattern[at + 2] === "/";
      source += folders ? "(.*/)?" : ".*";
      at += folders ? 2 : 1;
    } else if (char === "*") {
      source += "[^/]*";
    } else if (char === "?") {
      source += "[^/]";
    } else if (set) {
      source += `[${set[1] ? "^/" : ""}${(set[2] ?? "").replace(/[\\[\]^]/g, "\\$&")}]`;
      at += set[0].length - 1;
    } else {
      if (char === "\\") at++;
      source += (pattern[at] ?? "\\").replace(/[\\^$.*+?()[\]{}|/]/, "\\$&");
    }
  }
  try {
    return new RegExp(`^${source}$`, "s");
  } catch {
    return undefined;
  }
}

/** The path or the nearest folder above it that a pattern matches; undefined if none does. */
export function matchAbove(pattern: RegExp, path: string): string | undefined {
  for (let at = path; at !== "/" && at !== ""; at = at.slice(0, Math.max(at.lastIndexOf("/"), 0))) {
    if (pattern.test(at)) return at;
  }
  return undefined;
}
