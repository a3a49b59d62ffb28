/** A shell glob piece (`*`, `?`, `[a-z]`) as the source of a regular expression; undefined for extended globs. */
export function globToRegExp(glob: string): string | undefined {
  if (glob === "*") return ".*";
  if (glob === "?") return ".";
  const set = /^\[([!^]?)([^\]]*\]?[^\]]*)\]$/.exec(glob);
  if (!set || set[2]?.includes("[:")) return undefined;
  return `[${set[1] ? "^" : ""}${(set[2] ?? "").replace(/[\\\]^]/g, "\\$&")}]`;
}
