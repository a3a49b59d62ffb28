import { execFileSync } from "node:child_process";
import { symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { buildCommand, shellForm } from "../cli/command.ts";
import { formats } from "../../src/report/formats.ts";
import { removeScratches, scratch } from "./scratch.ts";
import type { Given } from "./scratch.ts";

buildCommand();
removeScratches();

const everything: readonly (readonly string[])[] = [
  // Every format is made in one run.
  formats.flatMap((format, index) => ["--format", index === 0 ? format : `${format}=report.${format}`]),
  ["--fix", "--unsafe-fixes"],
  ["--diff", "--unsafe-fixes"],
  ["trace"],
];

describe("S3: .git is never part of a context", () => {
  test.each<readonly [string, Readonly<Record<string, Given>>]>([
    [
      "COPY of its config",
      { Dockerfile: 'FROM debian:12-slim\nCOPY .git/config /r.sh\nENTRYPOINT ["bash", "/r.sh"]\n' },
    ],
    [
      "COPY of all",
      { Dockerfile: 'FROM debian:12-slim\nWORKDIR /app\nCOPY . .\nENTRYPOINT ["bash", ".git/config"]\n' },
    ],
    ["a wildcard", { Dockerfile: 'FROM debian:12-slim\nCOPY .gi*/con* /\nENTRYPOINT ["bash", "/config"]\n' }],
    [
      "a link to the file",
      {
        "Dockerfile": 'FROM debian:12-slim\nCOPY r.sh /\nENTRYPOINT ["bash", "/r.sh"]\n',
        "r.sh": { link: ".git/config" },
      },
    ],
    [
      "a link to the folder",
      { Dockerfile: 'FROM debian:12-slim\nCOPY g/config /r.sh\nENTRYPOINT ["bash", "/r.sh"]\n', g: { link: ".git" } },
    ],
    [
      "another way round",
      { "Dockerfile": 'FROM debian:12-slim\nCOPY a/../.git/./config /r.sh\nENTRYPOINT ["bash", "/r.sh"]\n', "a/x": "" },
    ],
    [
      "a compose context",
      {
        "compose.yaml": "services:\n  a:\n    build: {context: .git, dockerfile: ../D}\n    command: sh /config\n",
        "D": "FROM debian:12-slim\nCOPY config /\nCMD x\n",
      },
    ],
    [
      "a configured context",
      {
        "pid1lint.yaml": "overrides: [{files: [Dockerfile], context: .git}]\n",
        "Dockerfile": 'FROM debian:12-slim\nCOPY config /\nCMD ["sh", "/config"]\n',
      },
    ],
    ["a described base", { "pid1lint.yaml": "base-images: {x: .git/config}\n", "Dockerfile": "FROM x\nCMD x\n" }],
    ["a Dockerfile that is a link", { Dockerfile: { link: ".git/config" } }],
    ["a compose file that is a link", { "compose.yaml": { link: ".git/config" } }],
    [
      "package.json",
      {
        "Dockerfile": 'FROM node:22\nCOPY package.json .\nCMD ["npm", "start"]\n',
        "package.json": { link: ".git/config" },
      },
    ],
    [".dockerignore", { "Dockerfile": "FROM node:22\nCOPY . .\nCMD x\n", ".dockerignore": { link: ".git/config" } }],
  ])("%s", (_, files) => {
    const { run, untouched } = scratch(files);
    for (const args of everything) run(args);
    run(["-", "--stdin-filename", ".git/config"], { input: shellForm });
    run([".git/config", "--fix"]);
    run([".git"]);
    untouched(
      ...Object.keys(files)
        .filter((name) => typeof files[name] === "string")
        .map((name) => `repo/${name}`),
    );
  });

  test("is said where a start-up needs it", () => {
    const { run } = scratch({
      Dockerfile: 'FROM debian:12-slim\nCOPY .git/config /r.sh\nENTRYPOINT ["bash", "/r.sh"]\n',
    });
    expect(run([]).stdout).toMatch(
      /^Dockerfile:2:1: info: \.git\/config of the build context lies in \.git, which is never read \[not-read\]$/m,
    );
  });
});

describe("S4: nothing outside the repository is read", () => {
  const outside = join("..", "outside");
  test.each<readonly [string, Readonly<Record<string, Given>>]>([
    [
      "a compose context above",
      {
        "compose.yaml": "services:\n  a:\n    build: {context: .., dockerfile: repo/D}\n    command: /run.sh\n",
        "D": 'FROM debian:12-slim\nCOPY outside/run.sh /\nCMD ["/run.sh"]\n',
      },
    ],
    [
      "a compose context that the Dockerfile is found by",
      {
        "compose.yaml": "services: {a: {build: {context: .., dockerfile: repo/Dockerfile}}}\n",
        "Dockerfile": 'FROM debian:12-slim\nCOPY outside/run.sh /\nCMD ["/run.sh"]\n',
      },
    ],
    [
      "a compose dockerfile",
      { "compose.yaml": "services: {a: {build: {context: ., dockerfile: ../outside/Dockerfile}, command: x}}\n" },
    ],
    [
      "a compose context through a link",
      { "compose.yaml": "services: {a: {build: ./l, command: sh /run.sh}}\n", "l": { link: outside } },
    ],
    ["an absolute compose context", { "compose.yaml": "services: {a: {build: /etc, command: x}}\n" }],
    [
      "a configured context",
      {
        "pid1lint.yaml": "overrides: [{files: [Dockerfile], context: ../outside}]\n",
        "Dockerfile": 'FROM debian:12-slim\nCOPY run.sh /\nCMD ["/run.sh"]\n',
      },
    ],
    [
      "a configured context through a link",
      {
        "pid1lint.yaml": "overrides: [{files: [Dockerfile], context: l}]\n",
        "l": { link: outside },
        "Dockerfile": 'FROM debian:12-slim\nCOPY run.sh /\nCMD ["/run.sh"]\n',
      },
    ],
    ["a described base", { "pid1lint.yaml": "base-images: {x: ../outside/Dockerfile}\n", "Dockerfile": "FROM x\n" }],
    [
      "a described base through a link",
      { "pid1lint.yaml": "base-images: {x: l}\n", "l": { link: "../outside/victim" }, "Dockerfile": "FROM x\n" },
    ],
    ["a linked configuration", { "pid1lint.yaml": { link: "../outside/victim" }, "Dockerfile": shellForm }],
    [
      "a linked package.json",
      { "package.json": { link: "../outside/victim" }, "Dockerfile": 'FROM node:22\nCOPY . .\nCMD ["npm", "start"]\n' },
    ],
    ["a linked Dockerfile", { Dockerfile: { link: "../outside/Dockerfile" } }],
    ["a linked compose file", { "compose.yaml": { link: "../outside/Dockerfile" } }],
    ["a linked manifest", { "k8s/a.yaml": { link: "../../outside/Dockerfile" } }],
    [
      "a linked script",
      {
        "Dockerfile": 'FROM debian:12-slim\nCOPY run.sh /\nCMD ["/run.sh"]\n',
        "run.sh": { link: "../outside/run.sh" },
      },
    ],
    [
      "a linked folder",
      { "l/x": "", "in": { link: outside }, "Dockerfile": 'FROM debian:12-slim\nCOPY in/ /\nCMD ["/run.sh"]\n' },
    ],
    ["COPY above the context", { Dockerfile: 'FROM debian:12-slim\nCOPY ../outside/run.sh /\nCMD ["/run.sh"]\n' }],
    [
      "a linked Procfile",
      {
        Dockerfile: 'FROM debian:12-slim\nRUN pip install honcho\nCOPY Procfile .\nCMD ["honcho", "start"]\n',
        Procfile: { link: "../outside/victim" },
      },
    ],
    ["a linked .gitignore", { "Dockerfile": shellForm, ".gitignore": { link: "../outside/victim" } }],
    [
      "a linked .dockerignore",
      { "Dockerfile": "FROM debian\nCOPY . .\nCMD x\n", "Dockerfile.dockerignore": { link: "../outside/victim" } },
    ],
  ])("%s", (_, files) => {
    const { run, untouched } = scratch(files);
    for (const args of everything) run(args);
    run(Object.keys(files));
    untouched(
      ...Object.keys(files)
        .filter((name) => typeof files[name] === "string")
        .map((name) => `repo/${name}`),
    );
  });

  test.each([
    [
      "compose.yaml",
      "services:\n  a:\n    build: ../outside\n    command: x\n",
      /^compose\.yaml:3:12: info: the build context \.\.\/outside, or its Dockerfile, is not read, because it lies outside the repository .*: name a folder that holds both, or allow it with --context \.\.\/outside \[not-read\]$/m,
    ],
    [
      "pid1lint.yaml",
      "overrides: [{files: [Dockerfile], context: ../outside}]\n",
      /^pid1lint: pid1lint\.yaml:1:44: context: "\.\.\/outside" is outside the repository; only the command line may name it: --context \.\.\/outside$/m,
    ],
    [
      "pid1lint.yaml",
      "base-images: {x: ../outside/victim}\n",
      /^pid1lint: pid1lint\.yaml:1:18: base-images\.x: \.\.\/outside\/victim: it is outside the repository; only the command line may name it: --base-image x=\.\.\/outside\/victim$/m,
    ],
  ])("%s: %s gives one clear line", (name, text, expected) => {
    const { run } = scratch({ [name]: text });
    const { stdout, stderr } = run([]);
    expect(stdout + stderr).toMatch(expected);
  });

  test("a link names what it is, and how to go on", () => {
    const { run, repo } = scratch({ Dockerfile: { link: "../outside/Dockerfile" }, l: { link: "../outside" } });
    expect(run(["Dockerfile"])).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(
        /^Dockerfile:1:1: warning: this file is not read: it is outside the repository; name the target of the link instead \[parse-error\]$/m,
      ),
    });
    expect(run(["--context", "l"])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(
        "--context l: it links out of the repository, or lies in .git; name its target instead",
      ),
    });
    expect(run(["l"])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("it links out of the repository; name its target instead"),
    });
    symlinkSync("../outside/victim", join(repo, "pid1lint.yaml"));
    expect(run([])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("it is outside the repository; use --config FILE for one elsewhere"),
    });
  });

  test("the command line may name what lies elsewhere", () => {
    const { run } = scratch({ Dockerfile: 'FROM debian:12-slim\nCOPY run.sh /\nCMD ["/run.sh"]\n' });
    expect(run(["--context", "../outside"]).stdout).toContain("../outside/run.sh:2:1: error");
    expect(run(["../outside/Dockerfile"]).stdout).toContain("../outside/Dockerfile:2:1: error");
    expect(run(["--base-image", "x=../outside/Dockerfile"]).code).toBe(0);
  });

  test("without git the folder that is named is the bound, or the working directory", () => {
    const files = {
      "a/Dockerfile": 'FROM debian:12-slim\nCOPY b/run.sh /\nCMD ["/run.sh"]\n',
      "b/run.sh": "#!/bin/sh\ngunicorn a\n",
      "c/Dockerfile": 'FROM debian:12-slim\nCOPY outside/run.sh /\nCMD ["/run.sh"]\n',
    };
    const { run, untouched } = scratch(files, { archive: true });
    expect(run(["."]).stdout).toContain("b/run.sh:2:1: error");
    expect(run(["repo"], { in: "." }).stdout).toContain("repo/b/run.sh:2:1: error");
    // The working directory may be somebody's home: it is no bound for a folder that is named, and nobody looks above
    // that for a context.
    expect(run(["repo/a"], { in: "." }).stdout).not.toContain("run.sh:2");
    expect(
      run(["repo/c"], { in: "." }).stdout +
        run(["repo/c", "--fix", "--unsafe-fixes"], { in: "." }).stdout +
        run(["repo/c/Dockerfile"], { in: "." }).stdout,
    ).not.toContain("run.sh:2");
    for (const args of everything) run(args);
    untouched("repo/b/run.sh", "repo/a/Dockerfile");
  });

  test("a .git that an archive brings along leads nowhere", () => {
    const { run, untouched } = scratch(
      {
        "work/.git": "gitdir: ../../outside\n",
        "work/Dockerfile": shellForm,
        "sub/.git": "gitdir: ../../outside/modules/x\n",
        "sub/Dockerfile": shellForm,
        ".git": { link: "../outside" },
        "Dockerfile": shellForm,
      },
      { archive: true },
    );
    for (const args of everything) run(args);
    untouched("repo/Dockerfile", "repo/work/Dockerfile", "repo/sub/Dockerfile");
  });
});

