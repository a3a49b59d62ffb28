import { setTimeout as sleep } from "node:timers/promises";
import type { Container } from "./engine/measured-container.ts";
import { isUtility } from "../known/programs/programs.ts";
import type { Engine } from "./engine/engine.ts";
import { judge } from "./measured-outcome.ts";
import type { Patience, Verdict } from "./measured-outcome.ts";
import { mainProgram, zombies } from "./processes.ts";
import type { ContainerProcess } from "./processes.ts";
import { bringUp, look } from "./bring-up.ts";
import { readProcess } from "./proc-files.ts";
import type { WaitFor } from "./bring-up.ts";

/** How to measure. */
interface MeasureOptions {
  readonly network: string;
  /** Undefined: as {@link WaitFor} says. */
  readonly waitFor: WaitFor | undefined;
  /** Grace period in seconds. */
  readonly grace: number;
  /** Called with the processes of the container when it is up, while they run. */
  readonly whenUp?: (processes: readonly ContainerProcess[]) => void;
}

/** What became of processes that were handed to PID 1 and ended: `left` of them are zombies still. */
type Orphans = { readonly handed: number; readonly left: number } | { readonly skipped: string };

/** What was seen of one image. */
export interface Measurement extends Verdict {
  readonly image: string;
  readonly stopSignal: string;
  /** From the stop signal to the end; undefined if it was not sent. */
  readonly milliseconds: number | undefined;
  readonly exitCode: number | undefined;
  readonly outOfMemory: boolean;
  /** Before the stop, PID 1 first. */
  readonly processes: readonly ContainerProcess[];
  readonly main: ContainerProcess | undefined;
  /** Before anything was handed to PID 1. */
  readonly zombies: number;
  readonly orphans: Orphans;
  /** What it printed. */
  readonly log: string;
}

/** Processes handed to PID 1. */
const handed = 5;
/** Milliseconds that PID 1 has to wait for them once they have ended. */
const reapWithin = 500;
/** Milliseconds that they have to end. */
const endWithin = 10_000;
/** Milliseconds for which the main program is held up: longer than the two seconds after which `su` kills. */
const heldFor = 2500;

/** `su` is one that lets it go on. */
const heldNot =
  "could not pause the main program for the test: that needs root on the engine's machine, " +
  "and a PID 1 that does not resume it";

/** Runs an image, stops it as `docker stop` does, and says what happened. */
export async function measure(engine: Engine, image: string, options: MeasureOptions): Promise<Measurement> {
  const { stopSignal, hasHealthcheck } = await engine.settings(image);
  const trial: Trial = {
    engine,
    image,
    stopSignal,
    options,
    waitFor: options.waitFor ?? (hasHealthcheck ? "health" : "steady"),
  };
  const seen = await run(trial, true);
  // What is measured must not be what orphans did to it (`wait -n` of a shell takes them for its own).
  return seen === "disturbed" ? run(trial, false) : seen;
}

/** What all containers of a measurement share. */
interface Trial {
  readonly engine: Engine;
  readonly image: string;
  readonly stopSignal: string;
  readonly waitFor: WaitFor | "health" | "steady";
  readonly options: MeasureOptions;
}

async function run(trial: Trial, withOrphans: true): Promise<Measurement | "disturbed">;
async function run(trial: Trial, withOrphans: false): Promise<Measurement>;
async function run(trial: Trial, withOrphans: boolean): Promise<Measurement | "disturbed"> {
  const { engine, image, stopSignal, waitFor, options } = trial;
  const container = await engine.create(image, options);
  try {
    const started = await bringUp(container, waitFor);
    const processes = started.up ? started.processes : [];
    const main = mainProgram(processes);
    const common = { image, stopSignal, processes, main, zombies: zombies(processes) };
    if (!started.up) {
      const { running, exitCode, outOfMemory } = await container.state();
      const verdict: Verdict = { outcome: running ? "unknown" : "ended", reason: started.reason };
      const end = {
        milliseconds: undefined,
        exitCode: running ? undefined : exitCode,
        outOfMemory,
        orphans: { skipped: "the container was not up" },
      };
      return { ...common, ...verdict, ...end, log: await container.log() };
    }
    options.whenUp?.(processes);
    const orphans = withOrphans ? await handOrphans(container) : { skipped: "they change what PID 1 does" };
    if (orphans === "disturbed") return orphans;
    const milliseconds = await stop(container, options.grace);
    const { exitCode, outOfMemory } = await container.state();
    const ending = {
      milliseconds,
      grace: options.grace,
      exitCode,
      outOfMemory,
      stopSignal,
      mainIsFirst: main && main === processes[0],
    };
    const first = judge({ ...ending, patience: { unknown: "" } });
    const open = first.outcome === "unknown" && main !== undefined;
    const verdict = open ? judge({ ...ending, patience: await patienceOf(trial) }) : first;
    return { ...common, ...verdict, orphans, milliseconds, exitCode, outOfMemory, log: await container.log() };
  } finally {
    await container.remove();
  }
}

