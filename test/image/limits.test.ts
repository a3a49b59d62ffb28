import { describe, expect, test } from "@jest/globals";
import { memoryTree } from "../../src/files/tree.ts";
import { deepestNesting, longestPath, longestValue } from "../../src/text/limits.ts";
import { Lookups, StageFiles, directory } from "../../src/image/files/layers.ts";
import { openProject } from "../../src/project/open-project.ts";
import type { Project } from "../../src/project/project.ts";
import { Scope } from "../../src/image/scope.ts";
import { findStage, stageAbove } from "../../src/image/stages.ts";
import { Source } from "../../src/text/source.ts";

const script = '#!/bin/sh\nexec "$@"\n';

function open(files: Readonly<Record<string, string>>, path = "/app/Dockerfile"): Project {
  const tree = memoryTree(files);
  return openProject(tree, new Source(path, files[path] ?? ""));
}

function image(text: string, more: Readonly<Record<string, string>> = {}): Project["images"][number] {
  const [first] = open({ "/app/Dockerfile": text, ...more }).images;
  if (!first) throw new Error("no image");
  return first;
}

const lines = (n: number, line: (index: number) => string): string =>
  Array.from({ length: n }, (_, index) => `${line(index)}\n`).join("");
const outcomes = (project: Project): readonly string[] =>
  project.images.map(({ startUp }) =>
    startUp.paths.map((path) => path.processes.map(({ role }) => role.kind).join()).join(";"),
  );

describe("values", () => {
  test("a value is followed up to its longest length, and unknown beyond", () => {
    const doubled = (times: number): string | undefined =>
      image(`FROM node:22\nENV A=${"a".repeat(1024)}\n${lines(times, () => "ENV A=$A$A")}CMD node\n`).image.env.get(
        "A",
      );
    expect(doubled(6)).toHaveLength(longestValue);
    expect(doubled(7)).toBe("unknown");
    expect(doubled(40)).toBe("unknown");
  });

  test.each([
    ["ARG", `ARG A=aa\n${lines(40, () => "ARG A=$A$A")}FROM node:22\nARG A\nENV B=$A\n`],
    ["ARG of a stage", `FROM node:22\nARG A=aa\n${lines(40, () => "ARG A=$A$A")}ENV B=$A\n`],
    ["a default", `FROM node:22\nENV A=aa\n${lines(40, () => "ENV A=${N:-$A$A}")}ENV B=$A\n`],
    ["a replacement", `FROM node:22\nENV A=${"a".repeat(5000)}\nENV B=\${A//a/${"b".repeat(5000)}}\n`],
    ["an alternative", `FROM node:22\nENV A=aa\n${lines(40, () => "ENV A=${A:+$A$A}")}ENV B="$A"\n`],
  ])("%s that doubles is unknown", (_, text) => {
    expect(image(text).image.env.get("B")).toBe("unknown");
  });

  test("a working directory longer than any path is unknown", () => {
    const deep = (n: number): string => image(`FROM node:22\n${lines(n, () => "WORKDIR a")}`).image.workdir.value;
    expect(deep(longestPath / 2)).toHaveLength(longestPath);
    expect(deep(longestPath / 2 + 1)).toBe("unknown");
  });

  test("environment of a compose service", () => {
    const yaml = (length: number): string =>
      `services:\n  a:\n    image: node:22\n    command: node server.js\n    environment:\n      A: ${"a".repeat(length)}\n`;
    const value = (length: number): string | undefined =>
      open({ "/app/compose.yaml": yaml(length) }, "/app/compose.yaml").images[0]?.image.env.get("A");
    expect(value(longestValue)).toHaveLength(longestValue);
    expect(value(longestValue + 1)).toBe("unknown");
  });
});

describe("nesting", () => {
  test.each([deepestNesting, deepestNesting + 1, 100_000])("${A:-${A:-... in compose, %d deep", (depth) => {
    const yaml = `services:\n  a:\n    image: node:22\n    command: ["x", "${"${A:-".repeat(depth)}node${"}".repeat(depth)}"]\n`;
    const argv = open({ "/app/compose.yaml": yaml }, "/app/compose.yaml").images[0]?.image.argv ?? "unknown";
    expect(argv === "unknown" ? argv : argv.at(-1)?.value).toBe(depth <= deepestNesting ? "node" : "unknown");
  });

  test("an array of arrays is never taken for words, however deep", () => {
    for (const depth of [2, 100_000]) {
      const { value } = image(`FROM node:22\nCMD ${"[".repeat(depth)}"a"${"]".repeat(depth)}\n`).image.cmd;
      expect(value === "unknown" ? value : value.kind).toBe(depth === 2 ? "invalid" : "shell");
    }
  });

  test("package.json with long strings, long blanks and deep brackets does not exhaust the stack", () => {
    const start = (json: string): readonly string[] =>
      outcomes(
        open({
          "/app/Dockerfile": 'FROM node:22\nWORKDIR /app\nCOPY . .\nCMD ["npm", "start"]\n',
          "/app/package.json": json,
        }),
      );
    const plain = start('{"scripts":{"start":"node server.js"}}');
    const long = 3_000_000;
    expect(start(`{"a":"${"a".repeat(long)}",${" ".repeat(long)}"scripts":{"start":"node server.js"}}`)).toEqual(plain);
    expect(start(`{"a":${"[".repeat(long)}${"]".repeat(long)},"scripts":{"start":"node server.js"}}`)).not.toEqual([]);
  });

  test("a List that holds itself by aliases is taken once", () => {
    const bomb = `apiVersion: v1\nkind: List\nitems:\n  - &a0 {apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {containers: [{name: a, image: node:22, command: [node, server.js]}]}}\n${lines(60, (i) => `  - &a${i + 1} {apiVersion: v1, kind: List, items: [*a${i}, *a${i}]}`)}`;
    expect(open({ "/app/pod.yaml": bomb }, "/app/pod.yaml").images).toHaveLength(1);
  });
});

