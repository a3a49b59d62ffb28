import type { Finding, Project, Rule } from "../../src/rule.ts";
import { faultWords } from "../../src/rule.ts";
import { mendStart, unrunnables } from "./unrunnables.ts";

/** The command cannot start. */
export const rule: Rule = {
  id: "unrunnable-command",
  summary:
    "The command cannot start: a builtin, a variable or a whole command line as program name, " +
    "or a script that the kernel refuses",
  alsoSilencedBy: [],
  *check(project: Project): Iterable<Finding> {
    for (const judged of project.images) {
      for (const { problem, process, sure } of unrunnables(judged)) {
        const at = problem.at ?? problem.file;
        if (!at || at.path === "") continue;
        const related = problem.file && problem.at ? [{ at: problem.file, message: "the script" }] : [];
        yield {
          severity: sure ? "error" : "warning",
          message: faultWords(problem.fault),
          at,
          related,
          fixes: mendStart(problem, process, judged),
        };
      }
    }
  },
};
