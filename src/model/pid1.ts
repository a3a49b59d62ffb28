import type { Severity } from "../diagnostic.ts";
import type { Location } from "../text.ts";
import { isIdle } from "./follow.ts";
import type { Judged } from "./project.ts";

/** A program at PID 1 that does not act on the stop signal, or does so only if its user's code asks for it. */
export interface Unhandled {
  readonly severity: Severity;
  readonly message: string;
  readonly at: Location;
}

/** Whether PID 1 itself is a program without a handler for the stop signal. */
export function unhandledAtPid1(judged: Judged): Unhandled | undefined {
  const { image, startUp } = judged;
  const signal = startUp.stopSignal === "unknown" ? "SIGTERM" : startUp.stopSignal;
  for (const path of startUp.paths) {
    const [first] = path.processes;
    if (first?.role.kind !== "program" || !first.role.row || first.role.row.interactive) continue;
    const { row } = first.role;
    const hop = first.hops.at(-1);
    // The word that names the program, wherever it stands; else the nearest place that brought it.
    const places = first.hops.map((each) => each.at);
    const at = [...places, hop?.argv[0]?.text?.locate()].findLast((each) => each !== undefined && each.path !== "");
    if (!hop || !at) continue;
    const effect = row.asPid1[signal];
    if (effect === "own") {
      const message = `${row.name} is PID 1: unless the program that it runs handles ${signal}, the kernel drops the signal and \`docker stop\` kills it after 10 s`;
      return { severity: "info", message, at };
    }
    if (effect !== "ignored") continue;
    const sure = row.evidence.kind !== "unsourced" && image.argv !== "unknown";
    const end = isIdle(hop.argv) ? "`docker stop` waits 10 s for nothing" : "`docker stop` waits 10 s, then kills it";
    return { severity: sure ? "warning" : "info", message: `${row.name} has no handler for ${signal}, and the kernel drops it at PID 1; ${end}`, at };
  }
  return undefined;
}
