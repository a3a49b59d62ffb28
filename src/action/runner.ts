import { randomUUID } from "node:crypto";
import { appendFileSync, statSync } from "node:fs";
import { withoutCommands, workflowCommand } from "../report/writing/workflow-command.ts";
import { cut } from "./cut.ts";
import type { Environment } from "./action-inputs.ts";

/** Bytes that GitHub takes as the summary of one step; a longer one is refused whole. */
const summaryLimit = 1024 * 1024;
/** Annotations of each kind that GitHub keeps of one step. */
const annotationLimit = 10;

/** Sends the runner a command. */
export function command(name: string, properties: Readonly<Record<string, string>>, text: string): void {
  process.stdout.write(`${workflowCommand(name, properties, text)}\n`);
}

/**
 * Lets something print while the runner takes no line for a command: what it prints comes from files of other people.
 */
export async function quietly<T>(print: () => Promise<T>): Promise<T> {
  const { before, after } = withoutCommands(randomUUID());
  process.stdout.write(`${before}\n`);
  try {
    return await print();
  } finally {
    process.stdout.write(`${after}\n`);
  }
}

/** Sets outputs of the step. The delimiter cannot be foreseen, so no value ends early. */
export function setOutputs(outputs: Readonly<Record<string, string>>, env: Environment): void {
  const delimiter = `pid1lint-${randomUUID()}`;
  const text = Object.entries(outputs)
    .map(([name, value]) => `${name}<<${delimiter}\n${value}\n${delimiter}\n`)
    .join("");
  append(text, "GITHUB_OUTPUT", "the outputs of this step", env);
}

/** Adds Markdown to the job summary, cut to what fits. */
export function addSummary(markdown: string, env: Environment): void {
  const path = env["GITHUB_STEP_SUMMARY"] ?? "";
  const used = path === "" ? 0 : (statSync(path, { throwIfNoEntry: false })?.size ?? 0);
  append(cut(markdown, summaryLimit - used), "GITHUB_STEP_SUMMARY", "the job summary", env);
}

/**
 * Prints workflow commands, one a line, most severe first, as many of each kind as GitHub shows, and says how many were
 * left out.
 */
export function annotate(commands: string): void {
  const kinds = new Map<string, number>();
  let left = 0;
  for (const line of commands.split("\n").filter((each) => each !== "")) {
    const kind = /^::(\w+)/.exec(line)?.[1] ?? "";
    const count = (kinds.get(kind) ?? 0) + 1;
    kinds.set(kind, count);
    if (count <= annotationLimit) process.stdout.write(`${line}\n`);
    else left++;
  }
  if (left > 0)
    process.stdout.write(
      `pid1lint: ${left} more without annotation: GitHub shows ${annotationLimit} of each kind per step\n`,
    );
}

function append(text: string, variable: string, what: string, env: Environment): void {
  const path = env[variable] ?? "";
  if (path === "") command("warning", { title: "pid1lint" }, `${variable} is not set: cannot write ${what}`);
  else appendFileSync(path, text);
}
