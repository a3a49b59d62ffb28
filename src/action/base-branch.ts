import { readFileSync } from "node:fs";
import { GitError, openGit } from "../cli/inputs/git.ts";
import type { Git } from "../cli/inputs/git.ts";
import { UsageError } from "../cli/arguments/usage-error.ts";
import { outermostTop } from "../files/repository.ts";
import type { Environment } from "./action-inputs.ts";

/** A pull request, as the runner's event describes it. */
interface PullRequest {
  /** The base branch's commit when the event came. */
  readonly base: string;
  readonly fromFork: boolean;
}

/**
 * Options of the command line that say what a pull request is compared with, and whose configuration counts: that of
 * the base branch for one from a fork, unless the input `config-from` says otherwise. None for another event. Throws a
 * {@link UsageError} where the base is asked for and not at hand.
 */
export function baseOptions(
  chosen: "" | "base" | "head",
  folder: string,
  env: Environment,
): { readonly options: readonly string[]; readonly notice: string | undefined } {
  const pull = pullRequestOf(env);
  if (!pull) {
    if (chosen === "base")
      throw new UsageError("input config-from: base: this event is not a pull request, so there is no base branch");
    return { options: [], notice: undefined };
  }
  const fromBase = chosen === "base" || (chosen === "" && pull.fromFork);
  const found = commitOf(pull, folder, env);
  const base = "commit" in found ? found.commit : undefined;
  if (base !== undefined)
    return { options: ["--base", base, ...(fromBase ? ["--config-from", "base"] : [])], notice: undefined };
  const remedy =
    "reason" in found ? found.reason : "set fetch-depth on actions/checkout: 2 for the merge commit, 0 for any other";
  if (fromBase)
    throw new UsageError(
      "cannot read the base branch, whose configuration holds for a pull request from a fork; " +
        `${remedy}, or set config-from: head if you trust its authors`,
    );
  return {
    options: [],
    notice: `cannot count the findings that this pull request's configuration and comments hide; ${remedy}`,
  };
}

function pullRequestOf({
  GITHUB_EVENT_NAME: name = "",
  GITHUB_EVENT_PATH: path = "",
}: Environment): PullRequest | undefined {
  if (!/^pull_request/.test(name) || path === "") return undefined;
  const event: unknown = JSON.parse(readFileSync(path, "utf8"));
  const base = textAt(event, ["pull_request", "base", "sha"]);
  if (base === undefined) return undefined;
  const home = textAt(event, ["pull_request", "base", "repo", "full_name"]);
  // The repository of a fork may be gone: then it is a stranger's all the more.
  return {
    base,
    fromFork: home === undefined || textAt(event, ["pull_request", "head", "repo", "full_name"]) !== home,
  };
}

function textAt(value: unknown, way: readonly string[]): string | undefined {
  let at = value;
  for (const key of way) {
    const found: unknown =
      typeof at === "object" && at !== null ? Object.entries(at).find(([name]) => name === key)?.[1] : undefined;
    at = found;
  }
  return typeof at === "string" ? at : undefined;
}

/**
 * The base branch's commit in this clone: the event's, or the first parent of the merge that the platform made, which
 * alone is known not to be the author's.
 */
function commitOf(
  { base }: PullRequest,
  folder: string,
  { GITHUB_SHA: merge = "" }: Environment,
): { readonly commit: string | undefined } | { readonly reason: string } {
  const top = outermostTop(folder);
  if (top === undefined)
    return { reason: "no git repository here; set working-directory to the folder of the checkout" };
  try {
    const git = openGit(top);
    const there = resolved(git, base);
    if (there !== undefined) return { commit: there };
    const commit =
      merge !== "" && resolved(git, "HEAD") === merge && resolved(git, "HEAD^2") !== undefined
        ? resolved(git, "HEAD^1")
        : undefined;
    return { commit };
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    return { reason: error.message };
  }
}

function resolved(git: Git, name: string): string | undefined {
  const { code, output } = git("rev-parse", "--quiet", "--verify", "--end-of-options", `${name}^{commit}`);
  return code === 0 ? output.trim() : undefined;
}
