import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { apply } from "../../src/text/edits.ts";
import type { Edit } from "../../src/text/edits.ts";
import { renderSarif } from "../../src/report/formats/sarif.ts";
import type { Legible } from "../../src/report/legible.ts";
import { findingAt, full, hop, imageWith, placeOf, reportOf, way, words } from "./sample.ts";
import { anyEdits, anyText, hostileText } from "./arbitrary.ts";
import { sarifErrors } from "./schema.ts";

/** What of a log these tests look at. */
interface Log {
  readonly runs: readonly [
    {
      readonly tool: { readonly driver: { readonly rules: readonly Record<string, unknown>[] } };
      readonly results: readonly Result[];
      readonly [key: string]: unknown;
    },
  ];
}

interface Region {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly charOffset: number;
  readonly charLength: number;
}

interface Result {
  readonly partialFingerprints: unknown;
  readonly message: { readonly text: string };
  readonly fixes?: readonly {
    readonly artifactChanges: readonly {
      readonly replacements: readonly {
        readonly deletedRegion: Region;
        readonly insertedContent: { readonly text: string };
      }[];
    }[];
  }[];
  readonly [key: string]: unknown;
}

function sarif(report: Legible, options = full): Log["runs"][0] {
  const log: Log = JSON.parse(renderSarif(report, options));
  expect(sarifErrors(log)).toEqual([]);
  return log.runs[0];
}

const files = { "api/Dockerfile": "FROM x\nCMD node 日本\n", "a b/%.sh": '#!/bin/sh\n"$@"\n' };
const cmd = placeOf(files, "api/Dockerfile", "node 日本");
const args = placeOf(files, "a b/%.sh", '"$@"');
const image = imageWith([
  way([
    hop(words("run.sh"), { at: cmd, note: "waits" }),
    hop(words("sh"), { kind: "exec" }),
    hop(words("node"), { kind: "fork", at: args, process: 2 }),
  ]),
]);

