import { describe, expect, test } from "@jest/globals";
import { formats } from "../../src/report/formats.ts";
import { buildCommand, folderWith, pid1lint, shellForm, textIn } from "../cli/command.ts";

buildCommand();

/** Makes the command fail, as a bug would, wherever it looks for something in a text that holds the word. */
const fault =
  'const test = RegExp.prototype.test; RegExp.prototype.test = function (text) { if (String(text).includes("provoke-a-fault")) throw new TypeError("x is undefined"); return test.call(this, text); };';

describe("S7: a fault of ours costs one file", () => {
  const files = {
    "a/Dockerfile": shellForm,
    "b/Dockerfile": 'FROM debian:12-slim\nCOPY run.sh /\nCMD ["/run.sh"]\n',
    "b/run.sh": "#!/bin/sh\nprovoke-a-fault x\n",
    "c/Dockerfile": shellForm,
    "d/Dockerfile": "FROM debian:12-slim\nRUN provoke-a-fault\nCMD provoke-a-fault\n",
  };

  test("the findings of the others stand; it is named, with what to do; exit code 3", () => {
    const { code, stdout, stderr } = pid1lint(folderWith(files), [], { preload: fault });
    expect(stdout).toMatch(/^a\/Dockerfile:2:1: error: /);
    expect(stdout).toMatch(
      /^b\/Dockerfile:1:1: error: pid1lint failed on this file: x is undefined; this is a bug: please report it with the file \[internal-error\]$/m,
    );
    expect(stdout).toMatch(/^c\/Dockerfile:2:1: error: /m);
    expect(stdout).toMatch(/^d\/Dockerfile:1:1: error: pid1lint failed/m);
    expect([code, stderr]).toEqual([
      3,
      "pid1lint: pid1lint failed on a file, as the findings say; PID1LINT_DEBUG=1 prints where\n",
    ]);
    expect(pid1lint(folderWith(files), [], { preload: fault, env: { PID1LINT_DEBUG: "1" } }).stderr).toMatch(
      /x is undefined\n {4}at /,
    );
  });

  test("--fix fixes the others; each format and trace report it", () => {
    const folder = folderWith(files);
    expect(pid1lint(folder, ["trace"], { preload: fault })).toMatchObject({
      code: 3,
      stdout: expect.stringMatching(/^a\/Dockerfile — stuck/m),
    });
    // A patch and process trees have no findings.
    for (const format of formats.filter((each) => each !== "diff" && each !== "tree"))
      expect(pid1lint(folder, ["--format", format], { preload: fault })).toMatchObject({
        code: 3,
        stdout: expect.stringContaining("internal-error"),
      });
    expect(pid1lint(folder, ["--fix"], { preload: fault }).code).toBe(3);
    expect([textIn(folder, "a/Dockerfile"), textIn(folder, "b/run.sh")]).toEqual([
      expect.stringContaining('CMD ["gunicorn"'),
      files["b/run.sh"],
    ]);
  });

  test("neither a comment nor a setting nor a baseline hides it", () => {
    const folder = folderWith({
      "d/Dockerfile": `# pid1lint-disable-file\n${files["d/Dockerfile"]}`,
      "pid1lint.yaml": "rules: {internal-error: off}\nfail-on: never\n",
    });
    for (const args of [[], ["--rule", "internal-error=off"], ["--fail-on", "never"], ["--quiet"]])
      expect(pid1lint(folder, args, { preload: fault })).toMatchObject({
        code: 3,
        stdout: expect.stringContaining("[internal-error]"),
      });
    pid1lint(folder, ["--baseline", "known.json", "--write-baseline"], { preload: fault });
    expect(pid1lint(folder, ["--baseline", "known.json"], { preload: fault }).code).toBe(3);
  });
});
