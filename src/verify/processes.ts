import { isUtility } from "../known/programs/programs.ts";
import { unwrap } from "../known/wrappers/wrappers.ts";
import { basename } from "../files/tree.ts";
import type { Status } from "./process-status.ts";

/** A process of the container, as it was before the stop signal. */
export interface ContainerProcess {
  /** Its number in the container; undefined where only the engine's `top` could be asked. */
  readonly pid: number | undefined;
  /** Its number on the engine's machine: what `parent` counts in. */
  readonly hostPid: number;
  readonly parent: number;
  readonly argv: readonly string[];
  /** Undefined where /proc could not be read. */
  readonly status: Status | undefined;
}

const shells = /^-?(?:(?:ba|da|a|z|k|mk)?sh|ksh93|busybox)$/;
const interpreters = /^(?:node|nodejs|python[\d.]*|perl|ruby[\d.]*)$/;

/** Whether a process is a shell: in a container that is nothing but glue, with a script or without. */
export function isShell({ argv }: ContainerProcess): boolean {
  const [command = "", applet = ""] = argv;
  const name = basename(command);
  return shells.test(name) && (name !== "busybox" || shells.test(applet));
}

/** Whether a process only carries another: an init, a wrapper, a shell. */
function isCarrier(process: ContainerProcess): boolean {
  if (isShell(process)) return true;
  const [command = "", script = "", ...rest] = process.argv;
  // A program that has set its title ("npm start") has all of it in one word.
  const words = /^[^/]+ /.test(command) ? command.split(" ") : process.argv;
  return (
    unwrap(words) !== undefined ||
    (interpreters.test(basename(command)) && unwrap([script.replace(/\.[cm]?js$/, ""), ...rest]) !== undefined)
  );
}

/** Children of a process, in the order in which they were started. */
export function childrenOf(
  processes: readonly ContainerProcess[],
  parent: ContainerProcess,
): readonly ContainerProcess[] {
  return processes
    .filter((process) => process.parent === parent.hostPid && process !== parent)
    .sort((a, b) => a.hostPid - b.hostPid);
}

/**
 * The main program among the processes of a container: the first below PID 1 that is no init, wrapper, shell or
 * utility; what only keeps a container up (`sleep infinity`, `tail -f`) comes last. Where there is none, the shell that
 * runs the utility: such a script is the program. Undefined if there are several that nothing tells apart.
 */
export function mainProgram(processes: readonly ContainerProcess[]): ContainerProcess | undefined {
  const [first] = processes;
  let idlers: readonly ContainerProcess[] = [];
  let shell = first;
  for (let level = first ? [first] : []; level.length > 0;) {
    const alive = level.filter(({ status }) => status?.state !== "Z");
    const carriers = alive.filter(isCarrier);
    const others = alive.filter((process) => !isCarrier(process) && !isUtility(process.argv));
    const programs = others.filter((process) => !isIdler(process));
    if (programs.length > 0) return programs.length === 1 ? programs[0] : undefined;
    if (idlers.length === 0) idlers = others;
    shell = carriers.find(isShell) ?? shell;
    level = carriers.flatMap((carrier) => childrenOf(processes, carrier));
  }
  return idlers.length > 1 ? undefined : (idlers[0] ?? shell);
}

/** Whether a process does nothing but last. */
function isIdler({ argv }: ContainerProcess): boolean {
  return /^(?:sleep|tail|cat)$/.test(basename(argv[0] ?? ""));
}

/** The processes from PID 1 down to one of them. */
export function chainTo(processes: readonly ContainerProcess[], last: ContainerProcess): readonly ContainerProcess[] {
  const chain = [last];
  for (let at: ContainerProcess | undefined = last; at && at !== processes[0];) {
    const { parent }: ContainerProcess = at;
    at = processes.find((process) => process.hostPid === parent);
    if (at) chain.unshift(at);
  }
  return chain;
}

/** How many processes have ended and were not waited for by their parent. */
export function zombies(processes: readonly ContainerProcess[]): number {
  return processes.filter((process) => process.status?.state === "Z").length;
}
