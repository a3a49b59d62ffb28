import { spawnSync } from "node:child_process";
import type { SpawnSyncReturns } from "node:child_process";
import { join } from "../files.ts";
import { UsageError } from "./usage.ts";

/**
 * Files of a repository, as absolute paths, that are not what they were where the present branch left a revision: changed, added or deleted
 * since, in a commit or not, and those that git does not track. A submodule counts as one path. Throws a {@link UsageError} that says what to do.
 */
export function changedSince(revision: string, top: string): ReadonlySet<string> {
  const refuse = (reason: string): UsageError => new UsageError(`--since ${revision}: ${reason}`);
  const git = (...args: readonly string[]): Ran => {
    const { status, stdout, stderr, error } = run(args, top);
    if (error) throw refuse(`git cannot be run: ${error.message}`);
    // 1 is the answer "no" of the commands used here.
    if (status !== 0 && status !== 1) throw refuse(`git says: ${stderr.trim().replace(/^fatal: /, "").split("\n")[0]}`);
    return { ok: status === 0, output: stdout };
  };
  const names = (output: string): readonly string[] => output.split("\0").filter(Boolean).map((name) => join(top, name));

  const known = (name: string): boolean => git("rev-parse", "--quiet", "--verify", `${name}^{commit}`).ok;
  const shallow = git("rev-parse", "--is-shallow-repository").output.trim() === "true";
  const fetching = "this clone holds only a part of the history; fetch the rest (git fetch --unshallow)";
  if (revision.startsWith("-") || !known(revision)) {
    throw refuse(`git knows no such revision${shallow ? `; ${fetching}` : "; name a branch, a tag or a commit, and fetch it first if it is elsewhere (git fetch)"}`);
  }
  if (!known("HEAD")) throw refuse("there is no commit yet to compare with");
  const base = git("merge-base", revision, "HEAD");
  if (!base.ok) throw refuse(shallow ? `where the present branch left it is not known: ${fetching}` : "it has no history in common with the present branch");

  const changed = git("diff", "--name-only", "-z", "--no-renames", "--no-relative", "--no-ext-diff", base.output.trim(), "--");
  const untracked = git("ls-files", "--others", "--exclude-standard", "-z");
  return new Set([...names(changed.output), ...names(untracked.output)]);
}

interface Ran {
  readonly ok: boolean;
  readonly output: string;
}

function run(args: readonly string[], top: string): SpawnSyncReturns<string> {
  // A hook has these set for its own repository.
  const env = { ...process.env, GIT_DIR: undefined, GIT_WORK_TREE: undefined, GIT_PREFIX: undefined, LC_ALL: "C" };
  return spawnSync("git", [...args], { cwd: top, encoding: "utf8", env, maxBuffer: 1 << 30 });
}
