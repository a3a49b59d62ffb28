import { reaches } from "../settings/configuration.ts";
import type { Baseline } from "../lint/baseline.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { FileTree } from "../files/tree.ts";
import { lint } from "../index.ts";
import { withGrammars } from "../parse/source/grammars.ts";
import type { LeftOut, Report } from "../report/report.ts";
import type { Silenced } from "../lint/suppress.ts";
import type { Location, Source } from "../text/source.ts";
import { baselineIn } from "./baseline-file.ts";
import type { Inputs } from "./inputs/inputs.ts";
import type { RunOptions } from "./arguments/options.ts";
import { note } from "./output.ts";
import { openScene } from "./inputs/scene.ts";
import type { Scene } from "./inputs/scene.ts";
import { select } from "./inputs/selection.ts";
import { severitiesBy } from "./inputs/config-files.ts";
import { UsageError } from "./arguments/usage-error.ts";

/**
 * Counts what a change leaves out: findings of the files as `tree` has them that settings and comments of the
 * revision of `--base` would leave in, or let fail the run. Undefined without `--base`, and, with a note, where the
 * settings there are wrong.
 */
export async function countLeftOut(
  report: Report,
  tree: FileTree,
  inputs: Inputs,
  options: RunOptions,
): Promise<LeftOut | undefined> {
  const { past } = inputs;
  if (!past) return undefined;
  try {
    const scene = openScene(options, { tree, folder: inputs.folder, reach: inputs.reach, written: past });
    const known = baselineIn(past, options, inputs.folder);
    return await count(report, { scene, past, known: known === "missing" ? undefined : known }, inputs, options);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    note(`cannot count the findings that this change hides: ${error.message}`);
    return undefined;
  }
}

/** The settings of the revision. */
interface Before {
  readonly scene: Scene;
  readonly past: FileTree;
  readonly known: Baseline | undefined;
}

async function count(
  report: Report,
  { scene, past, known }: Before,
  { named, folder, settings }: Inputs,
  options: RunOptions,
): Promise<LeftOut> {
  const { dockerfiles } = await withGrammars(() => select(named, scene, options));
  const before = await lint(scene.tree, dockerfiles, {
    folder,
    baseline: known,
    project: scene.project,
    severities: severitiesBy(scene.settings),
  });
  const now = new Map(report.diagnostics.map((each) => [keyOf(each), each]));
  const recorded = new Set(report.known.map(keyOf));
  const fails = ({ severity, at }: Diagnostic, by: Scene["settings"]): boolean =>
    reaches(severity, by.failOn(at.path).value);
  const sums = { configuration: 0, baseline: 0, comments: 0 };
  for (const each of before.diagnostics) {
    const still = now.get(keyOf(each));
    if (each.rule === "unused-suppression" || (still && (fails(still, settings) || !fails(each, scene.settings))))
      continue;
    sums[!still && recorded.has(keyOf(each)) ? "baseline" : "configuration"]++;
  }
  for (const each of before.silenced) if (isNew(each, report, past)) sums.comments++;
  return sums;
}

function keyOf({ rule, at }: Diagnostic): string {
  return `${rule}|${at.path}|${at.start}`;
}

/** Whether a comment, in front of what it silences, stands so in the revision too. */
function isNew({ by, lines }: Silenced, report: Report, past: FileTree): boolean {
  const entry = past.read(by.path);
  if (entry.kind !== "file") return true;
  return !` \n${plain(entry.text)}\n`.includes(`\n${plain(anchor(report.source(by.path), by, lines))}\n`);
}

/** A comment and all that it covers. Of a directive, which has no place of its own, all of a file that may be one. */
function anchor(source: Source, by: Location, covered: Silenced["lines"]): string {
  const first = source.position(by.start).line;
  let last = first + 1;
  while (last < source.lineStarts.length && /^\s*(#|$)/.test(source.line(last))) last++;
  last = Math.max(last, covered?.to ?? 0);
  const lines = Array.from({ length: last - first + 1 }, (_, index) => source.line(first + index));
  return (by.end > by.start ? lines : lines.filter((line) => /^\s*#/.test(line))).join("\n");
}

function plain(text: string): string {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .join("\n");
}
