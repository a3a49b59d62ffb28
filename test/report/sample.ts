import type { Diagnostic } from "../../src/text/diagnostic.ts";
import type { Hop, Path, ImageReport, Report, ReportOptions } from "../../src/report/report.ts";
import type { FormatOptions } from "../../src/report/formats.ts";
import { legible } from "../../src/report/legible.ts";
import type { Legible } from "../../src/report/legible.ts";
import type { Location } from "../../src/text/source.ts";
import { MappedText, Source } from "../../src/text/source.ts";
import type { Arg } from "../../src/image/built-image.ts";

/** How most tests look at a report. */
export const plain: ReportOptions = { color: false, quiet: false };

/** The same for formats that want to know more: a tool with two rules, one of which has a page. */
export const full: FormatOptions = {
  ...plain,
  root: "/repo",
  patchRoot: "/repo",
  filesUrl: undefined,
  invocation: { arguments: ["api", "--format", "sarif"], folder: "/repo" },
  tool: {
    version: "1.2.3",
    homepage: undefined,
    checks: [
      { id: "shell-form-cmd", summary: "CMD in shell form puts `sh` at PID 1" },
      { id: "parse-error", summary: "A file cannot be read", severity: "info" },
    ],
    page: (id) => (id === "shell-form-cmd" ? page : undefined),
    pageUrl: () => undefined,
  },
};

const page = `# shell-form-cmd

## What it does

Reports a \`CMD\` that is, like
[missing-exec](../missing-exec/README.md), bad.

## Example

\`\`\`text report
Dockerfile:2:1 error shell-form-cmd: bad
\`\`\`
`;

/** Texts of files below /work, the working directory of the reports made here. */
export type Files = Readonly<Record<string, string>>;

/** A report over some files, legible as the formats get it; what is not given is empty. */
export function reportOf(files: Files, parts: Partial<Report> = {}): Legible {
  return legible({
    diagnostics: [],
    images: [],
    files: 1,
    changes: [],
    applied: [],
    known: [],
    silenced: [],
    failures: [],
    leftOut: undefined,
    withheld: [],
    units: [],
    source: (path) => new Source(path, files[path.slice("/repo/".length)] ?? ""),
    display: (path) => path.slice("/repo/".length),
    ...parts,
  });
}

/** Where a piece of text stands in a file; it must stand there once. */
export function placeOf(files: Files, name: string, piece: string): Location {
  const text = files[name] ?? "";
  const start = text.indexOf(piece);
  if (start < 0 || text.includes(piece, start + 1)) throw new Error(`${JSON.stringify(piece)} is not once in ${name}`);
  return { path: `/repo/${name}`, start, end: start + piece.length };
}

/** A finding; what is not given is plain. */
export function findingAt(at: Location, parts: Partial<Diagnostic> = {}): Diagnostic {
  return {
    rule: "shell-form-cmd",
    severity: "error",
    reason: { kind: "shell stays" },
    message: "dash stays PID 1",
    at,
    related: [],
    fixes: [],
    ...parts,
  };
}

/** Words that are known. */
export function words(...values: string[]): readonly Arg[] {
  return values.map((value) => ({ value, text: undefined }));
}

/** A word that is not known before run time. */
export function unknownWord(source?: string): Arg {
  return {
    value: "unknown",
    text: source === undefined ? undefined : MappedText.identity("/repo/Dockerfile", source, 0),
  };
}

/** A hop; a container's start if nothing else is said. */
export function hop(argv: readonly Arg[], parts: Partial<Hop> = {}): Hop {
  return { argv, kind: "start", via: "CMD", at: undefined, what: "dash", process: 1, note: undefined, ...parts };
}

/** A way through the start-up. */
export function way(hops: readonly Hop[], parts: Partial<Path> = {}): Path {
  const { outcome = "stuck" } = parts;
  const seen =
    outcome === "graceful" ? "delivered" : outcome === "finishes" || outcome === "fails" ? "unknown" : outcome;
  const reason = "dash does not pass SIGTERM on";
  return { hops, outcome, seen, reason, reaping: true, leftBehind: [], ...parts };
}

/** An image's verdict from its ways. */
export function imageWith(paths: readonly Path[], parts: Partial<ImageReport> = {}): ImageReport {
  const first = paths[0];
  return {
    dockerfile: "/repo/Dockerfile",
    stage: "0",
    container: undefined,
    outcome: first?.outcome ?? "unknown",
    reaping: first?.reaping ?? "unknown",
    stopSignal: "SIGTERM",
    paths,
    ...parts,
  };
}
