import { stagesUnder, wholeLines } from "../../src/rule.ts";
import type { Finding, Instruction, Project, Rule } from "../../src/rule.ts";

/** A CMD or ENTRYPOINT that a later one in the same stage replaces. */
export const rule: Rule = {
  id: "overridden-instruction",
  summary: "A CMD or ENTRYPOINT that a later one in the same stage replaces never takes effect",
  alsoSilencedBy: ["DL4003", "DL4004", "MultipleInstructionsDisallowed"],
  *check(project: Project): Iterable<Finding> {
    for (const stage of stagesUnder(project)) {
      const last = new Map<string, Instruction>();
      for (const instruction of stage.instructions.toReversed()) {
        if (instruction.keyword !== "CMD" && instruction.keyword !== "ENTRYPOINT") continue;
        const later = last.get(instruction.keyword);
        if (!later) {
          last.set(instruction.keyword, instruction);
          continue;
        }
        yield {
          severity: "warning",
          message: `this ${instruction.keyword} never takes effect: a later ${instruction.keyword} of the same stage replaces it`,
          at: instruction.at,
          related: [{ at: later.at, message: `this ${instruction.keyword} counts` }],
          fixes: [{ title: `Remove the ${instruction.keyword} that does nothing`, applicability: "safe", edits: [{ ...wholeLines(project.dockerfile.source, instruction.at), text: "" }] }],
        };
      }
    }
  },
};
