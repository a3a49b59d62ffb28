import { severities } from "../text/diagnostic.ts";
import type { Severity } from "../text/diagnostic.ts";
import type { Paint } from "./terminal.ts";

/**
 * A rule's page, in Markdown, as a terminal shows it best: headings bold, code blocks in colour and indented, fences
 * left out.
 */
export function styledPage(markdown: string, paint: Paint): string {
  let inCode = false;
  const lines: string[] = [];
  for (const line of markdown.split("\n")) {
    const fence = /^ *```(.*)$/.exec(line);
    if (fence) {
      inCode = !inCode;
      if (fence[1]) lines.push(`    ${paint("faint", fence[1])}`);
    } else if (inCode) lines.push(line === "" ? "" : `    ${paint("hunk", line)}`);
    else if (line.startsWith("#")) lines.push(paint("strong", line.replace(/^#+ */, "").replaceAll("`", "")));
    else lines.push(line.replace(/`([^`]+)`/g, (_, code: string) => paint("hunk", code)));
  }
  return lines.join("\n");
}

/**
 * A page that stands alone: links to other rules' pages lead to their address, or are plain words where there is none.
 */
export function detached(markdown: string, pageUrl: (id: string) => string | undefined): string {
  return markdown.replace(/\[([^\]]+)\]\(\.\.\/([\w-]+)\/README\.md\)/g, (_, label: string, id: string) => {
    const url = pageUrl(id);
    return url === undefined ? label : `[${label}](${url})`;
  });
}

/** What the rule does, in one paragraph without marks: the first of the page. */
export function firstParagraph(markdown: string): string {
  const paragraph = /^[^#\n].*(?:\n.+)*/m.exec(markdown)?.[0] ?? "";
  return paragraph.replaceAll("\n", " ").replaceAll("`", "");
}

/** The most severe finding in the examples of a rule's page, which are tests. */
export function worstExample(markdown: string, id: string): Severity {
  return severities.find((severity) => markdown.includes(` ${severity} ${id}: `)) ?? "warning";
}
