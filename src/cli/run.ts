import type { Diagnostic } from "../diagnostic.ts";
import { repositoryTop } from "../discover.ts";
import { dirname, inside, resolve } from "../files.ts";
import { byPlace } from "../fix.ts";
import { countAtLeast } from "../fixer.ts";
import { fix, lint, rules } from "../index.ts";
import type { Options } from "../index.ts";
import { renderDiff } from "../report/diff.ts";
import { renderGithub } from "../report/github.ts";
import { renderJson, renderTraceJson } from "../report/json.ts";
import { lineOf, reasonOf } from "../report/report.ts";
import type { Report, ReportOptions } from "../report/report.ts";
import { renderText, renderTrace } from "../report/text.ts";
import { unwritable } from "../write.ts";
import { notTheUsers, notToBeWritten } from "./guard.ts";
import { openInputs } from "./inputs.ts";
import type { RunOptions } from "./options.ts";
import { deliver, note, wantsColor } from "./output.ts";
import { showProgress } from "./progress.ts";
import { writeChanges } from "./write.ts";
import type { Written } from "./write.ts";

const renderers = { text: renderText, json: renderJson, github: renderGithub };

/** `pid1lint` and `pid1lint trace`, seen from a folder; gives the exit code. Throws a UsageError for what the user can mend. */
export async function run(options: RunOptions, folder: string): Promise<number> {
  const { tree, dockerfiles, unsaved, notices, project } = await openInputs(options, folder);
  for (const notice of notices) note(notice);
  const { mode, format, severities, unsafe, only, quiet } = options;
  const look: ReportOptions = { color: format === "text" && wantsColor(options.color, options.outputFile), quiet };
  const print = (text: string): void => deliver(text, folder, options.outputFile);
  const settings: Options = { severities, project, folder };

  if (options.command === "trace") {
    const report = lint(tree, dockerfiles, { ...settings, rules: [] });
    for (const { rule, at, message } of report.diagnostics) if (rule === "parse-error") note(`${lineOf(report, at)}: ${message}`);
    print(format === "json" ? renderTraceJson(report, look) : renderTrace(report, look));
    return 0;
  }

  const progress = showProgress(dockerfiles.length, quiet);
  const chosen = { ...settings, rules: [...rules, ...progress.rules] };
  const found = mode === "fix" ? undefined : lint(tree, dockerfiles, chosen);
  const theirs = notTheUsers(unsaved ? dockerfiles : options.paths.map((path) => resolve(folder, path)));
  const objection = mode === "fix" ? notToBeWritten(theirs) : theirs;
  const fixed = mode === "report" ? undefined : fix(tree, dockerfiles, { ...chosen, unsafe, only, objection });
  progress.end();

  if (mode === "diff" && fixed) {
    print(renderDiff(fixed, { ...look, root: patchRoot(fixed, folder) }));
    for (const line of quiet ? [] : besidePatch(fixed, unsaved)) note(line);
  }
  const written = mode === "fix" && fixed ? writeChanges(fixed) : undefined;
  for (const failure of written?.failures ?? []) note(failure);
  const report = found ?? (written && fixed ? asWritten(fixed, written, () => lint(written.over(tree), dockerfiles, settings)) : fixed);
  if (!report) throw new Error("neither linted nor fixed");
  if (mode !== "diff" && (format !== "text" || report.files > 0)) print(renderers[format](report, look));
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

/** Where `git apply` takes the patch: the repository of the first file, or the working directory, or a folder above them that all files are in. */
function patchRoot({ changes }: Report, folder: string): string {
  let root = (changes[0] && repositoryTop(dirname(changes[0].path))) ?? folder;
  while (!changes.every(({ path }) => inside(root, path))) root = dirname(root);
  return root;
}
