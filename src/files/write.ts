import {
  accessSync,
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { hostname } from "node:os";
import { systemError } from "./disk.ts";
import { runProgram } from "./run-program.ts";
import type { FileChange } from "./tree.ts";
import { dirname, join } from "./tree.ts";

/**
 * How writing went. A failure names the file and the reason; `changed` are files that hold the new text all the same,
 * because they could not be set back: normally none.
 */
type WriteResult =
  | { readonly ok: true }
  | { readonly ok: false; readonly path: string; readonly reason: string; readonly changed: readonly string[] };

/** New content beside the file that it will replace. */
interface Staged {
  readonly change: FileChange;
  readonly target: string;
  readonly temporary: string;
}

/**
 * Writes a set of files: all of them, or none. Each is replaced in one step, so that it is either old or new whenever
 * the process or the machine stops; it keeps its mode and owner. A link stays, the file that it leads to is written.
 * Refused where a file is no longer what it was when it was read, and for what {@link unwritable} says.
 */
export function writeFiles(changes: readonly FileChange[]): WriteResult {
  const staged: Staged[] = [];
  const done: Staged[] = [];
  let current = changes[0];
  if (!current) return { ok: true };
  try {
    for (const change of changes) {
      current = change;
      const target = realpathSync(change.path);
      const reason = objection(target, change);
      if (reason !== undefined) return failure(change, reason, done);
      removeLeftovers(dirname(target));
      staged.push({ change, target, temporary: stage(target, change.after) });
    }
    for (const item of staged) {
      current = item.change;
      // Again, and as late as can be: staging took its time.
      const reason = objection(item.target, item.change);
      if (reason !== undefined) return failure(item.change, reason, done);
      renameSync(item.temporary, item.target);
      done.push(item);
    }
    for (const folder of new Set(staged.map(({ target }) => dirname(target)))) syncFolder(folder);
    return { ok: true };
  } catch (error) {
    return failure(current, systemError(error).reason, done);
  } finally {
    for (const { temporary } of staged) rmSync(temporary, { force: true });
  }
}

/** Why a file cannot be replaced by another of the same mode and owner with nothing else lost; undefined if it can. */
export function unwritable(path: string): string | undefined {
  try {
    const stat = statSync(path);
    if (!stat.isFile()) return "not a regular file";
    if ((stat.mode & 0o222) === 0) return "the file is read-only";
    if (stat.nlink > 1) return `the file has ${stat.nlink} hard links, and only one of them would be updated`;
    accessSync(path, constants.W_OK);
    const user = process.geteuid?.();
    if (user !== undefined && user !== 0 && user !== stat.uid)
      return "the file belongs to another user, and would change its owner";
  } catch (error) {
    return systemError(error).reason;
  }
  try {
    accessSync(dirname(realpathSync(path)), constants.W_OK | constants.X_OK);
    return undefined;
  } catch (error) {
    return `its folder is not writable: ${systemError(error).reason}`;
  }
}

function objection(target: string, change: FileChange): string | undefined {
  return (
    unwritable(target) ??
    (readFileSync(target).equals(Buffer.from(change.before)) ? undefined : "the file changed since it was read")
  );
}

/**
 * Writes content into a new file in the target's folder, with the target's mode, owner, extended attributes and ACL;
 * gives its path.
 */
function stage(target: string, content: string): string {
  const { mode, uid, gid } = statSync(target);
  const temporary = besides(target);
  const copied = copyAttributes(target, temporary);
  const file = openSync(temporary, copied ? "r+" : "wx", 0o600);
  try {
    ftruncateSync(file);
    writeFileSync(file, content);
    fchownSync(file, uid, gid);
    fchmodSync(file, mode & 0o7777);
    fsyncSync(file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  } finally {
    closeSync(file);
  }
  return temporary;
}

/** A name for a temporary file in a file's folder, which a later run knows for one of ours. */
export function besides(target: string): string {
  return join(dirname(target), `${prefix()}${process.pid}-${crypto.randomUUID().slice(-12)}${suffix}`);
}

/**
 * Makes the temporary file as a copy of the target with what Node has no call for: extended attributes and ACLs. The
 * system's own `cp`, by its absolute path: a folder of the repository may be on PATH. False where there is none that
 * keeps them (busybox): nothing can be said of attributes there. Throws, with the system's code and reason, where there
 * are attributes that cannot be kept.
 */
function copyAttributes(target: string, temporary: string): boolean {
  const options = attributeOptions();
  if (!options) return false;
  const { status, stderr, error } = runProgram("/bin/cp", [...options, "--", target, temporary], {
    encoding: "utf8",
    env: { LC_ALL: "C" },
  });
  if (status === 0) return true;
  rmSync(temporary, { force: true });
  const reason = error?.message ?? stderr.trim().split("\n")[0]?.replace(/^.*: /, "") ?? "cp failed";
  throw Object.assign(new Error(`cp: cannot copy its extended attributes and ACL (${reason})`), { code: "ENOTSUP" });
}

let known: readonly string[] | "none" | undefined;

/** How `/bin/cp` is told to keep attributes; undefined where it cannot be. */
function attributeOptions(): readonly string[] | undefined {
  if (known === undefined) {
    const { stdout } = runProgram("/bin/cp", ["--version"], { encoding: "utf8", env: { LC_ALL: "C" } });
    known =
      process.platform === "darwin"
        ? ["-p"]
        : /coreutils/.test(stdout ?? "")
          ? ["--attributes-only", "--preserve=mode,ownership,xattr"]
          : "none";
  }
  return known === "none" ? undefined : known;
}

/**
 * Names of temporary files: no Dockerfile's, compose file's or manifest's, short, and telling which process on which
 * machine made them.
 */
function prefix(): string {
  // Loaded only where something is written: it takes the command's start some time.
  const { createHash } = process.getBuiltinModule("node:crypto");
  return `.pid1lint-${createHash("sha256").update(hostname()).digest("hex").slice(0, 8)}-`;
}

const suffix = ".tmp";

/** Removes temporary files of processes of this machine that were killed. */
function removeLeftovers(folder: string): void {
  const begin = prefix();
  for (const name of readdirSync(folder)) {
    if (!name.startsWith(begin) || !name.endsWith(suffix)) continue;
    const pid = Number.parseInt(name.slice(begin.length), 10);
    if (pid !== process.pid && !isRunning(pid)) rmSync(join(folder, name), { force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemError(error).code !== "ESRCH";
  }
}

/** Makes renames in a folder last, where the system can: Windows and some network file systems cannot. */
function syncFolder(folder: string): void {
  let handle: number | undefined;
  try {
    handle = openSync(folder, "r");
    fsyncSync(handle);
  } catch (error) {
    if (!["EISDIR", "EPERM", "EACCES", "EINVAL", "ENOTSUP", "ENOSYS"].includes(systemError(error).code)) throw error;
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

function failure(change: FileChange, reason: string, done: readonly Staged[]): WriteResult {
  const changed: string[] = [];
  for (const item of done.toReversed()) {
    try {
      renameSync(stage(item.target, item.change.before), item.target);
    } catch {
      changed.push(item.change.path);
    }
  }
  return { ok: false, path: change.path, reason, changed };
}
