import { repositoryTop } from "../discover.ts";
import { writeFiles } from "../disk.ts";
import { dirname, inside, resolve } from "../files.ts";
import { countAtLeast } from "../fixer.ts";
import { fix, lint, rules } from "../index.ts";
import type { Options } from "../index.ts";
import { renderDiff } from "../report/diff.ts";
import { renderGithub } from "../report/github.ts";
import { renderJson, renderTraceJson } from "../report/json.ts";
import { lineOf } from "../report/report.ts";
import type { Report, ReportOptions } from "../report/report.ts";
import { renderText, renderTrace } from "../report/text.ts";
import { guarded } from "./guard.ts";
import { openInputs } from "./inputs.ts";
import type { RunOptions } from "./options.ts";
import { deliver, note, wantsColor } from "./output.ts";
import { showProgress } from "./progress.ts";
import { UsageError } from "./usage.ts";

const renderers = { text: renderText, json: renderJson, github: renderGithub };

/** `pid1lint` and `pid1lint trace`, seen from a folder; gives the exit code. Throws a {@link UsageError} for what the user can mend. */
export async function run(options: RunOptions, folder: string): Promise<number> {
  const { tree, dockerfiles, notices, project } = await openInputs(options, folder);
  for (const notice of notices) note(notice);
  const { mode, format, severities, unsafe, quiet } = options;
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
  const checked = mode === "report" ? rules : guarded(rules, options.paths.map((path) => resolve(folder, path)));
  const chosen = { ...settings, rules: [...checked, ...progress.rules] };
  const found = mode === "fix" ? undefined : lint(tree, dockerfiles, chosen);
  const fixed = mode === "report" ? undefined : fix(tree, dockerfiles, { ...chosen, unsafe });
  progress.end();

  if (mode === "diff" && fixed) {
    const root = patchRoot(fixed, folder);
    print(renderDiff(fixed, { ...look, root }));
    if (!quiet) for (const { diagnostic, title, reason } of fixed.withheld) note(`${lineOf(fixed, diagnostic.at)}: not in the patch: ${title}: ${reason}`);
  }
  if (mode === "fix" && fixed) write(fixed);
  const report = found ?? fixed;
  if (!report) throw new Error("neither linted nor fixed");
  if (mode !== "diff" && (format !== "text" || report.files > 0)) print(renderers[format](report, look));
  return options.failOn !== "never" && countAtLeast(report.diagnostics, options.failOn) > 0 ? 1 : 0;
}

function write({ changes, display }: Report): void {
  const result = writeFiles(changes);
  if (result.ok) return;
  const state = result.changed.length === 0 ? "no file was changed" : `only these were changed: ${result.changed.map(display).join(", ")}`;
  throw new UsageError(`${display(result.path)} was not written: ${result.reason}; ${state}`);
}

/** Where `git apply` takes the patch: the repository of the first file, or the working directory, or a folder above them that all files are in. */
function patchRoot({ changes }: Report, folder: string): string {
  let root = (changes[0] && repositoryTop(dirname(changes[0].path))) ?? folder;
  while (!changes.every(({ path }) => inside(root, path))) root = dirname(root);
  return root;
}
