import { readFileSync } from "node:fs";
import { engineChecks } from "../lint/check-messages.ts";
import type { Tool } from "../report/report.ts";
import type { Rule } from "../rule.ts";
import { page } from "./commands/rule-pages.ts";

/** This program, from its package in a folder, as reports tell of it. */
export function describeTool(rules: readonly Rule[], home: URL): Tool {
  const { version, homepage }: { readonly version: string; readonly homepage?: string } = JSON.parse(
    readFileSync(new URL("package.json", home), "utf8"),
  );
  const address = homepage?.replace(/#.*$|\/$/g, "");
  const isRule = (id: string): boolean => rules.some((rule) => rule.id === id);
  return {
    version,
    homepage: address,
    checks: [...rules, ...engineChecks],
    page: (id) => (isRule(id) ? page(id, home) : undefined),
    pageUrl: (id) => (address !== undefined && isRule(id) ? `${address}/blob/HEAD/rules/${id}/README.md` : undefined),
  };
}
