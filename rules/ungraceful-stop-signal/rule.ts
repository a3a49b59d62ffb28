import { byHand, defineRule, stopSignalOf } from "../../src/rule.ts";
import type { Judged, ReasonOf, Unworded } from "../../src/rule.ts";
import { messages } from "./messages.ts";
import { dropStopSignal, setStopSignal } from "../set-stop-signal.ts";
import { misfitOf, reasonOf, severityOf } from "./signal-fit.ts";

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
      const hurried = noTime(judged);
      if (hurried) yield hurried;
      // What an unknown base image sets may be right.
      if (image.stopSignal.value === "unknown") continue;
      for (const path of judged.startUp.paths) {
        const fit = misfitOf(path, signal);
        const place = path.processes.at(-1)?.hops.findLast((hop) => hop.at && hop.at.path !== "")?.at;
        // A service that puts another program into the image is at fault itself.
        const at = image.deployment.place && by.kind !== "file" ? place : (set ?? place);
        if (!fit || !at) continue;
        const reason = reasonOf(fit, signal, image);
        yield {
          path,
          severity: severityOf(fit, reason),
          reason,
          at,
          related: [],
          fixes: [setStopSignal(judged, fit.better)],
        };
      }
    }
  },
});

/** A deployment that kills before anything can be finished. */
function noTime({ image, startUp }: Judged): Unworded<ReasonOf<typeof messages>> | undefined {
  const at = image.deployment.place;
  const [path] = startUp.paths;
  if (!at || path?.onSignal.reason.kind !== "no time") return undefined;
  return {
    severity: "warning",
    reason: { kind: "no time", outcome: path.onSignal.reason },
    at,
    related: [],
    fixes: [byHand("give it the time that its work takes")],
  };
}
