import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { readPage, runExample } from "./examples.ts";

// `npm run check:generated` holds that the page is up to date.
const page = readFileSync(new URL("../docs/messages.md", import.meta.url), "utf8");

/** Cells of the tables, rows of heads and rules left out. */
const rows = page
  .split("\n")
  .filter((line) => line.startsWith("| ") && !/^\| (?:kind|fix|---) /.test(line))
  .map((line) => line.slice(2, -2).split(/ \| /));

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
  test("has a table for each rule", () => {
    expect(rows.length).toBeGreaterThan(150);
  });

  test("has an example of every kind of finding and reason: where one is missing, write it into a rule's cases.md", () => {
    expect(rows.filter((cells) => cells.at(-1)?.trim() === "" || cells.length < 2).map(([kind]) => kind)).toEqual([]);
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
