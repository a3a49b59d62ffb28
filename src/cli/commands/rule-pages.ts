import { readFileSync } from "node:fs";
import { styledPage } from "../../report/rule-page.ts";
import { painter } from "../../report/terminal.ts";
import type { Rule } from "../../rule.ts";
import { suggestion } from "../../text/suggestion.ts";
import { UsageError } from "../arguments/usage-error.ts";

/** `pid1lint explain RULE`: the rule's page. Throws a {@link UsageError} for a rule that is none. */
export function explain(id: string, rules: readonly Rule[], home: URL, color: boolean): string {
  if (rules.every((rule) => rule.id !== id)) {
    const hint =
      suggestion(
        id,
        rules.map((rule) => rule.id),
      ) || "; pid1lint rules lists them";
    throw new UsageError(`unknown rule "${id}"${hint}`);
  }
  const text = page(id, home);
  return color ? styledPage(text, painter(true)) : text;
}

/** `pid1lint rules`: a table of the rules, with what each says and whether it offers fixes. */
export function list(rules: readonly Rule[], home: URL): string {
  const width = Math.max(...rules.map((rule) => rule.id.length));
  const lines = rules.map(
    ({ id, summary }) => `${id.padEnd(width)}  ${isFixable(id, home) ? "fixes" : "     "}  ${summary}\n`,
  );
  return lines.join("");
}

/** Whether a rule offers fixes: its page shows a patch then, and every example there is a test. */
export function isFixable(id: string, home: URL): boolean {
  return /^ *```diff\b/m.test(page(id, home));
}

/** A rule's page, in Markdown. */
export function page(id: string, home: URL): string {
  return readFileSync(new URL(`rules/${id}/README.md`, home), "utf8");
}