describe("renderSarif", () => {
  test("a result with its places, other places, fixes and the way to it", () => {
    const report = reportOf(files, {
      diagnostics: [
        findingAt(args, {
          related: [{ at: cmd, message: "here" }],
          fixes: [
            {
              title: "Put exec",
              applicability: "safe",
              edits: [
                { ...args, end: args.start, text: "exec " },
                { ...cmd, text: "[]" },
              ],
            },
            { title: "By hand", applicability: "manual", edits: [] },
          ],
        }),
      ],
      images: [image],
    });
    const there = {
      artifactLocation: { uri: "api/Dockerfile", uriBaseId: "SRCROOT" },
      region: { startLine: 2, startColumn: 5, endLine: 2, endColumn: 12, charOffset: 11, charLength: 7 },
    };
    const artifactLocation = { uri: "a%20b/%25.sh", uriBaseId: "SRCROOT" };
    const region = { startLine: 2, startColumn: 1, endLine: 2, endColumn: 5, charOffset: 10, charLength: 4 };
    expect(sarif(report).results).toEqual([
      {
        ruleId: "shell-form-cmd",
        ruleIndex: 0,
        level: "error",
        message: { text: "dash stays PID 1" },
        locations: [{ physicalLocation: { artifactLocation, region: { ...region, snippet: { text: '"$@"' } } } }],
        relatedLocations: [{ id: 0, physicalLocation: there, message: { text: "here" } }],
        partialFingerprints: { "finding/v1": expect.stringMatching(/^[0-9a-f]{64}$/) },
        fixes: [
          {
            description: { text: "Put exec" },
            artifactChanges: [
              {
                artifactLocation,
                replacements: [
                  { deletedRegion: { ...region, endColumn: 1, charLength: 0 }, insertedContent: { text: "exec " } },
                ],
              },
              {
                artifactLocation: there.artifactLocation,
                replacements: [{ deletedRegion: there.region, insertedContent: { text: "[]" } }],
              },
            ],
            properties: { applicability: "safe" },
          },
        ],
        codeFlows: [
          {
            message: { text: "dash does not pass SIGTERM on" },
            threadFlows: [
              {
                locations: [
                  {
                    location: { physicalLocation: there, message: { text: "start: run.sh (waits)" } },
                    nestingLevel: 0,
                  },
                  {
                    location: { physicalLocation: { artifactLocation, region }, message: { text: "fork: node" } },
                    nestingLevel: 1,
                  },
                ],
              },
            ],
          },
        ],
      },
    ]);
  });

  test("the run: rules with their pages, how it was called, where paths begin", () => {
    const { tool, results, properties, ...rest } = sarif(reportOf(files, { images: [image] }), {
      ...full,
      root: "/repo/ä b",
    });
    expect(rest).toEqual({
      invocations: [
        {
          arguments: ["api", "--format", "sarif"],
          workingDirectory: { uri: "file:///repo/" },
          executionSuccessful: true,
        },
      ],
      originalUriBaseIds: { SRCROOT: { uri: "file:///repo/%C3%A4%20b/", description: { text: expect.any(String) } } },
      columnKind: "utf16CodeUnits",
    });
    expect(results).toEqual([]);
    expect(properties).toMatchObject({
      images: [{ outcome: "stuck", tree: expect.stringMatching(/^\.\.\/Dockerfile — stuck: .*\n {2}1 {2}run\.sh /) }],
    });
    expect(tool).toEqual({
      driver: {
        name: "pid1lint",
        version: "1.2.3",
        semanticVersion: "1.2.3",
        rules: [
          {
            id: "shell-form-cmd",
            name: "ShellFormCmd",
            shortDescription: { text: "CMD in shell form puts sh at PID 1." },
            fullDescription: { text: "Reports a CMD that is, like missing-exec, bad." },
            help: {
              text: expect.stringMatching(/^shell-form-cmd\n\nWhat it does\n\nReports a CMD .*\nmissing-exec, bad\.\n/),
              markdown: expect.stringMatching(/^# shell-form-cmd\n[^]*^```text report$/m),
            },
            defaultConfiguration: { level: "error" },
            properties: { "tags": ["containers", "reliability"], "problem.severity": "error" },
          },
          {
            id: "parse-error",
            name: "ParseError",
            shortDescription: { text: "A file cannot be read." },
            fullDescription: { text: "A file cannot be read." },
            help: { text: "A file cannot be read." },
            defaultConfiguration: { level: "note" },
            properties: { "tags": ["containers", "reliability"], "problem.severity": "recommendation" },
          },
        ],
      },
    });
  });

  test("addresses, where the package names one", () => {
    const tool = {
      ...full.tool,
      homepage: "https://example.org/p",
      pageUrl: (id: string) => `https://example.org/p/${id}`,
    };
    const { rules } = sarif(reportOf(files), { ...full, tool }).tool.driver;
    expect(rules[0]).toMatchObject({
      helpUri: "https://example.org/p/shell-form-cmd",
      help: { markdown: expect.stringContaining("[missing-exec](https://example.org/p/missing-exec)") },
    });
    expect(rules[1]).not.toHaveProperty("helpUri");
  });

  test("a file outside the root has a whole URI", () => {
    const report = reportOf(files, { diagnostics: [findingAt(args)] });
    expect(sarif(report, { ...full, root: "/repo/api" }).results[0]).toMatchObject({
      locations: [{ physicalLocation: { artifactLocation: { uri: "file:///repo/a%20b/%25.sh" } } }],
    });
  });

  test("what has a meaning in a message is text: placeholders, links, what steers a terminal", () => {
    const report = reportOf(files, { diagnostics: [findingAt(args, { message: '{0} ${X} ["a"] [x](1)\u001b[2J' })] });
    expect(sarif(report).results[0]?.message.text).toBe('{{0}} ${X} ["a"] \\[x](1)\\x1b[2J');
  });

  test("whatever a message and a path hold, the log is valid, and the path comes back from its URI", () => {
    fc.assert(
      fc.property(
        hostileText,
        hostileText.map((text) => `x${text.replaceAll("/", "")}`),
        (message, name) => {
          const [result] = sarif(
            reportOf({}, { diagnostics: [findingAt({ path: `/repo/${name}`, start: 0, end: 0 }, { message })] }),
          ).results;
          const [{ physicalLocation }] = Object(result).locations;
          expect(decodeURIComponent(physicalLocation.artifactLocation.uri)).toBe(name.replaceAll(/\p{Cs}/gu, "\ufffd"));
          expect(result?.message.text).not.toMatch(/\p{Cc}|\{\d+\}(?!\})|(?<!\\)\[[^\]]*\]\(/u);
        },
      ),
    );
  });

  test("a fix that was tried and withheld is not offered", () => {
    const diagnostic = findingAt(args, {
      fixes: [{ title: "Put exec", applicability: "safe", edits: [{ ...args, text: "" }] }],
    });
    const withheld = [{ diagnostic, title: "Put exec", reason: "no", path: undefined }];
    expect(sarif(reportOf(files, { diagnostics: [diagnostic], withheld })).results[0]).not.toHaveProperty("fixes");
  });

  test("a BOM does not count, and a fix that takes it away cannot be told", () => {
    const text = { Dockerfile: "\ufeffCMD a\nCMD b\n" };
    const path = "/repo/Dockerfile";
    const fixes = [{ title: "x", applicability: "safe", edits: [{ path, start: 0, end: 1, text: "" }] } as const];
    const [first, second] = sarif(
      reportOf(text, {
        diagnostics: [findingAt({ path, start: 1, end: 6 }, { fixes }), findingAt({ path, start: 7, end: 12 })],
      }),
    ).results;
    expect(first).toMatchObject({
      locations: [
        { physicalLocation: { region: { startLine: 1, startColumn: 1, endColumn: 6, charOffset: 0, charLength: 5 } } },
      ],
    });
    expect(first).not.toHaveProperty("fixes");
    expect(second).toMatchObject({
      locations: [
        { physicalLocation: { region: { startLine: 2, startColumn: 1, endColumn: 6, charOffset: 6, charLength: 5 } } },
      ],
    });
  });

  test("replacements, by lines and columns or by offsets, are the fix", () => {
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
          const replacements =
            sarif(reportOf({ Dockerfile: text }, { diagnostics })).results[0]?.fixes?.[0]?.artifactChanges.flatMap(
              (change) => change.replacements,
            ) ?? [];
          const bare = text.replace(/^\ufeff/, "");
          const lineStarts = [...bare.matchAll(/^/gm)]
            .map((match) => match.index)
            .filter((at) => at === 0 || bare[at - 1] === "\n");
          if (bare.endsWith("\n")) lineStarts.push(bare.length);
          const byOffset = (region: Region): readonly [number, number] => [
            region.charOffset,
            region.charOffset + region.charLength,
          ];
          const byLine = (region: Region): readonly [number, number] => [
            (lineStarts[region.startLine - 1] ?? 0) + region.startColumn - 1,
            (lineStarts[region.endLine - 1] ?? 0) + region.endColumn - 1,
          ];
          for (const spanOf of [byOffset, byLine]) {
            const again: Edit[] = replacements.map(({ deletedRegion, insertedContent }) => {
              const [start, end] = spanOf(deletedRegion);
              return { path: "", start, end, text: insertedContent.text };
            });
            const untold = edits.length === 0 || edits.some((edit) => edit.start < text.length - bare.length);
            expect(apply(bare, again)).toBe(untold ? bare : apply(text, edits).replace(/^\ufeff/, ""));
          }
        },
      ),
    );
  });
});

