import { describe, expect, test } from "@jest/globals";
import { join, Ways } from "../../src/shell/state/join.ts";
import { Budget } from "../../src/shell/state/budget.ts";
import type { Value } from "../../src/shell/state/field.ts";
import { Table } from "../../src/shell/state/table.ts";
import { endings, slots, start, walk } from "./walk.ts";
import type { Around } from "./walk.ts";

describe("a loop", () => {
  const ways: readonly (readonly [what: string, text: string, expected: readonly string[], around?: Around])[] = [
    ["that never ends and runs only utilities is where the script stays", "while true; do sleep 1; done", ["loop"]],
    ["that never ends and only tests", "while :; do [ -f /x ] || continue; done", ["loop"]],
    ["`until false`", "until false; do sleep 1; done", ["loop"]],
    ["`for ((;;))`", "for ((;;)); do sleep 1; done", ["loop"], { shells: ["bash"] }],
    [
      "that sleeps for ever in its first round is no loop",
      "while true; do sleep infinity; done",
      ["foreground sleep infinity"],
    ],
    ["that starts the program again and again", "while true; do app; sleep 1; done", ["loop app"]],
    ["that waits for a job each time comes to wait again", "app &\nwhile true; do wait $!; done", ["wait again app"]],
    ["that shifts words away", 'set -- a b c d e app\nfor i in 1 2 3 4 5; do shift; done\nexec "$@"', ["exec app"]],
    ["that counts its rounds", "n=0\nfor i in 1 2 3 4 5 6; do n=$((n+1)); done\n[ $n = 6 ] && exec app", ["exec app"]],
    ["that never runs its body", "while false; do exec a; done\nexec b", ["exec b"]],
    ["that ends by its condition", "while [ ! -f /ready ]; do sleep 1; done\nexec app", ["exec app"]],
    [
      "that a flag ends when a program has succeeded",
      "UP=0\nwhile [ $UP = 0 ]; do UP=1; probe || UP=0; done\nexec app",
      ["exec app"],
    ],
    [
      "that a flag ends by `$?`",
      "ok=no\nuntil [ $ok = yes ]; do probe; [ $? -eq 0 ] && ok=yes; sleep 1; done\nexec app",
      ["exec app"],
    ],
    [
      "that a flag ends by the status of a function",
      "ready() { probe; }\nup=false\nwhile ! $up; do if ready; then up=true; fi; done\nexec app",
      ["exec app"],
    ],
    ["that break ends", "while true; do if check; then break; fi; sleep 1; done\nexec app", ["exec app"]],
    [
      "that starts the program at some time",
      "while true; do if nc -z db 1; then exec app; fi; sleep 1; done",
      ["exec app"],
    ],
    [
      "that starts the program in the foreground at some time",
      "while true; do if nc -z db 1; then gunicorn app; fi; sleep 1; done",
      ["foreground gunicorn app"],
    ],
    [
      "that `return` ends",
      "f() { while true; do if nc -z db 1; then return; fi; sleep 1; done; }\nf\nexec app",
      ["exec app"],
    ],
    [
      "that `return` ends, in an arithmetic loop",
      "f() { for ((;;)); do nc -z db 1 && return; sleep 1; done; }\nf\nexec app",
      ["exec app"],
      { shells: ["bash"] },
    ],
    [
      "that a break in an arithmetic loop ends",
      "for ((;;)); do nc -z db 1 && break; sleep 1; done\nexec app",
      ["exec app"],
      { shells: ["bash"] },
    ],
    ["in a subshell that ends", "(while true; do nc -z db 1 && break; sleep 1; done)\nexec app", ["exec app"]],
    [
      "that break ends in front of nothing",
      "while true; do if nc -z db 1; then break; fi; sleep 1; done\necho gone",
      ["loop"],
    ],
    [
      "that a failed check ends, and the script",
      "while true; do if ! nc -z db 1; then exit 1; fi; sleep 1; done",
      ["loop"],
    ],
    [
      "that watches a job, and is left when it is gone",
      "app &\nwhile true; do nc -z db 1 || break; sleep 1; done",
      ["loop"],
    ],
    ["that waits for a command to succeed", "until nc -z db 5432; do sleep 1; done\nexec app", ["exec app"]],
    ["whose body may never run", 'for f in /init.d/*; do . "$f"; done\nexec app', ["exec app"]],
    ["over words that are written out", "for i in 1 2; do exec app $i; done\nexec b", ["exec app 1"]],
    ["over words that may be none", "for i in $LIST; do exec app; done\nexec b", ["exec app", "exec b"]],
    ["over words that are written out, to its end", "for i in 1 2; do echo; done\nexec app $i", ["exec app 2"]],
    ["that counts", 'n=0\nwhile [ "$n" -lt 30 ]; do sleep 1; n=$((n+1)); done\nexec app', ["exec app"]],
    ["that counts by the way", "n=9\nuntil [ $n -le 0 ]; do sleep 1; : $(( n -= 1 )); done\nexec app", ["exec app"]],
    ["that counts with expr", "n=0\nwhile [ $n -lt 30 ]; do sleep 1; n=`expr $n + 1`; done\nexec app", ["exec app"]],
    [
      "that counts in an arithmetic command",
      "n=0\nwhile [ $n -lt 30 ]; do sleep 1; ((n++)); done\nexec app",
      ["exec app"],
      { shells: ["bash"] },
    ],
    [
      "that counts with let",
      "n=0\nwhile [ $n -lt 30 ]; do sleep 1; let ++n; done\nexec app",
      ["exec app"],
      { shells: ["bash"] },
    ],
    [
      "that counts with printf",
      'n=\nwhile [ -z "$n" ]; do printf -v n x; done\nexec app',
      ["exec app"],
      { shells: ["bash"] },
    ],
    [
      "that compares a number that stays",
      "n=0\nwhile [ $n -lt 30 ]; do sleep 1; [ $((n == 1)) = 1 ]; done\nexec app",
      ["loop"],
    ],
    ["that assigns a default", 'n=""\nwhile [ -z "$n" ]; do : "${n:=x}"; done\nexec app', ["exec app"]],
    ["that tells a default from a value", 'n=y\nwhile [ "$n" = y ]; do : "${n:=x}"; done\nexec app', ["loop"]],
    [
      "that counts in a function, until what it waits for is there",
      'w() { local n=0; while [ "$n" -lt 9 ]; do if nc -z db 1; then return 0; fi; sleep 1; n=$((n+1)); done; }\nw\nexec app',
      ["exec app"],
    ],
    ["that reads lines", 'while read -r line; do echo "$line"; done < /x\nexec app', ["exec app"]],
    ["that returns from its function", "f() { while true; do return; done; }\nf\nexec app", ["exec app"]],
    [
      "in a loop, of which break leaves the inner one",
      "while [ -f /x ]; do while true; do break; done; done\nexec app",
      ["exec app"],
    ],
    [
      "over the parameters, each of which is known",
      'for i in "$@"; do exec run $i; done\nexec b',
      ["exec run x"],
      { params: ["x", "y"] },
    ],
    [
      "over the parameters, in short",
      "for i; do [ $i = y ] && exec run $i; done\nexec b",
      ["exec run y"],
      { params: ["x", "y"] },
    ],
    ["over no parameters", 'for i in "$@"; do exec run $i; done\nexec b', ["exec b"]],
    [
      "over parameters that may be more",
      'for i in "$@"; do exec run $i; done\nexec b',
      ["exec run ?", "exec b"],
      { params: ["x"], open: true },
    ],
    [
      "over the words of a variable of its own",
      "LIST='a b'; for i in $LIST c; do exec run $i; done\nexec b",
      ["exec run a"],
    ],
    [
      "over the words of a variable of the image, which `docker run -e` changes",
      "for i in $LIST; do exec run $i; done\nexec b",
      ["exec run ?", "exec b"],
      { env: { LIST: "a b" } },
    ],
  ];
  test.each(ways)("%s", (_, text, expected, around = {}) => {
    expect(endings(text, around)).toEqual(expected);
  });

  test.each([
    ["two options before the program", ["-a", "-b", "app", "-c"], "exec app -c"],
    ["no options", ["app"], "exec app"],
  ])("over the parameters is followed round by round: %s", (_, params, expected) => {
    const text = 'while [ $# -gt 0 ]; do\n  case "$1" in\n    -*) shift ;;\n    *) break ;;\n  esac\ndone\nexec "$@"';
    expect(endings(text, { params })).toEqual([expected]);
  });

  test("that shifts until nothing is left", () => {
    expect(endings("while [ $# -gt 0 ]; do shift; done\nexec app $#", { params: ["a", "b"] })).toEqual(["exec app 0"]);
  });

  test("says how long it sleeps", () => {
    const slept = (text: string) => walk(text).map((ending) => ending.state.slept);
    expect(slept("while true; do sleep 1m; sleep 2; done")).toEqual([60]);
    expect(slept("while true; do sleep $X; done")).toEqual([Infinity]);
    expect(slept("while true; do sleep 1; sleep 0.5; done")).toEqual([1]);
  });

  test("its variable is not known in it", () => {
    expect(endings("for i in $LIST; do exec run $i; done")).toEqual(["exec run ?"]);
  });
});

