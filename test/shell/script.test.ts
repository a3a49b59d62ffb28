import { describe, expect, test } from "@jest/globals";
import { endings, slots, walk } from "./walk.ts";
import type { Around } from "./walk.ts";

const app: Around = { params: ["app"] };

describe("a script ends", () => {
  test.each([
    ["in the program that exec names", 'set -e\nexec "$@"', ["exec app"]],
    ["in the program without exec, as a child", 'set -e\n"$@"', ["foreground app"]],
    ["with nothing to stop, where it runs only builtins", "cd /x; echo hi; umask 077", ["end"]],
    ["with nothing, where it is empty", "", ["end"]],
    ["in the last program that it ran", "migrate\napp\necho done", ["foreground app"]],
    ["at exec, whatever follows", "exec app\nother", ["exec app"]],
    ["in a program that stays, whatever follows", "nginx -g 'daemon off;'\nother", ["foreground nginx -g daemon off;"]],
    [
      "in both branches of a condition that is open",
      "if [ -f /x ]; then exec a; else exec b; fi",
      ["exec a", "exec b"],
    ],
    ["in the branch that is known", 'if [ "$1" = app ]; then exec a; else exec b; fi', ["exec a"]],
    ["behind an if that may pass", "if [ -f /x ]; then exec a; fi\nexec b", ["exec a", "exec b"]],
    ["in an elif", 'if [ "$1" = x ]; then exec a; elif [ "$1" = app ]; then exec b; fi; exec c', ["exec b"]],
    ["in a branch of case", 'case "$1" in app) exec a;; *) exec b;; esac', ["exec a"]],
    ["in a function", 'main() { exec "$@"; }\nmain "$@"', ["exec app"]],
    ["in the function that is defined last", "f() { exec a; }; f() { exec b; }; f", ["exec b"]],
    ["with the function's own parameters", 'f() { exec run "$1"; }\nf x', ["exec run x"]],
    ["with the script's parameters after a function's return", 'f() { return 0; }\nf x\nexec "$@"', ["exec app"]],
    ["in a sourced file", ". /inner.sh", ["exec app"]],
    ["in what eval runs", 'eval "exec $1 b"', ["exec app b"]],
    ["after `set --`", 'set -- run "$@"\nexec "$@"', ["exec run app"]],
    ["after `shift`", 'shift\nexec x "$@"', ["exec x"]],
    ["not in what exec runs with options, which dash has not", 'exec -a name "$@"', ["end"]],
    ["not at an exec that only redirects", "exec > /log 2>&1\napp", ["foreground app"]],
    ["not at a program whose name is a variable's folder", "exec $HOME/bin/app", ["exec ?app"]],
    ["in the program behind `command`", "command app", ["foreground app"]],
    ["not at `command -v`", "command -v app\nexec b", ["exec b"]],
    ["in the right side of &&", "prepare && exec app", ["exec app"]],
    ["not in the right side of || behind what is known to succeed", "true || exec a\nexec b", ["exec b"]],
    ["in the right side of || behind what is known to fail", "false || exec a\nexec b", ["exec a"]],
    ["at `exit` behind the program", "app\nexit $?", ["foreground app"]],
    [
      "at `exit` with a usage text only where there is no other way",
      'if [ -z "$X" ]; then echo usage; exit 1; fi\nexec app',
      ["exec app"],
    ],
    ["not behind the program that had to succeed for what follows", "/prepare || exit $?\nexec app", ["exec app"]],
    ["not at a log that is watched for a while", "timeout 30 tail -F /log\nexec app", ["exec app"]],
    [
      "in a server with a time limit, where nothing follows",
      "timeout 30 nginx -g 'daemon off;'",
      ["foreground timeout 30 nginx -g daemon off;"],
    ],
    ["behind a server with a time limit", "timeout 30 nginx -g 'daemon off;'\nexec app", ["exec app"]],
    ["not at a server that returns, since more follows it", "nginx -g 'pid /run/x.pid;'\nexec app", ["exec app"]],
    ["not at a server that returns, before &&", "nginx && exec app", ["exec app"]],
    ["in a server that may stay, where nothing follows", "nginx", ["foreground nginx"]],
    ["not at a server that only says what it can", "nginx -h\nexec app", ["exec app"]],
    [
      "not in a program that cleans up behind the wait",
      "trap 'kill $p' TERM\napp & p=$!\nwait $p\n/cleanup now",
      ["wait app"],
    ],
    ["in the program behind a wait for a step", "prepare & p=$!\nwait $p\napp", ["foreground app"]],
    ["not where it prints its environment", "app\nenv | sort\nenv", ["foreground app"]],
    ["with `return` at its top", "return 0\nexec app", ["end"]],
    ["where a negated command decides", "! false && exec a\nexec b", ["exec a"]],
  ])("%s", (_, text, expected) => {
    expect(endings(text, { ...app, sources: { "/inner.sh": "exec app" } })).toEqual(expected);
  });
});

test("a function that is given an array has no loop over its arguments that never ends", () => {
  expect(
    endings('f() { while [ $# -gt 0 ]; do shift 2; done; }\nf "${options[@]}"\nexec app', { ...app, shells: ["bash"] }),
  ).toEqual(["exec app"]);
});

