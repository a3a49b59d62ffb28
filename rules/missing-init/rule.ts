import { unhandledAtPid1 } from "../../src/rule.ts";
import type { Finding, Project, Rule } from "../../src/rule.ts";

/** PID 1 ignores the stop signal for want of a handler, and no init is there. */
export const rule: Rule = {
  id: "missing-init",
  summary: "PID 1 has no handler for the stop signal, so the kernel drops it, and no init is there to take it",
  alsoSilencedBy: [],
  *check(project: Project): Iterable<Finding> {
    for (const judged of project.images) {
      const fault = unhandledAtPid1(judged);
      if (!fault) continue;
      yield {
        severity: fault.severity,
        message: fault.message,
        at: fault.at,
        related: [],
        fixes: [{ title: "Run the container with an init: `docker run --init`, `init: true` in compose, or tini as ENTRYPOINT", applicability: "manual", edits: [] }],
      };
    }
  },
};
