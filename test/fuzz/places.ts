import { sourcesOf } from "../../src/files/tree.ts";
import type { FileTree } from "../../src/files/tree.ts";
import { byFile, byPlace } from "../../src/text/edits.ts";
import type { Diagnostic, Location, Report } from "../../src/index.ts";
import { isComposeName, isDockerfileName, isYamlName } from "../../src/files/names.ts";
import { parseDockerfile } from "../../src/parse/dockerfile/dockerfile.ts";
import { parseShell } from "../../src/parse/shell/parse-shell.ts";
import { parseYaml } from "../../src/parse/yaml/yaml.ts";
import { MappedText, Source } from "../../src/text/source.ts";

/**
 * A place of a report that is not there, or that cuts a character in two; undefined if none is. `tree`: the files that
 * the report speaks of.
 */
export function placeFault(report: Report, tree: FileTree): string | undefined {
  const sources = sourcesOf(tree);
  for (const [what, at] of placesOf(report)) {
    if (at.path === "") continue;
    const { text } = sources(at.path);
    if (tree.read(at.path).kind !== "file" && !(at.start === 0 && at.end === 0))
      return `${what} is in ${at.path}, which is no file`;
    if (!(at.start >= 0 && at.start <= at.end && at.end <= text.length))
      return `${what} at ${at.start} to ${at.end} leaves ${at.path}, which has ${text.length}`;
    for (const edge of [at.start, at.end])
      if (/[\ud800-\udbff]/.test(text.charAt(edge - 1)) && /[\udc00-\udfff]/.test(text.charAt(edge)))
        return `${what} at ${at.start} to ${at.end} of ${at.path} cuts a character in two`;
  }
  return undefined;
}

function* placesOf({
  diagnostics,
  known,
  applied,
  withheld,
  images,
}: Report): Iterable<readonly [what: string, at: Location]> {
  for (const { rule, at, related, fixes } of [...diagnostics, ...known, ...withheld.map((each) => each.diagnostic)]) {
    yield [rule, at];
    for (const each of related) yield [`related to ${rule}`, each.at];
    for (const edit of fixes.flatMap((fix) => fix.edits)) yield [`edit of ${rule}`, edit];
  }
  for (const { title, places } of applied) for (const at of places) yield [`what "${title}" wrote`, at];
  for (const { hops, leftBehind } of images.flatMap((image) => image.paths)) {
    for (const { what, at, argv } of hops) {
      if (at) yield [`hop ${what}`, at];
      for (const { text } of argv) if (text) yield [`word of ${what}`, text.locate()];
    }
    for (const { at } of leftBehind) if (at) yield ["what is left behind", at];
  }
}

/** A fix that a report offers to be applied and that cannot be, or does nothing; undefined if there is none. */
export function offerFault({ diagnostics }: Report, tree: FileTree): string | undefined {
  for (const { rule, fixes } of diagnostics) {
    for (const { applicability, title, edits } of fixes) {
      if (applicability === "manual") continue;
      if (edits.length === 0) return `${rule}: "${title}" (${applicability}) has no edits`;
      for (const [path, own] of byFile(edits, (edit) => edit.path)) {
        const sorted = own.toSorted(byPlace);
        const meets = sorted.find((edit, index) => edit.start < (sorted[index - 1]?.end ?? 0));
        if (meets) return `${rule}: "${title}" edits ${path} at ${meets.start} twice`;
        if (tree.read(path).kind !== "file") return `${rule}: "${title}" edits ${path}, which is no file`;
      }
    }
  }
  return undefined;
}

/** What cannot be parsed after fixing and could before, by the report and by the parsers; undefined if all can. */
export function parseFault(before: Report, after: Report): string | undefined {
  const errors = ({ diagnostics, known }: Report): readonly Diagnostic[] =>
    [...diagnostics, ...known].filter((each) => each.rule === "parse-error");
  const count = (all: readonly Diagnostic[], path: string): number =>
    all.filter((each) => each.at.path === path).length;
  const [was, is] = [errors(before), errors(after)];
  const fresh = is.find(({ at }) => count(is, at.path) > count(was, at.path));
  if (fresh)
    return (
      `a parse error appears: ${fresh.at.path}: ${fresh.message}; ` +
      `${after.applied.map(({ diagnostic, title }) => `${diagnostic.rule}: ${title}`).join("; ")}`
    );
  for (const { path, before: old, after: now } of after.changes) {
    const problem = parseProblem(path, now, now);
    // A script that has got its #! by the fix was one before.
    if (problem !== undefined && parseProblem(path, old, now) === undefined)
      return `${path} could be parsed, now not: ${problem}`;
  }
  return undefined;
}

/** Why a file's text cannot be parsed as what its name says it is, or the #! of its last version. */
function parseProblem(path: string, text: string, last: string): string | undefined {
  const name = path.replace(/^.*\//, "");
  if (isDockerfileName(name)) return parseDockerfile(new Source(path, text)).problems[0]?.message;
  if (isComposeName(name) || isYamlName(name)) return parseYaml(new Source(path, text)).problems[0]?.message;
  if (/^#!.*\b(?:sh|dash|bash|ash)\b/.test(last)) return parseShell(MappedText.identity(path, text, 0)).error?.message;
  if (!name.endsWith(".json")) return undefined;
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    return String(error);
  }
}
