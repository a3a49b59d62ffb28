import { execFileSync } from "node:child_process";
import { existsSync, lstatSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { buildCommand, commandLine, shellForm, textIn } from "../cli/command.ts";
import { removeScratches, scratch } from "./scratch.ts";
import type { Given } from "./scratch.ts";

buildCommand();
removeScratches();

describe("S1: a configuration names no file", () => {
  const payload = 'FROM debian:12-slim\nCMD gunicorn "$(touch PWNED)"\n';
  test.each<readonly [string, Readonly<Record<string, string>>]>([
    ["a list", { "pid1lint.yaml": "format: [text, text=../outside/victim]\n" }],
    ["alone", { "pid1lint.yaml": "format: text=../outside/victim\n" }],
    ["a hook", { ".pid1lint.yml": "format: [text, text=.git/hooks/pre-commit]\n" }],
    ["a file of the repository", { "pid1lint.yaml": "format: [text, text=run.sh]\n" }],
    ["an absolute path", { "pid1lint.yaml": "format: text=/tmp/pid1lint-attack-absolute\n" }],
    ["through a link", { "pid1lint.yaml": "format: text=out/victim\n" }],
    ["the key of package.json", { "package.json": '{"pid1lint": {"format": ["json=../outside/victim"]}}' }],
    ["in a mapping", { "pid1lint.yaml": "format: {text: ../outside/victim}\n" }],
    ["output-file", { "pid1lint.yaml": "output-file: ../outside/victim\n" }],
    ["a quoted escape", { "pid1lint.yaml": 'format: "text\\u003d../outside/victim"\n' }],
  ])("%s", (_, files) => {
    const { run, untouched } = scratch({
      "Dockerfile": payload,
      "run.sh": "#!/bin/sh\n",
      "out": { link: "../outside" },
      ...files,
    });
    for (const args of [[], ["--fix"], ["--diff"], ["trace"], ["config"], ["--output-file", "report"]]) run(args);
    expect(run([])).toMatchObject({ code: 2, stdout: "" });
    untouched("repo/Dockerfile", ...(existsSync("repo/report") ? ["repo/report"] : []));
    expect(existsSync("/tmp/pid1lint-attack-absolute")).toBe(false);
  });
});

describe("S2: a report goes where the command line says, and through no link out of the repository", () => {
  const links: Readonly<Record<string, Given>> = {
    "o.sarif": { link: "../outside/victim" },
    "abs.sarif": { link: "/etc/pid1lint-attack" },
    "out": { link: "../outside" },
    "hooks": { link: ".git/hooks" },
    "none.sarif": { link: "../outside/new" },
    "git.sarif": { link: ".git/config" },
    "twice.sarif": { link: "o.sarif" },
  };
  test.each([
    ["--output-file", "o.sarif"],
    ["--output-file", "twice.sarif"],
    ["--output-file", "none.sarif"],
    ["--output-file", "abs.sarif"],
    ["--output-file", "out/new"],
    ["--output-file", "out/victim"],
    ["--output-file", "hooks/pre-commit"],
    ["--output-file", ".git/hooks/pre-commit"],
    ["--output-file", "git.sarif"],
    ["--format", "sarif=o.sarif"],
    ["--format", "sarif=out/x"],
    ["--baseline", "none.sarif", "--write-baseline"],
    ["--baseline", "out/new", "--write-baseline"],
    ["--baseline", ".git/known", "--write-baseline"],
    ["config", "--output-file", "o.sarif"],
  ])("%s %s %s", (...args) => {
    const { run, untouched } = scratch({ Dockerfile: shellForm, ...links });
    expect(run(args.filter((arg) => arg !== undefined))).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/a link in its path leads out|a broken link|inside \.git|it is outside/),
    });
    untouched();
  });

  test("a baseline that is a link out is not read either", () => {
    const { run, untouched } = scratch({ "Dockerfile": shellForm, "known.json": { link: "../outside/victim" } });
    expect(run(["--baseline", "known.json"])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("it is outside the repository"),
    });
    untouched();
  });

  test("a link within the repository is followed; a file is replaced in one step and keeps its mode", () => {
    const { run, repo } = scratch({
      "Dockerfile": shellForm,
      "reports/new.txt": "old",
      "last.txt": { link: "reports/new.txt" },
    });
    execFileSync("chmod", ["640", join(repo, "reports/new.txt")]);
    const { ino } = statSync(join(repo, "reports/new.txt"));
    expect(run(["--output-file", "last.txt"]).code).toBe(1);
    expect(textIn(repo, "reports/new.txt")).toMatch(/^Dockerfile:2:1: error/);
    expect([
      lstatSync(join(repo, "last.txt")).isSymbolicLink(),
      statSync(join(repo, "reports/new.txt")).mode & 0o777,
    ]).toEqual([true, 0o640]);
    expect(statSync(join(repo, "reports/new.txt")).ino).not.toBe(ino);
  });

  test("a path that lies elsewhere is the user's own choice; so is a device", () => {
    const { run, root, repo } = scratch({ Dockerfile: shellForm });
    expect(run(["--output-file", "../outside/report"]).code).toBe(1);
    expect(readFileSync(join(root, "outside/report"), "utf8")).toMatch(/^Dockerfile:2:1: error/);
    expect(
      execFileSync("sh", ["-c", `${commandLine("--output-file", "/dev/stdout")} | cat`], {
        cwd: repo,
        encoding: "utf8",
      }),
    ).toMatch(/^Dockerfile:2:1: error/);
    expect(run(["--output-file", "/dev/null"])).toEqual({ code: 1, stdout: "", stderr: "" });
    expect(lstatSync("/dev/null").isCharacterDevice()).toBe(true);
  });

  test("a pipe in the repository is not opened", () => {
    const { run, repo } = scratch({ Dockerfile: shellForm });
    execFileSync("mkfifo", [join(repo, "o.sarif")]);
    expect(run(["--output-file", "o.sarif"])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("it is not a regular file"),
    });
  });

  test("init writes a new file, not through a link", () => {
    const { run, untouched } = scratch({ "Dockerfile": shellForm, "pid1lint.yaml": { link: "../outside/new" } });
    expect(run(["init"])).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/cannot write .*: file already exists/),
    });
    untouched();
    const fresh = scratch({ "Dockerfile": shellForm, ".hadolint.yaml": { link: "../outside/victim" } });
    expect(fresh.run(["init"]).code).toBe(0);
    fresh.untouched("repo/pid1lint.yaml", "repo");
  });
});

