import { betterSignal, effectOn, isRewritten, mainRow, stopperName, stopSignalOf } from "../../src/rule.ts";
import type { Finding, Project, Rule } from "../../src/rule.ts";
import { dropStopSignal, setStopSignal } from "./set-stop-signal.ts";

/** STOPSIGNAL that nobody can handle, or that the main program ignores or takes for something else. */
export const rule: Rule = {
  id: "ungraceful-stop-signal",
  summary:
    "The image's stop signal is one that nobody can handle, or that the main program ignores or takes for something else",
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
        const row = mainRow(path);
        const place = path.processes.at(-1)?.hops.findLast((hop) => hop.at && hop.at.path !== "")?.at;
        // A service that puts another program into the image is at fault itself.
        const at = image.deployment.place && by.kind !== "file" ? place : (set ?? place);
        if (!row || !at || isRewritten(path, signal)) continue;
        const effect = effectOn(row, signal);
        const better = betterSignal(row);
        const wrong = effect === "ignored" || effect === "other" || (effect === "own" && signal !== "SIGTERM");
        // Without a signal that is better, the program needs a handler or an init, not another signal.
        if (wrong && (signal !== "SIGTERM" || (better !== undefined && better !== signal))) {
          const { platform } = image.deployment;
          const fault = `${row.name} does not stop on ${signal}${effect === "own" ? " by itself" : ""}`;
          const from = by.kind === "base" ? `, which the base image ${by.image} sets for its own program` : "";
          yield {
            severity: row.evidence.kind === "unsourced" || effect === "own" ? "warning" : "error",
            message: `${fault}${from}; ${stopperName(platform)} waits ${platform.seconds} s, then kills it`,
            at,
            related: [],
            fixes: [setStopSignal(judged, better ?? "SIGTERM")],
          };
        } else if (
          row.gracefulSignal !== undefined &&
          row.gracefulSignal !== signal &&
          row.evidence.kind !== "unsourced"
        ) {
          yield {
            severity: "info",
            message: `${row.name} has a better stop signal than ${signal}: ${row.gracefulSignal}`,
            at,
            related: [],
            fixes: [setStopSignal(judged, row.gracefulSignal)],
          };
        }
      }
    }
  },
};
