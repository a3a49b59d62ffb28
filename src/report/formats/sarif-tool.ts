import type { Severity } from "../../text/diagnostic.ts";
import { detached, firstParagraph, styledPage, worstExample } from "../rule-page.ts";
import type { Tool } from "../report.ts";
import { painter } from "../terminal.ts";

/** SARIF's word for a severity. */
export const levels: Readonly<Record<Severity, "error" | "warning" | "note">> = {
  error: "error",
  warning: "warning",
  info: "note",
};

/** GitHub's word for a severity, in the properties of a rule. */
const problems: Readonly<Record<Severity, string>> = { error: "error", warning: "warning", info: "recommendation" };

/** This program as SARIF's `toolComponent`, with all of its rules and their pages. */
export function driver(tool: Tool): object {
  const { version, homepage, checks } = tool;
  return {
    name: "pid1lint",
    version,
    semanticVersion: version,
    ...(homepage !== undefined && { informationUri: homepage }),
    rules: checks.map((check) => descriptor(tool, check)),
  };
}

function descriptor(tool: Tool, { id, summary, severity = "warning" }: Tool["checks"][number]): object {
  const page = tool.page(id);
  const url = tool.pageUrl(id);
  const short = { text: `${summary.replaceAll("`", "")}.` };
  const common = {
    id,
    name: id.replaceAll(/(?:^|-)(.)/g, (_, letter: string) => letter.toUpperCase()),
    shortDescription: short,
  };
  if (page === undefined)
    return { ...common, fullDescription: short, help: { text: short.text }, ...settings(severity) };
  const markdown = detached(page, tool.pageUrl);
  return {
    ...common,
    fullDescription: { text: firstParagraph(detached(page, () => undefined)) },
    help: {
      text: styledPage(
        detached(page, () => undefined),
        painter(false),
      ),
      markdown,
    },
    ...(url !== undefined && { helpUri: url }),
    ...settings(worstExample(page, id)),
  };
}

function settings(severity: Severity): object {
  return {
    defaultConfiguration: { level: levels[severity] },
    properties: { "tags": ["containers", "reliability"], "problem.severity": problems[severity] },
  };
}
