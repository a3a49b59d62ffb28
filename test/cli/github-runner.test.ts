import { execFileSync } from "node:child_process";
import { describe, expect, test } from "@jest/globals";
import { formats } from "../../src/report/formats.ts";
import { executed, hasMarker, unseen } from "../runner-log.ts";
import { buildCommand, folderWith, git, pid1lint, shellForm, textIn } from "./command.ts";

buildCommand();

function repositoryWith(files: Readonly<Record<string, string>>): string {
  const folder = folderWith(files);
  git(folder, "init", "-q");
  return folder;
}

describe("on a runner of GitHub's", () => {
  const env = { GITHUB_ACTIONS: "true" };
  const hostile = {
    "Dockerfile": "FROM debian:12-slim\n# ##[error]forged\nENV A=b \\\n ::error::forged=1\nCMD gunicorn 'api:app()'\n",
    "::error::x/Dockerfile": shellForm,
    " ::add-mask::\u001b[2J\n::error::y/Dockerfile": shellForm,
    "compose.yaml": "services:\n  '##vso[task.complete]':\n    build: .\n",
    "pid1lint.yaml": "base-images:\n  '##[error]x': Dockerfile\n",
  };

  test("commands are off around a patch that holds one, and on again; git and patch take it", () => {
    const folder = repositoryWith(hostile);
    const { stdout } = pid1lint(folder, ["--diff"], { env });
    const [before = "", ...rest] = stdout.split("\n");
    const token = /^::stop-commands::([\da-f-]{36})$/.exec(before)?.[1] ?? "";
    expect(rest.slice(-2)).toEqual([`::${token}::`, ""]);
    expect(rest.slice(0, -2).join("\n")).toBe(pid1lint(folder, ["--diff"]).stdout.trimEnd());
    expect(executed(stdout)).toEqual([]);
    expect(executed(pid1lint(folder, ["--diff"]).stdout)).not.toEqual([]);
    execFileSync("patch", ["-p1", "--dry-run"], {
      cwd: folder,
      input: pid1lint(folder, ["Dockerfile", "--diff"], { env }).stdout,
    });
    execFileSync("git", ["apply", "-"], { cwd: folder, input: stdout });
    expect(pid1lint(folder, ["--diff"], { env })).toMatchObject({ code: 0, stdout: "" });
  });

  test("a patch without commands, a file, and every other format stay as they are; github is commands", () => {
    const folder = repositoryWith({ Dockerfile: shellForm });
    expect(pid1lint(folder, ["--diff"], { env }).stdout).toBe(pid1lint(folder, ["--diff"]).stdout);
    const other = repositoryWith(hostile);
    pid1lint(other, ["--diff", "--output-file", "x.patch"], { env });
    expect(textIn(other, "x.patch")).toBe(pid1lint(other, ["--diff"]).stdout);
    for (const format of formats.filter((each) => each !== "diff")) {
      const { stdout } = pid1lint(other, ["--format", format], { env });
      expect(stdout).toBe(pid1lint(other, ["--format", format]).stdout);
      expect(
        executed(stdout).every(
          ({ name, line }) => format === "github" && name === "error" && line.startsWith("::error file="),
        ),
      ).toBe(true);
      expect(hasMarker(stdout)).toBe(false);
    }
  });

  test("nor does anything else that is printed hold one", () => {
    const folder = repositoryWith(hostile);
    const calls = [
      ["config", "::error::x"],
      ["config", "--format", "json"],
      ["trace"],
      ["--fix"],
      ["::error::z"],
      ["\n::error::z"],
      ["--format", "\r::error::z"],
      ["explain", "##[error]x"],
      ["--rule", "##[error]x=off"],
    ];
    for (const call of calls) {
      const { stdout, stderr } = pid1lint(folder, call, { env });
      expect(executed(stdout)).toEqual([]);
      expect(executed(stderr)).toEqual([]);
      expect(hasMarker(stdout + stderr)).toBe(false);
      expect(unseen(stdout + stderr)).toEqual([]);
    }
  });
});
