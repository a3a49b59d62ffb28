import { wholeLines } from "../../src/remedies/instruction-lines.ts";
import type { Finding, Instruction, Project, Rule } from "../../src/rule.ts";
import { countedStages } from "../counted-stages.ts";

/** A CMD or ENTRYPOINT that a later one in the same stage replaces. */
export const rule: Rule = {
  id: "overridden-instruction",
  summary: "A CMD or ENTRYPOINT that a later one in the same stage replaces never takes effect",
  alsoSilencedBy: ["DL4003", "DL4004", "MultipleInstructionsDisallowed"],
  *check(project: Project): Iterable<Finding> {
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
          message: `this ${keyword} never takes effect: a later ${keyword} of the same stage replaces it`,
          at: instruction.at,
          related: [{ at: later.at, message: `this ${keyword} counts` }],
          fixes: [
            {
              title: `Remove the ${keyword} that does nothing`,
              applicability: "safe",
              edits: [{ ...wholeLines(project.source, instruction.at), text: "" }],
            },
          ],
        };
      }
    }
  },
};
