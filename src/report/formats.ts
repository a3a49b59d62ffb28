import { renderDiff } from "./diff.ts";
import { renderCheckstyle } from "./formats/checkstyle.ts";
import { renderGithub } from "./formats/github.ts";
import { renderJson, renderTraceJson } from "./formats/json-report.ts";
import { renderGitlab } from "./formats/gitlab.ts";
import { legible } from "./legible.ts";
import type { Legible } from "./legible.ts";
import { renderJunit } from "./formats/junit.ts";
import { renderMarkdown } from "./formats/markdown.ts";
import type { MarkdownOptions } from "./formats/markdown.ts";
import { renderRdjsonl } from "./formats/rdjsonl.ts";
import { renderSarif } from "./formats/sarif.ts";
import type { SarifOptions } from "./formats/sarif.ts";
import type { Report, ReportOptions } from "./report.ts";
import { renderText, renderTrace } from "./text-report.ts";

/** What all the formats together want to know. */
export interface FormatOptions extends MarkdownOptions, SarifOptions {}

type Renderer = (report: Legible, options: FormatOptions) => string;

const renderers = {
  text: renderText,
  json: renderJson,
  github: renderGithub,
  sarif: renderSarif,
  gitlab: renderGitlab,
  checkstyle: renderCheckstyle,
  junit: renderJunit,
  rdjsonl: renderRdjsonl,
  diff: renderDiff,
  markdown: renderMarkdown,
  tree: renderTrace,
} satisfies Readonly<Record<string, Renderer>>;

/** A format of a report. */
export type Format = keyof typeof renderers;

/** The formats, in the order in which people read about them. */
export const formats: readonly Format[] = Object.keys(renderers).filter((name) => isFormat(name));

function isFormat(name: string): name is Format {
  return Object.hasOwn(renderers, name);
}

/** The report in a format. */
export function render(format: Format, report: Report, options: FormatOptions): string {
  return renderers[format](legible(report), options);
}

/** The formats of `pid1lint trace`. */
export const traceFormats: readonly Format[] = ["text", "tree", "json"];

/** The images alone, in one of the {@link traceFormats}. */
export function renderImages(format: Format, report: Report, options: ReportOptions): string {
  return (format === "json" ? renderTraceJson : renderTrace)(legible(report), options);
}

/** Whether a format shows the patch: for it the fixes must have been worked out. */
export function showsPatch(format: Format): boolean {
  return format === "diff" || format === "markdown";
}

/** Whether a format may have colours: those that people read on a terminal. */
export function mayHaveColor(format: Format): boolean {
  return format === "text" || format === "tree" || format === "diff";
}
