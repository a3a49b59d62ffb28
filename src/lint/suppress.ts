import type { Diagnostic } from "../text/diagnostic.ts";
import type { Rule } from "../rule.ts";
import type { Location, Source } from "../text/source.ts";
import { unusedAt } from "./check-messages.ts";

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

/** A file whose comments count: a Dockerfile, a script that runs in an image, a source with a finding. */
export interface Commented {
  readonly source: Source;
  /** Spans of its instructions, so that a comment above one covers all of its lines; empty for scripts. */
  readonly instructions: readonly { readonly start: number; readonly end: number }[];
  /** Where its comments start, if a parser has told; else each line that starts with the mark of one counts. */
  readonly comments: ReadonlySet<number> | undefined;
  /** Checks that a `# check=skip=` directive names. */
  readonly skippedChecks: readonly string[];
}

/** What is left of some findings, and what a comment has silenced. */
interface Sifted {
  readonly kept: readonly Diagnostic[];
  readonly silenced: readonly Silenced[];
}

/** A finding that a comment silences. */
export interface Silenced {
  readonly diagnostic: Diagnostic;
  /** The comment; the start of the file for a `# check=skip=` directive. */
  readonly by: Location;
  /** Lines of what the comment covers; undefined: the whole file. */
  readonly lines: { readonly from: number; readonly to: number } | undefined;
}

/**
 * Drops the findings that comments silence: `# pid1lint-disable-next-line RULE -- reason`, `# pid1lint-disable-file
 * [RULE]`, with `//` in JavaScript, hadolint's `ignore=` and BuildKit's `check=skip=`. A comment of ours that silences
 * nothing is itself reported.
 */
export function suppress(
  diagnostics: readonly Diagnostic[],
  files: readonly Commented[],
  rules: readonly Rule[],
): Sifted {
  const covers = new Map(files.map((file) => [file.source.path, new Coverage(file, rules)]));
  const silenced: Silenced[] = [];
  const kept = diagnostics.filter((diagnostic) => {
    const by = covers.get(diagnostic.at.path)?.silencing(diagnostic);
    if (by) silenced.push({ diagnostic, by, lines: by.lines });
    return by === undefined;
  });
  const known = new Set(rules.map((rule) => rule.id));
  const unused = files.flatMap((file) => covers.get(file.source.path)?.unused() ?? []);
  return { kept: [...kept, ...unused.map((each) => report(each, known))], silenced };
}

/**
 * What the comments of a file silence, by what they cover: a finding asks no more of them than there are places and
 * rules.
 */
class Coverage {
  readonly #source: Source;
  readonly #directives: readonly Directive[];
  /** Directives by the first line that they cover (0: the whole file), and there by rule ("": all rules). */
  readonly #byLine = new Map<number, Map<string, Directive[]>>();
  /** The first and the last line of what is covered, in their order. */
  readonly #lines: readonly { readonly from: number; readonly to: number }[];
  readonly #used = new Set<readonly Directive[]>();

  constructor(file: Commented, rules: readonly Rule[]) {
    this.#source = file.source;
    this.#directives = directivesOf(file, rules);
    const lines = new Map<number, { readonly from: number; readonly to: number }>();
    for (const directive of this.#directives) {
      const from = directive.lines?.from ?? 0;
      if (directive.lines) lines.set(from, directive.lines);
      const byRule = this.#byLine.get(from) ?? new Map<string, Directive[]>();
      this.#byLine.set(from, byRule);
      for (const rule of directive.rules ?? [""]) {
        const same = byRule.get(rule) ?? [];
        same.push(directive);
        byRule.set(rule, same);
      }
    }
    this.#lines = [...lines.values()].sort((one, other) => one.from - other.from);
  }

  /** A comment that silences a finding of this file, and is used then; undefined if none does. */
  silencing({ rule, at }: Diagnostic): Directive | undefined {
    const { line } = this.#source.position(at.start);
    // What comments cover are single lines or whole instructions, so that no two overlap.
    const covering = this.#lines[lastAtMost(this.#lines, line, ({ from }) => from)];
    const hits = [0, ...(covering && line <= covering.to ? [covering.from] : [])].flatMap((from) => {
      const byRule = this.#byLine.get(from);
      return [byRule?.get(""), byRule?.get(rule)].filter((each) => each !== undefined);
    });
    for (const hit of hits) this.#used.add(hit);
    return hits[0]?.[0];
  }

