import type { Severity } from "../text/diagnostic.ts";
import { isIdle, mainJob } from "../startup/main-job.ts";
import type { Process } from "../startup/process.ts";
import type { Path, StartUp } from "./start-up.ts";
import type { Running } from "../shell/state/state.ts";
import { effectOn } from "../known/programs/program.ts";
import type { ProgramRow } from "../known/programs/program.ts";
import type { Deployment } from "../platforms/deployment.ts";
import type { Judged } from "./judge.ts";
import { nameOf } from "./response.ts";
import { stopSignalOf } from "./stop-signal.ts";
import type { Container } from "../platforms/container.ts";
import { isCutOff, isLost, isRestarted } from "./verdict.ts";

/** The process that a start-up is there for: the last of the chain. */
export function mainProcess(path: Path): Process | undefined {
  return path.processes.at(-1);
}

/** The table's row for the main program, if it has one. */
export function mainRow(path: Path): ProgramRow | undefined {
  const role = mainProcess(path)?.role;
  return role?.kind === "program" ? role.row : undefined;
}

/**
 * Nothing is lost when this program is cut off: it runs to its end by itself, or only keeps the container alive. What
 * no table knows, and a loop starts again and again, is neither.
 */
export function isExpendable(path: Path): "job" | "idle" | undefined {
  const main = mainProcess(path);
  if (mainRow(path)?.oneShot) return "job";
  if (comesBack(path)) return isRestarted(path.processes) ? undefined : "job";
  if (main?.role.kind === "shell" && main.role.steady.kind === "loop") return "idle";
  return isIdle(main?.hops.at(-1)?.argv ?? []) ? "idle" : undefined;
}

function comesBack(path: Path): boolean {
  return mainRow(path)?.oneShot === true || mainProcess(path)?.hops.at(-1)?.running?.returns === true;
}

/** Nothing else runs beside what only keeps the container alive. */
export function isAlone({ processes, leftBehind }: Path): boolean {
  const jobs = processes.flatMap(({ role }) =>
    role.kind === "shell" ? [...role.state.jobs, ...role.state.daemons] : [],
  );
  const main = mainJob([...jobs, ...leftBehind]);
  return main === undefined || isIdle(main.argv ?? []);
}

/** The container is there for somebody at a terminal: nothing to be said of how it stops. */
export function isPrompt(path: Path): boolean {
  return mainProcess(path)?.role.kind === "interactive" || mainRow(path)?.interactive === true;
}

/**
 * Whether the main program is known to be one: by a table, as a program of the user's own, or since CMD or ENTRYPOINT
 * names it. In the text of a shell a name with more behind it is one of several commands.
 */
export function isKnownProgram(path: Path, image: Container, running?: Running): boolean {
  const main = mainProcess(path);
  // What no source tells counts no more than a program without a row.
  if (main?.role.kind === "program" && main.role.row?.evidence.kind !== "unsourced") return true;
  if (path.processes.some(({ role }) => role.kind === "wrapper" && role.wrapped.serves)) return true;
  const named = main?.hops.at(-1)?.argv[0]?.text?.path;
  if (running?.followed === true && running.unit.script.text.path === named) return false;
  return named !== undefined && (named === image.dockerfile.source.path || named === image.deployment.place?.path);
}

/**
 * Whether a program that no table knows is more likely a step of its script than its purpose: more of the script stands
 * behind it. One of the user's own is the purpose of the default run.
 */
export function mayBeStep(path: Path, image: Container, running: Running): boolean {
  const purpose = isKnownProgram(path, image, running) && (path.decides || mainRow(path) !== undefined);
  // Beside the default run it is one even if only a message is left to tell.
  const followed = running.followed || (!path.decides && running.how === "foreground" && running.notTail);
  return !purpose && running.slot.kind === "none" && followed && !running.loops;
}

/** Programs for the developer's machine, which start the program again at each change. */
const forDevelopment = /^(nodemon|node --watch)$/;

/** Whether what runs in the end is meant for development. */
export function isForDevelopment(path: Path): boolean {
  return path.processes.some((process) => forDevelopment.test(process.hops.at(-1)?.what ?? ""));
}

/** Whether the main program, which is cut off, has no handler: the signal would kill it all the same. */
export function isKilledAnyway(path: Path, signal: string): boolean {
  const row = mainRow(path);
  return (
    isCutOff(path) && row !== undefined && row.evidence.kind !== "unsourced" && effectOn(row, signal) === "ignored"
  );
}

