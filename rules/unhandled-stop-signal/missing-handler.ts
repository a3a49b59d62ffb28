import { applicationOf } from "../../src/application/application.ts";
import type { Unhandled } from "../../src/application/handling.ts";
import { effectOn } from "../../src/known/programs/program.ts";
import type { Process } from "../../src/startup/process.ts";
import type { Judged } from "../../src/stop/judge.ts";
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
  const actor = nameOf(main);
  const { reason: why } = path.onSignal;
  if (handling?.is === "unhandled") {
    const facts = { path, main, signal, unhandled: handling };
    if (why.kind === "unhandled")
      return {
        ...facts,
        severity: certain(judged) ? "error" : "warning",
        reason: { kind: "no handler", outcome: why },
      };
    const killed = why.kind === "cuts work" && why.unhandled !== undefined;
    const kind = killed ? ("is killed" as const) : ("no handler behind" as const);
    return { ...facts, severity: "warning", reason: { kind, actor, signal, unhandled: handling } };
  }
  if (handling?.is !== "unknown" || handling.doubt?.is !== "libraries" || !handling.likely) return undefined;
  const { names } = handling.doubt;
  if (path.processes.length > 1) return undefined;
  const grace = graceOf(judged.image);
  return {
    path,
    main,
    signal,
    unhandled: handling.likely,
    severity: "warning",
    reason: { kind: "no handler seen", actor, signal, grace, names, unhandled: handling.likely },
  };
}

/** Whether nothing but the sources decides. */
function certain({ image, startUp }: Judged): boolean {
  return image.argv !== "unknown" && startUp.stopSignal !== "unknown";
}
