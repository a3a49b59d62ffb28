import { putExec, runInForeground } from "../../src/remedies/exec-slots.ts";
import { keepAlive } from "../../src/remedies/keep-alive.ts";
import { byHand, defineRule } from "../../src/rule.ts";
import type { Fix, Judged } from "../../src/rule.ts";
import { bareArray } from "./bare-array.ts";
import { messages } from "./messages.ts";
import { missingExecs } from "./missing-execs.ts";
import type { MissingExec } from "./missing-execs.ts";

/** A script or a `-c` text runs the main program as a child of its shell. */
export const rule = defineRule({
  id: "missing-exec",
  summary: "A script or a `-c` text runs the main program as a child of its shell instead of with `exec`",
  alsoSilencedBy: [],
  messages,
  *check(project) {
    for (const judged of project.images) {
      for (const missing of missingExecs(judged)) {
        const { path, severity, running, reason, at, others } = missing;
        yield {
          path,
          severity,
          reason,
          at,
          related: others,
          fixes: [bareArray(judged, running.unit.script.text) ?? mend(missing, judged)],
        };
      }
    }
  },
});

function mend({ running: { slot }, idle, process, sourced }: MissingExec, judged: Judged): Fix {
  if (idle) return keepAlive(process, judged) ?? runInForeground;
  // What no source tells of the program makes no fix safe.
  if (slot.kind === "insert") return { ...putExec([slot.at]), applicability: sourced ? "safe" : "unsafe" };
  return byHand("end the script with `exec` and the program", slot.reason);
}
