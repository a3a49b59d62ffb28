import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { nodeLibraries, nodeLibrary, pythonLibraries, pythonLibrary } from "../../src/known/libraries/libraries.ts";

describe.each([
  ["Node", nodeLibraries],
  ["Python", pythonLibraries],
])("libraries of %s", (language, libraries) => {
  test("each is there once", () => {
    const names = libraries.map(({ name }) => name);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    expect(names.length).toBeGreaterThan(300);
  });

  test("each is in docs/knowledge.md: with a line of its own where it sets a handler, or may", () => {
    const page = readFileSync("docs/knowledge.md", "utf8");
    const [, section = ""] = page.split(/^## Libraries$/m);
    const [part = ""] = section.split(/^## /m);
    const [, quiet = ""] = part.split(new RegExp(`libraries of ${language} are known to set none`));
    const [names = ""] = quiet.split(/^\d+ libraries of /m);
    const isQuiet = ({ sets, mayBy }: (typeof libraries)[number]): boolean => sets === "never" && mayBy === undefined;
    const missing = libraries.filter((row) =>
      isQuiet(row) ? !names.includes(`\`${row.name}\``) : !part.includes(`\n| \`${row.name}\` | ${language} | `),
    );
    expect(missing.map(({ name }) => `npm run generate: docs/knowledge.md does not list ${name}`)).toEqual([]);
    expect(part).toContain(`${libraries.filter(isQuiet).length} libraries of ${language} `);
  });

  test("each has evidence, which names what was read or run", () => {
    const bare = libraries.filter(({ evidence }) => evidence.kind !== "unsourced" && !/\d/.test(evidence.source));
    expect(bare.map(({ name }) => name)).toEqual([]);
  });

  test("what no source tells is never known to set none", () => {
    const believed = libraries.filter(({ evidence }) => evidence.kind === "unsourced");
    expect(believed.filter(({ sets }) => sets !== "may")).toEqual([]);
    expect(believed.length).toBeGreaterThan(5);
  });
});

describe("a library", () => {
  test("names of every kind are found, and others are not", () => {
    expect(nodeLibrary("express")).toMatchObject({ sets: "never", evidence: { kind: "measured" } });
    expect(nodeLibrary("@nestjs/core")).toMatchObject({ sets: ["enableShutdownHooks"], waits: true });
    expect(nodeLibrary("http-graceful-shutdown")).toMatchObject({ sets: "used", waits: true });
    expect(nodeLibrary("puppeteer")).toMatchObject({ sets: "may" });
    for (const name of ["left-padding-of-ours", "constructor", "__proto__"]) expect(nodeLibrary(name)).toBeUndefined();
  });

  test("of Python is found by the name that programs import", () => {
    expect(pythonLibrary("yaml")).toMatchObject({ sets: "never", evidence: { kind: "measured" } });
    expect(pythonLibrary("uvicorn")).toMatchObject({ waits: true });
    for (const name of ["PyYAML", "express", "constructor"]) expect(pythonLibrary(name)).toBeUndefined();
  });
});
