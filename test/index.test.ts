import { describe, expect, test } from "@jest/globals";
import { fix, lint, memoryTree, overlay, rules, trace } from "../src/index.ts";

const tree = memoryTree({
  "/app/api/Dockerfile":
    'FROM debian:12-slim AS base\nCMD gunicorn \'api:app()\'\nFROM base\nCMD ["gunicorn", "api:app()"]\n',
  "/app/web/Dockerfile":
    'FROM debian:12-slim\nCOPY web/run.sh /\nENTRYPOINT ["/run.sh"]\nCMD ["gunicorn", "api:app()"]\n',
  "/app/web/run.sh": { text: '#!/bin/sh\n"$@"\n', executable: true },
});
const web = "/app/web/Dockerfile";
const inApp = { project: () => ({ contextRoot: "/app" }), folder: "/app" };

describe("the library", () => {
  test("lints a tree in memory with every rule, and touches no disk", async () => {
    const report = await lint(tree, [web], inApp);
    expect(report.diagnostics.map(({ rule, at }) => [rule, report.display(at.path)])).toEqual([
      ["missing-exec", "web/run.sh"],
    ]);
    expect(report.source("/app/web/run.sh").line(2)).toBe('"$@"');
    expect([report.files, report.changes, report.withheld]).toEqual([1, [], []]);
  });

  test("by default the context is the Dockerfile's folder and paths are shown whole", async () => {
    const report = await lint(tree, [web]);
    expect(report.images.map(({ outcome }) => outcome)).toEqual(["unknown"]);
    expect(report.display(web)).toBe("app/web/Dockerfile");
  });

  test("takes chosen rules and severities", async () => {
    const [missingExec] = rules.filter((rule) => rule.id === "missing-exec");
    expect((await lint(tree, [web], { ...inApp, rules: [] })).diagnostics).toEqual([]);
    expect((await lint(tree, [web], { ...inApp, rules: missingExec ? [missingExec] : [] })).diagnostics).toHaveLength(
      1,
    );
    const severities = new Map([["missing-exec", "info" as const]]);
    expect((await lint(tree, [web], { ...inApp, severities })).diagnostics.map(({ severity }) => severity)).toEqual([
      "info",
    ]);
  });

  test("fixes without writing: the changes are the caller's to write", async () => {
    const report = await fix(tree, [web], inApp);
    expect(report.changes.map(({ path, after }) => [path, after])).toEqual([
      ["/app/web/run.sh", '#!/bin/sh\nexec "$@"\n'],
    ]);
    expect(report.diagnostics).toEqual([]);
    expect(tree.read("/app/web/run.sh")).toMatchObject({ text: '#!/bin/sh\n"$@"\n' });
    const written = overlay(tree, new Map(report.changes.map(({ path, after }) => [path, after])));
    expect((await fix(written, [web], inApp)).changes).toEqual([]);
  });

  test("traces the image of a Dockerfile, or of a target", async () => {
    const outcomes = async (target?: string): Promise<unknown> =>
      (await trace(tree, ["/app/api/Dockerfile"], { project: () => ({ target }) })).map(({ stage, outcome }) => [
        stage,
        outcome,
      ]);
    expect(await outcomes()).toEqual([["1", "graceful"]]);
    expect(await outcomes("base")).toEqual([["base", "stuck"]]);
  });

  test("a path that is no file is a finding, not an exception", async () => {
    expect((await lint(tree, ["/app/none", "/app"])).diagnostics.map(({ rule }) => rule)).toEqual([
      "parse-error",
      "parse-error",
    ]);
  });
});
