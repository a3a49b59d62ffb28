import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { readArguments } from "../cli/arguments/options.ts";
import { noteStack } from "../cli/output.ts";
import { run } from "../cli/commands/run.ts";
import { describeTool } from "../cli/tool.ts";
import { UsageError } from "../cli/arguments/usage-error.ts";
import { join, resolve } from "../files/tree.ts";
import { rules } from "../index.ts";
import { baseOptions } from "./base-branch.ts";
import { visible } from "../report/terminal.ts";
import { readInputs } from "./action-inputs.ts";
import type { Environment, Inputs } from "./action-inputs.ts";
import { addSummary, annotate, command, quietly, setOutputs } from "./runner.ts";

/**
 * The action: runs the command line as the inputs say, the text into the log, and turns its reports into annotations,
 * a job summary and outputs. Gives the exit code, which is the command line's. `home` is the folder of this package.
 */
export async function act(env: Environment, home: URL): Promise<number> {
  const scratch = mkdtempSync(join(env["RUNNER_TEMP"] || tmpdir(), "pid1lint-"));
  try {
    return await perform(readInputs(env), scratch, env, home);
  } catch (error) {
    const wrong = error instanceof UsageError;
    const message = error instanceof Error ? error.message : String(error);
    command(
      "error",
      { title: "pid1lint" },
      visible(wrong ? message : `internal failure, please report it: ${message}`),
    );
    if (!wrong && error instanceof Error) noteStack(error);
    return wrong ? 2 : 3;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function perform(inputs: Inputs, scratch: string, env: Environment, home: URL): Promise<number> {
  const folder = enter(inputs.folder, env);
  const made = {
    json: join(scratch, "report.json"),
    github: join(scratch, "annotations"),
    markdown: join(scratch, "summary.md"),
  };
  const reports = [...Object.entries(made), ...(inputs.sarif === undefined ? [] : [["sarif", inputs.sarif]])];
  const { options: base, notice } = baseOptions(inputs.configFrom, folder, env);
  if (notice !== undefined) command("notice", { title: "pid1lint" }, notice);
  const argv = [
    "--format",
    "text",
    ...reports.flatMap(([format, file]) => ["--format", `${format}=${file}`]),
    ...base,
    ...inputs.options,
    "--",
    ...inputs.paths,
  ];
  const tool = describeTool(rules, home);
  const asked = readArguments(argv, tool.version, new Set(tool.checks.map(({ id }) => id)));
  if (asked.kind !== "run" || asked.options.command !== "lint")
    throw new UsageError(
      "input args takes options only, such as --rule missing-init=off; files and folders go into paths",
    );

  const code = await quietly(() => run(asked.options, { folder, arguments: argv, tool }));
  const { summary, fixed }: Figures = JSON.parse(readFileSync(made.json, "utf8"));
  if (inputs.annotations) annotate(readFileSync(made.github, "utf8"));
  if (inputs.summary) addSummary(readFileSync(made.markdown, "utf8"), env);
  setOutputs(
    {
      findings: String(summary.errors + summary.warnings + summary.infos),
      errors: String(summary.errors),
      fixed: String(fixed.length),
      sarif: inputs.sarif === undefined ? "" : resolve(folder, inputs.sarif),
    },
    env,
  );
  if (code === 2)
    command(
      "error",
      { title: "pid1lint" },
      "Could not write a fix; the log of this step names the file and the reason.",
    );
  return code;
}

/** What the outputs need of the JSON report. */
interface Figures {
  readonly summary: { readonly errors: number; readonly warnings: number; readonly infos: number };
  readonly fixed: readonly unknown[];
}

/** Goes into the folder to work in; gives its path. */
function enter(folder: string, { GITHUB_WORKSPACE: workspace }: Environment): string {
  const path = resolve(resolve(process.cwd(), workspace || "."), folder);
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new UsageError(
      `input working-directory: ${folder}: no such folder in the workspace; run actions/checkout first`,
    );
  process.chdir(path);
  return path;
}
