import type { Diagnostic } from "../diagnostic.ts";
import { resolve } from "../files.ts";
import { byPlace } from "../fix.ts";
import { countAtLeast } from "../fixer.ts";
import { fix, lint, rules } from "../index.ts";
import type { Options } from "../index.ts";
import { mayHaveColor, render, renderImages, showsPatch } from "../report/formats.ts";
import { lineOf, reasonOf } from "../report/report.ts";
import type { Report, Tool } from "../report/report.ts";
import { unwritable } from "../write.ts";
import { notTheUsers, notToBeWritten } from "./guard.ts";
import { openInputs } from "./inputs.ts";
import type { FormatChoice } from "./formats.ts";
import type { RunOptions } from "./options.ts";
import { deliver, note, requireFolder, wantsColor } from "./output.ts";
import { filesUrl, patchRoot, reportRoot } from "./places.ts";
import { showProgress } from "./progress.ts";
import { writeChanges } from "./write.ts";
import type { Written } from "./write.ts";

/** How the program was called: its arguments, the folder, and what it is. */
export interface Call {
  readonly folder: string;
  readonly arguments: readonly string[];
  readonly tool: Tool;
}

/** `pid1lint` and `pid1lint trace`; gives the exit code. Throws a {@link UsageError} for what the user can mend. */
export async function run(options: RunOptions, call: Call): Promise<number> {
  const { folder } = call;
  const { tree, dockerfiles, unsaved, notices, project, neighbours } = await openInputs(options, folder);
  for (const notice of notices) note(notice);
  const { mode, formats, severities, unsafe, only, quiet } = options;
  for (const { file } of formats) if (file !== undefined) requireFolder(file, folder);
  const root = reportRoot(dockerfiles, folder);
  const deliverAs = ({ format, file }: FormatChoice, report: Report, print: typeof render): void => {
    const color = mayHaveColor(format) && wantsColor(options.color, file);
    const look = { color, quiet, root, patchRoot: patchRoot(report.changes, folder), filesUrl: filesUrl(process.env), invocation: call, tool: call.tool };
    deliver(print(format, report, look), folder, file);
  };
  const settings: Options = { severities, project, folder };

  if (options.command === "trace") {
    const report = lint(tree, dockerfiles, { ...settings, rules: [] });
    for (const { rule, at, message } of report.diagnostics) if (rule === "parse-error") note(`${lineOf(report, at)}: ${message}`);
    for (const choice of formats) deliverAs(choice, report, renderImages);
    return 0;
  }

  const progress = showProgress(dockerfiles.length, quiet);
  const chosen = { ...settings, rules: [...rules, ...progress.rules] };
  const found = mode === "fix" ? undefined : lint(tree, dockerfiles, chosen);
  const theirs = notTheUsers(unsaved ? dockerfiles : options.paths.map((path) => resolve(folder, path)));
  const objection = mode === "fix" ? notToBeWritten(theirs) : theirs;
  const patched = mode === "fix" || formats.some(({ format }) => showsPatch(format));
  const fixed = patched ? fix(tree, dockerfiles, { ...chosen, unsafe, only, objection, neighbours }) : undefined;
  progress.end();

  const written = mode === "fix" && fixed ? writeChanges(fixed) : undefined;
  for (const failure of written?.failures ?? []) note(failure);
  const report = found ?? (written && fixed ? asWritten(fixed, written, () => lint(written.over(tree), dockerfiles, settings)) : undefined);
  if (!report) throw new Error("neither linted nor fixed");
  for (const choice of formats) {
    // Nothing to say on a terminal: the notice said it.
    if (choice.format === "text" && choice.file === undefined && report.files === 0) continue;
    deliverAs(choice, found && fixed && showsPatch(choice.format) ? { ...found, changes: fixed.changes } : report, render);
  }
  for (const line of found && fixed && !quiet ? besidePatch(fixed, unsaved) : []) note(line);
  if (written && written.failures.length > 0) return 2;
  return options.failOn !== "never" && countAtLeast(report.diagnostics, options.failOn) > 0 ? 1 : 0;
}

/** What a patch does not tell: what is not in it, and what is in it although `--fix` could not write it here. */
function besidePatch(fixed: Report, unsaved: boolean): readonly string[] {
  const lines = fixed.withheld.map((item) => `${lineOf(fixed, item.diagnostic.at)}: not in the patch: ${item.title}: ${reasonOf(fixed, item)}`);
  const refused = new Map<string, string[]>();
  for (const { path } of unsaved ? [] : fixed.changes) {
    const reason = unwritable(path);
    if (reason !== undefined) refused.set(reason, [...(refused.get(reason) ?? []), fixed.display(path)]);
  }
  for (const [reason, paths] of refused) lines.push(`in the patch, but not to be written by --fix: ${paths.join(", ")}: ${reason}`);
  return lines;
}

/** The report on the files as they are after writing, which is what fixing has said unless a file could not be written. */
function asWritten(fixed: Report, { changes, applied, withheld, failures }: Written, again: () => Report): Report {
  if (failures.length === 0) return fixed;
  const report = again();
  // What was found after another fix that is not there now either is no finding of these files.
  const stands = ({ rule, at }: Diagnostic): boolean => report.diagnostics.some((each) => each.rule === rule && byPlace(each.at, at) === 0);
  const left = withheld.filter(({ diagnostic }) => stands(diagnostic)).toSorted((a, b) => byPlace(a.diagnostic.at, b.diagnostic.at));
  return { ...report, changes, applied, withheld: left };
}
