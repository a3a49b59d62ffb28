import { XmlDocument } from "libxml2-wasm";
import { rules } from "../../src/index.ts";
import type { Report } from "../../src/index.ts";
import { engineChecks } from "../../src/lint/check-messages.ts";
import { formats, render, traceFormats } from "../../src/report/formats.ts";
import type { Format, FormatOptions } from "../../src/report/formats.ts";

const options: FormatOptions = {
  color: false,
  quiet: false,
  root: "/",
  patchRoot: "/",
  filesUrl: "https://example.com/blob/HEAD/",
  invocation: { arguments: ["--format", "sarif"], folder: "/" },
  tool: {
    version: "1.2.3",
    homepage: "https://example.com",
    checks: [...rules, ...engineChecks],
    page: () => undefined,
    pageUrl: (id) => `https://example.com/${id}`,
  },
};

const json = (text: string): unknown => JSON.parse(text);
const xml = (text: string): void => XmlDocument.fromString(text).dispose();
const lines = (text: string): void => {
  for (const line of text.split("\n")) if (line !== "") json(line);
};

/** People read it, or a program that takes any text: there is nothing to read it back with. */
const anyText = (): void => undefined;

/** How each format is read back. */
export const readers: Readonly<Record<Format, (text: string) => unknown>> = {
  text: anyText,
  json,
  github: anyText,
  sarif: json,
  gitlab: json,
  checkstyle: xml,
  junit: xml,
  rdjsonl: lines,
  diff: anyText,
  markdown: anyText,
  tree: anyText,
};

/** All that a report says, as one text. */
export function asJson(report: Report): string {
  return render("json", report, options);
}

/** A format in which a report cannot be read back; undefined if there is none. */
export function formatFault(report: Report): string | undefined {
  // Most formats have nothing to say of a report without findings.
  for (const format of report.diagnostics.length + report.applied.length > 0 ? formats : traceFormats) {
    const text = render(format, report, { ...options, color: format === "diff" || format === "tree" });
    try {
      readers[format](text);
    } catch (error) {
      return `${format} cannot be read back: ${String(error)}: ${text.slice(0, 2000)}`;
    }
  }
  return undefined;
}
