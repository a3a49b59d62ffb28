import { realpathSync } from "node:fs";
import { ignoredByGit, isSubmodule, repositoryTop } from "../discover.ts";
import { inside } from "../files.ts";
import { unwritable } from "../write.ts";

/**
 * Why a file is not to be edited: git ignores it (it is generated, or comes from elsewhere), it lies in a submodule, or it cannot be written.
 * `named` are the paths of the command line, absolute: what they name, or a submodule that they lie in, may be edited; `unsaved` are files whose
 * text is not the disk's, which are nobody's to protect.
 */
export function objector(named: readonly string[], unsaved: readonly string[]): (path: string) => string | undefined {
  const own = named.map((path) => realpathSync(path));
  const reasons = new Map<string, string | undefined>();
  return (path) => {
    if (unsaved.includes(path)) return undefined;
    if (!reasons.has(path)) reasons.set(path, foreign(path, own) ?? unwritable(path));
    return reasons.get(path);
  };
}

function foreign(path: string, named: readonly string[]): string | undefined {
  if (named.includes(path)) return undefined;
  if (ignoredByGit(path)) return "git ignores the file";
  const top = repositoryTop(path);
  if (top !== undefined && isSubmodule(top) && !named.some((each) => inside(top, each))) return "the file is in a git submodule";
  return undefined;
}
