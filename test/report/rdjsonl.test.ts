import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { apply } from "../../src/text/edits.ts";
import { renderRdjsonl } from "../../src/report/formats/rdjsonl.ts";
import type { Legible } from "../../src/report/legible.ts";
import { anyEdits, anyText, hostileText } from "./arbitrary.ts";
import { findingAt, full, placeOf, reportOf } from "./sample.ts";

interface Place {
  readonly line: number;
  readonly column: number;
}

interface Entry {
  readonly message: string;
  readonly location: { readonly path: string };
  readonly suggestions?: readonly {
    readonly range: { readonly start: Place; readonly end: Place };
    readonly text: string;
  }[];
}

function entries(report: Legible, options = full): readonly Entry[] {
  const text = renderRdjsonl(report, options);
  expect(text === "" || text.endsWith("}\n")).toBe(true);
  return text
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line));
}

const files = { "api/Dockerfile": "FROM x\n# ä😀\nCMD é node\n", "run.sh": "app\n" };
const node = placeOf(files, "api/Dockerfile", "node");
const app = placeOf(files, "run.sh", "app");

describe("renderRdjsonl", () => {
  test("one object a line; columns are bytes; a suggestion for each fix that stays in the file", () => {
    const report = reportOf(files, {
      diagnostics: [
        findingAt(node, {
          related: [{ at: app, message: "here" }],
          fixes: [
            {
              title: "Write an array",
              applicability: "safe",
              edits: [
                { ...node, start: node.start - 2, end: node.start - 1, text: "[" },
                { ...node, start: node.end, text: "]" },
              ],
            },
            {
              title: "In two files",
              applicability: "unsafe",
              edits: [
                { ...node, text: "" },
                { ...app, text: "" },
              ],
            },
            { title: "Leave it out", applicability: "unsafe", edits: [{ ...node, text: "" }] },
            { title: "By hand", applicability: "manual", edits: [] },
          ],
        }),
        findingAt(app, { severity: "info" }),
      ],
    });
    const range = { start: { line: 3, column: 8 }, end: { line: 3, column: 12 } };
    expect(entries(report)).toEqual([
      {
        message: "dash stays PID 1\nsee run.sh:1: here\nfix: Write an array [safe]",
        location: { path: "api/Dockerfile", range },
        severity: "ERROR",
        source: { name: "pid1lint" },
        code: { value: "shell-form-cmd" },
        suggestions: [
          { range: { ...range, start: { line: 3, column: 5 } }, text: "[ node]" },
          { range, text: "" },
        ],
      },
      {
        message: "dash stays PID 1",
        location: { path: "run.sh", range: { start: { line: 1, column: 1 }, end: { line: 1, column: 4 } } },
        severity: "INFO",
        source: { name: "pid1lint" },
        code: { value: "shell-form-cmd" },
      },
    ]);
  });

  test("the rule's address, where there is one", () => {
    const tool = { ...full.tool, pageUrl: (id: string) => `https://example.org/${id}` };
    expect(entries(reportOf(files, { diagnostics: [findingAt(app)] }), { ...full, tool })).toMatchObject([
      { code: { value: "shell-form-cmd", url: "https://example.org/shell-form-cmd" } },
    ]);
  });

  test("nothing found, nothing said", () => expect(renderRdjsonl(reportOf(files), full)).toBe(""));

  test("a suggestion, taken by its bytes, is the fix", () => {
    fc.assert(
      fc.property(
        anyText.chain((text) => fc.tuple(fc.constant(text), anyEdits(text, "/repo/Dockerfile"))),
        ([text, edits]) => {
          const diagnostics = [
            findingAt(
              { path: "/repo/Dockerfile", start: 0, end: 0 },
              { fixes: [{ title: "x", applicability: "safe", edits }] },
            ),
          ];
          const [suggestion] = entries(reportOf({ Dockerfile: text }, { diagnostics }))[0]?.suggestions ?? [];
          const bytes = Buffer.from(text);
          const offset = ({ line, column }: Place): number => {
            let start = 0;
            for (let count = 1; count < line; count++) start = bytes.indexOf("\n", start) + 1;
            return start + column - 1;
          };
          if (!suggestion) expect(edits).toEqual([]);
          else {
            const {
              range: { start, end },
              text: replacement,
            } = suggestion;
            expect(
              Buffer.concat([
                bytes.subarray(0, offset(start)),
                Buffer.from(replacement),
                bytes.subarray(offset(end)),
              ]).toString(),
            ).toBe(apply(text, edits));
          }
        },
      ),
    );
  });

  test("any message and any path are one line", () => {
    fc.assert(
      fc.property(hostileText, hostileText, (message, name) => {
        const found = entries(
          reportOf({}, { diagnostics: [findingAt({ path: `/repo/${name}`, start: 0, end: 0 }, { message })] }),
        );
        expect(found).toMatchObject([{ location: { path: name } }]);
        expect(found[0]?.message).not.toMatch(/[\p{Cc}\p{Cf}]/u);
      }),
    );
  });
});
