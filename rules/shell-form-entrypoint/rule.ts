import { defineRule } from "../../src/rule.ts";
import { judgeShellForm } from "../shell-form.ts";
import { messages } from "../shell-form-messages.ts";

/** ENTRYPOINT in shell form puts a shell at PID 1. */
export const rule = defineRule({
  id: "shell-form-entrypoint",
  summary: "ENTRYPOINT in shell form makes a shell PID 1, which does not forward the stop signal to the program",
  alsoSilencedBy: ["DL3025", "JSONArgsRecommended"],
  messages,
  *check(project) {
    for (const judged of project.images) {
      const verdict = judgeShellForm(judged, "ENTRYPOINT");
      if (verdict) yield verdict;
    }
  },
});