  /** Comments of ours that silenced nothing. */
  unused(): readonly Directive[] {
    const used = new Set([...this.#used].flat());
    return this.#directives.filter((each) => each.own && !used.has(each));
  }
}

/** The index of the last of some things in order that stands at or before a place; -1 if none does. */
function lastAtMost<T>(all: readonly T[], place: number, placeOf: (one: T) => number): number {
  let low = 0;
  for (let high = all.length; low < high;) {
    const middle = (low + high) >> 1;
    const one = all[middle];
    if (one !== undefined && placeOf(one) <= place) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function report(directive: Directive, known: ReadonlySet<string>): Diagnostic {
  const wrong = [...(directive.rules ?? [])].filter((id) => !known.has(id));
  const { path, start, end } = directive;
  return unusedAt({ path, start, end }, wrong.length > 0 ? { kind: "unknown rule", names: wrong } : { kind: "unused" });
}

/** How a line that is a comment begins, by the end of the file's name. */
function markOf(path: string): "#" | "//" {
  return /\.[cm]?[jt]sx?$/.test(path) ? "//" : "#";
}

function directivesOf(file: Commented, rules: readonly Rule[]): readonly Directive[] {
  const { source } = file;
  const found: Directive[] = [];
  const covered = coverageIn(file);
  const mark = markOf(source.path);
  for (const match of source.text.matchAll(new RegExp(`^[ \\t]*${mark}[ \\t]*(.*?)\\r?$`, "gm"))) {
    const text = match[1] ?? "";
    const start = match.index + match[0].indexOf(mark);
    if (file.comments && !file.comments.has(start)) continue;
    const span = { path: source.path, start, end: match.index + match[0].replace(/\r$/, "").length };
    const own = /^pid1lint-disable-(next-line|file)\b(.*)$/.exec(text);
    if (own) {
      const names =
        (own[2] ?? "")
          .split(/\s--(?:\s|$)/)[0]
          ?.split(/[\s,]+/)
          .filter(Boolean) ?? [];
      found.push({
        ...span,
        own: true,
        rules: names.length > 0 ? new Set(names) : undefined,
        lines: own[1] === "file" ? undefined : covered(start),
      });
      continue;
    }
    const hadolint = /^hadolint\s+(global\s+)?ignore\s*=\s*(.*)$/.exec(text);
    if (!hadolint) continue;
    const silenced = silencedBy(rules, (hadolint[2] ?? "").split(/[\s,]+/));
    if (silenced.size > 0)
      found.push({ ...span, own: false, rules: silenced, lines: hadolint[1] ? undefined : covered(start) });
  }
  const skipped = silencedBy(rules, file.skippedChecks);
  if (skipped.size > 0)
    found.push({ path: source.path, start: 0, end: 0, own: false, rules: skipped, lines: undefined });
  return found;
}

function silencedBy(rules: readonly Rule[], ids: readonly string[]): ReadonlySet<string> {
  const all = ids.includes("all");
  return new Set(
    rules.filter((rule) => rule.alsoSilencedBy.some((id) => all || ids.includes(id))).map((rule) => rule.id),
  );
}

/** Says which lines a comment at an offset covers: the next line with code, and the whole of its instruction. */
function coverageIn({
  source,
  instructions,
}: Commented): (offset: number) => { readonly from: number; readonly to: number } {
  /** By line, the next from there on that has code. */
  let next: number[] | undefined;
  return (offset) => {
    const instruction = instructions[lastAtMost(instructions, offset, ({ start }) => start) + 1];
    if (instruction)
      return { from: source.position(instruction.start).line, to: source.position(instruction.end).line };
    next ??= linesWithCode(source);
    const line = source.position(offset).line + 1;
    return { from: next[line] ?? line, to: next[line] ?? line };
  };
}

function linesWithCode(source: Source): number[] {
  const next: number[] = [];
  const last = source.lineStarts.length;
  const empty = new RegExp(`^\\s*(?:${markOf(source.path)}|$)`);
  for (let line = last; line > 0; line--)
    next[line] = line === last || !empty.test(source.line(line)) ? line : (next[line + 1] ?? line);
  return next;
}
