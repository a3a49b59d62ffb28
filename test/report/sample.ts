import type { Diagnostic } from "../../src/text/diagnostic.ts";
import type { DeploymentReport, Hop, Path, ImageReport, Report, ReportOptions } from "../../src/report/report.ts";
import type { FormatOptions } from "../../src/report/formats.ts";
import type { ReasonReport } from "../../src/report/reason-report.ts";
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

/** A hop; a container's start if nothing else is said. What it does with SIGTERM is given in words. */
export function hop(argv: readonly Arg[], parts: Partial<Omit<Hop, "note">> & { readonly note?: string } = {}): Hop {
  const { note, ...others } = parts;
  return {
    argv,
    kind: "start",
    via: "CMD",
    at: undefined,
    what: "dash",
    process: 1,
    ...others,
    note: note === undefined ? undefined : { kind: "gets", signal: "SIGTERM", text: note },
  };
}

/** A reason, in words alone. */
export function because(text: string): ReasonReport {
  return { kind: "nothing runs", text, places: [] };
}

/** A way through the start-up; its reason is given in words. */
export function way(
  hops: readonly Hop[],
  parts: Partial<Omit<Path, "reason">> & { readonly reason?: string | ReasonReport } = {},
): Path {
  const { outcome = "stuck", reason = "dash does not pass SIGTERM on", ...others } = parts;
  const seen =
    outcome === "graceful" ? "delivered" : outcome === "finishes" || outcome === "fails" ? "unknown" : outcome;
  return {
    hops,
    when: undefined,
    given: [],
    outcome,
    waiver: undefined,
    seen,
    reason: typeof reason === "string" ? because(reason) : reason,
    handles: "unknown",
    waits: "unknown",
    reaping: true,
    leftBehind: [],
    ...others,
  };
}

/** An image as its own defaults start it. */
export const byItself: DeploymentReport = {
  title: "docker run",
  place: undefined,
  platform: { name: "docker stop", seconds: 10 },
};

/** An image's verdict from its ways. */
export function imageWith(paths: readonly Path[], parts: Partial<ImageReport> = {}): ImageReport {
  const first = paths[0];
  return {
    file: "/repo/Dockerfile",
    stage: "0",
    deployment: byItself,
    outcome: first?.outcome ?? "unknown",
    reason: first?.reason ?? because("the start-up is unknown"),
    need: undefined,
    reaping: first?.reaping ?? "unknown",
    stopSignal: "SIGTERM",
    paths,
    ...parts,
  };
}
