import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { buildCommand, commandWords } from "../cli/command.ts";
import { removeScratches, scratch } from "../attacks/scratch.ts";
import type { Given } from "../attacks/scratch.ts";

buildCommand();
removeScratches();

/**
 * Files outside of a repository, and in its `.git`, that the command opens, as strace sees it. Folders are no files.
 */
function opened(root: string, repo: string, args: readonly string[]): readonly string[] {
  const log = join(root, "..", `${root.split("/").at(-1)}.strace`);
  spawnSync(
    "strace",
    [
      "-f",
      "-qq",
      "-y",
      "-e",
      "trace=open,openat,openat2,creat,rename,renameat,renameat2,unlink,unlinkat,link,linkat,execve",
      "-o",
      log,
      process.execPath,
      ...commandWords(),
      ...args,
    ],
    { cwd: repo },
  );
  const lines = readFileSync(log, "utf8")
    .split("\n")
    .filter((line) => !line.includes("O_DIRECTORY") && / = (?:\d|-1 E(?!NOENT))/.test(line));
  return lines
    .filter((line) => line.includes(`${root}/outside`) || line.includes(`${repo}/.git/`))
    .filter((line) => !/info\/exclude"/.test(line));
}

describe("what is not to be read is not opened either", () => {
  const outside = "../outside";
  test.each<readonly [string, Readonly<Record<string, Given>>]>([
    [
      "links",
      {
        "Dockerfile": { link: "../outside/Dockerfile" },
        "compose.yaml": { link: "../outside/victim" },
        "pid1lint.yaml": { link: "../outside/victim" },
        "package.json": { link: "../outside/victim" },
      },
    ],
    [
      "ignore files",
      {
        "Dockerfile": 'FROM debian\nCOPY . .\nCMD ["run.sh"]\n',
        ".gitignore": { link: "../outside/victim" },
        ".dockerignore": { link: "../outside/victim" },
        "a/.gitignore": { link: "../../outside/victim" },
      },
    ],
    [
      "a script",
      {
        "Dockerfile": 'FROM debian:12-slim\nCOPY run.sh l/run.sh /\nCMD ["/run.sh"]\n',
        "run.sh": { link: "../outside/run.sh" },
        "l": { link: outside },
      },
    ],
    [
      "contexts",
      {
        "compose.yaml":
          "services:\n  a: {build: {context: .., dockerfile: repo/D}, command: sh /run.sh}\n  b: {build: ../outside, command: x}\n  c: {build: ./l, command: y}\n",
        "D": "FROM debian\nCOPY outside/run.sh /\nCMD x\n",
        "l": { link: outside },
      },
    ],
    ["settings", { "pid1lint.yaml": "base-images: {x: ../outside/Dockerfile}\n", "Dockerfile": "FROM x\n" }],
    [
      "git's own",
      {
        Dockerfile: 'FROM debian:12-slim\nCOPY .git/config g/HEAD /\nENTRYPOINT ["bash", "/config"]\n',
        g: { link: ".git" },
      },
    ],
    [
      "a .git that leads elsewhere",
      { "sub/.git": "gitdir: ../../outside\n", "sub/Dockerfile": "FROM debian\nCMD x\n" },
    ],
  ])("%s", (_, files) => {
    const { root, repo } = scratch(files);
    for (const args of [[], ["--fix", "--unsafe-fixes"], ["trace"], Object.keys(files)])
      expect(opened(root, repo, args)).toEqual([]);
  });

  test("and what is opened shows in this test", () => {
    const { root, repo } = scratch({ Dockerfile: 'FROM debian:12-slim\nCOPY run.sh /\nCMD ["/run.sh"]\n' });
    expect(opened(root, repo, ["--context", "../outside"]).join("\n")).toMatch(/outside\/run\.sh/);
  });
});
