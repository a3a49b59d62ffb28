import { stopperName, stopSignalOf } from "../../src/rule.ts";
import type { Container, Finding, Project, Rule } from "../../src/rule.ts";
import { dropStopSignal, setStopSignal } from "./set-stop-signal.ts";
import { misfitOf } from "./signal-fit.ts";
import type { SignalFit } from "./signal-fit.ts";

type Wording = Pick<Finding, "severity" | "message">;

/** STOPSIGNAL that nobody can handle, or that the main program ignores or takes for something else. */
export const rule: Rule = {
  id: "ungraceful-stop-signal",
  summary:
    "The image's stop signal is one that nobody can handle, " +
    "or that the main program ignores or takes for something else",
  alsoSilencedBy: [],
  *check(project: Project): Iterable<Finding> {
    for (const judged of project.images) {
      const { image } = judged;
      const signal = stopSignalOf(image);
      const { by } = image.stopSignal;
      const set = by.kind === "instruction" ? by.instruction.at : by.kind === "file" ? by.at : undefined;
      if (signal === "SIGKILL" || signal === "SIGSTOP") {
        if (set)
          yield {
            severity: "error",
            message: `no program can handle ${signal}; every process is killed at once, without a chance to finish`,
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
        yield { ...wording(fit, signal, image), at, related: [], fixes: [setStopSignal(judged, fit.better)] };
      }
    }
  },
};

function wording({ row, effect, kind, better }: SignalFit, signal: string, image: Container): Wording {
  if (kind === "poor")
    return { severity: "info", message: `${row.name} has a better stop signal than ${signal}: ${better}` };
  const { by } = image.stopSignal;
  const { seconds } = image.deployment.platform;
  const who = stopperName(image.deployment.platform);
  const alone = effect === "own" ? " by itself" : "";
  const from = by.kind === "base" ? `, which the base image ${by.image} sets for its own program` : "";
  return {
    severity: row.evidence.kind === "unsourced" || effect === "own" ? "warning" : "error",
    message: `${row.name} does not stop on ${signal}${alone}${from}; ${who} waits ${seconds} s, then kills it`,
  };
}
