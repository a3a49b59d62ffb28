import { readFileSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { Ajv2020 } from "ajv/dist/2020.js";
import { discover } from "../../src/files/discovery.ts";
import { diskTree } from "../../src/files/disk.ts";
import { lint } from "../library.ts";
import { legible } from "../../src/report/legible.ts";
import { renderJson, renderTraceJson } from "../../src/report/formats/json-report.ts";
import type { Legible } from "../../src/report/legible.ts";
import { reasonKinds } from "../../src/stop/wording/reason-words.ts";
import type { NoteReport } from "../../src/report/reason-report.ts";
import { findingAt, hop, imageWith, placeOf, plain, reportOf, unknownWord, way, words } from "./sample.ts";

const schema = JSON.parse(readFileSync("report.schema.json", "utf8"));
const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema);

function checked(text: string): unknown {
  const value: unknown = JSON.parse(text);
  validate(value);
  expect(validate.errors ?? []).toEqual([]);
  return value;
}

const none = { graceful: 0, delivered: 0, abrupt: 0, stuck: 0, finishes: 0, fails: 0, unknown: 0 };
const files = { "api/Dockerfile": "FROM x\nCMD node 日本\n", "api/run.sh": '#!/bin/sh\n"$@"\n' };
const cmd = placeOf(files, "api/Dockerfile", "node 日本");
const args = placeOf(files, "api/run.sh", '"$@"');
const path = way(
  [
    hop(words("/bin/sh", "-c", "node 日本"), { at: cmd }),
    hop([...words("node"), unknownWord("$X"), unknownWord()], {
      kind: "fork",
      process: 2,
      via: "base image x",
      note: "handles SIGTERM",
    }),
  ],
  {
    reason: {
      kind: "defers trap",
      text: "dash defers its trap",
      actor: "dash",
      signal: "SIGTERM",
      effect: undefined,
      child: "node",
      platform: { name: "docker stop", seconds: 10 },
      places: [args],
    },
    handles: true,
    leftBehind: [{ argv: words("cron"), at: args }],
  },
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
  images: [imageWith([path], { file: "/repo/api/Dockerfile", stage: "app" })],
  files: 2,
});

