import { bareArray, missingExecs } from "../../src/rule.ts";
import type { Finding, Project, Rule } from "../../src/rule.ts";

/** A script or a `-c` text runs the main program as a child of its shell. */
export const rule: Rule = {
  id: "missing-exec",
  summary: "A script or a `-c` text runs the main program as a child of its shell instead of with `exec`",
  alsoSilencedBy: [],
  *check(project: Project): Iterable<Finding> {
    for (const judged of project.images) {
      for (const { severity, running, reason, at, others } of missingExecs(judged)) {
        const { slot } = running;
        const bare = bareArray(judged, running.unit.script.text);
        const fix = bare ?? (slot.kind === "insert"
          ? { title: "Put `exec` before the program, so that it takes the shell's place", applicability: "safe" as const, edits: [{ ...slot.at, text: "exec " }] }
          : { title: `By hand, since ${slot.reason}: let the last command of the script be \`exec\` with the program`, applicability: "manual" as const, edits: [] });
        yield { severity, message: reason, at, related: others, fixes: [fix] };
      }
    }
  },
};