describe("stages and layers", () => {
  test("a thousand stages that copy from one another: beyond the depth that is followed the file is unknown", () => {
    const stages = (n: number): string =>
      `FROM node:22 AS s0\nCOPY run.sh /run.sh\n${lines(n, (i) => `FROM scratch AS s${i + 1}\nCOPY --from=s${i} /run.sh /run.sh`)}FROM node:22\nCOPY --from=s${n} /run.sh /run.sh\n`;
    const found = (n: number): string => {
      const { image: own, context } = image(stages(n), { "/app/run.sh": script });
      return context.lookup(own.stage, "/run.sh").kind;
    };
    expect(found(deepestNesting - 10)).toBe("file");
    expect(found(1000)).toBe("unknown");
  });

  test("a chain of folders that are copied is unknown beyond that depth", () => {
    const { image: own, context } = image(
      `FROM node:22\nCOPY run.sh /a0/\n${lines(3000, (i) => `RUN cp -r /a${i} /a${i + 1}`)}`,
      { "/app/run.sh": script },
    );
    expect(context.lookup(own.stage, "/a3/run.sh").kind).toBe("file");
    expect(context.lookup(own.stage, "/a3000/run.sh")).toMatchObject({ kind: "unknown" });
  });

  test("a chain of 5,000 FROM keeps what the first has set", () => {
    const { image: own } = image(
      `FROM node:22 AS s0\nENV A=b\n${lines(5000, (i) => `FROM s${i} AS s${i + 1}\nENV B${i}=c`)}CMD node server.js\n`,
    );
    expect(own.env.get("A")).toBe("b");
    expect(own.env.get("B0")).toBe("c");
    expect(own.env.get("B4999")).toBe("c");
  });

  test("layers are asked so often and no more; then the answer is unknown", () => {
    const lookups = new Lookups();
    let asked = 0;
    const layers = Array.from({ length: 1000 }, () => ({ trace: () => void asked++ }));
    const files = new StageFiles(layers, { find: () => directory, names: () => [] }, lookups);
    const kinds = Array.from({ length: 2000 }, (_, index) => files.find(`/${index}`).file.kind);
    expect(kinds[0]).toBe("directory");
    expect(kinds.at(-1)).toBe("unknown");
    expect(asked).toBe(kinds.indexOf("unknown") * layers.length);
  });

  test("many services share what is read of one Dockerfile", () => {
    const yaml = `services:\n${lines(200, (i) => `  s${i}:\n    build: .\n    command: node server${i}.js`)}`;
    const { images } = open(
      { "/app/Dockerfile": "FROM node:22\nCMD node server.js\n", "/app/compose.yaml": yaml },
      "/app/compose.yaml",
    );
    expect(images).toHaveLength(200);
    expect(new Set(images.map(({ image: own }) => own.dockerfile)).size).toBe(1);
    expect(new Set(images.map(({ context }) => context)).size).toBe(1);
  });

  test("stages by name and number", () => {
    const { stages } = open({ "/app/Dockerfile": "FROM a AS x\nFROM b AS y\nFROM c AS X\nFROM d AS 1\nFROM e\n" });
    const last = stages[4];
    if (!last) throw new Error("no stage");
    expect(stageAbove(stages, last, "x")?.index).toBe(2);
    expect(stages[2] && stageAbove(stages, stages[2], "X")?.index).toBe(0);
    expect(stages[0] && stageAbove(stages, stages[0], "x")).toBeUndefined();
    expect(stageAbove(stages, last, "1")?.index).toBe(3);
    expect(stageAbove(stages, last, "0")?.index).toBe(0);
    expect(stageAbove(stages, last, "4")).toBeUndefined();
    expect([
      findStage(stages, "X")?.index,
      findStage(stages, "1")?.index,
      findStage(stages, "4")?.index,
      findStage(stages, "01"),
    ]).toEqual([0, 1, 4, undefined]);
  });

  test("copies of a scope do not change one another, and share what they inherit", () => {
    const first = new Scope([["a", 1]]);
    const second = first.copy();
    second.set("a", 2);
    first.set("b", 3);
    const third = second.copy();
    third.set("c", 4);
    expect([...first]).toEqual([
      ["a", 1],
      ["b", 3],
    ]);
    expect([...second]).toEqual([["a", 2]]);
    expect(new Map(third)).toEqual(
      new Map([
        ["a", 2],
        ["c", 4],
      ]),
    );
    expect([third.has("b"), third.get("a"), second.has("c")]).toEqual([false, 2, false]);
  });
});
