import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { complete, completion } from "../../src/cli/arguments/completion.ts";
import { rules } from "../../src/index.ts";
import { buildCommand, commandLine, folderWith, pid1lint, shellForm } from "./command.ts";

buildCommand();
const ids = rules.map((rule) => rule.id);
const offered = (...words: readonly string[]): readonly string[] => complete(words, ids).words;

describe("what is offered", () => {
  test("commands and files for the first word, then files", () => {
    expect(complete(["t"], ids)).toEqual({ words: ["trace"], files: true });
    expect(complete(["trace", ""], ids)).toEqual({ words: [], files: true });
    expect(complete(["api", "t"], ids)).toEqual({ words: [], files: true });
    expect(complete(["rules", ""], ids)).toEqual({ words: [], files: false });
    expect(complete(["--", "t"], ids)).toEqual({ words: [], files: true });
  });

  test("every command and every option that the help names, and no other", () => {
    const named = (text: string): readonly string[] =>
      [...new Set([...text.matchAll(/^ +(?:-h, )?--([a-z-]+)/gm)].map((match) => `--${match[1]}`))].sort();
    const { stdout } = pid1lint("/", ["--help"]);
    expect([...offered("--"), "--version"].sort()).toEqual(named(stdout));
    expect([...offered("verify", "--")].sort()).toEqual(named(pid1lint("/", ["verify", "--help"]).stdout));
    expect([...offered("")].sort()).toEqual(
      [...new Set([...stdout.matchAll(/^ +pid1lint ([a-z]+) .*  /gm)].map((match) => match[1]))].sort(),
    );
  });

  test("only options that the command takes", () => {
    expect(offered("trace", "--f")).toEqual(["--format"]);
    expect(offered("explain", "--")).toEqual(["--color", "--help"]);
  });

  test("values of options, in a word of their own or after =", () => {
    expect(offered("--fail-on", "e")).toEqual(["error"]);
    expect(offered("--fail-on=n")).toEqual(["--fail-on=never"]);
    expect(offered("--format", "j")).toEqual(["json", "junit"]);
    expect(offered("trace", "--format", "")).toEqual(["text", "tree", "json"]);
    expect(offered("verify", "--format", "")).toEqual(["text", "json"]);
    expect(complete(["--format", "sarif=out"], ids)).toEqual({ words: [], files: true });
    expect(complete(["--context", "a"], ids)).toEqual({ words: [], files: true });
    expect(complete(["--target", ""], ids)).toEqual({ words: [], files: false });
  });

  test("ids of rules", () => {
    expect(offered("explain", "missing-")).toEqual(["missing-exec", "missing-init"]);
    expect(offered("--rule", "missing-e")).toEqual(["missing-exec="]);
    expect(offered("--rule", "missing-exec=o")).toEqual(["missing-exec=off"]);
    expect(offered("--fix=missing-exec,missing-i")).toEqual(["--fix=missing-exec,missing-init"]);
    expect(offered("--fix", "missing-i")).toEqual([]);
  });

  test("to bash the rest after =, since that ends a word there", () => {
    expect(completion(["bash", "--fail-on", "=", "e"], ids)).toBe("error\n");
    expect(completion(["bash", "--rule", "missing-exec", "="], ids)).toBe("off\nerror\nwarning\ninfo\n");
    expect(completion(["bash", "--fail-on=e"], ids)).toBe("--fail-on=error\n");
    expect(completion(["zsh", "--fail-on=e"], ids)).toBe("--fail-on=error\n");
  });
});

describe("in a real bash", () => {
  /** What the command was called with in the end, a line each, after keys were typed in an interactive shell. */
  function typed(keys: string): readonly string[] {
    const folder = folderWith({ "api/Dockerfile": shellForm, "my own.Dockerfile": shellForm });
    mkdirSync(join(folder, "bin"));
    const command = join(folder, "bin/pid1lint");
    writeFileSync(
      command,
      `#!/bin/sh\n[ "$1" = completion ] && exec ${commandLine()} "$@"\nprintf '<%s>' "$@" && echo\n`,
    );
    chmodSync(command, 0o755);
    const input = `eval "$(pid1lint completion bash)"\n${keys}exit\n`;
    const env = {
      PATH: `${join(folder, "bin")}:${process.env["PATH"] ?? ""}`,
      TERM: "dumb",
      INPUTRC: "/dev/null",
      HISTFILE: "/dev/null",
      HOME: folder,
    };
    const { stdout } = spawnSync("bash", ["--norc", "--noprofile", "-i"], {
      cwd: folder,
      input,
      env,
      encoding: "utf8",
    });
    return stdout.split("\n").filter((line) => line.startsWith("<"));
  }

  test("Tab completes commands, rules, options, their values and files", () => {
    const lines = [
      "expl\tmissing-ex\t",
      "--fix=missing-exec,missing-in\t ap\t",
      "--rule missing-exec=of\t",
      "--fail-on=er\t",
      "--format sarif=ap\t",
      "m\t",
      "--conte\tap\t",
    ];
    expect(typed(lines.map((line) => `pid1lint ${line}\n`).join(""))).toEqual([
      "<explain><missing-exec>",
      "<--fix=missing-exec,missing-init><api/>",
      "<--rule><missing-exec=off>",
      "<--fail-on=error>",
      "<--format><sarif=api/>",
      "<my own.Dockerfile>",
      "<--context><api/>",
    ]);
  });
});

describe("pid1lint completion", () => {
  test("prints a script that the shell understands", () => {
    const { code, stdout } = pid1lint("/", ["completion", "bash"]);
    expect(code).toBe(0);
    execFileSync("bash", ["-n"], { input: stdout });
  });

  test("names the shells that it knows", () => {
    expect(pid1lint("/", ["completion", "bsh"])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('bash, zsh or fish; did you mean "bash"?'),
    });
    expect(pid1lint("/", ["completion"]).stderr).toContain("pid1lint completion needs a shell");
  });
});
