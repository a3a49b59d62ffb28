import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { outdated, readBaseline, record, renderBaseline, sift } from "../../src/lint/baseline.ts";
import type { Baseline } from "../../src/lint/baseline.ts";
import type { Diagnostic } from "../../src/text/diagnostic.ts";
import { memoryTree, sourcesOf } from "../../src/files/tree.ts";
import { Source } from "../../src/text/source.ts";

function finding(rule: string, path: string, start: number, end: number): Diagnostic {
  return {
    rule,
    severity: "error",
    reason: { kind: "it" },
    message: "",
    at: { path, start, end },
    related: [],
    fixes: [],
  };
}

/** A finding for each line of a file that names a rule; "rule>" also covers the line below. */
function findingsIn(path: string, text: string): readonly Diagnostic[] {
  const source = new Source(path, text);
  return source.lineStarts.flatMap((start, index) => {
    const line = source.line(index + 1);
    const rule = /\b(r\d)(>?)/.exec(line);
    return rule?.[1] === undefined
      ? []
      : [finding(rule[1], path, start, rule[2] ? (source.lineStarts[index + 2] ?? text.length) : start + line.length)];
  });
}

const files = { "/repo/a/Dockerfile": "FROM x\nCMD r1\n  r2> one\n  two\nRUN r1\nCMD r1\n" };
const sources = sourcesOf(memoryTree(files));
const found = findingsIn("/repo/a/Dockerfile", files["/repo/a/Dockerfile"]);

function reread(baseline: Baseline, path = "/repo/known.json"): Baseline {
  const read = readBaseline(new Source(path, renderBaseline(baseline, path)));
  if (!read.ok) throw new Error(read.mistakes[0].message);
  return read.value;
}

describe("a baseline", () => {
  test("is JSON to be read in a review: sorted, the lines of a finding one by one, paths seen from its folder", () => {
    expect(JSON.parse(renderBaseline(record([...found].reverse(), sources), "/repo/ci/known.json"))).toEqual({
      findings: [
        { rule: "r1", path: "../a/Dockerfile", text: ["CMD r1"], count: 2 },
        { rule: "r1", path: "../a/Dockerfile", text: ["RUN r1"], count: 1 },
        { rule: "r2", path: "../a/Dockerfile", text: ["r2> one", "two"], count: 1 },
      ],
    });
  });

  test("knows what it has recorded, and nothing of it is outdated", () => {
    const baseline = reread(record(found, sources));
    expect(sift(found, baseline, sources)).toEqual({ fresh: [], known: found });
    expect(outdated(baseline, record(found, sources))).toEqual([]);
  });

  test("still knows findings whose lines have moved, or are indented in another way; not what is new, nor one more of a kind", () => {
    const baseline = reread(record(found, sources));
    const text = "# new\r\nFROM x\r\n\tr2> one\r\n\ttwo\r\nCMD r1\r\nCMD r1\r\nCMD r1\r\nCMD  r1\r\nCMD r3\r\n";
    const now = findingsIn("/repo/a/Dockerfile", text);
    const { fresh, known } = sift(now, baseline, sourcesOf(memoryTree({ "/repo/a/Dockerfile": text })));
    expect(known.map(({ at }) => text.slice(at.start, at.end).trim())).toEqual([
      "r2> one\r\n\ttwo",
      "CMD r1",
      "CMD r1",
    ]);
    expect(fresh.map(({ at }) => text.slice(at.start, at.end))).toEqual(["CMD r1", "CMD  r1", "CMD r3"]);
    expect(outdated(baseline, record(known, sourcesOf(memoryTree({ "/repo/a/Dockerfile": text }))))).toMatchObject([
      { rule: "r1", text: "RUN r1", count: 1 },
    ]);
  });

  test("comes back from its text as it was, and gives the same text whatever the order", () => {
    const entry = fc.record({
      rule: fc.constantFrom("r1", "r2"),
      path: fc.constantFrom("/repo/a", "/b/c d", "/repo/x/é"),
      text: fc.array(fc.string()).map((lines) => lines.join("\n")),
      count: fc.integer({ min: 1, max: 99 }),
    });
    const key = ({ rule, path, text }: Baseline["findings"][number]): string => [rule, path, text].join("|");
    fc.assert(
      fc.property(fc.uniqueArray(entry, { selector: key }), fc.integer(), (findings, turn) => {
        const byKey = (a: Baseline["findings"][number], b: Baseline["findings"][number]): number =>
          key(a) < key(b) ? -1 : 1;
        expect([...reread({ findings }).findings].sort(byKey)).toEqual([...findings].sort(byKey));
        const turned =
          findings.length === 0
            ? findings
            : [...findings.slice(turn % findings.length), ...findings.slice(0, turn % findings.length)];
        expect(renderBaseline({ findings: turned }, "/repo/known.json")).toBe(
          renderBaseline({ findings }, "/repo/known.json"),
        );
      }),
    );
  });

  test.each([
    ["{}", "findings is missing"],
    [
      '{"findings": [{"rule": "a", "path": "b", "text": ["c"], "count": 0}]}',
      "findings[0].count must be a positive whole number, not 0",
    ],
    [
      '{"findings": [{"rule": "a", "path": "b", "text": ["c"], "cuont": 1}]}',
      'findings[0]: unknown key "cuont"; did you mean "count"?',
    ],
    ["<html>", "the file must be a mapping, not a string"],
  ])("%s is refused", (text, message) => {
    const read = readBaseline(new Source("/known.json", text));
    expect(read.ok ? [] : read.mistakes.map((each) => each.message)).toContain(message);
  });
});
