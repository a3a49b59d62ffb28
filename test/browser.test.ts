import { createContext, runInContext, SourceTextModule } from "node:vm";
import { describe, expect, test } from "@jest/globals";
import * as library from "../src/browser.ts";
import * as whole from "../src/index.ts";
import { bundleForBrowser, someContexts, tell } from "./browser-library.ts";

test("the library without a disk is the library but for the disk", () => {
  expect([...Object.keys(library), "diskTree"].sort()).toEqual(Object.keys(whole).sort());
});

describe("bundled for a browser", () => {
  /** What Node gives to a program and a browser does not, each written as a name that can be found. */
  const names = ["Buffer", "process", "global", "setImmediate", "__dirname", "__filename"];
  const marked = Object.fromEntries(names.map((name) => [name, `ofNode_${name}`]));
  const used = (define: Readonly<Record<string, string>>): readonly string[] => {
    return [...new Set(bundleForBrowser(define).match(/\bofNode_\w+/g))];
  };

  test("it uses nothing that only Node has", () => {
    expect(used(marked)).toEqual([]);
    // So it would be without the replacement: what is marked is found.
    expect(used({ ...marked, "Buffer.from": "ofNode_Buffer.from" })).toEqual(["ofNode_Buffer"]);
  });

  test("it imports nothing, and with nothing around it but encoders of text it says the same as in Node", async () => {
    const context = createContext({ TextEncoder, TextDecoder });
    const bundled = new SourceTextModule(bundleForBrowser(), { context });
    expect(bundled.dependencySpecifiers).toEqual([]);
    await bundled.link(() => bundled);
    await bundled.evaluate();
    context["library"] = bundled.namespace;
    // Grammars are fetched, which is for a real browser: without sources of applications none is asked for.
    const some = someContexts().map(({ files, paths }) => ({
      files: Object.fromEntries(Object.entries(files).filter(([path]) => !/\.(?:[cm]?[jt]sx?|py)$/.test(path))),
      paths,
    }));
    const told = await tell(library, some);
    const there = String(await runInContext(`(${tell})(library, ${JSON.stringify(some)})`, context));
    expect(there.split("\n")).toEqual(told.split("\n"));
    const changed = [...told.matchAll(/"path": "(.*)",\n *"before"/g)].map(([, path]) => path);
    expect(changed).toEqual(expect.arrayContaining(["/app/worker/docker-entrypoint.sh", "/app/Dockerfile"]));
    expect(changed).not.toContain("/app/split.Dockerfile");
    expect(told).toMatch(/"applicability": "manual",\n *"edits": \[\n *\{\n *"path": "\/app\/split.Dockerfile"/);
  });
});
