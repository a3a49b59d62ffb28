import { jsonArray } from "../../src/remedies/arrays.ts";
import type { Finding, Project, Rule } from "../../src/rule.ts";
import { invalidForms } from "./invalid-forms.ts";

/** Looks like a JSON array, is none: the builder runs it as a shell command. */
export const rule: Rule = {
  id: "invalid-exec-form",
  summary:
    "An ENTRYPOINT or CMD that looks like exec form is not valid JSON, so the builder takes it for a shell command",
  alsoSilencedBy: [],
  *check(project: Project): Iterable<Finding> {
    for (const { instruction, refused, meant } of invalidForms(project)) {
      const { keyword, at, body } = instruction;
      if (refused !== undefined) {
        yield { severity: "error", message: `the build fails: ${refused}`, at, related: [], fixes: [] };
        continue;
      }
      const array = jsonArray(meant.words);
      yield {
        severity: "error",
        message:
          `this is not valid JSON, so ${keyword} is in shell form: ` +
          `the shell ${runs(body.text)} and the container ends at once`,
        at: body.locate(),
        related: [],
        fixes: [
          {
            title: `Write the array that was meant: ${array}`,
            applicability: meant.sure ? "safe" : "unsafe",
            edits: [{ ...body.locate(), text: array }],
          },
        ],
      };
    }
  },
};

/** What the shell makes of the first word. */
function runs(text: string): string {
  const word = text.trim().split(/\s/)[0] ?? "";
  return word === "[" ? "runs `[`, its test command," : `looks for a command named ${word}`;
}
