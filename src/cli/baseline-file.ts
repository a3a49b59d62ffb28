import { outdated, readBaseline, record, renderBaseline } from "../lint/baseline.ts";
import type { Baseline, KnownFinding } from "../lint/baseline.ts";
import { inside, obstacleOf, relative, resolve } from "../files/tree.ts";
import type { FileTree } from "../files/tree.ts";
import type { Report } from "../report/report.ts";
import { counted } from "../report/summary.ts";
import { Source } from "../text/source.ts";
import { writeOutput } from "../files/output-file.ts";
import type { Inputs } from "./inputs/inputs.ts";
import type { RunOptions } from "./arguments/options.ts";
import { note } from "./output.ts";
import { UsageError } from "./arguments/usage-error.ts";

/** Reads the file that `--baseline` names; undefined without one. Throws a {@link UsageError} for one that is wrong. */
export function openBaseline(options: RunOptions, { written, folder }: Inputs): Baseline | undefined {
  const { baseline, writeBaseline: writing, quiet } = options;
  const known = baselineIn(written, options, folder);
  if (known !== "missing") return known;
  if (!writing && !quiet) note(`--baseline ${baseline}: no such file yet; --write-baseline creates it`);
  return { findings: [] };
}

/** The baseline of a command line as a tree has it, the files or a revision of them; undefined if it names none. */
export function baselineIn(tree: FileTree, { baseline }: RunOptions, folder: string): Baseline | "missing" | undefined {
  if (baseline === undefined) return undefined;
  const path = resolve(folder, baseline);
  const entry = tree.read(path);
  if (entry.kind === "missing") return "missing";
  if (entry.kind !== "file") throw new UsageError(`--baseline ${baseline}: ${obstacleOf(entry)}; name a file`);
  const source = new Source(path, entry.text);
  const read = readBaseline(source);
  if (read.ok) return read.value;
  const [{ at, message }] = read.mistakes;
  const { line, column } = source.position(at.start);
  throw new UsageError(`${relative(folder, path)}:${line}:${column}: ${message}`);
}

/**
 * Records a report's findings; what an older baseline says of files that this run has not looked at stays. Gives the
 * exit code.
 */
export function writeBaseline(report: Report, old: Baseline | undefined, inputs: Inputs, options: RunOptions): number {
  const { baseline = "", quiet } = options;
  const covered = coverage(report, inputs, options);
  const found = record(report.diagnostics, report.source);
  const kept = (old?.findings ?? []).filter((each) => !covered(each.path));
  const path = resolve(inputs.folder, baseline);
  const reason = writeOutput(
    path,
    renderBaseline({ findings: [...kept, ...found.findings] }, path),
    inputs.reach.top(inputs.folder),
  );
  if (reason !== undefined) throw new UsageError(`cannot write --baseline ${baseline}: ${reason}`);
  if (!quiet) note(`${counted(report.diagnostics.length, "finding") || "no findings"} recorded in ${baseline}`);
  return 0;
}

/**
 * Tells what a baseline records and this run, which would have, has not found: it is fixed, and the baseline can
 * shrink.
 */
export function tellOutdated(report: Report, known: Baseline, inputs: Inputs, options: RunOptions): void {
  const covered = coverage(report, inputs, options);
  const gone = outdated(known, record(report.known, report.source)).filter((each) => covered(each.path));
  for (const each of gone)
    note(
      `${options.baseline}: ${each.rule} in ${report.display(each.path)} (${shown(each)}) no longer occurs; ` +
        "--write-baseline removes it",
    );
}

function shown({ text, count }: KnownFinding): string {
  const [first = ""] = text.split("\n");
  return `${first === text ? text : `${first} ...`}${count === 1 ? "" : `, ${count} times`}`;
}

/** Says whether a run has looked at a file: in a folder that it was to search, or as a part of an image. */
function coverage(
  { images }: Report,
  { tree, folder, dockerfiles }: Inputs,
  { paths, since }: RunOptions,
): (path: string) => boolean {
  const files = new Set(dockerfiles);
  for (const { paths: ways } of images) {
    for (const { at } of ways.flatMap((way) => way.hops)) if (at) files.add(at.path);
  }
  const folders = paths.map((path) => resolve(folder, path)).filter((path) => tree.read(path).kind === "directory");
  return (path) => files.has(path) || (since === undefined && folders.some((each) => inside(each, path)));
}
