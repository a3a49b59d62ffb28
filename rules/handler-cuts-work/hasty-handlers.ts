import { applicationOf } from "../../src/application/application.ts";
import type { Handler } from "../../src/application/handling.ts";
import { effectOn } from "../../src/known/programs/program.ts";
import type { Process } from "../../src/startup/process.ts";
import type { Judged } from "../../src/stop/judge.ts";
import type { Reason } from "../../src/stop/reason.ts";
import { nameOf } from "../../src/stop/response.ts";
import { isAside, isForDevelopment } from "../../src/stop/severity.ts";
import type { Path } from "../../src/stop/start-up.ts";
import { stopSignalOf } from "../../src/stop/stop-signal.ts";

/** A handler that exits at once, on one way through a start-up. */
interface HastyHandler {
  readonly path: Path;
  readonly main: Process;
  readonly handler: Handler;
  readonly outcome: Extract<Reason, { kind: "cuts work" }>;
}

/** The handlers of an image's applications that exit at once on its stop signal. */
export function* hastyHandlers(judged: Judged): Iterable<HastyHandler> {
  const signal = stopSignalOf(judged.image);
  for (const path of judged.startUp.paths) {
    const main = path.processes.at(-1);
    if (main?.role.kind !== "program" || !main.role.row || isAside(path, judged.startUp) || isForDevelopment(path))
      continue;
    if (effectOn(main.role.row, signal) !== "own") continue;
    const handler = applicationOf(main, judged)?.on(signal);
    if (handler?.is !== "handled" || handler.does !== "exits") continue;
    yield { path, main, handler, outcome: { kind: "cuts work", how: "exits", actor: nameOf(main), signal, handler } };
  }
}
