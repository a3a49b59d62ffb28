import { spawnSync } from "node:child_process";
import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll } from "@jest/globals";
import { parse } from "yaml";
import { folderWith, removeFolders } from "../cli/command.ts";
import { executed } from "../runner-log.ts";

/** The action's description of itself. */
interface Manifest {
  readonly inputs: Readonly<Record<string, { readonly default: string }>>;
  readonly outputs: Readonly<Record<string, object>>;
  readonly runs: { readonly main: string };
}

/** `action.yml`, read. */
export const manifest: Manifest = parse(readFileSync("action.yml", "utf8"));

/** A checkout of the action as a runner has it: the files of the repository and nothing installed. */
let checkout = "";

/** Checks the action out for the tests of a file. */
export function checkOutAction(): void {
  beforeAll(() => {
    checkout = folderWith({});
    for (const name of ["action.yml", "action", "package.json", "rules"])
      cpSync(name, join(checkout, name), { recursive: true });
  });
  afterAll(removeFolders);
}

/** What a step came to. */
export interface Step {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  /** Lines that the runner takes for commands, those that switch commands off and on left out. */
  readonly commands: readonly string[];
}

/**
 * Runs the action as a step in a workspace, with the environment that a runner sets. `summary` is what an earlier
 * writer has left there.
 */
export function step(
  workspace: string,
  inputs: Readonly<Record<string, string>> = {},
  { summary = "", env = {} }: { readonly summary?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Step {
  const files = folderWith({ output: "", summary });
  const given: Record<string, string> = {};
  for (const [name, { default: value }] of Object.entries(manifest.inputs))
    given[`INPUT_${name.toUpperCase()}`] = value;
  for (const [name, value] of Object.entries(inputs)) given[`INPUT_${name.toUpperCase()}`] = value;
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(checkout, manifest.runs.main)], {
    cwd: workspace,
    encoding: "utf8",
    env: {
      PATH: process.env["PATH"] ?? "",
      CI: "true",
      GITHUB_ACTIONS: "true",
      GITHUB_WORKSPACE: workspace,
      RUNNER_TEMP: files,
      GITHUB_OUTPUT: join(files, "output"),
      GITHUB_STEP_SUMMARY: join(files, "summary"),
      ...given,
      ...env,
    },
  });
  return {
    code: status,
    stdout,
    stderr,
    outputs: readOutputs(readFileSync(join(files, "output"), "utf8")),
    summary: readFileSync(join(files, "summary"), "utf8"),
    commands: executed(stdout).map(({ line }) => line),
  };
}

/** Reads a file of outputs as the runner does: `name<<DELIMITER`, lines, `DELIMITER`. */
function readOutputs(text: string): Readonly<Record<string, string>> {
  const outputs: Record<string, string> = {};
  const lines = text.split("\n");
  while (lines.length > 1) {
    const [, name = "", delimiter = ""] = /^([^=<]+)<<(.+)$/.exec(lines.shift() ?? "") ?? [];
    const end = lines.indexOf(delimiter);
    if (name === "" || end < 0) throw new Error(`the runner refuses these outputs:\n${text}`);
    outputs[name] = lines
      .splice(0, end + 1)
      .slice(0, -1)
      .join("\n");
  }
  return outputs;
}
