import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { formats } from "../../src/report/formats.ts";
import { readers } from "../fuzz/formats.ts";

const howTo = "see CONTRIBUTING.md#adding-an-output-format";

test("every format has a test, a reader for made-up reports, and a row in the table of formats", () => {
  const [, section = ""] = /^## Formats\n([^]*?)^#/m.exec(readFileSync("docs/command-line.md", "utf8")) ?? [];
  const heads = section.split("\n").flatMap((line) => /^\|([^|]*)\|/.exec(line)?.[1] ?? []);
  const faults = formats.flatMap((format) => [
    existsSync(`test/report/${format}.test.ts`) ? "" : `there is no test/report/${format}.test.ts`,
    Object.hasOwn(readers, format) ? "" : `readers of test/fuzz/formats.ts do not have ${format}`,
    heads.some((head) => head.includes(`\`${format}\``))
      ? ""
      : `the table of docs/command-line.md has no row ${format}`,
  ]);
  expect(faults.filter(Boolean).map((fault) => `${fault}: ${howTo}`)).toEqual([]);
});