describe("what cannot be followed is unknown", () => {
  test.each([
    ["a syntax error", "if a; then", "cannot be parsed"],
    ["a sourced file that is not there, and nothing after it", ". /missing.sh", "/missing.sh is sourced"],
    ["a sourced file that is not there, behind a step", "/prepare\n. /missing.sh", "/missing.sh is sourced"],
    ["eval of what is not known", "eval $X", "eval"],
    [
      "a call that may be that of a function from a missing file",
      ". /missing.sh\nstart_app",
      "start_app may be a function",
    ],
    ["a function that calls itself", "f() { f; }\nf", "nested too deeply"],
  ])("%s", (_, text, reason) => {
    const [ending, ...rest] = walk(text, app);
    expect(rest).toEqual([]);
    expect(ending?.kind).toBe("unknown");
    expect(ending?.kind === "unknown" ? ending.reason : "").toContain(reason);
  });

  test.each([
    ["a known program after a missing file", ". /missing.sh\nnode server.js", "foreground node server.js"],
    ["a path after a missing file", ". /missing.sh\n/app/run", "foreground /app/run"],
    ["exec after a missing file", ". /missing.sh\nexec start_app", "exec start_app"],
  ])("but %s", (_, text, expected) => {
    expect(endings(text)).toEqual([expected]);
  });
});

describe("exec can be written before the last program", () => {
  test.each([
    ["at the end", "set -e\napp a", "set -e\nexec app a"],
    ["behind assignments", "A=1 app", "A=1 exec app"],
    ["behind &&", "cd /x && app", "cd /x && exec app"],
    ["before a redirection", "app > log 2>&1", "exec app > log 2>&1"],
    ["behind a redirection", "> log app", "> log exec app"],
    ["in a branch", "if [ -f /x ]; then app; fi", "if [ -f /x ]; then exec app; fi"],
    ["in a group", "{ echo; app; }", "{ echo; exec app; }"],
    ["in a function that is called once, at the end", "main() { app; }\nmain", "main() { exec app; }\nmain"],
    ["before `exit`", "app\nexit", "exec app\nexit"],
    ["before `exit $?`", "app\nexit $?", "exec app\nexit $?"],
    ["under `set -e`", "set -eu\napp", "set -eu\nexec app"],
    ["where a trap only ignores", "trap '' HUP\napp", "trap '' HUP\nexec app"],
    ["before gosu", "gosu www app", "exec gosu www app"],
  ])("%s", (_, text, expected) => {
    expect(slots(text)).toEqual([expected]);
  });

  test("in every branch that can be taken", () => {
    const text = 'case "$MODE" in a) app a;; *) app b;; esac';
    expect(slots(text)).toEqual([text.replace("app a", "exec app a"), text.replace("app b", "exec app b")]);
  });
});

describe("exec would change the script where", () => {
  test.each([
    ["something follows", "app\necho done", "other commands follow it"],
    ["`exit 0` follows", "app\nexit 0", "other commands follow it"],
    ["|| follows", "app || exit 1", "`||` follows it"],
    ["&& follows", "app && echo done", "`&&` follows it"],
    ["it is in a loop", "while true; do app; done", "it runs in a loop"],
    ["it is in a subshell", "(app)", "it runs in a subshell"],
    ["it is in a pipeline", "app | tee log", "it is part of a pipeline"],
    ["it is negated", "! app", "its status is negated"],
    ["it is timed", "time app", "`time` measures it"],
    ["it is a condition", "if app; then echo; fi", "its status decides an `if`"],
    ["a trap would be lost", "trap 'rm -f /pid' EXIT\napp", "the trap on EXIT would be lost"],
    ["a job would be left", "helper &\napp", "nothing would forward signals to the background processes before it"],
    ["its function is called twice", "run() { app; }\nrun a\nrun b", "the function run is called from several places"],
    ["the function's call is redirected", "main() { app; }\nmain > log", "the call of its function is redirected"],
    ["the function does more behind it", "main() { app; echo; }\nmain", "other commands follow it"],
    ["more follows the function's call", "main() { app; }\nmain\necho", "other commands follow it"],
    ["a builtin runs it", "command app", "it is run by a builtin"],
    [
      "its heredoc sets a variable",
      "A=1 app <<EOF\n${A:=5}\nEOF",
      "its redirection sets a variable, which the program would get to see",
    ],
    [
      "the file's name sets a variable",
      "app > ${LOG:=/log}",
      "its redirection sets a variable, which the program would get to see",
    ],
    [
      "its heredoc counts",
      "app <<EOF\n$((N+=1))\nEOF",
      "its redirection sets a variable, which the program would get to see",
    ],
    ["su would stay in front of it", "su www -c app", "su stays the parent of the program, whatever stands before it"],
  ])("%s", (_, text, reason) => {
    expect(slots(text)).toEqual([reason]);
  });
});

describe("the state when the program starts", () => {
  const state = (text: string, around: Around = {}) => {
    const [ending] = walk(text, around);
    return ending?.kind === "exec" || ending?.kind === "foreground" ? ending.running : undefined;
  };

  test.each([
    ["cd /srv\nexec app", "/srv"],
    ["cd srv/x\nexec app", "/home/srv/x"],
    ['cd "$X"\nexec app', "unknown"],
    ["(cd /srv)\nexec app", "/home"],
    ["cd /srv && cd www && exec app", "/srv/www"],
    ["cd\nexec app", "unknown"],
    ["cd -P /srv\nexec app", "/srv"],
    ["f() { cd /srv; }; f\nexec app", "/srv"],
    ["pushd /srv\nexec app", "unknown"],
    ["cd -\nexec app", "unknown"],
  ])("%j: its folder is %s", (text, cwd) => {
    expect(state(text, { cwd: "/home", shells: ["bash"] })?.state.cwd).toBe(cwd);
  });

  test("carries the assignments before it", () => {
    expect([...(state("A=1 B=$UNSET exec app")?.env ?? [])].map(([name, { value }]) => `${name}=${value}`)).toEqual([
      "A=1",
      "B=unknown",
    ]);
  });

  test("is marked where the script has run the same program before and gone on", () => {
    expect(state("prepare x\nprepare x")?.returns).toBe(true);
    expect(state("prepare x\nother x")?.returns).toBe(false);
  });
});