/** Whether something else runs in front of the stop signal, which may be what stops it. */
export function isHooked({ onSignal }: Pick<Path, "onSignal">): boolean {
  return onSignal.reason.kind === "hook first";
}

/** How bad it is that a process keeps the stop signal from the main program, on this way. Undefined: not at all. */
export function severityOf(path: Path): Severity | undefined {
  if (!isLost(path)) return path.onSignal.outcome === "unknown" && !isHooked(path) ? "warning" : undefined;
  const expendable = isExpendable(path);
  if (expendable === "job" && !isRestarted(path.processes)) return "info";
  // A program that daemonizes unless settings say otherwise that are not here comes back; and whether the job of a loop
  // is just running is a matter of chance.
  const mayReturn = mainRow(path)?.foreground !== undefined || comesBack(path);
  return expendable !== undefined || mayReturn ? "warning" : atMost(path, "error");
}

/**
 * A way that only idles (switched off by a setting), beside one that works: not the one that the container is there
 * for.
 */
export function isAside(path: Path, { paths }: StartUp): boolean {
  if (isExpendable(path) !== "idle" || !isAlone(path)) return false;
  return !path.decides || paths.some((other) => other.decides && isExpendable(other) !== "idle");
}

/** Whether an init or supervisord above a process signals a whole process group: those below get the signal too. */
export function isGrouped({ processes }: Path, process: Process): boolean {
  return processes
    .slice(0, processes.indexOf(process))
    .some(({ role }) => (role.kind === "init" || role.kind === "wrapper") && role.wrapped.group);
}

/** A severity as it is on this way: what is certain beside the default run only is no error. */
export function atMost(path: Path, severity: Severity): Severity {
  return severity === "error" && !path.decides ? "warning" : severity;
}

/** Why a stuck or abrupt way needs no finding. */
export type Waiver =
  /** Nothing is lost with it. */
  | { readonly kind: "keep-alive" | "job" | "development"; readonly actor: string }
  /** No table knows it, and more of the script stands behind it. */
  | { readonly kind: "step"; readonly actor: string }
  /** It cuts its work on the signal, and on no other is it known to finish it. */
  | { readonly kind: "own way"; readonly actor: string }
  /** It has no handler, so that the signal would kill it all the same. */
  | { readonly kind: "no handler"; readonly actor: string; readonly signal: string }
  /** Only an unknown base image decides which signal comes. */
  | { readonly kind: "stop signal"; readonly image: string; readonly signal: string }
  /** Nobody starts the image as it is. */
  | { readonly kind: "init elsewhere" };

/**
 * Why nobody has to be warned of a way that is stuck or abrupt; undefined where a rule does so. `deployments`: who else
 * builds and starts the image.
 */
export function waiverOf(path: Path, { image }: Judged, deployments: readonly Deployment[]): Waiver | undefined {
  if (path.outcome !== "stuck" && path.outcome !== "abrupt") return undefined;
  const main = mainProcess(path);
  const actor = main ? nameOf(main) : "the program";
  if (isForDevelopment(path)) return { kind: "development", actor };
  const expendable = isExpendable(path);
  if (expendable === "job") return { kind: "job", actor };
  if (expendable === "idle" && isAlone(path)) return { kind: "keep-alive", actor };
  const signal = stopSignalOf(image);
  if (isKilledAnyway(path, signal)) return { kind: "no handler", actor, signal };
  // Of what the application's own source says, rules speak.
  if (path.reason.kind === "unhandled") return undefined;
  if (path.reason.kind === "cuts work") {
    if (path.reason.unhandled || path.reason.handler?.serves) return undefined;
    if (image.stopSignal.value === "unknown") return { kind: "stop signal", image: image.stage.from.body.text, signal };
    const better = mainRow(path)?.gracefulSignal;
    if (better === undefined || better === path.reason.signal) return { kind: "own way", actor };
  }
  for (const { role } of path.processes)
    if (role.kind === "shell" && role.steady.kind === "foreground" && mayBeStep(path, image, role.steady.running))
      return { kind: "step", actor };
  const elsewhere = !image.deployment.place && deployments.length > 0 && deployments.every(({ init }) => init);
  return elsewhere ? { kind: "init elsewhere" } : undefined;
}
