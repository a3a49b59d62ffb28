import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { Ajv2020 } from "ajv/dist/2020.js";
import { renderJson, renderTraceJson } from "../../src/report/formats/json-report.ts";
import type { Legible } from "../../src/report/legible.ts";
import { findingAt, hop, imageWith, placeOf, plain, reportOf, unknownWord, way, words } from "./sample.ts";

const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(
  JSON.parse(readFileSync("report.schema.json", "utf8")),
);

function checked(text: string): unknown {
  const value: unknown = JSON.parse(text);
  validate(value);
  expect(validate.errors ?? []).toEqual([]);
  return value;
}

const files = { "api/Dockerfile": "FROM x\nCMD node 日本\n", "api/run.sh": '#!/bin/sh\n"$@"\n' };
const cmd = placeOf(files, "api/Dockerfile", "node 日本");
const args = placeOf(files, "api/run.sh", '"$@"');
const path = way(
  [
    hop(words("/bin/sh", "-c", "node 日本"), { at: cmd }),
    hop([...words("node"), unknownWord("$X"), unknownWord()], { kind: "fork", process: 2, via: "base image x" }),
  ],
  { leftBehind: [{ argv: words("cron"), at: args }] },
);
const full: Legible = reportOf(files, {
  diagnostics: [
    findingAt(cmd, {
      related: [{ at: args, message: "here" }],
      fixes: [
        {
          title: "write an array",
          applicability: "safe",
          edits: [
            { ...cmd, text: '["node"]' },
            { ...args, end: args.start, text: "exec " },
          ],
        },
      ],
    }),
    findingAt(args, { rule: "missing-exec", severity: "warning" }),
    findingAt(args, {
      rule: "missing-init",
      severity: "info",
      fixes: [{ title: "by hand", applicability: "manual", edits: [] }],
    }),
  ],
  applied: [{ diagnostic: findingAt(cmd), title: "write an array", applicability: "safe", places: [cmd, args] }],
  withheld: [
    {
      diagnostic: findingAt(args, { rule: "missing-exec" }),
      title: "put exec",
      reason: "git ignores the file",
      path: cmd.path,
    },
  ],
  images: [imageWith([path], { dockerfile: "/repo/api/Dockerfile", stage: "app" })],
  files: 2,
});

