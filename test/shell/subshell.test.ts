import { describe, expect, test } from "@jest/globals";
import { shells } from "../../src/known/shells/shells.ts";
import { agreed } from "../../src/shell/dialect.ts";
import { endings, walk } from "./walk.ts";

describe("a child of the shell", () => {
  test.each([
    ["a program in a subshell", "(app)", ["subshell app"]],
    ["exec in a subshell", "(exec app)", ["subshell app"]],
    ["a program that more follows in its subshell", "(app; echo)\n", ["subshell app"]],
    [
      "a program on one of two ways through a subshell",
      "(if [ -f /x ]; then redis-server; fi; app)",
      ["subshell redis-server", "subshell app"],
    ],
    [
      "a program on one of two ways through a pipeline",
      "if [ -f /x ]; then exec redis-server; fi | cat\nexec app",
      ["pipe redis-server", "exec app"],
    ],
    [
      "a program on one of two ways, and nothing on the other",
      'app a\n(if [ -z "$B" ]; then :; else python3 x; fi)',
      ["foreground app a", "subshell python3 x"],
    ],
    [
      "one program on each of two ways",
      '(if [ -z "$B" ]; then app; else python3 x; fi; echo)',
      ["subshell app", "subshell python3 x"],
    ],
    [
      "a program on one of two ways through the first of a pipeline",
      'app a\nif [ -z "$B" ]; then :; else python3 x; fi | cat',
      ["foreground app a", "pipe python3 x"],
    ],
    ["a job that a subshell waits for", "(app & wait)", ["subshell app"]],
    [
      "a job that a subshell waits for, and what it does then",
      "(redis-server & wait; echo)",
      ["subshell redis-server"],
    ],
    ["a subshell that returns, and then the program", "(cd /x; echo)\nexec app", ["exec app"]],
    ["a program in a pipeline", "app | tee log", ["pipe app"]],
    ["exec in a pipeline", "exec app | tee log", ["pipe app"]],
    ["a program at the end of a pipeline", "echo x | app", ["pipe app"]],
    ["a pipeline that returns", "echo x | sed s/x/y/ > f\nexec app", ["exec app"]],
    ["a log that is watched until a line comes", "tail -F /log | grep -q ready\nexec app", ["exec app"]],
    [
      "a log that is watched until its tenth line",
      "if ! tail -f /log | head -10; then exit 1; fi\nexec app",
      ["exec app"],
    ],
    ["a log that is watched by a program that quits at a line", "tail -f /log | sed /ready/q\nexec app", ["exec app"]],
    ["a log that is filtered", "tail -F /log | grep --line-buffered error\nexec app", ["pipe tail -F /log"]],
    ["a log that is watched for a while", "timeout 30 tail -F /log | grep -q ready || exit 1\nexec app", ["exec app"]],
    ["a loop in a subshell", "(while true; do sleep 1; done)", ["subshell (compound)"]],
    ["a group in a pipeline", "{ exec app; } 2>&1 | logger", ["pipe app"]],
    ["exec of a step in a pipeline", "exec ./update 2>&1 | tee log\nexec app", ["exec app"]],
    ["exec of a step in a subshell", "(cd /x && exec ./update)\nexec app", ["exec app"]],
    ["exec of a server in a subshell", "(cd /x && exec redis-server)\nexec app", ["subshell redis-server"]],
    ["exec of a step in a group of a pipeline", "{ date; exec ./update; } | tee log\nexec app", ["exec app"]],
    ["exec of a step in a function of a pipeline", "f() { exec ./update; }\nf | tee log\nexec app", ["exec app"]],
  ])("%s", (_, text, expected) => {
    expect(endings(text)).toEqual(expected);
  });

  test.each([
    ["variables", "A=x\n(A=y)\nexec app $A", "exec app x"],
    ["the folder", "(cd /x)\nexec ./app", "exec ./app"],
    ["parameters", '(shift)\nexec "$@"', "exec app"],
    ["traps", "(trap 'x' TERM)\napp", "foreground app"],
    ["exit", "(exit 1)\nexec app", "exec app"],
    ["what a pipeline sets", "echo y | read A\nA=${A:-x}; exec app", "exec app"],
  ])("does not change its parent: %s", (_, text, expected) => {
    expect(endings(text, { params: ["app"] })).toEqual([expected]);
    const [ending] = walk(text, { params: ["app"] });
    expect(ending?.state.cwd).toBe("/");
    expect(ending?.state.traps.size).toBe(0);
  });
});

