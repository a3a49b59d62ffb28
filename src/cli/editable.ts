import { ignoredByGit } from "../files/discovery.ts";
import { inside, isInGit } from "../files/tree.ts";
import { isSubmodule, real, repositoryTop } from "../files/repository.ts";
import type { Reach } from "../files/repository.ts";
import { unwritable } from "../files/write.ts";

/** Why a file is not to be edited; undefined if it may be. Its path has no links in it. */
type Objection = (path: string) => string | undefined;

/**
 * Objects to files outside the repositories that the command line names, to those that git ignores (they are
 * generated, or come from elsewhere) and to those in submodules. `named` are the paths of the command line, absolute:
 * what they name, or a submodule that they lie in, may be edited.
 */
export function notTheUsers(named: readonly string[], reach: Reach): Objection {
  const own = named.filter(reach.holds).map(real);
  const tops = reach.tops.map(real);
  return remembered((path) => {
    if (isInGit(path)) return "it is inside .git, which is never written to";
    if (own.includes(path)) return undefined;
    return tops.some((top) => inside(top, path)) || own.some((each) => inside(each, path))
      ? foreign(path, own)
      : "the file is outside the repository; name it to fix it";
  });
}

/** Objects to what the configuration leaves out as well. */
export function notLeftOut(objection: Objection, leftOut: (path: string) => boolean): Objection {
  return remembered((path) => (leftOut(path) ? "the configuration ignores the file" : objection(path)));
}

/** Objects to what {@link unwritable} objects to as well. */
export function notToBeWritten(objection: Objection): Objection {
  return remembered((path) => objection(path) ?? unwritable(path));
}

function remembered(objection: Objection): Objection {
  const reasons = new Map<string, string | undefined>();
  return (path) => {
    if (!reasons.has(path)) reasons.set(path, objection(path));
    return reasons.get(path);
  };
}

function foreign(path: string, named: readonly string[]): string | undefined {
  if (ignoredByGit(path)) return "git ignores the file";
  const top = repositoryTop(path);
  if (top !== undefined && isSubmodule(top) && !named.some((each) => inside(top, each)))
    return "the file is in a git submodule";
  return undefined;
}
