import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { fix, lint, memoryTree } from "../library.ts";
import type { Diagnostic, Fix, Report } from "../../src/index.ts";
import { inputFor } from "./cases.ts";
import { Hand } from "./crew.ts";
import { Dice } from "./dice.ts";
import { inputOf, shown } from "./input.ts";
import type { Input } from "./input.ts";
import { overtime, overweight } from "./messages.ts";
import { examine, kindOf } from "./oracle.ts";
import { offerFault, parseFault, placeFault } from "./places.ts";
import { shrunk } from "./shrink.ts";

const corpus = [
  inputOf([
    ["/Dockerfile", "FROM debian:12\nCOPY run.sh /\nCMD /run.sh\n"],
    ["/run.sh", "#!/bin/sh\napp\n"],
  ]),
];
const files = { "/Dockerfile": "FROM debian:12\nCMD app 😀\n" };
const tree = memoryTree(files);
const report = lint(tree, ["/Dockerfile"]);

function withDiagnostic(change: Partial<Diagnostic>): Report {
  const [first] = report.diagnostics;
  if (!first) throw new Error("the example has no finding");
  return { ...report, diagnostics: [{ ...first, ...change }] };
}

function fixed(...edits: Fix["edits"]): Partial<Diagnostic> {
  return { fixes: [{ title: "Do it", applicability: "safe", edits }] };
}

describe("a seed", () => {
  test("gives the same input each time, and mostly one of its own", () => {
    const seeds = Array.from({ length: 300 }, (_, seed) => seed);
    const told = seeds.map((seed) => shown(inputFor(seed, corpus)));
    expect(seeds.map((seed) => shown(inputFor(seed, corpus)))).toEqual(told);
    expect(new Set(told).size).toBeGreaterThan(280);
  });

  test("throws numbers that are spread evenly", () => {
    const dice = new Dice(7);
    const drawn = Array.from({ length: 5000 }, () => dice.below(5));
    for (const face of [0, 1, 2, 3, 4])
      expect(Math.abs(drawn.filter((each) => each === face).length - 1000)).toBeLessThan(150);
  });
});

describe("the oracle", () => {
  test("has nothing to say of a sound report", () => {
    expect(report.diagnostics).not.toEqual([]);
    expect([placeFault(report, tree), offerFault(report, tree), parseFault(report, report)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  test.each([
    ["leaves /Dockerfile", { path: "/Dockerfile", start: 5, end: 500 }],
    ["leaves /Dockerfile", { path: "/Dockerfile", start: 5, end: 4 }],
    ["which is no file", { path: "/nowhere", start: 1, end: 2 }],
    ["cuts a character in two", { path: "/Dockerfile", start: 23, end: 24 }],
  ])("sees that a finding %s", (words, at) => {
    expect(placeFault(withDiagnostic({ at, related: [], fixes: [] }), tree)).toContain(words);
    expect(placeFault(withDiagnostic({ related: [{ at, message: "here" }], fixes: [] }), tree)).toContain(words);
    expect(placeFault(withDiagnostic(fixed({ ...at, text: "x" })), tree)).toContain(words);
  });

  test.each([
    ["has no edits", fixed()],
    [
      "edits /Dockerfile at 3 twice",
      fixed({ path: "/Dockerfile", start: 0, end: 4, text: "" }, { path: "/Dockerfile", start: 3, end: 5, text: "" }),
    ],
    ["which is no file", fixed({ path: "/nowhere", start: 0, end: 0, text: "" })],
  ])("sees that a fix %s", (words, change) => {
    expect(offerFault(withDiagnostic(change), tree)).toContain(words);
  });

  test("sees a parse error that comes, in the report or in a file", () => {
    const broken = lint(memoryTree({ "/Dockerfile": "NO such\n" }), ["/Dockerfile"]);
    expect(parseFault(report, broken)).toContain("a parse error appears: /Dockerfile");
    const change = (path: string, before: string, after: string): Report => ({
      ...report,
      changes: [{ path, before, after }],
    });
    expect(parseFault(report, change("/run.sh", "#!/bin/sh\napp\n", "#!/bin/sh\nif app\n"))).toContain(
      "/run.sh could be parsed",
    );
    expect(parseFault(report, change("/run.sh", "if app\n", "#!/bin/sh\nif app\n"))).toBeUndefined();
    expect(parseFault(report, change("/package.json", "{}", "{"))).toContain("/package.json could be parsed");
    expect(parseFault(report, change("/compose.yaml", "a: 1\n", "a: [\n"))).toContain("/compose.yaml could be parsed");
  });

  test("sees an exception, and calls those from one place one kind", () => {
    const thrower = (message: string) => (): never => {
      throw new TypeError(message);
    };
    const [one, other] = ["a", "b"].map((name) =>
      examine(inputOf([["/Dockerfile", "FROM a\n"]]), thrower(`"${name}" is no function`)),
    );
    expect(one).toEqual([
      {
        property: "throws no exception",
        message: expect.stringMatching(/^reading the settings: TypeError: "a" is no function\n/),
      },
    ]);
    expect(one?.map(kindOf)).toEqual(other?.map(kindOf));
  });

  test("has nothing to say of what is well, fixed too", () => {
    expect(
      fix(memoryTree({ "/Dockerfile": "FROM debian:12\nCMD redis-server\n" }), ["/Dockerfile"]).changes,
    ).not.toEqual([]);
    expect(examine(inputOf([["/Dockerfile", "FROM debian:12\nCMD redis-server\n"]]), (_, make) => make())).toEqual([]);
  });
});

test("an input is shrunk to what its failure needs", async () => {
  const input = inputOf([
    ["/Dockerfile", "FROM debian\nRUN a\nCMD the quick brown fox\nRUN b\n"],
    ["/run.sh", "app\n"],
    ["/other.sh", "x needle y\n"],
  ]);
  const fails = (one: Input): Promise<boolean> =>
    Promise.resolve(
      one.get("/Dockerfile")?.text.includes("brown") === true && one.get("/other.sh")?.text.includes("needle") === true,
    );
  const small = await shrunk(input, fails, Infinity);
  expect([...small].map(([path, { text }]) => [path, text])).toEqual([
    ["/Dockerfile", "brown"],
    ["/other.sh", "needle"],
  ]);
});

describe("a process that does not survive an input", () => {
  test.each([
    ["ended itself after its time", `process.kill(process.pid, "${overtime}")`, "takes less than 5 s for each call"],
    ["ended itself for its size", `process.exit(${overweight})`, "takes less than 512 MiB"],
    ["has no heap left", "const all = []; for (;;) all.push(new Array(1e6).fill(0))", "takes less than 512 MiB"],
    ["is gone", "process.exit(3)", "throws no exception"],
  ])("and %s is told by the property", async (_, code, property) => {
    const folder = mkdtempSync(join(tmpdir(), "pid1lint-fuzz-"));
    writeFileSync(
      join(folder, "worker.mjs"),
      `process.on("message", (order) => { if (order.kind === "input") process.send([]); else { ${code} } });`,
    );
    const hand = new Hand(join(folder, "worker.mjs"));
    try {
      expect(await hand.ask({ kind: "seeds", first: 0, count: 1 })).toMatchObject({ property });
      // Another one takes its place.
      expect(await hand.examine(new Map())).toEqual([]);
    } finally {
      hand.end();
      rmSync(folder, { recursive: true });
    }
  });
});
