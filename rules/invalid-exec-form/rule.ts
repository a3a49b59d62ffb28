import { jsonArray } from "../../src/remedies/arrays.ts";
import { hasVariable, throughShell } from "../../src/remedies/through-shell.ts";
import { defineRule } from "../../src/rule.ts";
import { invalidForms } from "./invalid-forms.ts";
import { messages } from "./messages.ts";

/** Looks like a JSON array, is none: the builder runs it as a shell command. */
export const rule = defineRule({
  id: "invalid-exec-form",
  summary: "An ENTRYPOINT or CMD that looks like exec form is not valid JSON, so a shell runs it as a command",
  alsoSilencedBy: [],
  messages,
  *check(project) {
    for (const { instruction, refused, meant } of invalidForms(project)) {
      const { keyword, at, body } = instruction;
      if (refused !== undefined) {
        yield { severity: "error", reason: { kind: "refused", cause: refused }, at, related: [], fixes: [] };
        continue;
      }
      const expands = !/(^|\/)(ba|da|a|z|k)?sh$/.test(meant.words[0] ?? "") && meant.words.some(hasVariable);
      const array = jsonArray(expands ? throughShell(meant.words, keyword === "ENTRYPOINT") : meant.words);
      const program = body.text.trim().split(/\s/)[0] ?? "";
      yield {
        severity: "error",
        reason: { kind: "run by a shell", keyword, program },
        at: body.locate(),
        related: [],
        fixes: [
          {
            title: `Write it as a JSON array${expands ? ", with a shell for the variables" : ""}: ${array}`,
            applicability: meant.sure && !expands ? "safe" : "unsafe",
            edits: [{ ...body.locate(), text: array }],
          },
        ],
      };
    }
  },
});
