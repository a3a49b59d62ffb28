import type { ContainerProcess } from "../../src/verify/processes.ts";
import { readStatus } from "../../src/verify/process-status.ts";

/**
 * Processes of a container, one a line, PID 1 first: a child is indented by one more than its parent, words are
 * separated by single blanks; `Z` instead of the last blank of the indentation is a zombie.
 */
export function containerOf(...lines: readonly string[]): readonly ContainerProcess[] {
  const open: number[] = [];
  return lines.map((line, index) => {
    const [, indent = "", zombie, command = ""] = /^( *)(?:(Z) )?(.*)$/.exec(line) ?? [];
    const depth = indent.length + (zombie ? 1 : 0);
    const hostPid = 500 + index;
    open[depth] = hostPid;
    const parent = depth === 0 ? 400 : (open[depth - 1] ?? 0);
    const status = readStatus(`Name:\tx\nState:\t${zombie ? "Z" : "S"}\nPPid:\t${parent}\nSigCgt:\t4000\n`);
    return { pid: index + 1, hostPid, parent, argv: zombie ? [] : command.split(" "), status };
  });
}
