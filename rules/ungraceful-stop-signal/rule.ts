import { defineRule, graceOf, stopSignalOf } from "../../src/rule.ts";
import type { Container } from "../../src/rule.ts";
import { messages } from "./messages.ts";
import type { SignalReason } from "./messages.ts";
import { dropStopSignal, setStopSignal } from "./set-stop-signal.ts";
import { misfitOf } from "./signal-fit.ts";
import type { SignalFit } from "./signal-fit.ts";

/** STOPSIGNAL that nobody can handle, or that the main program ignores or takes for something else. */
export const rule = defineRule({
  id: "ungraceful-stop-signal",
  summary: "The image's stop signal is one that no program can handle, or that the main program does not stop on",
  alsoSilencedBy: [],
  messages,
  *check(project) {
    for (const judged of project.images) {
      const { image } = judged;
      const signal = stopSignalOf(image);
      const { by } = image.stopSignal;
      const set = by.kind === "instruction" ? by.instruction.at : by.kind === "file" ? by.at : undefined;
      if (signal === "SIGKILL" || signal === "SIGSTOP") {
        if (set)
          yield {
            severity: "error",
            reason: { kind: "nobody can handle it", signal },
            at: set,
            related: [],
            fixes: [dropStopSignal(judged)],
          };
        continue;
      }
      // What an unknown base image sets may be right.
      if (image.stopSignal.value === "unknown") continue;
      for (const path of judged.startUp.paths) {
        const fit = misfitOf(path, signal);
        const place = path.processes.at(-1)?.hops.findLast((hop) => hop.at && hop.at.path !== "")?.at;
        // A service that puts another program into the image is at fault itself.
        const at = image.deployment.place && by.kind !== "file" ? place : (set ?? place);
        if (!fit || !at) continue;
        const { row, effect, kind, better } = fit;
        const weak = row.evidence.kind === "unsourced" || effect === "own";
        const reason = reasonOf(fit, signal, image);
        const mild = kind === "poor" && reason.kind !== "waits too long";
        yield {
          path,
          severity: mild ? "info" : weak || kind === "poor" ? "warning" : "error",
          reason,
          at,
          related: [],
          fixes: [setStopSignal(judged, better)],
        };
      }
    }
  },
});

/** Programs that work off jobs; others serve connections. */
const jobs = /^(celery|dramatiq|huey|rq|sidekiq)/;

function reasonOf({ row, effect, kind, better }: SignalFit, signal: string, image: Container): SignalReason {
  const act = { actor: row.name, signal };
  if (kind === "poor") {
    if (effect === "slow" || row.waits[signal] === true) return { kind: "waits too long", ...act, better };
    const drops = row.waits[signal] === false && row.waits[better] === true;
    const dropped = jobs.test(row.name) ? "cuts jobs" : "drops connections";
    return { kind: drops ? dropped : "less graceful", ...act, better };
  }
  const { by } = image.stopSignal;
  return {
    kind: effect === "own" ? "your code decides" : effect === "other" ? "not a stop" : "ignored",
    ...act,
    image: by.kind === "base" ? by.image : undefined,
    grace: graceOf(image),
  };
}
