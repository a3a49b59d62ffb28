import { existsSync, realpathSync } from "node:fs";
import { lstatOf, plainText, statOf } from "./disk.ts";
import { dirname, inside, isInGit, join, normalize, resolve } from "./tree.ts";
import type { FileTree } from "./tree.ts";

/**
 * The nearest folder, from the path upwards, that holds a `.git`; undefined outside a repository. A link to a folder
 * leads into no other repository.
 */
export function repositoryTop(path: string): string | undefined {
  for (let folder = normalize(path); ; folder = dirname(folder)) {
    if (isTop(folder)) return folder;
    if (folder === "/") return undefined;
  }
}

/** As {@link repositoryTop}, for many folders: each is looked at once. */
function repositoryTops(): typeof repositoryTop {
  const known = new Map<string, string | undefined>();
  const topOf = (folder: string): string | undefined => {
    if (!known.has(folder))
      known.set(folder, isTop(folder) ? folder : folder === "/" ? undefined : topOf(dirname(folder)));
    return known.get(folder);
  };
  return (path) => topOf(normalize(path));
}

function isTop(folder: string): boolean {
  return existsSync(join(folder, ".git")) && !isLink(folder);
}

function isLink(path: string): boolean {
  return lstatOf(path)?.isSymbolicLink() === true;
}

/**
 * The folder in which git keeps what belongs to all work trees of a repository, for `info/exclude`. A `.git` that is
 * a file is believed only where the folder that it names is a submodule's of the repository around, or names this work
 * tree in turn: no archive can make another folder do so.
 */
export function gitFolder(top: string): string | undefined {
  const git = join(top, ".git");
  if (lstatOf(git)?.isDirectory() === true) return git;
  const folder = pointsTo(top);
  if (folder === undefined || isSubmodule(top)) return folder;
  const back = plainText(join(folder, "gitdir")).trim();
  if (back === "" || real(resolve(folder, back)) !== real(git)) return undefined;
  const common = plainText(join(folder, "commondir")).trim();
  const shared = common === "" ? folder : resolve(folder, common);
  return inside(shared, folder) ? shared : undefined;
}

/** The folder that a `.git` names which is a file, in a work tree or a submodule. */
function pointsTo(top: string): string | undefined {
  const pointer = /^gitdir: (.*)$/m.exec(plainText(join(top, ".git")))?.[1];
  return pointer === undefined ? undefined : resolve(top, pointer.trimEnd());
}

/**
 * Whether a repository's top is a submodule's: its `.git` is a file that leads into the `.git/modules` of the
 * repository around it.
 */
export function isSubmodule(top: string): boolean {
  const folder = pointsTo(top);
  const around = folder === undefined || top === "/" ? undefined : repositoryTop(dirname(top));
  const home = around === undefined ? undefined : gitFolder(around);
  if (folder === undefined || home === undefined || !inside(real(join(home, "modules")), real(folder))) return false;
  // Git writes there which work tree it has: an archive in a repository with submodules could borrow the folder of one.
  const worktree = /^\s*worktree\s*=\s*"?([^"\n]*?)"?\s*$/m.exec(plainText(join(folder, "config")))?.[1];
  return worktree !== undefined && real(resolve(folder, worktree)) === real(top);
}

/** The top of a path's repository, of the outermost around it for a submodule; undefined outside a repository. */
export function outermostTop(path: string, nearest = repositoryTop): string | undefined {
  let top = nearest(path);
  while (top !== undefined && isSubmodule(top)) top = nearest(dirname(top));
  return top;
}

/** A path with its links resolved, as far as it is there; itself where it is not. */
export function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path === "/" ? path : join(real(dirname(path)), path.slice(dirname(path).length));
  }
}

/**
 * Whether a path, with its links resolved, is one of some folders or lies below it, and out of `.git`. What is not
 * there yet counts by its folder.
 */
export function liesIn(path: string, folders: readonly string[]): boolean {
  const place = real(path);
  return !isInGit(place) && folders.some((each) => inside(real(each), place));
}

/** Where files may be read: what the paths of a command line and its working directory allow. */
export interface Reach {
  /**
   * The folder that bounds what is read for the files in a folder, with links as they are: the top of its repository,
   * of the outermost around a submodule; without git the highest folder named that it is in, else the working
   * directory, else the folder itself.
   */
  top(folder: string): string;
  /**
   * The highest folder whose configuration holds for the files in a folder: as {@link top}, but without git the working
   * directory comes first.
   */
  settingsTop(folder: string): string;
  /**
   * The highest folder in which a build context may be looked for that nobody names, for the Dockerfiles in a folder:
   * the top of its repository; without git the highest folder named that it is in, or the folder alone.
   */
  climbTop(folder: string): string;
  /**
   * Whether a path that somebody may choose to read or write, with its links resolved, stays below its {@link top} and
   * out of `.git`.
   */
  holds(path: string): boolean;
  /** The tops of what is named, and of the working directory. */
  readonly tops: readonly string[];
}

/** A tree in which no link leads out of the repository, or the folder that stands for it, that the link lies in. */
export function withinReach(tree: FileTree, reach: Reach): FileTree {
  return { read: (path, ...bounds) => tree.read(path, reach.top(dirname(normalize(path))), ...bounds) };
}

/** What may be read where `named` are the paths of a command line, absolute, and `folder` is the working directory. */
export function reachOf(named: readonly string[], folder: string): Reach {
  const isFolder = (path: string): boolean => statOf(path)?.isDirectory() === true;
  const folders = named
    .filter(isFolder)
    .map(normalize)
    .toSorted((a, b) => a.length - b.length);
  // A folder that is named comes first: the working directory may be somebody's home.
  const highest = [...folders, normalize(folder)];
  const nearest = repositoryTops();
  const tops = new Map<string, string>();
  const top = (path: string): string => {
    const own = normalize(path);
    const known = tops.get(own) ?? outermostTop(own, nearest) ?? highest.find((each) => inside(each, own)) ?? own;
    tops.set(own, known);
    return known;
  };
  const homeOf = (path: string): string => (isFolder(path) && !isLink(path) ? path : dirname(path));
  return {
    top,
    settingsTop: (path) => outermostTop(path, nearest) ?? (inside(folder, path) ? normalize(folder) : normalize(path)),
    climbTop: (path) => nearest(path) ?? folders.find((each) => inside(each, path)) ?? path,
    holds: (path) => liesIn(path, [top(homeOf(path))]),
    tops: [...new Set([folder, ...named].map((path) => top(homeOf(path))))],
  };
}
