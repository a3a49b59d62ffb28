import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { NoOperationTraceWriter, parseWorkflow } from "@actions/workflow-parser";
import { parseAction } from "@actions/workflow-parser/actions/index";
import { manifest } from "./runner.ts";

const trace = new NoOperationTraceWriter();
const text = readFileSync("action.yml", "utf8");

/** What GitHub's own parser has against an action or a workflow. */
function objections(kind: "action" | "workflow", content: string): readonly string[] {
  const file = { name: `${kind}.yml`, content };
  const { context } = kind === "action" ? parseAction(file, trace) : parseWorkflow(file, trace);
  return context.errors.getErrors().map(({ message }) => message);
}

/** Blocks of YAML in a page that are workflows. */
function workflowsIn(page: string): readonly string[] {
  const blocks = [...readFileSync(page, "utf8").matchAll(/^```yaml\n(.*?)^```$/gms)].map((match) => match[1] ?? "");
  return blocks.filter((block) => /^jobs:/m.test(block));
}

describe("action.yml", () => {
  test("is one to GitHub's parser", () => {
    expect(objections("action", text)).toEqual([]);
  });

  test.each([
    ["an unknown runtime", "using: node24", "using: node99"],
    ["an unknown property", "main: ", "start: "],
    ["an unknown colour", "color: blue", "color: pink"],
    ["no description", /^description: .*\n/m, ""],
  ])("which refuses %s", (_, from, to) => {
    expect(objections("action", text.replace(from, to))).not.toEqual([]);
  });

  test("names a file that is there", () => {
    expect(readFileSync(manifest.runs.main, "utf8")).toContain("GITHUB_STEP_SUMMARY");
  });
});

describe("workflows in the documentation", () => {
  const pages = ["README.md", "docs/github.md"];
  const all = pages.flatMap((page) =>
    workflowsIn(page).map((workflow, index) => [`${page}, ${index + 1}`, workflow] as const),
  );

  test("each page has some", () => {
    expect(pages.filter((page) => workflowsIn(page).length === 0)).toEqual([]);
  });

  test.each(all)("%s is one to GitHub's parser", (_, workflow) => {
    expect(objections("workflow", workflow)).toEqual([]);
    expect(objections("workflow", workflow.replace("runs-on:", "runs-in:"))).not.toEqual([]);
  });

  test.each(all)("%s gives pid1lint inputs that there are, and reads outputs that there are", (_, workflow) => {
    const inputs = [
      ...workflow.matchAll(/uses: [^\n]*pid1lint@[^\n]*\n(?: +id: [^\n]*\n)? +with:\n((?: {10,}[^\n]*\n)*)/g),
    ].flatMap((match) => [...(match[1] ?? "").matchAll(/^ {10}([\w-]+):/gm)].map((each) => each[1]));
    expect(inputs.filter((name) => name === undefined || !(name in manifest.inputs))).toEqual([]);
    const outputs = [...workflow.matchAll(/steps\.pid1lint\.outputs\.([\w-]+)/g)].map((match) => match[1]);
    expect(outputs.filter((name) => name === undefined || !(name in manifest.outputs))).toEqual([]);
  });

  test("docs/github.md tells of each input and output", () => {
    const page = readFileSync("docs/github.md", "utf8");
    expect(
      [...Object.keys(manifest.inputs), ...Object.keys(manifest.outputs)].filter(
        (name) => !page.includes(`| \`${name}\` |`),
      ),
    ).toEqual([]);
  });
});
