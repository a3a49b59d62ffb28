import { inside, relative } from "../files/tree.ts";
import { decisive, gitPattern } from "../files/gitignore.ts";
import type { Placed } from "./shape.ts";
import { text } from "./shape.ts";
import type { Shape } from "./shape.ts";

/** A pattern as `.gitignore` writes them. What git would never match is refused: it is a slip. */
export const glob: Shape<string> = text(
  /^!?(?!\s*$|#)(?!(?:.*\/)?\.\.?(?:\/|$))/,
  "it matches nothing; write a .gitignore pattern, relative to this file's folder, " +
    'without "." and ".." ("api/", "*.dev", "/Dockerfile")',
);

/**
 * Says of an absolute path which of some patterns matches it; of several the last, and none if that one starts with
 * "!".
 */
export type Matcher = (path: string) => Placed<string> | undefined;

/**
 * Matches files below a folder against patterns as git matches a `.gitignore` in that folder; what lies elsewhere is
 * matched by none.
 */
export function matcher(patterns: readonly Placed<string>[], folder: string): Matcher {
  const rules = patterns.flatMap((placed) => {
    const pattern = gitPattern(placed.value);
    return pattern ? [{ ...pattern, placed }] : [];
  });
  return (path) => {
    if (rules.length === 0 || path === folder || !inside(folder, path)) return undefined;
    const rule = decisive(rules, relative(folder, path));
    return rule && !rule.negated ? rule.placed : undefined;
  };
}
