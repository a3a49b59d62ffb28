import dockerignore from "@balena/dockerignore";
import { basename, dirname, join } from "../../files.ts";
import type { FileTree } from "../../files.ts";

/** Says of a path relative to the context's root, without a leading slash, whether it is left out. */
export type Ignores = (path: string) => boolean;

/** The `.dockerignore` of a build: the one named after the Dockerfile beside it, else the one at the context's root. */
export function readIgnore(tree: FileTree, root: string, dockerfile: string): Ignores {
  const own = tree.read(join(dirname(dockerfile), `${basename(dockerfile)}.dockerignore`));
  const entry = own.kind === "file" ? own : tree.read(join(root, ".dockerignore"), root);
  return ignoring(entry.kind === "file" ? entry.text.replace(/^\uFEFF/, "").split(/\r?\n/) : []);
}

/** Matches paths against patterns as `.dockerignore` writes them: the last one that matches decides, `!` takes back in. */
export function ignoring(patterns: readonly string[]): Ignores {
  const valid = patterns.map(literally).filter(compiles);
  if (valid.length === 0) return () => false;
  const rules = dockerignore.default({ ignorecase: false }).add(valid);
  return (path) => path !== "" && rules.ignores(path);
}

/** The library takes these characters for those of a regular expression; in a pattern they stand for themselves. */
function literally(pattern: string): string {
  return pattern.replace(/(?<!\\)[(){}|+]/g, "\\$&");
}

/** The builder refuses a malformed pattern; here it matches nothing. */
function compiles(pattern: string): boolean {
  try {
    dockerignore.default().add(pattern).ignores("x");
    return true;
  } catch {
    return false;
  }
}
