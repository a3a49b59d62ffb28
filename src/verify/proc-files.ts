import { existsSync, readFileSync, readdirSync } from "node:fs";
import type { ContainerProcess } from "./processes.ts";
import { readStatus } from "./process-status.ts";

/**
 * The processes of a container from this machine's /proc, PID 1 first. Undefined if what has that number here is not
 * the container's PID 1: then the engine runs on another machine, or in a virtual one.
 */
export function readProcesses(container: string, first: number): readonly ContainerProcess[] | undefined {
  const root = readProcess(first);
  // A kernel may be built without the lists of children.
  if (
    root?.pid !== 1 ||
    !text(first, "cgroup").includes(container) ||
    !existsSync(`/proc/${first}/task/${first}/children`)
  )
    return undefined;
  const found = [root];
  for (const process of found) {
    for (const child of childrenOf(process.hostPid)) {
      const read = readProcess(child);
      if (read) found.push(read);
    }
  }
  return found;
}

/** A process by its number on this machine; undefined if it is gone. Without words it is just ending. */
export function readProcess(hostPid: number): ContainerProcess | undefined {
  const status = readStatus(text(hostPid, "status"));
  if (!status) return undefined;
  const words = text(hostPid, "cmdline").replace(/\0$/, "");
  return {
    pid: status.numbers.at(-1),
    hostPid,
    parent: status.parent,
    argv: words === "" ? [] : words.split("\0"),
    status,
  };
}

/** Each thread has the children that it has started. */
function childrenOf(hostPid: number): readonly number[] {
  let threads: readonly string[] = [];
  try {
    threads = readdirSync(`/proc/${hostPid}/task`);
  } catch {
    // It has ended meanwhile.
  }
  return threads
    .flatMap((thread) => text(hostPid, `task/${thread}/children`).split(" "))
    .filter(Boolean)
    .map(Number);
}

/** A file of a process; empty if the process is gone or the file is not for us. */
function text(hostPid: number, name: string): string {
  try {
    return readFileSync(`/proc/${hostPid}/${name}`, "utf8");
  } catch {
    return "";
  }
}
