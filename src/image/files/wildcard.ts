import { Glob, literally, run, wildIn } from "../../text/glob.ts";
import type { Token } from "../../text/glob.ts";
import { readSet } from "../../text/glob-set.ts";

/** Whether a path has `*`, `?` or `[`, as COPY, ADD and the shell take them. */
export function hasWildcard(path: string): boolean {
  return /[*?[]/.test(path);
}

/**
 * How paths are matched: `builder`, by COPY and ADD, which is Go's `filepath.Match`; `parents`, by COPY with
 * `--parents`, where `**` also takes slashes; `shell`, by the shell of a RUN; `outline`, a word of a RUN with `**` for
 * what is not known.
 */
type WildcardStyle = "builder" | "parents" | "shell" | "outline";

/** A pattern for whole paths. No wildcard takes a slash but `**`. Undefined if it is malformed. */
export function wildcard(pattern: string, style: WildcardStyle): Glob | undefined {
  const tokens = tokensOf(pattern, style);
  return tokens && new Glob(tokens);
}

function tokensOf(pattern: string, style: WildcardStyle): readonly Token[] | undefined {
  const byShell = style === "shell" || style === "outline";
  const deep = style === "parents" || style === "outline";
  const tokens: Token[] = [];
  for (let at = 0; at < pattern.length;) {
    const char = pattern.charAt(at);
    const wild = wildIn(char);
    if (deep && pattern.startsWith("**", at)) {
      const folders = pattern[at + 2] === "/";
      tokens.push(folders ? { kind: "folders" } : run(true));
      at += folders ? 3 : 2;
    } else if (wild) {
      tokens.push(wild);
      at++;
    } else if (char === "[") {
      const set = readSet(pattern, at, byShell ? "shell" : "go");
      // To a shell a bracket that nothing closes, or only behind a slash, stands for itself.
      const alone = byShell && (set ? pattern.slice(at, set.end).includes("/") : !pattern.includes("]", at + 2));
      if (!set && !alone) return undefined;
      tokens.push(...(set && !alone ? [set.token] : literally("[")));
      at = set && !alone ? set.end : at + 1;
    } else {
      const escaped = char === "\\" && at + 1 < pattern.length;
      if (char === "\\" && !escaped && !byShell) return undefined;
      const [written = ""] = pattern.slice(escaped ? at + 1 : at, at + 3);
      tokens.push(...literally(written));
      at += written.length + (escaped ? 1 : 0);
    }
  }
  return tokens;
}
