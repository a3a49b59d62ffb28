import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { rules } from "../rules/index.ts";
import { fixAll, readPage, runExample } from "./examples.ts";
import type { Page } from "./examples.ts";
import { notBetter } from "./fixing/better.ts";

const root = new URL("../", import.meta.url);
const headings = ["What it does", "Why it matters", "Example", "Fix", "Fix safety", "When to ignore it"];

/** `name` is a path from the root of the repository. */
function pageOf(name: string): Page {
  return readPage(readFileSync(new URL(name, root), "utf8"));
}

function pagesIn(where: string, pattern: RegExp): readonly string[] {
  return readdirSync(new URL(where, root), { recursive: true, encoding: "utf8" })
    .filter((name) => pattern.test(name))
    .map((name) => `${where}/${name}`)
    .sort();
}

const hazards = pagesIn("fixtures/hazards", /\.md$/);
const pages = [...pagesIn("rules", /^[^_/][^/]*\/(README|cases)\.md$/), ...hazards];

describe.each(pages)("%s", (name) => {
  const page = pageOf(name);

  test("can be read", () => {
    expect(page.mistakes).toEqual([]);
    expect(page.examples).not.toEqual([]);
  });

  test.each(page.examples)("line $line: $title", (example) => {
    const { linted, report, fixes, patch, unsafePatch, safe, unsafe } = runExample(example);
    const shown = { report, fixes: example.fixes === undefined ? undefined : fixes, patch, unsafePatch };
    expect(shown).toEqual({
      report: example.report,
      fixes: example.fixes,
      patch: example.patch,
      unsafePatch: example.unsafePatch,
    });
    for (const fixed of [safe, unsafe]) expect(notBetter(linted, fixed.linted) ?? "").toBe("");
    expect(fixAll(safe.tree, example, false).changes).toEqual([]);
    expect(fixAll(unsafe.tree, example, true).changes).toEqual([]);
  });
});

describe.each(rules.map((rule) => rule.id))("the pages of %s", (id) => {
  const files = ["README.md", "cases.md"]
    .map((name) => `rules/${id}/${name}`)
    .filter((name) => existsSync(new URL(name, root)));
  const examples = files.flatMap((name) => pageOf(name).examples);
  const results = examples.map((example) => runExample(example));
  const findings = results.flatMap((result) => result.linted.diagnostics.filter((each) => each.rule === id));

  const howTo = "see CONTRIBUTING.md#adding-a-rule";

  test("README has its headings, in their order", () => {
    const found = files.includes(`rules/${id}/README.md`) ? pageOf(`rules/${id}/README.md`).headings : [];
    const wanted = [`# ${id}`, ...headings.map((heading) => `## ${heading}`)];
    const shown = found.filter((heading) => /^##? /.test(heading));
    const fault = `rules/${id}/README.md has not the headings that it needs, in their order: ${howTo}`;
    expect(shown.join() === wanted.join() ? "" : `${fault}\n${shown.join("\n")}`).toBe("");
  });

  test("show a finding and a silent case", () => {
    const missing = [
      ...(findings.length > 0 ? [] : [`no example in rules/${id} has a finding of it: ${howTo}`]),
      ...(results.some(({ report }) => report === "") ? [] : [`no example in rules/${id} is silent: ${howTo}`]),
    ];
    expect(missing).toEqual([]);
  });

  test("show a patch, if the rule has one to offer", () => {
    const offers = findings.some((finding) => finding.fixes.some((fix) => fix.applicability !== "manual"));
    const patched = results.some(
      (result) => result.unsafePatch !== "" && result.linted.diagnostics.some((each) => each.rule === id),
    );
    expect(patched || !offers ? "" : `no example in rules/${id} shows a patch, and it offers one: ${howTo}`).toBe("");
  });
});

describe("a page", () => {
  const block = (info: string, text: string): string => `\`\`\`${info}\n${text}\`\`\`\n`;
  const mistakesOf = (...blocks: readonly string[]): readonly string[] =>
    readPage(`# rule\n${blocks.join("")}`).mistakes;
  const dockerfile = block("dockerfile Dockerfile", "FROM debian:12\n");

  test("is files, a report and patches under each heading", () => {
    const [example, ...others] = readPage(
      `# rule\ntext\n${block("console", "$ docker stop web\n")}## Example\n${dockerfile}${block("sh bin/run.sh", "#!/bin/sh␍\n")}${block(
        "text report",
        "Dockerfile:1:1 info x: y\n",
      )}${block("diff", "-a␍\n\n")}## Prose\n`,
    ).examples;
    expect(others).toEqual([]);
    expect(example).toEqual({
      title: "Example",
      line: 6,
      unlinted: [],
      report: "Dockerfile:1:1 info x: y\n",
      fixes: undefined,
      patch: "-a\r\n \n",
      unsafePatch: "-a\r\n \n",
      files: {
        "/Dockerfile": { text: "FROM debian:12\n", executable: false },
        "/bin/run.sh": { text: "#!/bin/sh\r\n", executable: true },
      },
    });
  });

  test("gives files the mode that it says", () => {
    const files = `${block("sh a.sh mode=644", "#!/bin/sh\n")}${block("sh b.sh mode=755", "app\n")}${block("sh c.sh", "app\n")}`;
    const [example] = readPage(`# rule\n${files}${block("text report", "(nothing)\n")}`).examples;
    expect(Object.values(example?.files ?? {})).toEqual([
      { text: "#!/bin/sh\n", executable: false },
      { text: "app\n", executable: true },
      { text: "app\n", executable: false },
    ]);
    expect(example?.report).toBe("");
  });

  test.each([
    ["files without a report", [dockerfile], "line 1: an example without a report"],
    ["a report without files", [block("text report", "")], "line 1: a report or patch without files"],
    ["a patch without files", [block("diff", "")], "line 1: a report or patch without files"],
    ["a block of nothing", [block("dockerfile", "FROM x\n")], "line 2: `dockerfile` names no file, report or patch"],
    [
      "an unknown word after the path",
      [block("sh a.sh mode=777", "")],
      "line 2: `sh a.sh mode=777` names no file, report or patch",
    ],
    ["one file twice", [dockerfile, dockerfile, block("text report", "")], "line 5: Dockerfile is written twice"],
    [
      "two reports",
      [dockerfile, block("text report", ""), block("text report", "")],
      "line 7: a second `text report` under one heading",
    ],
    ["an open block", ["```diff\n-a\n"], "line 2: the block is not closed"],
  ])("does not hold %s", (_, blocks, mistake) => {
    expect(mistakesOf(...blocks)).toEqual([mistake]);
  });

  test("that lies is found out", () => {
    const [example] = readPage(
      `# rule\n${block("dockerfile Dockerfile", "FROM debian:12\nCMD node server.js\n")}${block("text report", "(nothing)\n")}`,
    ).examples;
    const result = example && runExample(example);
    expect(result?.report).toMatch(/^Dockerfile:2:1 error shell-form-cmd: .*\n$/);
    expect(result?.patch).toContain('+CMD ["node", "server.js"]\n');
  });
});
