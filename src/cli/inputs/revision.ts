import type { Entry, FileTree } from "../../files/tree.ts";
import { basename, dirname, isInGit, normalize, relative } from "../../files/tree.ts";
import { largest } from "../../files/disk.ts";
import { outermostTop } from "../../files/repository.ts";
import { GitError, openGit } from "./git.ts";
import type { Git } from "./git.ts";
import { UsageError } from "../arguments/usage-error.ts";

/** A repository at a revision. */
interface Past {
  readonly top: string;
  readonly git: Git;
  /** The commit's full name. */
  readonly commit: string;
}

/**
 * Files as they are in a revision of their repository; what lies in none is as `tree` has it. A link, or a
 * submodule's file, is not there: what it would lead to is not this revision's to say. Reading throws a {@link
 * UsageError} where a repository does not know the revision.
 */
export function atRevision(tree: FileTree, revision: string): FileTree {
  const pasts = new Map<string, Past>();
  const entries = new Map<string, Entry>();
  const pastOf = (path: string): Past | undefined => {
    const top = outermostTop(dirname(path)) ?? outermostTop(path);
    if (top === undefined) return undefined;
    const past = pasts.get(top) ?? openPast(top, revision);
    pasts.set(top, past);
    return past;
  };
  return {
    read(path, ...bounds) {
      const at = normalize(path);
      if (isInGit(at)) return { kind: "git" };
      const past = pastOf(at);
      if (!past) return tree.read(path, ...bounds);
      const entry = entries.get(at) ?? readPast(past, at);
      entries.set(at, entry);
      return entry;
    },
  };
}

function openPast(top: string, revision: string): Past {
  try {
    const git = openGit(top);
    const { code, output } = git("rev-parse", "--quiet", "--verify", "--end-of-options", `${revision}^{commit}`);
    if (code !== 0)
      throw new GitError(
        "unknown git revision; fetch it first (in a workflow: actions/checkout with fetch-depth: 2, or 0)",
      );
    return { top, git, commit: output.trim() };
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    throw new UsageError(`--base ${revision}: ${error.message}`);
  }
}

function readPast({ top, git, commit }: Past, path: string): Entry {
  const said = (...args: readonly string[]): string => {
    const { code, output, complaint } = git(...args);
    // An object that is missing, in a partial clone, is no file that is not there.
    if (code !== 0)
      throw new UsageError(
        `--base: cannot read ${relative(top, path) || "."} in that revision: ${complaint}; ` +
          "fetch it first (git fetch --refetch, or a clone without --filter)",
      );
    return output;
  };
  const below = relative(top, path);
  if (below === "")
    return { kind: "directory", realPath: path, names: names(said("ls-tree", "-z", "--name-only", commit)) };
  const [found] = said("--literal-pathspecs", "ls-tree", "-z", "--full-tree", commit, "--", below).split("\0");
  const [, mode = "", type = "", object = ""] = /^(\d+) (\w+) (\w+)\t/.exec(found ?? "") ?? [];
  if (type === "tree")
    return { kind: "directory", realPath: path, names: names(said("ls-tree", "-z", "--name-only", object)) };
  if (type !== "blob" || mode === "120000") return { kind: "missing" };
  if (Number(said("cat-file", "-s", object)) > largest)
    return { kind: "unreadable", reason: "it is larger than 8 MiB" };
  const text = said("cat-file", "blob", object);
  return { kind: "file", realPath: path, text, executable: mode === "100755", lossless: !text.includes("\uFFFD") };
}

function names(output: string): readonly string[] {
  return output.split("\0").filter(Boolean).map(basename).sort();
}
