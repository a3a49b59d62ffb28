import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { shells } from "../properties/shells.ts";
import { endings, walk } from "./walk.ts";

/** What a script says in a shell of this machine: it ends in `exec echo yes`, in `exec echo no`, or before. */
function said(text: string, name: string): string {
  const shell = shells.find((each) => each.name === name);
  if (!shell) return "";
  const folder = mkdtempSync(join(tmpdir(), "pid1lint-dialect-"));
  try {
    writeFileSync(join(folder, "script"), text);
    writeFileSync(join(folder, "lib"), ":\n");
    writeFileSync(join(folder, "arrays"), "a=(b)\n");
    const { stdout } = spawnSync(shell.program, [...shell.args, "script"], {
      cwd: folder,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      env: { PATH: process.env["PATH"] ?? "", LC_ALL: "C" },
    });
    return stdout.includes("yes") ? "yes" : stdout.includes("no") ? "no" : "ends";
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function foreseen(text: string, name: "dash" | "bash" | "ash"): string {
  const found = endings(text, { shells: [name], sources: { "./lib": ":\n", "./arrays": "a=(b)\n" }, cwd: "/x" }).map(
    (each) => (each === "exec echo yes" ? "yes" : each === "exec echo no" ? "no" : each === "end" ? "ends" : each),
  );
  return found.join(" or ");
}

/** `then` runs where the command before succeeds. */
const asked = (command: string): string => `if ${command}; then exec echo yes; fi\nexec echo no\n`;
const followed = (line: string): string => `${line}\nexec echo yes\n`;

const texts = [
  ...[
    "a=(x y)",
    "export a=(x)",
    "cat <(echo x) > /dev/null",
    "cat <<< x > /dev/null",
    "[[ a =~ ^(a|b)$ ]]",
    "[[ ( a == a ) ]]",
    "for ((i=0;i<1;i++)); do :; done",
    "case a in a) : ;& b) :;; esac",
    "case a in a) : ;;& b) :;; esac",
    ": |& cat",
    "echo >& /dev/null",
    "f-g() { :; }",
    "function f { :; }",
    "function f() { :; }",
    "if false; then a=(b); fi",
    "x=$(a=(b))",
    "f() {\na=(b)\n}",
    "eval 'a=(b)'",
    ". ./arrays",
    "(a=(b))",
  ].map(followed),
  ...[
    "x=a; : ${x^^}",
    "x=a; : ${x/a/b}",
    "x=a; : ${x:0:1}",
    "x=HOME; : ${!x}",
    "x=a; : ${x@Q}",
    ": ${a[0]}",
    ': "${a[@]}"',
    "x=$Y${a[0]}",
    "case ${x^^} in a) ;; esac",
    "for i in ${x^^}; do :; done",
    "if false; then : ${x^^}; fi",
    "(: ${x^^})",
    "x=${Y%%a*}",
    ": ${x^^} || exec echo no",
  ].map(followed),
  ...[
    "source ./lib",
    "[[ a == a ]]",
    "[[ a == b ]]",
    "! [[ a == b ]]",
    "[[ a == a && b == b ]]",
    "[ a == a ]",
    "[ a = a ]",
    "[ a == b ]",
    "! [ a == a ]",
    "test a == a",
    "declare x=1",
    "typeset x=1",
    "let x=1",
    "shopt -s nullglob",
    "pushd / > /dev/null",
    "mapfile x < /dev/null",
    "builtin true",
    "x+=y",
    "command source ./lib",
    "trap : SIGTERM",
    "trap : TERM",
    "trap : term",
    "trap : ERR",
    "trap : DEBUG",
    "trap : RETURN",
    "trap : FOO",
    "trap - SIGTERM",
    "trap SIGTERM",
    "trap '' 99",
    "trap : 15",
    "trap : TERM FOO",
    "trap : EXIT",
    "kill -SIGCONT $$",
    "kill -s SIGCONT $$",
    "kill -FOO $$",
  ].map(asked),
  ...[
    "trap : SIGTERM",
    "trap : SIGTERM || true",
    "trap : FOO",
    "trap : ERR",
    "trap : TERM SIGINT",
    ": & wait -n",
    "sleep 1 > /dev/null & kill -SIGCONT $!",
    "if trap : SIGTERM; then :; fi",
  ].map((line) => `set -e\n${line}\nexec echo yes\n`),
  "set -e\nsource ./lib\nexec echo yes\n",
  "set -e\n[[ a ]] && :\nexec echo yes\n",
  "set -e\nif [[ a ]]; then :; fi\nexec echo yes\n",
  "source ./lib && exec echo yes\n",
  "source ./lib || exec echo no\nexec echo yes\n",
  "source ./lib; exec echo yes\n",
  ":; a=(b)\nexec echo yes\n",
  "exec echo no; a=(b)\n",
  "exec echo no\na=(b)\n",
  "{ exec echo no\na=(b)\n}\n",
  "set -o posix\nexec echo yes\n",
  "set -eo errtrace\nexec echo yes\n",
];

describe.each(["dash", "bash", "ash"] as const)("what %s does not know of bash", (name) => {
  test.each(texts.map((text) => [text]))("ends a script, or is no command: %j", (text) => {
    const real = said(text, name);
    // What only the run decides, or a version, may be unknown, but never wrong.
    const open = ["yes or no", "no or yes", "unknown"];
    if (real !== "") expect([real, ...open]).toContain(foreseen(text, name));
  });
});

test("what each is known to lack is said for sure", () => {
  const sure = (name: "dash" | "ash"): number =>
    texts.filter((text) => ["yes", "no", "ends"].includes(foreseen(text, name))).length;
  expect([sure("dash"), sure("ash")]).toEqual([texts.length, texts.length - 3]);
});

test("a function of the name is there", () => {
  expect(endings('source() { exec app "$1"; }\nsource ./lib')).toEqual(["exec app ./lib"]);
});

describe("a script for which no shell is sure", () => {
  test("is taken to be made for the one that knows its words", () => {
    expect(endings("a=(b)\nsource ./lib && exec app", { shells: ["dash", "bash"], sources: { "./lib": ":" } })).toEqual(
      ["exec app"],
    );
  });

  test("is unknown behind an option that newer versions know", () => {
    expect(endings("set -euo pipefail\nexec app")).toEqual(["unknown"]);
    expect(endings("set -euo pipefail\nexec app", { shells: ["ash"] })).toEqual(["exec app"]);
  });
});

test("what has been started before stays", () => {
  expect(endings("app\na=(b)")).toEqual(["foreground app"]);
  expect(endings("app &\nwait -n\nexec b")).toEqual(["exec b"]);
});

test("the shell's words are told", () => {
  const message = (text: string): unknown =>
    walk(text).map((each) => (each.kind === "end" ? each.refused?.message : undefined));
  expect(message("source ./x && app")).toEqual([
    'dash does not know `source`: the container exits with "source: not found"',
  ]);
  expect(message("a=(b)\napp")).toEqual(['dash does not know an array: the container exits with "syntax error"']);
  expect(message("app ${X^^}")).toEqual(['dash does not know `${X^^}`: the container exits with "bad substitution"']);
});
