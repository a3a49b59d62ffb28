import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { buildCommand, commandLine, execForm, folderWith, git, shellForm } from "../cli/command.ts";

buildCommand();

const page = readFileSync("docs/hooks.md", "utf8");
const section = (title: string): string => page.split(/^## /m).find((part) => part.startsWith(`${title}\n`)) ?? "";
const block = (text: string, language: string): string =>
  new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, "m").exec(text)?.[1] ?? "";

const env = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^npm_(?!config_(?:registry|userconfig|cache)$)|^CI$/i.test(name)),
);

/**
 * A repository with tools from npm, files of its own and `pid1lint` among its commands; what has been committed is in
 * order.
 */
function repository(tools: readonly string[], files: Readonly<Record<string, string>>): string {
  const folder = folderWith({
    ".gitignore": "node_modules\n",
    "app/Dockerfile": execForm,
    "notes.md": "notes\n",
    "package.json": "{}\n",
    ...files,
  });
  git(folder, "init", "-q");
  execFileSync("npm", ["install", "--no-audit", "--no-fund", "--prefer-offline", "--save-dev", ...tools], {
    cwd: folder,
    env,
    stdio: "pipe",
  });
  const command = join(folder, "node_modules/.bin/pid1lint");
  mkdirSync(dirname(command), { recursive: true });
  writeFileSync(command, `#!/bin/sh\nexec ${commandLine()} "$@"\n`);
  chmodSync(command, 0o755);
  git(folder, "config", "user.name", "test");
  git(folder, "config", "user.email", "test@localhost");
  git(folder, "add", ".");
  git(folder, "commit", "-q", "--no-verify", "-m", "start");
  return folder;
}

/** Writes a file and commits it; the exit code, and what was said. */
function commit(folder: string, name: string, text: string): { readonly code: number | null; readonly said: string } {
  writeFileSync(join(folder, name), text);
  git(folder, "add", name);
  const { status, stdout, stderr } = spawnSync("git", ["commit", "-m", name], { cwd: folder, env, encoding: "utf8" });
  return { code: status, said: stdout + stderr };
}

function refusesAndPasses(folder: string): void {
  const refused = commit(folder, "app/Dockerfile", shellForm);
  expect(refused.said).toContain("[shell-form-cmd]");
  expect(refused.code).toBe(1);
  expect(commit(folder, "app/Dockerfile", `${execForm}# as it was\n`)).toMatchObject({ code: 0 });
  expect(commit(folder, "notes.md", "more notes\n")).toMatchObject({ code: 0 });
  expect(git(folder, "log", "--format=%s").trim().split("\n")).toEqual(["notes.md", "app/Dockerfile", "start"]);
}

describe("the configurations of docs/hooks.md", () => {
  test("lefthook", () => {
    const folder = repository(["lefthook"], { "lefthook.yml": block(section("lefthook"), "yaml") });
    execFileSync("npx", ["lefthook", "install"], { cwd: folder, env, stdio: "pipe" });
    refusesAndPasses(folder);
  });

  test("lefthook that mends", () => {
    const yaml = block(section("lefthook"), "yaml").replace(
      "npx pid1lint {staged_files}",
      "npx pid1lint --fix {staged_files}\n      stage_fixed: true",
    );
    const folder = repository(["lefthook"], { "lefthook.yml": yaml });
    execFileSync("npx", ["lefthook", "install"], { cwd: folder, env, stdio: "pipe" });
    expect(commit(folder, "app/Dockerfile", `${shellForm}# mended\n`)).toMatchObject({ code: 0 });
    expect(git(folder, "show", "HEAD:app/Dockerfile")).toBe(`${execForm}# mended\n`);
  });

  test("husky and lint-staged", () => {
    const own = section("husky and lint-staged");
    const folder = repository(["husky", "lint-staged"], {
      "package.json": block(own, "json"),
      ".husky/pre-commit": block(own, "sh"),
    });
    execFileSync("npx", ["husky"], { cwd: folder, env, stdio: "pipe" });
    refusesAndPasses(folder);
  });

  test("no tool", () => {
    const folder = repository([], {});
    execFileSync("sh", ["-c", block(section("Without a tool"), "sh")], { cwd: folder });
    refusesAndPasses(folder);
  });
});