describe("S5: only regular files of at most 8 MiB are read", () => {
  const names = [
    ".gitignore",
    "a/.gitignore",
    "pid1lint.yaml",
    "package.json",
    ".dockerignore",
    "Dockerfile.dev",
    "compose.yaml",
    "run.sh",
    "k8s/x.yaml",
    "Dockerfile.py",
  ];
  const dockerfile = 'FROM node:22\nCOPY . /\nENTRYPOINT ["/run.sh"]\nCMD ["npm", "start"]\n';

  test.each(names)("%s is a pipe, an endless device, a link in a circle, or huge", (name) => {
    for (const kind of ["pipe", "device", "circle", "huge"] as const) {
      const { run, repo } = scratch({ "a/x": "", "k8s/y": "", "Dockerfile": dockerfile });
      const path = join(repo, name);
      if (kind === "pipe") execFileSync("mkfifo", [path]);
      else if (kind === "device") symlinkSync("/dev/zero", path);
      else if (kind === "circle") symlinkSync(path, path);
      else {
        writeFileSync(path, "#");
        truncateSync(path, 3 * 1024 ** 3);
      }
      const { code, stderr } = run([], {
        preload:
          "process.on('exit', () => { if (process.resourceUsage().maxRSS > 512 * 1024) process.exitCode = 99; });",
      });
      expect([0, 1, 2]).toContain(code);
      expect(stderr).not.toContain("internal failure");
    }
  });

  test("standard input is not endless either", () => {
    const { run } = scratch({});
    expect(run(["-"], { input: "#".repeat(8 * 1024 ** 2 + 1) })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("larger than 8 MiB"),
    });
  });

  test("a text that is too long costs its own verdict alone", () => {
    const { run } = scratch({
      "a/Dockerfile": `${shellForm}#${"x".repeat(8 * 1024 ** 2)}`,
      "b/Dockerfile": shellForm,
      "c/Dockerfile": 'FROM debian:12-slim\nCOPY run.sh /\nCMD ["/run.sh"]\n',
      "c/run.sh": `#!/bin/sh\ngunicorn a\n#${"x".repeat(8 * 1024 ** 2)}`,
    });
    const { stdout } = run([]);
    expect(stdout).toContain("a/Dockerfile:1:1: warning: cannot read this file: it is larger than 8 MiB");
    expect(stdout).toContain("b/Dockerfile:2:1: error");
    expect(stdout).toContain(
      "c/Dockerfile:2:1: info: run.sh of the build context cannot be read: it is larger than 8 MiB",
    );
  });
});