describe("renderJson", () => {
  test("the object of version 2", () => {
    const startup = [
      {
        argv: ["/bin/sh", "-c", "node 日本"],
        kind: "start",
        via: "CMD",
        process: 1,
        path: "api/Dockerfile",
        line: 2,
        note: null,
      },
      {
        argv: ["node", "$X", "…"],
        kind: "fork",
        via: "base image x",
        process: 2,
        path: null,
        line: null,
        note: { kind: "gets", signal: "SIGTERM", text: "handles SIGTERM" },
      },
    ];
    const reason = {
      kind: "defers trap",
      text: "dash defers its trap",
      actor: "dash",
      signal: "SIGTERM",
      child: "node",
      platform: { name: "docker stop", seconds: 10 },
      places: [{ path: "api/run.sh", line: 2 }],
    };
    const start = { line: 2, column: 5, offset: 11 };
    const end = { line: 2, column: 12, offset: 18 };
    const there = {
      path: "api/run.sh",
      start: { line: 2, column: 1, offset: 10 },
      end: { line: 2, column: 5, offset: 14 },
    };
    expect(checked(renderJson(full, plain))).toEqual({
      version: 2,
      diagnostics: [
        {
          rule: "shell-form-cmd",
          severity: "error",
          message: "dash stays PID 1",
          reason: { kind: "shell stays" },
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
        {
          rule: "missing-exec",
          severity: "warning",
          message: "dash stays PID 1",
          reason: { kind: "shell stays" },
          ...there,
          related: [],
          fixes: [],
        },
        {
          rule: "missing-init",
          severity: "info",
          message: "dash stays PID 1",
          reason: { kind: "shell stays" },
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
          file: "api/Dockerfile",
          stage: "app",
          deployment: { title: "docker run", platform: { name: "docker stop", seconds: 10 }, place: null },
          outcome: "stuck",
          reason,
          reaping: true,
          stopSignal: "SIGTERM",
          paths: [
            {
              outcome: "stuck",
              reason,
              when: null,
              given: [],
              handles: true,
              waits: "unknown",
              waiver: null,
              reaping: true,
              startup,
              leftBehind: [{ argv: ["cron"], path: "api/run.sh", line: 2 }],
            },
          ],
        },
      ],
      leftOut: null,
      summary: {
        files: 2,
        unread: 0,
        errors: 1,
        warnings: 1,
        infos: 1,
        fixable: 1,
        images: { ...none, stuck: 1 },
        unknown: [],
      },
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
        { outcome: "unknown", reaping: "unknown", stopSignal: "unknown", reason: { text: "$APP is not known" } },
        { reason: { text: expect.any(String) }, paths: [] },
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
      images: [{ paths: [{ startup: [{ argv: ["\u009b1m", "##vso[x]"] }] }] }],
    });
  });
});

describe("a finding's reason", () => {
  test("is flat but for the reason of an outcome, and the platform has its own name", () => {
    const grace = { name: "kubelet", kind: "agent", seconds: 75 } as const;
    const reason = {
      kind: "kept",
      actor: "dash",
      program: "node",
      signal: undefined,
      names: ["a"],
      grace,
      outcome: { kind: "keeps", actor: "dash", signal: "SIGTERM", child: "node", grace },
      fault: { code: "crlf" },
    };
    expect(checked(renderJson(reportOf(files, { diagnostics: [findingAt(cmd, { reason })] }), plain))).toMatchObject({
      diagnostics: [
        {
          reason: {
            kind: "kept",
            actor: "dash",
            program: "node",
            names: ["a"],
            platform: { name: "kubelet", seconds: 75 },
            outcome: {
              kind: "keeps",
              text: "dash stays PID 1 and does not forward SIGTERM to node, so the kubelet waits 75 s and then sends SIGKILL",
              actor: "dash",
              signal: "SIGTERM",
              child: "node",
              platform: { name: "kubelet", seconds: 75 },
              places: [],
            },
            fault: "crlf",
          },
        },
      ],
    });
  });
});

describe("the reports of the fixtures", () => {
  const cases = "fixtures/cases";
  test.each([...readdirSync(cases).map((name) => join(cases, name)), "fixtures/demo"])("%s is valid", (folder) => {
    const paths = discover([resolve(folder)]).files;
    const report = legible(lint(diskTree(), paths, { folder: process.cwd() }));
    const value = checked(renderJson(report, plain));
    expect(value).toMatchObject({ images: expect.any(Array) });
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

const noteKinds: Readonly<Record<NoteReport["kind"], true>> = {
  "forwards": true,
  "kills": true,
  "keeps": true,
  "drops": true,
  "gets": true,
  "handles": true,
  "exits": true,
  "is killed": true,
  "other": true,
  "ignores": true,
  "trap": true,
  "exits by itself": true,
  "cannot start": true,
  "exits first": true,
  "waits for what it serves": true,
  "may stay": true,
};

describe("report.schema.json", () => {
  test("names every kind of reason and of note", () => {
    const { reason, note } = schema.$defs;
    expect(reason.properties.kind.enum.toSorted()).toEqual([...reasonKinds, "not followed"].toSorted());
    expect(note.properties.kind.enum.toSorted()).toEqual(Object.keys(noteKinds).toSorted());
  });

  test.each([
    ["another version", { version: 1 }],
    ["a further field", { extra: 1 }],
    ["no summary", { summary: undefined }],
    [
      "a diagnostic without place",
      { diagnostics: [{ rule: "x", severity: "error", message: "", related: [], fixes: [] }] },
    ],
    [
      "a line 0",
      { images: [{ ...imageJson(), reason: { kind: "drops", text: "", places: [{ path: "x", line: 0 }] } }] },
    ],
    ["a reason of its own", { images: [{ ...imageJson(), reason: { kind: "mood", text: "", places: [] } }] }],
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
