import { lstatSync, readdirSync, realpathSync, statSync } from "node:fs";
import { plainText, systemError } from "./disk.ts";
import { basename, dirname, inside, isInGit, join, normalize, relative } from "./tree.ts";
import { IgnoreRules } from "./gitignore.ts";
import { fileKinds } from "./kinds.ts";
import type { FileKind } from "./kinds.ts";
import { gitFolder, repositoryTop } from "./repository.ts";

export { isDockerfileName } from "./names.ts";

/** A path that could not be searched, and why ("no such file or folder"). */
interface Unsearched {
  readonly path: string;
  readonly reason: string;
}

/** What a search for files to lint found. */
interface Discovery {
  /** Files of all {@link fileKinds}, sorted, each file once. */
  readonly files: readonly string[];
  /** Paths of the caller's that are missing or refused. */
  readonly problems: readonly Unsearched[];
  /**
   * Folders met on the way that the system does not let us into, and files whose names it does not take (no UTF-8, too
   * long).
   */
  readonly skipped: readonly Unsearched[];
}

/** How to search. */
interface SearchOptions {
  /** Whether a folder that is named may be read; one that may not is a problem. */
  readonly holds?: (folder: string) => boolean;
  /** Files that git tracks, and the folders that they are in: no ignore file leaves them out. */
  readonly tracked?: ReadonlySet<string>;
}

/**
 * Finds the files of all {@link fileKinds} among and below the paths given (absolute). A file that is named is taken
 * whatever it is called; folders are searched without what git ignores, `.git` and `node_modules`. Links to folders are
 * not entered; a link to a file counts where it stays in the repository.
 */
export function discover(
  paths: readonly string[],
  { holds = () => true, tracked = new Set() }: SearchOptions = {},
): Discovery {
  const found: string[] = [];
  const problems: Unsearched[] = [];
  const skipped: Unsearched[] = [];
  for (const path of paths) {
    try {
      if (!statSync(path).isDirectory()) {
        found.push(normalize(path));
        continue;
      }
      const folder = normalize(path);
      const top = repositoryTop(folder) ?? folder;
      if (!holds(folder)) {
        problems.push({
          path,
          reason: isInGit(realpathSync(folder))
            ? ".git is never read"
            : "it links out of the repository; name its target instead",
        });
        continue;
      }
      readdirSync(folder);
      search(folder, { top, realTop: realpathSync(top), rules: rulesAbove(folder, top), tracked }, found, skipped);
    } catch (error) {
      problems.push({
        path,
        reason: systemError(error).code === "ENOENT" ? "no such file or folder" : systemError(error).reason,
      });
    }
  }
  return { files: distinct(found), problems, skipped };
}

/**
 * Whether the ignore files of a file's repository leave it, or a folder that it is in, out. What git tracks all the
 * same is not asked.
 */
export function ignoredByGit(path: string): boolean {
  const top = repositoryTop(dirname(path));
  if (top === undefined) return false;
  let rules = excluded(top);
  let folder = top;
  for (const name of relative(top, path).split("/")) {
    rules = withIgnoreFile(rules, folder, top);
    folder = join(folder, name);
    if (rules.ignores(relative(top, folder) + (folder === path ? "" : "/"))) return true;
  }
  return false;
}

/** The repository (or folder) searched, and what its ignore files say so far, relative to `top`. */
interface Scope {
  readonly top: string;
  readonly realTop: string;
  readonly rules: IgnoreRules;
  readonly tracked: ReadonlySet<string>;
}

function search(folder: string, outer: Scope, found: string[], skipped: Unsearched[]): void {
  let items;
  try {
    items = readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    skipped.push({ path: folder, reason: systemError(error).reason });
    return;
  }
  const names = new Set(items.map((item) => item.name));
  // A repository inside the repository (a submodule) has its own rules.
  let scope = names.has(".git") && folder !== outer.top ? { ...outer, top: folder, rules: excluded(folder) } : outer;
  if (names.has(".gitignore")) scope = { ...scope, rules: withIgnoreFile(scope.rules, folder, scope.top) };
  for (const item of items) {
    const path = join(folder, item.name);
    const below = relative(scope.top, path);
    if (item.isDirectory()) {
      if (
        item.name !== ".git" &&
        item.name !== "node_modules" &&
        (!scope.rules.ignores(`${below}/`) || scope.tracked.has(path))
      )
        search(path, scope, found, skipped);
      continue;
    }
    const kinds = soughtAs(item.name, relative(scope.top, folder));
    if (kinds.length === 0 || (scope.rules.ignores(below) && !scope.tracked.has(path))) continue;
    const isFile = item.isFile() || (item.isSymbolicLink() && leadsToFile(path, scope));
    try {
      if (isFile && isMeant(kinds, path)) found.push(path);
    } catch (error) {
      skipped.push({ path, reason: systemError(error).reason });
    }
  }
}

/** What a file may be, by its name and the folders that it is in, from the top. */
function soughtAs(name: string, folder: string): readonly FileKind[] {
  const folders = folder.split("/");
  return fileKinds.filter((kind) => kind.isSought(name, folders));
}

/**
 * Whether its text bears out what the name of a file promises, where that alone does not say it. A system error where
 * nothing of that name can be opened: one that is no UTF-8 is read as another.
 */
function isMeant(kinds: readonly FileKind[], path: string): boolean {
  const real = realpathSync(path);
  return kinds.some((kind) => kind.isMeant(basename(path), () => plainText(real)));
}

function leadsToFile(link: string, scope: Scope): boolean {
  try {
    return statSync(link).isFile() && inside(scope.realTop, realpathSync(link)) && !isInGit(realpathSync(link));
  } catch {
    return false;
  }
}

/** The rules that hold in a folder from above it. None if they ignore the folder itself: its user wants it searched. */
function rulesAbove(folder: string, top: string): IgnoreRules {
  let rules = excluded(top);
  const way: string[] = [];
  for (let at = folder; at !== top; at = dirname(at)) way.unshift(dirname(at));
  for (const above of way) rules = withIgnoreFile(rules, above, top);
  return folder !== top && rules.ignores(`${relative(top, folder)}/`) ? IgnoreRules.none : rules;
}

/** What `.git/info/exclude` says. */
function excluded(top: string): IgnoreRules {
  const git = gitFolder(top);
  return IgnoreRules.none.with(git === undefined ? "" : plainText(join(git, "info/exclude")), "");
}

function withIgnoreFile(rules: IgnoreRules, folder: string, top: string): IgnoreRules {
  return rules.with(plainText(join(folder, ".gitignore")), relative(top, folder));
}

/** Sorted, each file once: under its own path rather than a link's. */
function distinct(paths: readonly string[]): readonly string[] {
  const byFile = new Map<string, string>();
  for (const path of [...new Set(paths)].sort()) {
    const real = realpathSync(path);
    const known = byFile.get(real);
    if (known === undefined || path === real || (isLink(known) && !isLink(path))) byFile.set(real, path);
  }
  return [...byFile.values()].sort();
}

function isLink(path: string): boolean {
  return lstatSync(path).isSymbolicLink();
}
