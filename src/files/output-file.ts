import {
  chmodSync,
  closeSync,
  constants,
  linkSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { lstatOf, statOf, systemError } from "./disk.ts";
import { inside, isInGit } from "./tree.ts";
import { real } from "./repository.ts";
import { besides } from "./write.ts";

/**
 * Why a report is not to be written to a path, which the command line names; undefined if it may be. Where the path
 * is in `home`, no link on the way leads out of it: the repository has made the links. Nothing is ever written into
 * `.git`.
 */
export function outputObstacle(path: string, home: string): string | undefined {
  const place = real(path);
  if (isInGit(place) || isInGit(path)) return "it is inside .git, which is never written to";
  const own = inside(home, path);
  if (own && !inside(real(home), place)) return "a link in its path leads out of the repository";
  const stat = statOf(path);
  if (!stat) return lstatOf(path) ? "it is a broken link" : undefined;
  if (stat.isDirectory()) return "it is a folder";
  return own && !stat.isFile() ? "it is not a regular file" : undefined;
}

/**
 * Writes a report, in one step: the file is old or new whenever the process stops. Gives the reason where that is
 * refused, see {@link outputObstacle}.
 */
export function writeOutput(path: string, text: string, home: string): string | undefined {
  try {
    const stream = streamOf(path);
    if (stream !== undefined) {
      writeAll(stream, text);
      return undefined;
    }
    const reason = outputObstacle(path, home);
    if (reason !== undefined) return reason;
    const old = statOf(path);
    // A pipe or a device of the user's own, such as /dev/stdout: it cannot be replaced, and must not be.
    if (old && !old.isFile()) {
      writeFileSync(path, text);
      return undefined;
    }
    const target = old ? realpathSync(path) : path;
    const temporary = besides(target);
    try {
      writeFileSync(temporary, text, { flag: "wx", mode: old ? old.mode & 0o7777 : 0o666 });
      if (old) chmodSync(temporary, old.mode & 0o7777);
      renameSync(temporary, target);
    } catch (error) {
      // A file that is mounted alone, or that alone may be written of its folder, cannot be replaced.
      if (!old || !["EBUSY", "EACCES", "EPERM", "EROFS"].includes(systemError(error).code)) throw error;
      const file = openSync(target, constants.O_WRONLY | constants.O_TRUNC | (constants.O_NOFOLLOW ?? 0));
      try {
        writeAll(file, text);
      } finally {
        closeSync(file);
      }
    } finally {
      rmSync(temporary, { force: true });
    }
    return undefined;
  } catch (error) {
    return systemError(error).reason;
  }
}

/**
 * The number of an open file that a path stands for, wherever that leads: what is there already stays, and what others
 * write behind it.
 */
function streamOf(path: string): number | undefined {
  const [, name, number] = /^(?:\/dev\/std(out|err)|(?:\/dev|\/proc\/self)\/fd\/(\d+))$/.exec(path) ?? [];
  if (name !== undefined) return name === "out" ? 1 : 2;
  return number === undefined ? undefined : Number(number);
}

function writeAll(file: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
}

/**
 * Writes a new file in one step; gives the reason where something of its name is there already, be it a link, or where
 * it cannot be written.
 */
export function createFile(path: string, text: string): string | undefined {
  const temporary = besides(path);
  try {
    writeFileSync(temporary, text, { flag: "wx" });
    linkSync(temporary, path);
    return undefined;
  } catch (error) {
    return systemError(error).reason;
  } finally {
    rmSync(temporary, { force: true });
  }
}
