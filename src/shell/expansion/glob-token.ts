import { run } from "../../text/glob.ts";
import type { Token } from "../../text/glob.ts";
import { readSet } from "../../text/glob-set.ts";

/**
 * A shell glob piece (`*`, `?`, `[a-z]`) as a token; undefined for extended globs, and where shells differ or more than
 * the piece itself decides.
 */
export function globToken(glob: string): Token | undefined {
  if (glob === "*") return run(true);
  if (glob === "?") return { kind: "any", slash: true };
  // Quotes and variables inside of a set, and names of locales' characters, are left to the shell. dash takes `^` for
  // itself.
  if (!glob.startsWith("[") || /^\[\^|["'`$\n]|\[[=.]/.test(glob)) return undefined;
  const set = readSet(glob, 0, "shell", true);
  return set?.end === glob.length ? set.token : undefined;
}
