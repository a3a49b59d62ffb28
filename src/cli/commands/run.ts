import { reaches } from "../../settings/configuration.ts";
import type { Diagnostic } from "../../text/diagnostic.ts";
import { resolve } from "../../files/tree.ts";
import { byPlace } from "../../text/edits.ts";
import { fix, lint, rules } from "../../index.ts";
import type { Options } from "../../index.ts";
import { mayHaveColor, render, renderImages, showsPatch } from "../../report/formats.ts";
import { lineOf, reasonOf } from "../../report/report.ts";
import type { Report, Tool } from "../../report/report.ts";
import { leftOutSentence } from "../../report/summary.ts";
import { unwritable } from "../../files/write.ts";
import { openBaseline, tellOutdated, writeBaseline } from "../baseline-file.ts";
import { notLeftOut, notTheUsers, notToBeWritten } from "../editable.ts";
import { intoFile, readFormat } from "../arguments/format-options.ts";
import type { FormatChoice } from "../arguments/format-options.ts";
import { openInputs } from "../inputs/inputs.ts";
import { countLeftOut } from "../left-out.ts";
import type { RunOptions } from "../arguments/options.ts";
import { deliver, note, requireWritable, wantsColor } from "../output.ts";
import { filesUrl, patchRoot, reportRoot } from "../report-root.ts";
import { showProgress } from "../progress.ts";
import { severitiesBy } from "../inputs/config-files.ts";
import type { Settings } from "../inputs/config-files.ts";
import { UsageError } from "../arguments/usage-error.ts";
import { writeChanges } from "../write-changes.ts";
import type { Written } from "../write-changes.ts";

/** How the program was called: its arguments, the folder, and what it is. */
export interface Call {
  readonly folder: string;
  readonly arguments: readonly string[];
  readonly tool: Tool;
}

/** `pid1lint` and `pid1lint trace`; gives the exit code. Throws a {@link UsageError} for what the user can mend. */
export async function run(options: RunOptions, call: Call): Promise<number> {
  const { folder } = call;
  const inputs = await openInputs(options, folder);
  const { tree, dockerfiles, unsaved, project, neighbours, settings } = inputs;
  const { mode, unsafe, only, quiet } = options;
  const formats = formatsOf(options, settings);
  const patched = mode === "fix" || formats.some(({ format }) => showsPatch(format));
  if (unsafe && !patched) throw new UsageError("--unsafe-fixes needs --fix or --diff");
  for (const { file } of formats) if (file !== undefined) requireWritable(file, folder);
  for (const notice of inputs.notices) note(notice);
  const root = reportRoot(dockerfiles, folder);
  const deliverAs = ({ format, file }: FormatChoice, report: Report, print: typeof render): void => {
    const color = mayHaveColor(format) && wantsColor(options.color, file);
    const look = {
      color,
      quiet,
      root,
      patchRoot: patchRoot(report.changes, folder),
      filesUrl: filesUrl(process.env),
      invocation: call,
      tool: call.tool,
    };
    deliver(print(format, report, look), folder, file, format === "github");
  };
  const known = openBaseline(options, inputs);
  const leftOut = (path: string): boolean => settings.ignored(path) !== undefined;
  const lintOptions: Options = {
    project,
    folder,
    baseline: options.writeBaseline ? undefined : known,
    severities: severitiesBy(settings),
  };

  if (options.command === "trace") {
    const report = await lint(tree, dockerfiles, { ...lintOptions, rules: [] });
    for (const { rule, at, message } of report.diagnostics)
      if (rule === "parse-error" || rule === "internal-error") note(`${lineOf(report, at)}: ${message}`);
    for (const choice of formats) deliverAs(choice, report, renderImages);
    return report.failures.length > 0 ? tellFailures(report) : 0;
  }

  const progress = showProgress(dockerfiles.length, quiet);
  const chosen = { ...lintOptions, rules: [...rules, ...progress.rules] };
  const found = mode === "fix" ? undefined : await lint(tree, dockerfiles, chosen);
  const theirs = notLeftOut(
    notTheUsers(unsaved ? dockerfiles : options.paths.map((path) => resolve(folder, path)), inputs.reach),
    leftOut,
  );
  const objection = mode === "fix" ? notToBeWritten(theirs) : theirs;
  const fixed = patched ? await fix(tree, dockerfiles, { ...chosen, unsafe, only, objection, neighbours }) : undefined;
  progress.end();

  const written = mode === "fix" && fixed ? writeChanges(fixed) : undefined;
  for (const failure of written?.failures ?? []) note(failure);
  const linted =
    found ??
    (written && fixed
      ? await asWritten(fixed, written, () => lint(written.over(tree), dockerfiles, lintOptions))
      : undefined);
  if (!linted) throw new Error("neither linted nor fixed");
  const report = { ...linted, leftOut: await countLeftOut(linted, written?.over(tree) ?? tree, inputs, options) };
  if (options.writeBaseline) return writeBaseline(report, known, inputs, options);
  if (known && !quiet) tellOutdated(report, known, inputs, options);
  for (const choice of formats) {
    // Nothing to say on a terminal: the notice said it.
    if (choice.format === "text" && choice.file === undefined && report.files === 0 && leftOutSentence(report) === "")
      continue;
    deliverAs(
      choice,
      found && fixed && showsPatch(choice.format) ? { ...report, changes: fixed.changes } : report,
      render,
    );
  }
  for (const line of found && fixed && !quiet ? besidePatch(fixed, unsaved) : []) note(line);
  if (report.failures.length > 0) return tellFailures(report);
  if (inputs.incomplete || (written && written.failures.length > 0)) return 2;
  return report.diagnostics.some(({ severity, at }) => reaches(severity, settings.failOn(at.path).value)) ? 1 : 0;
}

