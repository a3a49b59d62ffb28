import type { Finding, Project, Rule } from "../../src/rule.ts";
import { judgeShellForm } from "../shell-form.ts";

/** CMD in shell form puts a shell at PID 1. */
export const rule: Rule = {
  id: "shell-form-cmd",
  summary: "CMD in shell form puts a shell at PID 1, which keeps the stop signal from the program",
  alsoSilencedBy: ["DL3025", "JSONArgsRecommended"],
  *check(project: Project): Iterable<Finding> {
    for (const judged of project.images) {
      const verdict = judgeShellForm(judged, "CMD");
      if (verdict) yield verdict;
    }
  },
};
