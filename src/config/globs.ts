import ignore from "ignore";
import { inside, relative } from "../files.ts";
import type { Placed } from "../shape.ts";
import { text } from "../shape.ts";
import type { Shape } from "../shape.ts";

/** A pattern as `.gitignore` writes them. What git would never match is refused: it is a slip. */
export const glob: Shape<string> = text(
  /^!?(?!\s*$|#)(?!(?:.*\/)?\.\.?(?:\/|$))/,
  'it would match nothing; write it as in .gitignore, seen from the folder of this file, without "." and ".." ("api/", "*.dev", "/Dockerfile")',
);

/** Says of an absolute path which of some patterns matches it; of several the last, and none if that one starts with "!". */
export type Matcher = (path: string) => Placed<string> | undefined;

/** Matches files below a folder against patterns as git matches a `.gitignore` in that folder; what lies elsewhere is matched by none. */
export function matcher(patterns: readonly Placed<string>[], folder: string): Matcher {
  if (patterns.length === 0) return () => undefined;
  const rules = ignore({ ignorecase: false }).add(patterns.map(({ value }, index) => ({ pattern: value, mark: String(index) })));
  return (path) => {
    if (path === folder || !inside(folder, path)) return undefined;
    const mark = rules.test(relative(folder, path)).rule?.mark;
    return mark === undefined ? undefined : patterns[Number(mark)];
  };
}