/** Gives the milliseconds that it took. */
async function stop(container: Container, grace: number): Promise<number> {
  const ended = container.ended();
  const begin = performance.now();
  await Promise.all([ended, container.stop(grace)]);
  return performance.now() - begin;
}

/** Children of a shell that ends at once: they become children of PID 1, which alone can wait for them. */
async function handOrphans(container: Container): Promise<Orphans | "disturbed"> {
  const before = await look(container);
  if (before[0]?.status === undefined) return { skipped: "cannot see the engine's processes from here" };
  // They have to outlive the shell that started them, which would wait for them itself.
  const linger = "j=0; while [ $j -lt 20000 ]; do j=$((j+1)); done";
  const code = await container.run([
    "/bin/sh",
    "-c",
    `i=0; while [ $i -lt ${handed} ]; do ({ ${linger}; } &); i=$((i+1)); done`,
  ]);
  const old = new Set(before.map(({ hostPid }) => hostPid));
  const begin = performance.now();
  let end = begin + endWithin + reapWithin;
  for (;;) {
    await sleep(100);
    const now = await look(container);
    // One that is just ending has no words any more, and is no zombie yet.
    const running = now.some(
      ({ hostPid, status, argv: [word = ""] }) =>
        !old.has(hostPid) && status?.state !== "Z" && (word === "" || word === "/bin/sh"),
    );
    if (!running) end = Math.min(end, performance.now() + reapWithin);
    if (before.some(({ hostPid, argv }) => isProgram(argv) && !now.some((each) => each.hostPid === hostPid)))
      return "disturbed";
    if (code !== 0) return { skipped: "the image has no shell to start them with" };
    const left = Math.max(0, zombies(now) - zombies(before));
    if ((left === 0 && !running) || performance.now() >= end) return { handed, left };
  }
}

/** Utilities come and go in a loop of a script. */
function isProgram(argv: readonly string[]): boolean {
  return argv.length > 0 && !isUtility(argv);
}

/**
 * Whether PID 1 waits for the main program. How long that takes to stop cannot be known, so it is held up (SIGSTOP)
 * in a second container when the signal comes: a PID 1 that ends all the same does not wait. That no race between the
 * two decides makes the answer certain.
 */
async function patienceOf({ engine, image, stopSignal, waitFor, options }: Trial): Promise<Patience> {
  const container = await engine.create(image, options);
  try {
    const started = await bringUp(container, waitFor);
    const main = started.up ? mainProgram(started.processes) : undefined;
    if (!main || !(await hold(container, main))) return { unknown: heldNot };
    const ended = Promise.race([container.ended().then(() => true), sleep(heldFor, false, { ref: false })]);
    const resumed = isResumed(main, started.up ? started.processes[0] : undefined, ended);
    const begin = performance.now();
    const [left] = await Promise.all([ended, container.signal(stopSignal)]);
    const after = performance.now() - begin;
    if (await resumed) return { unknown: heldNot };
    return left ? { leavesAfter: after } : "waits";
  } finally {
    await container.remove();
  }
}

/** Whether a process that is held up goes on while PID 1 is there: `timeout` sends SIGCONT behind the signal. */
async function isResumed(
  held: ContainerProcess,
  first: ContainerProcess | undefined,
  over: Promise<unknown>,
): Promise<boolean> {
  let watching = true;
  void over.finally(() => (watching = false));
  while (watching && first) {
    const status = readProcess(held.hostPid)?.status;
    // The kernel lets it go on to kill it, but not before PID 1 has no memory any more.
    if (status && !/[TtZX]/.test(status.state) && (readProcess(first.hostPid)?.argv.length ?? 0) > 0) return true;
    await sleep(5);
  }
  return false;
}

/** Stops a process of a container until somebody lets it go on; false if that is not possible from here. */
async function hold(container: Container, { pid, hostPid, status }: ContainerProcess): Promise<boolean> {
  if (pid === undefined || status === undefined) return false;
  try {
    process.kill(hostPid, "SIGSTOP");
  } catch {
    await container.run(["/bin/sh", "-c", `kill -STOP ${pid}`]);
  }
  for (let tries = 0; tries < 20; tries++) {
    const now = (await look(container)).find((each) => each.hostPid === hostPid);
    if (now?.status?.state === "T") return true;
    await sleep(25);
  }
  return false;
}
