import { byHand, defineRule } from "../../src/rule.ts";
import { messages, places } from "./messages.ts";
import { missingFile } from "./missing-file.ts";
import { startFixes, unrunnables } from "./unrunnables.ts";

/** The command cannot start. */
export const rule = defineRule({
  id: "unrunnable-command",
  summary:
    "The command cannot start: a builtin, a variable or a whole command line as program name, " +
    "or a script that the kernel refuses",
  alsoSilencedBy: [],
  messages,
  *check(project) {
    for (const judged of project.images) {
      for (const { path, problem, fault, process, sure } of unrunnables(judged)) {
        const at = problem.at ?? problem.file;
        if (!at || at.path === "") continue;
        yield {
          path,
          severity: sure ? "error" : "warning",
          reason: { kind: fault.code, fault },
          at,
          related: problem.file && problem.at ? [{ at: problem.file, message: places.script }] : [],
          fixes: startFixes(problem, process, judged),
        };
      }
      // Who starts it from a file may mount what is missing.
      const missing = judged.image.deployment.place || project.deployments.length > 0 ? undefined : missingFile(judged);
      if (missing)
        yield {
          severity: "warning",
          reason: { kind: "no such file", names: [missing.name] },
          at: missing.at,
          related: [],
          fixes: [byHand("copy it into the image, or correct its path")],
        };
    }
  },
});
