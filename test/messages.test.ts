import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { rules } from "../rules/index.ts";
import { engineChecks } from "../src/lint/check-messages.ts";
import { reasonKinds } from "../src/stop/wording/reason-words.ts";
import { readPage, runExample } from "./examples.ts";

const page = readFileSync(new URL("../docs/messages.md", import.meta.url), "utf8");

/** Cells of the page's rows below a heading, heads of tables left out: a kind or the quality of a fix, then the rest. */
const tables = new Map(
  page.split(/^(?=##)/m).map((section) => [
    /^#+ (.*)/.exec(section)?.[1] ?? "",
    section
      .split("\n")
      .filter((line) => line.startsWith("| ") && !/^\| (?:kind|fix|---) /.test(line))
      .map((line) => line.slice(2, -2).split(/ \| /)),
  ]),
);
const rows = [...tables.values()].flat();

describe("a reason that is rare", () => {
  const { examples, mistakes } = readPage(readFileSync(new URL("../fixtures/reasons.md", import.meta.url), "utf8"));

  test("has a page that can be read", () => {
    expect(mistakes).toEqual([]);
    expect(examples.length).toBeGreaterThan(5);
  });

  test.each(examples)("$title", (example) => {
    const { linted, report } = runExample(example);
    const [path] = linted.projects.flatMap(({ images }) => images.flatMap(({ startUp }) => startUp.paths));
    expect(path?.reason.kind).toBe(example.title);
    expect(report).toBe(example.report);
  });
});

describe("the page of messages", () => {
  test.each([
    ...[...rules, ...engineChecks].map(({ id, kinds }) => [id, kinds] as const),
    ["Why the outcome is what it is", reasonKinds] as const,
  ])("has an example of every kind of %s", (heading, kinds) => {
    const shown = new Map(tables.get(heading)?.map((cells) => [cells[0], cells.at(-1)?.trim()]));
    const missing = kinds.filter((kind) => !shown.get(`\`${kind}\``));
    expect(
      missing.map(
        (kind) =>
          `docs/messages.md has no example of "${kind}": after npm run generate, either the kind has gone or no ` +
          "example on a page leads to it: see CONTRIBUTING.md#adding-a-rule",
      ),
    ).toEqual([]);
  });

  test.each([
    ["forward", /\bpass(?:es|ing)? (?:\S+ ){0,3}on\b/],
    ["fix", /\bmends?\b/],
    ["say or describe", /\btells? of\b/],
    ["gracefully", /\bin order\b(?! to)/],
    ["exits by itself", /\bcomes? to (?:its|an) end\b/],
    ["not executable", /\bx bit\b/],
    ["is killed by", /\bdies of\b/],
    ["up to your code", /\bown business\b|\buser's own\b/],
    ["discards", /\bkernel drops\b/],
    ["reap", /\bcollects? orphans\b/],
    ["CRLF line endings", /\bline ends\b/],
    ["sits between PID 1 and your program", /\bstays? in front of\b/],
    ["takes the full 10 s", /\bfor nothing\b/],
    ["is ignored, is overridden", /\bnever takes effect\b/],
    ["exits immediately", /\bends? at once\b/],
    ["sends SIGKILL", /\bwaits \d+ s, then kills\b/],
  ])("says %s, not %s", (_, wrong) => {
    expect(rows.filter((cells) => wrong.test(cells.at(-1) ?? ""))).toEqual([]);
  });
});
