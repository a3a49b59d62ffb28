import { wholeLines } from "../../src/remedies/instruction-lines.ts";
import { defineRule } from "../../src/rule.ts";
import type { Instruction } from "../../src/rule.ts";
import { countedStages } from "../counted-stages.ts";
import { messages, places } from "./messages.ts";

/** A CMD or ENTRYPOINT that a later one in the same stage overrides. */
export const rule = defineRule({
  id: "overridden-instruction",
  summary: "A CMD or ENTRYPOINT is overridden by a later one in the same stage",
  alsoSilencedBy: ["DL4003", "DL4004", "MultipleInstructionsDisallowed"],
  messages,
  *check(project) {
    for (const stage of countedStages(project)) {
      const last = new Map<string, Instruction>();
      for (const instruction of stage.instructions.toReversed()) {
        const { keyword } = instruction.trigger ?? instruction;
        if (keyword !== "CMD" && keyword !== "ENTRYPOINT") continue;
        const kind = `${instruction.keyword} ${keyword}`;
        const later = last.get(kind);
        if (!later) {
          last.set(kind, instruction);
          continue;
        }
        yield {
          severity: "warning",
          reason: { kind: "overridden", keyword },
          at: instruction.at,
          related: [{ at: later.at, message: places.later }],
          fixes: [
            {
              title: `Remove the overridden ${keyword}`,
              applicability: "safe",
              edits: [{ ...wholeLines(project.source, instruction.at), text: "" }],
            },
          ],
        };
      }
    }
  },
});
