import type { Severity } from "../diagnostic.ts";
import type { ProgramRow } from "../known/programs.ts";
import { isIdle } from "./follow.ts";
import type { Path, Process } from "./outcome.ts";

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
  if (mainRow(path)?.oneShot) return "job";
  const running = mainProcess(path)?.hops.at(-1);
  if (running && isIdle(running.argv)) return "idle";
  return undefined;
}

/** How bad it is that a process keeps the stop signal from the main program, on this way. */
export function severityOf(path: Path): Severity | undefined {
  if (path.outcome !== "stuck" && path.outcome !== "abrupt") return path.outcome === "unknown" ? "warning" : undefined;
  const expendable = isExpendable(path);
  return expendable === "job" ? "info" : expendable === "idle" ? "warning" : "error";
}
