import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { buildCommand, commandLine, folderWith, shellForm } from "../cli/command.ts";

buildCommand();

/**
 * A folder with a Dockerfile and a command `pid1lint` that prints what it was called with, and the environment in which
 * a shell finds that.
 */
function surroundings(): { readonly folder: string; readonly env: Readonly<Record<string, string>> } {
  const folder = folderWith({ "api/Dockerfile": shellForm });
  mkdirSync(join(folder, "bin"));
  const command = join(folder, "bin/pid1lint");
  writeFileSync(
    command,
    `#!/bin/sh\n[ "$1" = completion ] && exec ${commandLine()} "$@"\nprintf '<%s>' "$@" && echo\n`,
  );
  chmodSync(command, 0o755);
  return {
    folder,
    env: { PATH: `${join(folder, "bin")}:${process.env["PATH"] ?? ""}`, TERM: "dumb", HOME: folder, LANG: "C.UTF-8" },
  };
}

describe("zsh", () => {
  test("Tab completes commands, rules, options, their values and files", () => {
    const { folder, env } = surroundings();
    // A shell in a terminal of its own, and one that types: it goes on when it sees what a key should bring.
    const steps = [
      ["pid1lint expl\\t", "ain"],
      ["missing-ex\\t", "ec"],
      ["\\n", "<explain>"],
      ["pid1lint --fix=missing-exec,missing-i\\t", "nit"],
      ["ap\\t", "i"],
      ["\\n", "<--fix="],
      ["pid1lint --rule missing-exec=o\\t", "ff"],
      ["\\n", "<--rule>"],
      ["pid1lint --format sarif=ap\\t", "i"],
      ["\\n", "<--format>"],
    ];
    const script = `zmodload zsh/zpty
keys() { zpty -w -n shell "$1"; zpty -r shell text "*$2*" && print -rn -- $text }
zpty shell zsh -f -i
keys $'autoload -Uz compinit; compinit -u -D; eval "$(pid1lint completion zsh)"; print sta\\'\\'rted\\n' started
${steps.map(([typed, seen]) => `keys $'${typed}' '${seen}'`).join("\n")}
zpty -r shell text $'*\\n*' && print -r -- $text
zpty -d shell`;
    // zsh takes a slash away that it has put at the end.
    const output = execFileSync("zsh", ["-f", "-c", script], { cwd: folder, env, encoding: "utf8", timeout: 200_000 });
    expect(output.match(/^(?:<[^>\n]*>)+/gm)).toEqual([
      "<explain><missing-exec>",
      "<--fix=missing-exec,missing-init><api>",
      "<--rule><missing-exec=off>",
      "<--format><sarif=api>",
    ]);
  });
});

describe("fish", () => {
  const { folder, env } = surroundings();
  const offered = (typed: string): readonly string[] =>
    execFileSync("fish", ["--no-config", "-c", `pid1lint completion fish | source; complete -C '${typed}'`], {
      cwd: folder,
      env,
      encoding: "utf8",
    })
      .trim()
      .split("\n");

  test.each([
    ["pid1lint ex", ["explain"]],
    ["pid1lint explain missing-e", ["missing-exec"]],
    ["pid1lint --fix=missing-exec,missing-i", ["--fix=missing-exec,missing-init"]],
    ["pid1lint --rule missing-exec=o", ["missing-exec=off"]],
    ["pid1lint --fail-on w", ["warning"]],
    ["pid1lint ap", ["api/"]],
    ["pid1lint --format sarif=ap", ["sarif=api/"]],
  ])("completes %s", (typed, words) => {
    expect(offered(typed)).toEqual(words);
  });
});
