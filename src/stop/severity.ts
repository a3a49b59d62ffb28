import type { Severity } from "../text/diagnostic.ts";
import { isIdle } from "../startup/follow-script.ts";
import type { Process } from "../startup/process.ts";
import type { Path, StartUp } from "./start-up.ts";
import type { Running } from "../shell/state/state.ts";
import type { ProgramRow } from "../known/programs/program.ts";
import type { Container } from "../platforms/container.ts";
import { isLost } from "./verdict.ts";

/** The process that a start-up is there for: the last of the chain. */
export function mainProcess(path: Path): Process | undefined {
  return path.processes.at(-1);
}

/** The table's row for the main program, if it has one. */
export function mainRow(path: Path): ProgramRow | undefined {
  const role = mainProcess(path)?.role;
  return role?.kind === "program" ? role.row : undefined;
}

/** Nothing is lost when this program is cut off: it runs to its end by itself, or only keeps the container up. */
export function isExpendable(path: Path): "job" | "idle" | undefined {
  const hop = mainProcess(path)?.hops.at(-1);
  if (mainRow(path)?.oneShot || hop?.running?.returns) return "job";
  return hop && isIdle(hop.argv) ? "idle" : undefined;
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
  if (running?.notTail === true && running.unit.script.text.path === named) return false;
  return named !== undefined && (named === image.dockerfile.source.path || named === image.deployment.place?.path);
}

/** How bad it is that a process keeps the stop signal from the main program, on this way. Undefined: not at all. */
export function severityOf(path: Path): Severity | undefined {
  if (!isLost(path)) return path.onSignal.outcome === "unknown" ? "warning" : undefined;
  const expendable = isExpendable(path);
  // A program that daemonizes unless settings say otherwise that are not here comes back.
  const mayReturn = mainRow(path)?.foreground !== undefined;
  return expendable === "job" ? "info" : expendable === "idle" || mayReturn ? "warning" : atMost(path, "error");
}

/**
 * A way that only idles (switched off by a setting), beside one that works: not the one that the container is there
 * for.
 */
export function isAside(path: Path, { paths }: StartUp): boolean {
  if (isExpendable(path) !== "idle") return false;
  return !path.decides || paths.some((other) => other.decides && isExpendable(other) !== "idle");
}

/** A severity as it is on this way: what is certain beside the default run only is no error. */
export function atMost(path: Path, severity: Severity): Severity {
  return severity === "error" && !path.decides ? "warning" : severity;
}
