import { spawnSync } from "node:child_process";
import { cpSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "@jest/globals";
import { rules } from "../../rules/index.ts";
import { rule } from "../../rules/_template/rule.ts";
import { readPage, runExample } from "../examples.ts";
import { eachInFolder } from "../folder.ts";

const home = fileURLToPath(new URL("../../", import.meta.url));
const template = join(home, "rules/_template");

describe("the page of the template", () => {
  const page = readPage(readFileSync(join(template, "README.md"), "utf8"));

  test("can be read", () => {
    expect(page.mistakes).toEqual([]);
    expect(page.examples.length).toBeGreaterThan(3);
  });

  // It stands where each rule's page stands, so it tells the truth with its rule in the list.
  test.each(page.examples)("line $line: $title", (example) => {
    const { report, fixes, patch, unsafePatch } = runExample(example, [...rules, rule]);
    const shown = { report, fixes: example.fixes === undefined ? undefined : fixes, patch, unsafePatch };
    expect(shown).toEqual({
      report: example.report,
      fixes: example.fixes,
      patch: example.patch,
      unsafePatch: example.unsafePatch,
    });
  });
});

describe("a copy of the template with nothing but another id", () => {
  const folder = eachInFolder();

  test("fails a test that names the page to read", () => {
    for (const name of ["src", "scripts", "bench", "node_modules"])
      symlinkSync(join(home, name), join(folder.root, name));
    for (const name of ["package.json", "jest.config.js", "rules", "test/architecture.test.ts"])
      cpSync(join(home, name), join(folder.root, name), { recursive: true });
    const copy = join(folder.root, "rules/a-rule-of-tomorrow");
    cpSync(template, copy, { recursive: true });
    const text = readFileSync(join(copy, "rule.ts"), "utf8");
    writeFileSync(join(copy, "rule.ts"), text.replace('id: "_template"', 'id: "a-rule-of-tomorrow"'));
    const run = spawnSync("npm", ["test", "--", "--bail", "test/architecture.test.ts"], {
      cwd: folder.root,
      encoding: "utf8",
      env: { ...process.env, FORCE_COLOR: undefined, NO_COLOR: "1" },
    });
    const [first] = /● .*[^]*?(?=\n +● |$)/.exec(run.stderr) ?? [];
    expect(first).toContain("rules/a-rule-of-tomorrow");
    expect(first).toContain("CONTRIBUTING.md#adding-a-rule");
    expect(run.status).toBe(1);
    // It starts a test run of its own, on a machine that may be busy.
  }, 300_000);
});