describe("--fix writes only what lies in the repository", () => {
  const dockerfile = 'FROM debian:12-slim\nCOPY run.sh /\nCMD ["/run.sh"]\n';

  test("not a script that a link brings in, whichever way", () => {
    const { run, untouched } = scratch({
      "a/Dockerfile": dockerfile,
      "a/run.sh": { link: "../../outside/run.sh" },
      "b/Dockerfile": dockerfile.replace("run.sh /", "in/run.sh /run.sh"),
      "b/in": { link: "../../outside" },
      "c/Dockerfile": { link: "../../outside/Dockerfile" },
      "compose.yaml": { link: "../outside/Dockerfile" },
    });
    for (const args of [
      ["--fix", "--unsafe-fixes"],
      ["--fix", "a/run.sh", "b/in/run.sh", "c/Dockerfile", "compose.yaml"],
      ["--diff"],
      ["--fix", "b/in"],
      ["trace", "--format", "json"],
    ])
      run(args);
    untouched();
  });

  test("what only --context lets it read, it does not write", () => {
    const { run, untouched, root } = scratch({ Dockerfile: dockerfile });
    expect(run(["--fix", "--context", "../outside"]).stdout).toContain(
      "the file is outside the repository; name it to fix it",
    );
    expect(readFileSync(join(root, "outside/run.sh"), "utf8")).not.toContain("exec");
    expect(untouched).toThrow(/canary/);
    expect(run(["--fix", "--context", "../outside", "Dockerfile", "../outside/run.sh"]).code).toBe(0);
    expect(readFileSync(join(root, "outside/run.sh"), "utf8")).toContain("exec gunicorn");
  });
});
