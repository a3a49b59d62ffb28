import { mainRow, stopSignalOf, wholeLines } from "../../src/rule.ts";
import type { Finding, Fix, Judged, Project, Rule } from "../../src/rule.ts";

/** STOPSIGNAL that nobody can handle, or that the main program ignores or takes for something else. */
export const rule: Rule = {
  id: "ungraceful-stop-signal",
  summary: "The image's stop signal is one that nobody can handle, or that the main program ignores or takes for something else",
  alsoSilencedBy: [],
  *check(project: Project): Iterable<Finding> {
    for (const judged of project.images) {
      const { image } = judged;
      const signal = stopSignalOf(image);
      const { by } = image.stopSignal;
      const set = by.kind === "instruction" ? by.instruction : undefined;
      if (signal === "SIGKILL" || signal === "SIGSTOP") {
        if (set) yield { severity: "error", message: `no program can handle ${signal}: the container is killed without a word`, at: set.at, related: [], fixes: [remove(judged)] };
        continue;
      }
      for (const path of judged.startUp.paths) {
        const row = mainRow(path);
        const at = path.processes.at(-1)?.hops.findLast((hop) => hop.at && hop.at.path !== "")?.at;
        if (!row || !at) continue;
        const effect = row.asPid1[signal];
        const better = row.gracefulSignal ?? (row.asPid1.SIGTERM === "handled" ? "SIGTERM" : undefined);
        const wrong = effect === "ignored" || effect === "other" || (effect === "own" && signal !== "SIGTERM");
        // Without a signal that is better, the program needs a handler or an init, not another signal.
        if (wrong && (signal !== "SIGTERM" || (better !== undefined && better !== signal))) {
          const from = by.kind === "base" ? `, which the base image ${by.image} sets for its own program` : "";
          yield { severity: row.evidence.kind === "unsourced" || effect === "own" ? "warning" : "error", message: `${row.name} does not stop on ${signal}${from}`, at: set?.at ?? at, related: [], fixes: [choose(judged, better ?? "SIGTERM")] };
        } else if (row.gracefulSignal !== undefined && row.gracefulSignal !== signal && row.evidence.kind !== "unsourced") {
          yield { severity: "info", message: `${row.name} stops in order on ${row.gracefulSignal}; on ${signal} it cuts off what it is doing`, at: set?.at ?? at, related: [], fixes: [choose(judged, row.gracefulSignal)] };
        }
      }
    }
  },
};

function remove(judged: Judged): Fix {
  const { by } = judged.image.stopSignal;
  if (by.kind !== "instruction") return { title: "By hand: set STOPSIGNAL SIGTERM", applicability: "manual", edits: [] };
  const { source } = judged.image.dockerfile;
  return { title: "Remove STOPSIGNAL, so that SIGTERM is sent", applicability: "unsafe", edits: [{ ...wholeLines(source, by.instruction.at), text: "" }] };
}

/** Changes the STOPSIGNAL of this file, or sets one before CMD or ENTRYPOINT of the image's own stage. */
function choose(judged: Judged, signal: string): Fix {
  const { by } = judged.image.stopSignal;
  const title = `Set STOPSIGNAL ${signal}`;
  if (by.kind === "instruction") return { title, applicability: "unsafe", edits: [{ ...by.instruction.body.locate(), text: signal }] };
  const place = judged.image.stage.instructions.findLast(({ keyword }) => keyword === "CMD" || keyword === "ENTRYPOINT") ?? judged.image.stage.instructions.at(-1);
  if (!place) return { title: `By hand: set STOPSIGNAL ${signal}`, applicability: "manual", edits: [] };
  return { title, applicability: "unsafe", edits: [{ path: place.at.path, start: place.at.start, end: place.at.start, text: `STOPSIGNAL ${signal}\n` }] };
}