/** The findings say that pid1lint failed, and on which files; here is where, for its authors. Gives the exit code. */
function tellFailures({ failures, display }: Report): number {
  if (process.env["PID1LINT_DEBUG"])
    for (const { path, error } of failures)
      process.stderr.write(`${display(path)}: ${error instanceof Error ? error.stack : String(error)}\n`);
  else note("pid1lint failed on a file, as the findings say; PID1LINT_DEBUG=1 prints where");
  return 3;
}

/** The reports to make: what the command line says, then, for the linter, the configuration, then the default. */
function formatsOf(
  { command, formats, outputFile, writeBaseline: recording }: RunOptions,
  settings: Settings,
): readonly FormatChoice[] {
  if (formats) return formats;
  if (recording) return [];
  const written = command === "lint" ? settings.format()?.value : undefined;
  const chosen = [readFormat(written ?? "text")];
  return outputFile === undefined ? chosen : intoFile(chosen, outputFile);
}

/** What a patch does not tell: what is not in it, and what is in it although `--fix` could not write it here. */
function besidePatch(fixed: Report, unsaved: boolean): readonly string[] {
  const lines = fixed.withheld.map(
    (item) => `${lineOf(fixed, item.diagnostic.at)}: not in the patch: ${item.title}: ${reasonOf(fixed, item)}`,
  );
  const refused = new Map<string, string[]>();
  for (const { path } of unsaved ? [] : fixed.changes) {
    const reason = unwritable(path);
    if (reason !== undefined) refused.set(reason, [...(refused.get(reason) ?? []), fixed.display(path)]);
  }
  for (const [reason, paths] of refused)
    lines.push(`in the patch, but --fix would not write it: ${paths.join(", ")}: ${reason}`);
  return lines;
}

/**
 * The report on the files as they are after writing, which is what fixing has said unless a file could not be written.
 */
async function asWritten(
  fixed: Report,
  { changes, applied, withheld, failures }: Written,
  again: () => Promise<Report>,
): Promise<Report> {
  if (failures.length === 0) return fixed;
  const report = await again();
  // What was found after another fix that is not there now either is no finding of these files.
  const stands = ({ rule, at }: Diagnostic): boolean =>
    report.diagnostics.some((each) => each.rule === rule && byPlace(each.at, at) === 0);
  const left = withheld
    .filter(({ diagnostic }) => stands(diagnostic))
    .toSorted((a, b) => byPlace(a.diagnostic.at, b.diagnostic.at));
  return { ...report, changes, applied, withheld: left };
}