describe("`SHELL -c TEXT`", () => {
  test.each([
    ["dash", "app a", "foreground app a"],
    ["bash", "app a", "implicit exec app a"],
    ["ash", "app a", "implicit exec app a"],
    ["zsh", "app a", "implicit exec app a"],
    ["dash", "cd /x && app", "foreground app"],
    ["bash", "cd /x && app", "implicit exec app"],
    ["bash-4", "cd /x && app", "foreground app"],
    ["bash-5.0", "cd /x && app", "implicit exec app"],
    ["bash", "cd /x; app", "implicit exec app"],
    ["bash-5.0", "cd /x; app", "foreground app"],
    ["bash", "app > f", "foreground app"],
    ["ash", "app > f", "implicit exec app"],
    ["bash", "(app)", "subshell app"],
    ["ash", "(app)", "implicit exec app"],
    ["bash", "{ app; }", "foreground app"],
    ["ash", "{ app; }", "implicit exec app"],
    ["ash", "if true; then app; fi", "implicit exec app"],
    ["ash", "{ app; } > f", "foreground app"],
    ["zsh", "{ app; } > f", "implicit exec app"],
    ["ash", "app\n", "foreground app"],
    ["bash", "app\n", "implicit exec app"],
    ["bash", "helper & app", "foreground app"],
    ["ash", "helper & app", "implicit exec app"],
    ["bash", "A=1 app", "implicit exec app"],
    ["bash", "command app", "implicit exec app"],
    ["dash", "command app", "foreground app"],
    ["bash", "app; echo", "foreground app"],
    ["ash", "app && echo", "foreground app"],
    ["zsh", "! app", "foreground app"],
    ["ash", "app | cat", "pipe app"],
    ["ash", "f() { app; }; f", "foreground app"],
    ["bash", "trap 'x' TERM; app", "foreground app"],
    ["ash", "while true; do app; done", "loop app"],
    ["dash", "exec app", "exec app"],
    ["ash", "app <<E\nhi\nE", "foreground app"],
    ["zsh", "app <<E\nhi\nE", "implicit exec app"],
    ["ash", "(app) > f", "implicit exec app"],
    ["bash", "(app) > f", "subshell app"],
  ] as const)("%s with %j: %s", (shell, text, expected) => {
    expect(endings(text, { shells: [shell], dashC: true })).toEqual([expected]);
  });

  test("no shell replaces itself with the last command of a script file", () => {
    for (const shell of ["dash", "bash", "ash", "zsh"] as const)
      expect(endings("set -e\napp", { shells: [shell] })).toEqual(["foreground app"]);
  });

  test("which shell runs is not known: what they agree on counts", () => {
    const either = { shells: ["dash", "bash", "ash"] as const, dashC: true };
    expect(endings("app", either)).toEqual(["maybe implicit foreground app"]);
    expect(endings("app; echo", either)).toEqual(["foreground app"]);
    expect(endings("exec app", either)).toEqual(["exec app"]);
    expect(endings("(app)", either)).toEqual(["subshell app"]);
  });

  test.each([
    [[true, true], true],
    [[false, false], false],
    [[true, false], "unknown"],
    [[], true],
  ] as const)("%j agree on %s", (values, expected) => {
    expect(agreed(values)).toBe(expected);
  });

  test("every shell that replaces itself in a compound command does so for a single one", () => {
    for (const row of Object.values(shells)) expect(row.replacesInCompound && !row.replacesSingle).toBe(false);
  });
});
