import { byHand } from "../../src/rule.ts";
import type { Finding, Project, Rule } from "../../src/rule.ts";
import { ignoredCmd } from "./ignored-cmd.ts";

/** A CMD that never takes effect. */
export const rule: Rule = {
  id: "ignored-cmd",
  summary:
    "A CMD never takes effect: ENTRYPOINT is in shell form, its script takes no arguments, " +
    "or a child's ENTRYPOINT clears it",
  alsoSilencedBy: [],
  *check(project: Project): Iterable<Finding> {
    for (const judged of project.images) {
      const found = ignoredCmd(judged);
      if (found) yield { ...found, fixes: [byHand('remove CMD, or let ENTRYPOINT take its arguments (`exec "$@"`)')] };
    }
  },
};
