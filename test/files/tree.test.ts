import { describe, expect, test } from "@jest/globals";
import {
  basename,
  dirname,
  inside,
  join,
  memoryTree,
  normalize,
  overlay,
  recording,
  relative,
  resolve,
  sourcesOf,
} from "../../src/files/tree.ts";
import type { FileTree } from "../../src/files/tree.ts";

describe("memoryTree", () => {
  const tree = memoryTree({
    "/app/Dockerfile": "FROM x\n",
    "/app/bin/run.sh": { text: "#!/bin/sh\n", executable: true },
  });

  test("reads files with text and executable bit", () => {
    expect(tree.read("/app/Dockerfile")).toEqual({
      kind: "file",
      realPath: "/app/Dockerfile",
      text: "FROM x\n",
      executable: false,
      lossless: true,
    });
    expect(tree.read("/app/bin/../bin//run.sh")).toMatchObject({
      kind: "file",
      realPath: "/app/bin/run.sh",
      executable: true,
    });
  });

  test("implies the folders, up to the root", () => {
    expect(tree.read("/app")).toEqual({ kind: "directory", realPath: "/app", names: ["Dockerfile", "bin"] });
    expect(tree.read("/")).toEqual({ kind: "directory", realPath: "/", names: ["app"] });
    expect(memoryTree({}).read("/")).toEqual({ kind: "directory", realPath: "/", names: [] });
  });

  test("knows what is missing, and what lies outside of bounds", () => {
    expect(tree.read("/app/none")).toEqual({ kind: "missing" });
    expect(tree.read("/app/Dockerfile/none")).toEqual({ kind: "missing" });
    expect(tree.read("/app/Dockerfile", "/app/bin")).toEqual({ kind: "outside" });
    expect(tree.read("/app/bin/../Dockerfile", "/app/bin")).toEqual({ kind: "outside" });
    expect(tree.read("/app/bin/run.sh", "/app/bin")).toMatchObject({ kind: "file" });
  });
});

describe("overlay", () => {
  const base = memoryTree({ "/a.sh": { text: "old", executable: true }, "/b": "b" });

  test("changes texts and keeps the executable bit; the tree below stays", () => {
    const tree = overlay(base, new Map([["/a.sh", "new"]]));
    expect(tree.read("/a.sh")).toMatchObject({ kind: "file", text: "new", executable: true });
    expect(tree.read("/b")).toMatchObject({ text: "b" });
    expect(base.read("/a.sh")).toMatchObject({ text: "old" });
  });

  test("an empty text is a change too, a file that was missing appears", () => {
    const tree = overlay(
      base,
      new Map([
        ["/a.sh", ""],
        ["/c", "c"],
      ]),
    );
    expect(tree.read("/a.sh")).toMatchObject({ text: "" });
    expect(tree.read("/c")).toMatchObject({ kind: "file", text: "c", executable: false });
  });

  test("a change made through a link is seen at the file and at every link to it", () => {
    const linked: FileTree = {
      read: (path) => ({ kind: "file", realPath: "/real", text: "old", executable: false, lossless: true, path }),
    };
    const tree = overlay(linked, new Map([["/link", "new"]]));
    for (const path of ["/link", "/real", "/other-link"]) expect(tree.read(path)).toMatchObject({ text: "new" });
  });

  test("gives the same entry each time", () => {
    const tree = overlay(
      base,
      new Map([
        ["/a.sh", "new"],
        ["/c", "c"],
      ]),
    );
    for (const path of ["/a.sh", "/b", "/c"]) expect(tree.read(path)).toBe(tree.read(path));
  });

  test("does not open what bounds close", () => {
    expect(overlay(base, new Map([["/a.sh", "new"]])).read("/a.sh", "/sub")).toEqual({ kind: "outside" });
  });
});

describe("recording", () => {
  test("notes what is asked for, there or not, and where links lead", () => {
    const linked: FileTree = {
      read: (path) =>
        path === "/link"
          ? { kind: "file", realPath: "/real", text: "", executable: false, lossless: true }
          : { kind: "missing" },
    };
    const { tree, asked } = recording(linked);
    expect(tree.read("/link")).toEqual(linked.read("/link"));
    tree.read("/a/../b");
    expect([...asked]).toEqual(["/link", "/real", "/b"]);
  });
});

test("sourcesOf makes each text once; what is no file has an empty one", () => {
  const sources = sourcesOf(memoryTree({ "/a/b": "x\ny" }));
  expect(sources("/a/b").position(2)).toMatchObject({ line: 2 });
  expect(sources("/a/b")).toBe(sources("/a/b"));
  expect([sources("/a").text, sources("/c").text]).toEqual(["", ""]);
});

describe("paths", () => {
  test.each([
    ["/a//b/./c/", "/a/b/c"],
    ["/a/../../b", "/b"],
    ["/..", "/"],
    ["/", "/"],
    ["", "."],
    ["a/..", "."],
    ["../a", "../a"],
    ["a/../../b", "../b"],
    ["./x", "x"],
  ])("normalize(%j) is %j", (path, expected) => expect(normalize(path)).toBe(expected));

  test("join goes below, resolve lets an absolute path stand", () => {
    expect(join("/srv", "/app", "x")).toBe("/srv/app/x");
    expect(join("", "x")).toBe("x");
    expect(join("/", "x")).toBe("/x");
    expect(resolve("/srv", "/app")).toBe("/app");
    expect(resolve("/srv", "../app")).toBe("/app");
  });

  test.each([
    ["/a/b", "/a", "b"],
    ["/a", "/", "a"],
    ["/", "/", ""],
    ["a", ".", "a"],
  ])("dirname and basename of %j", (path, folder, name) => {
    expect(dirname(path)).toBe(folder);
    expect(basename(path)).toBe(name);
  });

  test.each([
    ["/a", "/a/b", true],
    ["/a", "/a", true],
    ["/a/", "/a/b", true],
    ["/", "/x", true],
    ["/a", "/ab", false],
    ["/a", "/a/../b", false],
    ["/a/b", "/a", false],
  ])("inside(%j, %j) is %j", (root, path, expected) => expect(inside(root, path)).toBe(expected));

  test.each([
    ["/a/b", "/a/b/c", "c"],
    ["/a/b", "/a/c/d", "../c/d"],
    ["/", "/x/y", "x/y"],
    ["/a", "/a", ""],
    ["/ab", "/a", "../a"],
  ])("relative(%j, %j) is %j", (folder, path, expected) => expect(relative(folder, path)).toBe(expected));
});
