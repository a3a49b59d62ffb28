import { applicationOf } from "../../src/application/application.ts";
import type { Unhandled } from "../../src/application/handling.ts";
import { effectOn } from "../../src/known/programs/program.ts";
import type { Process } from "../../src/startup/process.ts";
import type { Judged } from "../../src/stop/judge.ts";
import type { Reason } from "../../src/stop/reason.ts";
import { nameOf } from "../../src/stop/response.ts";
import { isAside, isForDevelopment } from "../../src/stop/severity.ts";
import type { Path } from "../../src/stop/start-up.ts";
import { graceOf, stopSignalOf } from "../../src/stop/stop-signal.ts";
import type { Severity } from "../../src/text/diagnostic.ts";
import type { UnhandledReason } from "./messages.ts";

/** An application without a handler for the stop signal, on one way through the start-up. */
export interface MissingHandler {
  readonly path: Path;
  readonly main: Process;
  readonly signal: string;
  readonly unhandled: Unhandled;
  readonly severity: Severity;
  readonly reason: UnhandledReason;
}

/** The applications of an image that set no handler for its stop signal, as far as their source says so. */
export function* missingHandlers(judged: Judged): Iterable<MissingHandler> {
  for (const path of judged.startUp.paths) {
    const main = path.processes.at(-1);
    if (!main || isAside(path, judged.startUp) || isForDevelopment(path)) continue;
    const found = missingHandler(main, path, judged);
    if (found) yield found;
  }
}

function missingHandler(main: Process, path: Path, judged: Judged): MissingHandler | undefined {
  const signal = stopSignalOf(judged.image);
  if (main.role.kind !== "program" || !main.role.row || effectOn(main.role.row, signal) !== "own") return undefined;
  const handling = applicationOf(main, judged)?.on(signal);
  const { reason: why } = path.onSignal;
  const told = (unhandled: Unhandled): Pick<MissingHandler, "path" | "main" | "signal" | "unhandled"> & Outcome => ({
    path,
    main,
    signal,
    unhandled,
    outcome: { kind: "unhandled", actor: nameOf(main), signal, grace: graceOf(judged.image), unhandled },
  });
  if (handling?.is === "unhandled") {
    const { outcome, ...facts } = told(handling);
    if (why.kind === "unhandled")
      return { ...facts, severity: certain(judged) ? "error" : "warning", reason: { kind: "no handler", outcome } };
    const killed = why.kind === "cuts work" && why.unhandled !== undefined;
    return { ...facts, severity: "warning", reason: { kind: killed ? "is killed" : "no handler behind", outcome } };
  }
  if (handling?.is !== "unknown" || handling.doubt?.is !== "libraries" || !handling.likely) return undefined;
  const { names } = handling.doubt;
  if (path.processes.length > 1) return undefined;
  const { outcome, ...facts } = told(handling.likely);
  return { ...facts, severity: "warning", reason: { kind: "no handler seen", names, outcome } };
}

interface Outcome {
  readonly outcome: Extract<Reason, { kind: "unhandled" }>;
}

/** Whether nothing but the sources decides. */
function certain({ image, startUp }: Judged): boolean {
  return image.argv !== "unknown" && startUp.stopSignal !== "unknown";
}
