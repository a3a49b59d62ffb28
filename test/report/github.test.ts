import { describe, expect, test } from "@jest/globals";
import { renderGithub } from "../../src/report/github.ts";
import { findingAt, placeOf, plain, reportOf } from "./sample.ts";

const files = { Dockerfile: "FROM x\nCMD node \\\n  server.js\nENTRYPOINT run\n", "a:b,c%.sh": "app\n" };

describe("renderGithub", () => {
  test("one workflow command for each finding, most severe first, else in the report's order", () => {
    const run = placeOf(files, "Dockerfile", "run");
    const report = reportOf(files, {
      diagnostics: [
        findingAt(placeOf(files, "Dockerfile", "FROM"), { severity: "info", rule: "a" }),
        findingAt(run, { severity: "warning", rule: "b" }),
        findingAt(run, { severity: "error", rule: "c" }),
        findingAt(run, { severity: "error", rule: "d" }),
      ],
    });
    expect(renderGithub(report, plain)).toBe(`::error file=Dockerfile,line=4,endLine=4,col=12,endColumn=15,title=pid1lint(c)::dash stays PID 1
::error file=Dockerfile,line=4,endLine=4,col=12,endColumn=15,title=pid1lint(d)::dash stays PID 1
::warning file=Dockerfile,line=4,endLine=4,col=12,endColumn=15,title=pid1lint(b)::dash stays PID 1
::notice file=Dockerfile,line=1,endLine=1,col=1,endColumn=5,title=pid1lint(a)::dash stays PID 1
`);
  });

  test("no end column over several lines", () => {
    const report = reportOf(files, { diagnostics: [findingAt(placeOf(files, "Dockerfile", "node \\\n  server.js"))] });
    expect(renderGithub(report, plain)).toBe("::error file=Dockerfile,line=2,endLine=3,col=5,title=pid1lint(shell-form-cmd)::dash stays PID 1\n");
  });

  test("escapes what has a meaning: percent and line ends in texts, colon and comma in properties too", () => {
    const at = placeOf(files, "a:b,c%.sh", "app");
    const report = reportOf(files, { diagnostics: [findingAt(at, { message: "100 %: a, b" })] });
    expect(renderGithub(report, plain)).toBe("::error file=a%3Ab%2Cc%25.sh,line=1,endLine=1,col=1,endColumn=4,title=pid1lint(shell-form-cmd)::100 %25: a, b\n");
  });

  test("related places and the fix follow in lines of their own; a text cannot start a command", () => {
    const at = placeOf(files, "a:b,c%.sh", "app");
    const report = reportOf(files, {
      diagnostics: [findingAt(at, {
        message: "x\n::error::forged\r\u001b[2J",
        related: [{ at: placeOf(files, "Dockerfile", "run"), message: "here" }],
        fixes: [{ title: "write exec", applicability: "safe", edits: [] }],
      })],
    });
    expect(renderGithub(report, plain).split("::").slice(2).join("::")).toBe(
      "x\\n::error::forged\\r\\x1b[2J%0Asee Dockerfile:4: here%0Afix: write exec [safe]\n",
    );
  });

  test("nothing found, nothing said", () => expect(renderGithub(reportOf(files), plain)).toBe(""));
});
