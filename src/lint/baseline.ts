import type { Diagnostic } from "../text/diagnostic.ts";
import { dirname, relative, resolve } from "../files/tree.ts";
import { anyText, count, list, mapping, readFile, text } from "../settings/shape.ts";
import type { FileRead } from "../settings/shape.ts";
import type { Source } from "../text/source.ts";

/** A finding, or several alike, as a baseline knows them: by their text, so that they may move to another line. */
export interface KnownFinding {
  readonly rule: string;
  /** Absolute. */
  readonly path: string;
  /** The lines that the finding covers, without what surrounds their text. */
  readonly text: string;
  /** How many findings of this rule the file has over this very text. */
  readonly count: number;
}

/** Findings that are known and are not to be told again. */
export interface Baseline {
  readonly findings: readonly KnownFinding[];
}

const finding = mapping(
  (field) => ({
    rule: field("rule", text(), "id of the rule") ?? "",
    path: field("path", text(), "the file, seen from the folder of this one") ?? "",
    text: field("text", list(anyText()), "the lines that it covers") ?? [],
    count: field("count", count(), "how many are alike") ?? 0,
  }),
  ["rule", "path", "text", "count"],
);

const baseline = mapping(
  (field) => ({ findings: field("findings", list(finding), "what is known") ?? [] }),
  ["findings"],
);

/** Reads the text of a baseline. */
export function readBaseline(source: Source): FileRead<Baseline> {
  const read = readFile(source, baseline);
  if (!read.ok) return read;
  const folder = dirname(source.path);
  return {
    ok: true,
    value: {
      findings: read.value.findings.map((each) => ({
        ...each,
        path: resolve(folder, each.path),
        text: each.text.join("\n"),
      })),
    },
  };
}

/** The text of a baseline at a path: JSON with a finding's lines as they can be read in a review, sorted. */
export function renderBaseline({ findings }: Baseline, path: string): string {
  const folder = dirname(path);
  const shown = findings.map((each) => ({
    rule: each.rule,
    path: relative(folder, each.path),
    text: each.text.split("\n"),
    count: each.count,
  }));
  const keyed = shown.map((each) => [[each.path, each.rule, ...each.text].join("\n"), each] as const);
  const sorted = keyed.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, each]) => each);
  return `${JSON.stringify({ findings: sorted }, null, 2)}\n`;
}

/** Gives the text of a file that a finding names. */
type Sources = (path: string) => Source;

/** Findings as a baseline records them. */
export function record(diagnostics: readonly Diagnostic[], sources: Sources): Baseline {
  const findings = new Map<string, KnownFinding>();
  for (const diagnostic of diagnostics) {
    const one: KnownFinding = {
      rule: diagnostic.rule,
      path: diagnostic.at.path,
      text: linesOf(diagnostic, sources),
      count: 1,
    };
    const alike = findings.get(keyOf(one))?.count ?? 0;
    findings.set(keyOf(one), { ...one, count: alike + 1 });
  }
  return { findings: [...findings.values()] };
}

/** Tells findings that a baseline knows, of those that are alike as many as it has recorded, from the others. */
export function sift(
  diagnostics: readonly Diagnostic[],
  known: Baseline | undefined,
  sources: Sources,
): { readonly fresh: readonly Diagnostic[]; readonly known: readonly Diagnostic[] } {
  if (!known) return { fresh: diagnostics, known: [] };
  const left = new Map(known.findings.map((each) => [keyOf(each), each.count]));
  const [fresh, old]: [Diagnostic[], Diagnostic[]] = [[], []];
  for (const diagnostic of diagnostics) {
    const key = keyOf({
      rule: diagnostic.rule,
      path: diagnostic.at.path,
      text: linesOf(diagnostic, sources),
      count: 1,
    });
    const number = left.get(key) ?? 0;
    left.set(key, number - 1);
    (number > 0 ? old : fresh).push(diagnostic);
  }
  return { fresh, known: old };
}

/** What of a baseline no longer occurs, given what occurs of it: entries with the number that is too many. */
export function outdated({ findings }: Baseline, occurring: Baseline): readonly KnownFinding[] {
  const counts = new Map(occurring.findings.map((each) => [keyOf(each), each.count]));
  return findings
    .map((each) => ({ ...each, count: each.count - (counts.get(keyOf(each)) ?? 0) }))
    .filter((each) => each.count > 0);
}

function keyOf({ rule, path, text: lines }: KnownFinding): string {
  return JSON.stringify([rule, path, lines]);
}

function linesOf({ at }: Diagnostic, sources: Sources): string {
  const source = sources(at.path);
  const lines: string[] = [];
  const last = source.position(Math.max(at.start, at.end - 1)).line;
  for (let line = source.position(at.start).line; line <= last; line++) lines.push(source.line(line).trim());
  return lines.join("\n");
}