describe("fingerprints", () => {
  const fingerprints = (text: string, ...spans: readonly (readonly [number, number])[]): readonly unknown[] => {
    const path = "/repo/Dockerfile";
    return sarif(
      reportOf({ Dockerfile: text }, { diagnostics: spans.map(([start, end]) => findingAt({ path, start, end })) }),
    ).results.map((result) => result.partialFingerprints);
  };
  const text = "FROM x\nCMD a\nCMD a\nCMD b\n";

  test("stay when lines are put above, or the line is indented", () => {
    const [before] = fingerprints(text, [7, 12]);
    expect(fingerprints(`# note\n\n${text}`, [15, 20])[0]).toEqual(before);
    expect(fingerprints("  CMD a\n", [2, 7])[0]).toEqual(before);
  });

  test("are different for another line, and for the same line a second time", () => {
    const all = fingerprints(text, [7, 12], [13, 18], [19, 24]);
    expect(new Set(all.map((each) => JSON.stringify(each))).size).toBe(3);
  });

  test("do not depend on the working directory", () => {
    const at = placeOf(files, "api/Dockerfile", "node 日本");
    const report = reportOf(files, { diagnostics: [findingAt(at)] });
    const elsewhere = { ...report, display: (path: string) => `../${path}` };
    expect(sarif(elsewhere).results[0]?.partialFingerprints).toEqual(sarif(report).results[0]?.partialFingerprints);
  });
});
