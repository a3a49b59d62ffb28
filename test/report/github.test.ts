import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { normalize } from "../../src/files/tree.ts";
import { renderGithub } from "../../src/report/formats/github.ts";
import { spelled, visible, withHidden } from "../../src/report/terminal.ts";
import { hostileText } from "./arbitrary.ts";
import { findingAt, placeOf, plain, reportOf } from "./sample.ts";

const options = { ...plain, root: "/repo" };
const files = { "Dockerfile": "FROM x\nCMD node \\\n  server.js\nENTRYPOINT run\n", "a:b,c%.sh": "app\n" };

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
    expect(renderGithub(report, options))
      .toBe(`::error file=Dockerfile,line=4,endLine=4,col=12,endColumn=15,title=pid1lint(c)::dash stays PID 1
::error file=Dockerfile,line=4,endLine=4,col=12,endColumn=15,title=pid1lint(d)::dash stays PID 1
::warning file=Dockerfile,line=4,endLine=4,col=12,endColumn=15,title=pid1lint(b)::dash stays PID 1
::notice file=Dockerfile,line=1,endLine=1,col=1,endColumn=5,title=pid1lint(a)::dash stays PID 1
`);
  });

  test("no end column over several lines", () => {
    const report = reportOf(files, { diagnostics: [findingAt(placeOf(files, "Dockerfile", "node \\\n  server.js"))] });
    expect(renderGithub(report, options)).toBe(
      "::error file=Dockerfile,line=2,endLine=3,col=5,title=pid1lint(shell-form-cmd)::dash stays PID 1\n",
    );
  });

  test("escapes what has a meaning: percent and line ends in texts, colon and comma in properties too", () => {
    const at = placeOf(files, "a:b,c%.sh", "app");
    const report = reportOf(files, { diagnostics: [findingAt(at, { message: "100 %: a, b" })] });
    expect(renderGithub(report, options)).toBe(
      "::error file=a%3Ab%2Cc%25.sh,line=1,endLine=1,col=1,endColumn=4,title=pid1lint(shell-form-cmd)::100 %25: a, b\n",
    );
  });

  test("related places and the fix follow in lines of their own; a text cannot start a command", () => {
    const at = placeOf(files, "a:b,c%.sh", "app");
    const report = reportOf(files, {
      diagnostics: [
        findingAt(at, {
          message: "x\n::error::forged\r\u001b[2J",
          related: [{ at: placeOf(files, "Dockerfile", "run"), message: "here" }],
          fixes: [{ title: "write exec", applicability: "safe", edits: [] }],
        }),
      ],
    });
    expect(renderGithub(report, options).split("::").slice(2).join("::")).toBe(
      "x\\n::error::forged\\r\\x1b[2J%0Asee Dockerfile:4: here%0Afix: write exec [safe]\n",
    );
  });

  test("whatever a message and a path hold, it is one command, and the runner reads both back", () => {
    const decoded = (text: string): string =>
      text
        .replaceAll("%2C", ",")
        .replaceAll("%3A", ":")
        .replaceAll("%0A", "\n")
        .replaceAll("%0D", "\r")
        .replaceAll("%25", "%");
    fc.assert(
      fc.property(hostileText, hostileText, (message, name) => {
        const text = renderGithub(
          reportOf({}, { diagnostics: [findingAt({ path: `/repo/x${name}`, start: 0, end: 0 }, { message })] }),
          options,
        );
        const [, file = "", , told = ""] = /^::error file=([^,:]*),line=1,([^:]*)::([^\r\n]*)\n$/.exec(text) ?? [];
        expect(decoded(told)).toBe(visible(message));
        expect(decoded(file)).toBe(withHidden(normalize(`/repo/x${name}`).slice("/repo/".length), spelled));
      }),
    );
  });

  test("paths are relative to the repository, wherever it runs", () => {
    const report = reportOf(files, {
      diagnostics: [findingAt(placeOf(files, "Dockerfile", "run"))],
      display: () => "../Dockerfile",
    });
    expect(renderGithub(report, { ...options, root: "/" })).toMatch(/^::error file=repo\/Dockerfile,/);
  });

  test("nothing found, nothing said", () => expect(renderGithub(reportOf(files), options)).toBe(""));
});
