import { GitError, namesIn, openGit } from "./git.ts";
import type { Git } from "./git.ts";
import { UsageError } from "../arguments/usage-error.ts";

/**
 * Files of a repository, as absolute paths, that are not what they were where the present branch left a revision:
 * changed, added or deleted since, in a commit or not, and those that git does not track. A submodule counts as one
 * path, by its commit. Throws a {@link UsageError} that says what to do.
 */
export function changedSince(revision: string, top: string): ReadonlySet<string> {
  try {
    return changes(openGit(top), revision, top);
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    throw new UsageError(`--since ${revision}: ${error.message}`);
  }
}

function changes(git: Git, revision: string, top: string): ReadonlySet<string> {
  const refuse = (reason: string): GitError => new GitError(reason);
  const answer = (...args: readonly string[]): { readonly ok: boolean; readonly output: string } => {
    const { code, output, complaint } = git(...args);
    // 1 is the answer "no" of the commands used here.
    if (code !== 0 && code !== 1) throw refuse(`git failed: ${complaint}`);
    return { ok: code === 0, output };
  };

  const known = (name: string): boolean => answer("rev-parse", "--quiet", "--verify", `${name}^{commit}`).ok;
  const shallow = answer("rev-parse", "--is-shallow-repository").output.trim() === "true";
  const fetching = "this is a shallow clone; fetch the whole history (git fetch --unshallow)";
  if (revision.startsWith("-") || !known(revision)) {
    throw refuse(
      "unknown git revision; " +
        `${shallow ? fetching : "name a branch, a tag or a commit, and fetch it first if needed (git fetch)"}`,
    );
  }
  if (!known("HEAD")) throw refuse("this repository has no commit yet");
  const base = answer("merge-base", revision, "HEAD");
  if (!base.ok)
    throw refuse(
      shallow
        ? `cannot tell where the current branch left it: ${fetching}`
        : "it shares no history with the current branch",
    );

  // To look into a submodule git would start itself there, by the submodule's own configuration.
  const changed = answer(
    "diff",
    "--name-only",
    "-z",
    "--no-renames",
    "--no-relative",
    "--no-ext-diff",
    "--no-textconv",
    "--ignore-submodules=dirty",
    base.output.trim(),
    "--",
  );
  const untracked = answer("ls-files", "--others", "--exclude-standard", "-z");
  return new Set([...namesIn(changed.output, top), ...namesIn(untracked.output, top)]);
}
