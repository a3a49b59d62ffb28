import { byHand, defineRule } from "../../src/rule.ts";
import { ignoredCmd } from "./ignored-cmd.ts";
import { messages } from "./messages.ts";

/** A CMD that is ignored. */
export const rule = defineRule({
  id: "ignored-cmd",
  summary:
    "CMD is ignored: ENTRYPOINT is in shell form, its script takes no arguments, or a later ENTRYPOINT clears it",
  alsoSilencedBy: [],
  messages,
  *check(project) {
    for (const judged of project.images) {
      const found = ignoredCmd(judged);
      if (found) yield { ...found, fixes: [byHand('remove CMD, or let ENTRYPOINT use its arguments (`exec "$@"`)')] };
    }
  },
});