describe("a way that ends in a program that stays", () => {
  test.each([
    ["a trap", "trap 'rm x' EXIT", "the trap on EXIT would be lost"],
    ["a job", "worker & :", "nothing would forward signals to the background processes before it"],
  ])("comes to what follows when it has ended after all, with %s", (_, set, reason) => {
    expect(slots(`if [ -d /x ]; then ${set}; gunicorn a; fi\napp`)).toContain(reason);
    expect(slots(`if [ -d /x ]; then ${set}; gunicorn a | tee log; fi\napp`)).toContain(reason);
    expect(slots(`if [ -d /x ]; then ${set}; fi\n[ -f /y ] && gunicorn a || app`)).toContain(reason);
    expect(slots(`if [ -d /x ]; then ${set}; gunicorn a; fi\nexec app`)).toContain("exec app");
    expect(slots(`case "$1" in a) ${set}; gunicorn a;; *) app;; esac`)).toContain(
      `case "$1" in a) ${set}; gunicorn a;; *) exec app;; esac`,
    );
  });
});

describe("ways that meet", () => {
  test("and cannot be told apart are one", () => {
    expect(join([start(), start(), { ...start(), cwd: "/x" }], new Budget())).toHaveLength(2);
  });

  test("that differ in a parameter are two", () => {
    const seen = new Ways();
    seen.add(start({ params: ["a"] }));
    expect(seen.has(start({ params: ["b"] }))).toBe(false);
    expect(seen.has(start({ params: ["a"] }))).toBe(true);
  });

  test("and are too many become one that knows what they agree on", () => {
    const states = Array.from({ length: 20 }, (_, index) => ({
      ...start({ params: ["app", String(index)] }),
      vars: Table.empty<Value>()
        .put("same", { value: "x", fixed: true })
        .put("other", { value: String(index), fixed: true }),
    }));
    const [only, ...rest] = join(states, new Budget());
    expect(rest).toEqual([]);
    expect(only?.params.map((field) => field.value)).toEqual(["app"]);
    expect(only?.open).toBe(true);
    expect(only?.vars.get("same")).toEqual({ value: "x", fixed: true });
    expect(only?.vars.get("other")).toEqual({ value: "unknown", fixed: true });
  });

  test("that have run different programs at one place are two", () => {
    expect(endings('if [ -n "$X" ]; then set -- one; else set -- two; fi\n"$@"\nset --\nrm x')).toEqual([
      "foreground one",
      "foreground two",
    ]);
    expect(endings('if [ -n "$X" ]; then set -- one; else set -- two; fi\n"$@" &\nset --\nrm x\nwait')).toEqual([
      "wait one",
      "wait two",
    ]);
  });

  test("that have defined different functions of one name are two", () => {
    expect(endings('if [ -n "$X" ]; then f() { exec one; }; else f() { exec two; }; fi\nf')).toEqual([
      "exec one",
      "exec two",
    ]);
  });

  test("that `set -e` on one of them are two", () => {
    expect(join([start(), { ...start(), errexit: true }], new Budget())).toHaveLength(2);
  });

  test("that keep another job's pid are two", () => {
    expect(endings('one & A=$!\ntwo & B=$!\nif [ -n "$X" ]; then P=$A; else P=$B; fi\nwait $P')).toEqual([
      "wait one",
      "wait two",
    ]);
  });

  test.each([
    ["program", "$P --x", ["foreground ? --x"]],
    ["program in the background", "$P --x &", ["wait ? --x"]],
    ["words", "app $P", ["foreground app ?"]],
    ["number of words", 'set -- app\nif [ -n "$Y" ]; then set -- app y; fi\n"$@"', ["foreground app ?"]],
  ])("and are too many do not agree on the last %s", (_, command, expected) => {
    const settings = Array.from(
      { length: 6 },
      (_, index) => `if [ -n "$S${index}" ]; then A${index}=1; else A${index}=2; fi`,
    ).join("\n");
    expect(endings(`if [ -n "$X" ]; then P=one; else P=two; fi\n${command}\n${settings}\nwait`)).toEqual(expected);
  });

  test("what several settings in a row decide stays possible", () => {
    const settings = Array.from(
      { length: 6 },
      (_, index) => `if [ -n "$S${index}" ]; then set -- "$@" --s${index}; fi`,
    ).join("\n");
    const all = endings(`${settings}\nexec app "$@"`);
    expect(all.length).toBeGreaterThan(1);
    expect(all.every((ending) => ending.startsWith("exec app"))).toBe(true);
  });

  test("a script with very many branches is followed in reasonable time", () => {
    const many = Array.from(
      { length: 200 },
      (_, index) => `if [ -n "$S${index}" ]; then A${index}=1; else A${index}=2; fi`,
    ).join("\n");
    expect(endings(`${many}\nexec app`)).toEqual(["exec app"]);
  });
});
