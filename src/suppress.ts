import type { Diagnostic } from "./diagnostic.ts";
import type { Rule } from "./rule.ts";
import type { Location, Source } from "./text.ts";

/** A comment that silences findings. */
interface Directive {
  readonly path: string;
  readonly start: number;
  readonly end: number;
  /** Undefined: all rules. */
  readonly rules: ReadonlySet<string> | undefined;
  /** Lines it covers; undefined: the whole file. */
  readonly lines: { readonly from: number; readonly to: number } | undefined;
  /** Written for this tool, so that it is reported if it silences nothing. */
  readonly own: boolean;
}

/** A file whose comments count: a Dockerfile, or a script that runs in an image. */
export interface Commented {
  readonly source: Source;
  /** Spans of its instructions, so that a comment above one covers all of its lines; empty for scripts. */
  readonly instructions: readonly { readonly start: number; readonly end: number }[];
  /** Where its comments start, if a parser has told; else each line that starts with # counts. */
  readonly comments: ReadonlySet<number> | undefined;
  /** Checks that a `# check=skip=` directive names. */
  readonly skippedChecks: readonly string[];
}

/** What is left of some findings, and what a comment has silenced. */
export interface Sifted {
  readonly kept: readonly Diagnostic[];
  readonly silenced: readonly Silenced[];
}

/** A finding that a comment silences. */
export interface Silenced {
  readonly diagnostic: Diagnostic;
  /** The comment; the start of the file for a `# check=skip=` directive. */
  readonly by: Location;
}

/**
 * Drops the findings that comments silence: `# pid1lint-disable-next-line RULE -- reason`, `# pid1lint-disable-file [RULE]`, hadolint's
 * `ignore=` and BuildKit's `check=skip=`. A comment of ours that silences nothing is itself reported.
 */
export function suppress(diagnostics: readonly Diagnostic[], files: readonly Commented[], rules: readonly Rule[]): Sifted {
  const directives = files.flatMap((file) => directivesOf(file, rules));
  const used = new Set<Directive>();
  const silenced: Silenced[] = [];
  const sources = new Map(files.map((file) => [file.source.path, file.source]));
  const kept = diagnostics.filter((diagnostic) => {
    const line = sources.get(diagnostic.at.path)?.position(diagnostic.at.start).line ?? 0;
    const hits = directives.filter((each) => each.path === diagnostic.at.path && (!each.rules || each.rules.has(diagnostic.rule)) && (!each.lines || (each.lines.from <= line && line <= each.lines.to)));
    for (const hit of hits) used.add(hit);
    if (hits[0]) silenced.push({ diagnostic, by: hits[0] });
    return hits.length === 0;
  });
  const unused = directives.filter((each) => each.own && !used.has(each));
  return { kept: [...kept, ...unused.map((each) => report(each, rules))], silenced };
}

function report(directive: Directive, rules: readonly Rule[]): Diagnostic {
  const known = new Set(rules.map((rule) => rule.id));
  const wrong = [...(directive.rules ?? [])].filter((id) => !known.has(id));
  const message = wrong.length > 0 ? `this comment disables ${wrong.join(", ")}, which is no rule` : "this comment disables nothing: no finding here needs it";
  const { path, start, end } = directive;
  return { rule: "unused-suppression", severity: "info", message, at: { path, start, end }, related: [], fixes: [] };
}

const COMMENT = /^[ \t]*#[ \t]*(.*?)\r?$/gm;

function directivesOf(file: Commented, rules: readonly Rule[]): readonly Directive[] {
  const { source } = file;
  const found: Directive[] = [];
  for (const match of source.text.matchAll(COMMENT)) {
    const text = match[1] ?? "";
    const start = match.index + match[0].indexOf("#");
    if (file.comments && !file.comments.has(start)) continue;
    const span = { path: source.path, start, end: match.index + match[0].replace(/\r$/, "").length };
    const own = /^pid1lint-disable-(next-line|file)\b(.*)$/.exec(text);
    if (own) {
      const names = (own[2] ?? "").split(/\s--(?:\s|$)/)[0]?.split(/[\s,]+/).filter(Boolean) ?? [];
      found.push({ ...span, own: true, rules: names.length > 0 ? new Set(names) : undefined, lines: own[1] === "file" ? undefined : covered(file, start) });
      continue;
    }
    const hadolint = /^hadolint\s+(global\s+)?ignore\s*=\s*(.*)$/.exec(text);
    if (!hadolint) continue;
    const silenced = silencedBy(rules, (hadolint[2] ?? "").split(/[\s,]+/));
    if (silenced.size > 0) found.push({ ...span, own: false, rules: silenced, lines: hadolint[1] ? undefined : covered(file, start) });
  }
  const skipped = silencedBy(rules, file.skippedChecks);
  if (skipped.size > 0) found.push({ path: source.path, start: 0, end: 0, own: false, rules: skipped, lines: undefined });
  return found;
}

function silencedBy(rules: readonly Rule[], ids: readonly string[]): ReadonlySet<string> {
  const all = ids.includes("all");
  return new Set(rules.filter((rule) => rule.alsoSilencedBy.some((id) => all || ids.includes(id))).map((rule) => rule.id));
}

/** The lines that a comment above something covers: the next line with code, and the whole of its instruction. */
function covered(file: Commented, offset: number): { readonly from: number; readonly to: number } {
  const { source, instructions } = file;
  const next = instructions.find((each) => each.start > offset);
  if (next) return { from: source.position(next.start).line, to: source.position(next.end).line };
  let line = source.position(offset).line + 1;
  while (line < source.lineStarts.length && /^\s*(#|$)/.test(source.line(line))) line++;
  return { from: line, to: line };
}
