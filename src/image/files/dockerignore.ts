import { basename, dirname, join, normalize } from "../../files/tree.ts";
import type { FileTree } from "../../files/tree.ts";
import { Glob, literally, run, wildIn } from "../../text/glob.ts";
import type { Token } from "../../text/glob.ts";
import { readSet } from "../../text/glob-set.ts";
import { longestPath } from "../../text/limits.ts";

/** Says of a path relative to the context's root, without a leading slash, whether it is left out. */
export type Ignores = (path: string) => boolean;

/** The `.dockerignore` of a build: the one named after the Dockerfile beside it, else the one at the context's root. */
export function readIgnore(tree: FileTree, root: string, dockerfile: string): Ignores {
  const own = tree.read(join(dirname(dockerfile), `${basename(dockerfile)}.dockerignore`));
  const entry = own.kind === "file" ? own : tree.read(join(root, ".dockerignore"), root);
  return ignoring(entry.kind === "file" ? entry.text.replace(/^\uFEFF/, "").split(/\r?\n/) : []);
}

/** A pattern of `.dockerignore`. */
interface Rule {
  readonly negated: boolean;
  readonly glob: Glob;
}

/**
 * Matches paths against patterns as `.dockerignore` writes them
 * (https://docs.docker.com/build/concepts/context/#dockerignore-files): the last one that matches the path or a folder
 * above it decides, `!` takes back in.
 */
export function ignoring(patterns: readonly string[]): Ignores {
  const rules = patterns.flatMap((each) => readRule(each) ?? []);
  return (path) => {
    if (path === "" || path.length > longestPath) return false;
    return rules.findLast(({ glob }) => glob.above(path) !== undefined)?.negated === false;
  };
}

/** The builder refuses a malformed pattern; here it matches nothing. */
function readRule(line: string): Rule | undefined {
  if (line.startsWith("#")) return undefined;
  const text = line.trim();
  const negated = text.startsWith("!");
  const path = negated ? text.slice(1).trim() : text;
  const tokens = path === "" ? undefined : tokensOf(normalize(path).replace(/^\/(?=.)/s, ""));
  return tokens && { negated, glob: new Glob(tokens) };
}

function tokensOf(pattern: string): readonly Token[] | undefined {
  // With no other wildcard the builder looks how the path ends: `**a` is also the end of `ba`.
  const byEnd = pattern.startsWith("**") && !/[*?[\]\\]/.test(pattern.slice(2));
  if (byEnd && pattern[2] !== "/") return [run(true), ...literally(pattern.slice(2))];
  const tokens: Token[] = [];
  for (let at = 0; at < pattern.length;) {
    const char = pattern.charAt(at);
    const wild = wildIn(char);
    if (pattern.startsWith("**", at)) {
      at += pattern[at + 2] === "/" ? 3 : 2;
      tokens.push(at < pattern.length ? { kind: "folders" } : run(true));
    } else if (wild) {
      tokens.push(wild);
      at++;
    } else if (char === "[") {
      const set = readSet(pattern, at, "go", true);
      if (!set) return undefined;
      tokens.push(set.token);
      at = set.end;
    } else {
      const escaped = char === "\\";
      const [written] = pattern.slice(escaped ? at + 1 : at, at + 3);
      if (written === undefined) return undefined;
      tokens.push(...literally(written));
      at += written.length + (escaped ? 1 : 0);
    }
  }
  return tokens;
}
