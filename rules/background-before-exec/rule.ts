import { byHand, defineRule, isExpendable, leftBehindOn } from "../../src/rule.ts";
import { messages } from "./messages.ts";

/** Processes left without anyone to stop or reap them. */
export const rule = defineRule({
  id: "background-before-exec",
  summary: "A script starts a program in the background and then execs another, so nothing stops or reaps the first",
  alsoSilencedBy: [],
  messages,
  *check(project) {
    for (const judged of project.images) {
      for (const path of judged.startUp.paths) {
        const init = path.processes[0]?.role.kind === "init";
        // With nothing beside it but what keeps the container alive, it is what the container is there for.
        const main = isExpendable(path) === "idle";
        for (const { at, known } of leftBehindOn(path)) {
          if (at.path === "") continue;
          yield {
            path,
            severity: main || (known && !init) ? "warning" : "info",
            reason: { kind: "left behind" },
            at,
            related: [],
            fixes: [byHand("run it in a container of its own, or put both under a supervisor")],
          };
        }
      }
    }
  },
});
