import { byHand } from "../../src/rule.ts";
import type { Finding, Project, Rule } from "../../src/rule.ts";
import { leftBehindOn } from "./left-behind.ts";

/** Processes left without anyone to stop or reap them. */
export const rule: Rule = {
  id: "background-before-exec",
  summary:
    "A script starts a program in the background and then replaces itself, so that nobody stops or reaps that program",
  alsoSilencedBy: [],
  *check(project: Project): Iterable<Finding> {
    for (const judged of project.images) {
      for (const path of judged.startUp.paths) {
        const init = path.processes[0]?.role.kind === "init";
        for (const { at, known } of leftBehindOn(path)) {
          yield {
            severity: known && !init ? "warning" : "info",
            message:
              "after `exec` nobody passes the stop signal to this process or waits for it; " +
              "the kernel kills it when PID 1 ends",
            at,
            related: [],
            fixes: [byHand("run it in a container of its own, or put both under a supervisor")],
          };
        }
      }
    }
  },
};
