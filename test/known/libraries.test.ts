import { describe, expect, test } from "@jest/globals";
import { libraries, libraryNamed } from "../../src/known/libraries/libraries.ts";

describe("libraries", () => {
  test("each is there once", () => {
    const names = libraries.map(({ name }) => name);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    expect(names.length).toBeGreaterThan(300);
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

  test("names of every kind are found, and others are not", () => {
    expect(libraryNamed("express")).toMatchObject({ sets: "never", evidence: { kind: "measured" } });
    expect(libraryNamed("@nestjs/core")).toMatchObject({ sets: ["enableShutdownHooks"], waits: true });
    expect(libraryNamed("http-graceful-shutdown")).toMatchObject({ sets: "used", waits: true });
    expect(libraryNamed("puppeteer")).toMatchObject({ sets: "may" });
    for (const name of ["left-padding-of-ours", "constructor", "__proto__"]) expect(libraryNamed(name)).toBeUndefined();
  });
});
