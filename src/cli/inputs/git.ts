import { realpathSync } from "node:fs";
import { runProgram } from "../../files/run-program.ts";
import { join } from "../../files/tree.ts";

/** What a call of git came to. `code` is its exit code. */
export interface Ran {
  readonly code: number;
  readonly output: string;
  /** Its first line on standard error, without "fatal: ". */
  readonly complaint: string;
}

/** git in one repository. Throws a {@link GitError} where git cannot be run, or is refused. */
export type Git = (...args: readonly string[]) => Ran;

/** Why git cannot be asked. */
export class GitError extends Error {
  override readonly name = "GitError";
}

/** Milliseconds that git may take: an ignore file may be a pipe that nobody writes to. */
const patience = 30_000;

/**
 * Opens a repository for questions. Its configuration may have come with an unpacked archive, so no program that it
 * names is run: no file system monitor, filter, hook or external diff, and no transport that fetches missing objects. A
 * work tree elsewhere than at `top` is refused.
 */
export function openGit(top: string): Git {
  const off = settingsOff(top);
  const git: Git = (...args) => run(args, top, off);
  const shown = git("rev-parse", "--show-toplevel");
  if (shown.code !== 0) throw new GitError(`git failed: ${shown.complaint}`);
  if (shown.output.trimEnd() !== realpathSync(top))
    throw new GitError("its git configuration names another work tree, which pid1lint does not read");
  return git;
}

/** Settings that stand in the way of whatever a repository's own configuration would run. */
function settingsOff(top: string): ReadonlyMap<string, string> {
  const off = new Map([
    ["core.fsmonitor", "false"],
    ["core.hooksPath", "/dev/null"],
    ["core.pager", "cat"],
    ["core.untrackedCache", "false"],
    ["core.sshCommand", "false"],
    ["core.askPass", "false"],
    ["core.attributesFile", "/dev/null"],
    ["protocol.allow", "never"],
    ["diff.external", ""],
    ["submodule.recurse", "false"],
  ]);
  // Reading the list runs nothing.
  const { code, output, complaint } = run(["config", "--list", "--name-only", "-z"], top, off);
  if (code !== 0) throw new GitError(`git cannot read its configuration: ${complaint}`);
  // A name that is no UTF-8 cannot be given back to git, so that what it names could not be switched off.
  if (output.includes("\uFFFD")) throw new GitError("its git configuration has a name that is not valid UTF-8");
  for (const name of output.split("\0")) {
    const [, driver] = /^filter\.([^]*)\.(?:clean|smudge|process|required)$/.exec(name) ?? [];
    if (driver === undefined) continue;
    for (const command of ["clean", "smudge", "process"]) off.set(`filter.${driver}.${command}`, "");
    off.set(`filter.${driver}.required`, "false");
  }
  return off;
}

function run(args: readonly string[], top: string, settings: ReadonlyMap<string, string>): Ran {
  // After what the user's own environment sets, which is trusted: of two values the last one counts.
  const given = Number(process.env["GIT_CONFIG_COUNT"] ?? 0) || 0;
  const entries = [...settings].flatMap(([key, value], index) => [
    [`GIT_CONFIG_KEY_${given + index}`, key],
    [`GIT_CONFIG_VALUE_${given + index}`, value],
  ]);
  const env = {
    ...process.env,
    // A hook has these set for its own repository.
    GIT_DIR: undefined,
    GIT_WORK_TREE: undefined,
    GIT_PREFIX: undefined,
    GIT_INDEX_FILE: undefined,
    LC_ALL: "C",
    GIT_OPTIONAL_LOCKS: "0",
    GIT_NO_LAZY_FETCH: "1",
    GIT_ALLOW_PROTOCOL: "none",
    GIT_TERMINAL_PROMPT: "0",
    GIT_NO_REPLACE_OBJECTS: "1",
    GIT_CONFIG_COUNT: String(given + settings.size),
    ...Object.fromEntries(entries),
  };
  const { status, signal, stdout, stderr, error } = runProgram("git", ["--no-pager", ...args], {
    cwd: top,
    encoding: "utf8",
    env,
    maxBuffer: 1 << 30,
    timeout: patience,
    killSignal: "SIGKILL",
  });
  if (error && signal === null) throw new GitError(`cannot run git: ${error.message}`);
  if (status === null) throw new GitError(`git did not answer within ${patience / 1000} s`);
  return { code: status, output: stdout, complaint: complaintIn(stderr) };
}

/** What went wrong, of lines that warn as well. */
function complaintIn(stderr: string): string {
  const lines = stderr.trim().split("\n");
  return (lines.find((line) => line.startsWith("fatal: ")) ?? lines[0] ?? "").replace(/^fatal: /, "");
}

/** Names as git lists them with -z, as absolute paths. */
export function namesIn(output: string, top: string): readonly string[] {
  return output
    .split("\0")
    .filter(Boolean)
    .map((name) => join(top, name));
}