describe("renderJson", () => {
  test("the object of version 1", () => {
    const startup = [
      { argv: ["/bin/sh", "-c", "node 日本"], kind: "start", via: "CMD", path: "api/Dockerfile", line: 2 },
      { argv: ["node", "$X", "…"], kind: "fork", via: "base image x", path: null, line: null },
    ];
    const start = { line: 2, column: 5, offset: 11 };
    const end = { line: 2, column: 12, offset: 18 };
    const there = {
      path: "api/run.sh",
      start: { line: 2, column: 1, offset: 10 },
      end: { line: 2, column: 5, offset: 14 },
    };
    expect(checked(renderJson(full, plain))).toEqual({
      version: 1,
      diagnostics: [
        {
          rule: "shell-form-cmd",
          severity: "error",
          message: "dash stays PID 1",
          path: "api/Dockerfile",
          start,
          end,
          related: [{ ...there, message: "here" }],
          fixes: [
            {
              title: "write an array",
              applicability: "safe",
              edits: [
                { path: "api/Dockerfile", start, end, text: '["node"]' },
                { ...there, end: there.start, text: "exec " },
              ],
            },
          ],
        },
        { rule: "missing-exec", severity: "warning", message: "dash stays PID 1", ...there, related: [], fixes: [] },
        {
          rule: "missing-init",
          severity: "info",
          message: "dash stays PID 1",
          ...there,
          related: [],
          fixes: [{ title: "by hand", applicability: "manual", edits: [] }],
        },
      ],
      fixed: [
        {
          rule: "shell-form-cmd",
          message: "dash stays PID 1",
          title: "write an array",
          applicability: "safe",
          places: [{ path: "api/Dockerfile", start, end }, there],
        },
      ],
      withheld: [
        {
          rule: "missing-exec",
          message: "dash stays PID 1",
          ...there,
          title: "put exec",
          reason: "api/Dockerfile: git ignores the file",
        },
      ],
      images: [
        {
          dockerfile: "api/Dockerfile",
          stage: "app",
          container: null,
          outcome: "stuck",
          reaping: true,
          stopSignal: "SIGTERM",
          startup,
          unknown: null,
          paths: [
            {
              outcome: "stuck",
              reason: "dash does not pass SIGTERM on",
              reaping: true,
              startup,
              leftBehind: [{ argv: ["cron"], path: "api/run.sh", line: 2 }],
            },
          ],
        },
      ],
      leftOut: null,
      summary: { files: 2, errors: 1, warnings: 1, infos: 1, fixable: 1 },
    });
  });

  test("an unknown image says why", () => {
    const images = [
      imageWith([way([], { outcome: "unknown", reason: "$APP is not known", reaping: "unknown" })], {
        stopSignal: "unknown",
      }),
      imageWith([], { outcome: "unknown" }),
    ];
    expect(checked(renderJson(reportOf(files, { images }), plain))).toMatchObject({
      images: [
        { outcome: "unknown", reaping: "unknown", stopSignal: "unknown", startup: [], unknown: "$APP is not known" },
        { unknown: expect.any(String) },
      ],
    });
  });

  test("an empty report is valid, and text ends with a newline", () => {
    expect(renderJson(reportOf({}), plain).endsWith("}\n")).toBe(true);
    expect(checked(renderJson(reportOf({}), plain))).toMatchObject({
      diagnostics: [],
      fixed: [],
      withheld: [],
      images: [],
    });
  });

  test("a message is visible; a path and a command line come back as they are, escaped in the text", () => {
    const name = "a\u009b\u202e##[error]\u{e0041}";
    const report = reportOf(
      { [name]: "x" },
      {
        diagnostics: [findingAt({ path: `/repo/${name}`, start: 0, end: 1 }, { message: '\u001b[2J\n"\\' })],
        images: [imageWith([way([hop(words("\u009b1m", "##vso[x]"))])])],
      },
    );
    const text = renderJson(report, plain);
    expect(text).toContain('"path": "a\\u009b\\u202e\\u0023#[error]\\udb40\\udc41"');
    expect(checked(text)).toMatchObject({
      diagnostics: [{ message: '\\x1b[2J\\n"\\', path: name }],
      images: [{ startup: [{ argv: ["\u009b1m", "##vso[x]"] }] }],
    });
  });
});

describe("renderTraceJson", () => {
  test("version and images alone", () => {
    const report: unknown = JSON.parse(renderJson(full, plain));
    const trace = checked(renderTraceJson(full, plain));
    expect(report).toMatchObject({ images: expect.anything(), ...Object(trace) });
    expect(Object.keys(Object(trace))).toEqual(["version", "images"]);
  });
});

describe("report.schema.json", () => {
  test.each([
    ["another version", { version: 2 }],
    ["a further field", { extra: 1 }],
    ["no summary", { summary: undefined }],
    [
      "a diagnostic without place",
      { diagnostics: [{ rule: "x", severity: "error", message: "", related: [], fixes: [] }] },
    ],
    ["a line 0", { images: [{ ...imageJson(), startup: [{ argv: [], kind: "start", via: "", path: "x", line: 0 }] }] }],
    ["an outcome of its own", { images: [{ ...imageJson(), outcome: "fine" }] }],
  ])("refuses %s", (_, parts) => {
    const value = JSON.parse(JSON.stringify({ ...JSON.parse(renderJson(full, plain)), ...parts }));
    expect(validate(value)).toBe(false);
  });
});

function imageJson(): object {
  const [image] = JSON.parse(renderJson(full, plain)).images;
  return image;
}
