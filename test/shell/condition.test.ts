import { describe, expect, test } from "@jest/globals";
import { execFileSync } from "node:child_process";
import { endings, walk } from "./walk.ts";
import type { Around } from "./walk.ts";

const around: Around = { shells: ["bash"], params: ["app", "-x"], env: { MODE: "prod", NONE: "" }, cwd: "/srv" };

/** Whether a condition holds, as the walk of a script decides it. */
function holds(condition: string, more: Around = {}): boolean | "unknown" {
  const states = walk(`a=x two='x y' empty=; ${condition} && exec yes || exec no`, { ...around, ...more }).map(
    (ending) => ending.kind === "exec" && ending.running.argv?.[0]?.value,
  );
  return states.length > 1 ? "unknown" : states[0] === "yes";
}

describe("a test of what is known decides as a shell does", () => {
  test.each([
    "[ a = a ]",
    "[ a = b ]",
    "[ a != b ]",
    '[ "$a" = x ]',
    "[ $a = x ]",
    '[ "$empty" ]',
    '[ "$a" ]',
    "[ ]",
    '[ -n "$empty" ]',
    '[ -z "$empty" ]',
    "[ -z ]",
    "[ -n ]",
    '[ "$1" = app ]',
    '[ "$3" = "" ]',
    "[ $# -eq 0 ]",
    "[ $# -eq 2 ]",
    "[ $# -gt 1 ]",
    "[ 10 -lt 9 ]",
    "[ 1 -le 1 ]",
    "[ 1 -ne 1 ]",
    "[ 2 -ge 3 ]",
    "[ -1 -lt 0 ]",
    "[ ! a = a ]",
    '[ ! "$empty" ]',
    "[ a = a -a b = c ]",
    "[ a = b -o b = b ]",
    "[ a = b -o a = a -a b = c ]",
    '[ -z "$empty" -a -n "$a" ]',
    "test a = a",
    'test -n "$empty"',
    "test \"$two\" = 'x y'",
    "test ! a = b",
    '[ "$two" = "x y" ]',
    '[ "${1#-}" = "$1" ]',
    '[ "${2#-}" != "$2" ]',
    '[ "${1:0:1}" = a ]',
    "[ '=' = '=' ]",
    "[[ a = a ]]",
    "[[ a == b ]]",
    "[[ $1 == a* ]]",
    "[[ $1 == 'a*' ]]",
    "[[ $1 != b* ]]",
    "[[ $two == 'x y' ]]",
    "[[ $two == x\\ * ]]",
    "[[ -z $empty && -n $a ]]",
    "[[ -n $empty || a == a ]]",
    "[[ ! a == a ]]",
    "[[ ! ( a == b || -z $a ) ]]",
    "[[ $# -eq 2 ]]",
    "[[ $1 == [a-c]* ]]",
    "[[ $1 == ??? ]]",
    "[[ $2 == -? ]]",
    "[[ $1 == [!a]* ]]",
    "[[ -n $a ]]",
    "[[ $a ]]",
    "[[ $empty ]]",
  ])("%s", (condition) => {
    const text = `a=x two='x y' empty=; ${condition} && echo yes || echo no`;
    const said = execFileSync("bash", ["-c", text, "/ep.sh", ...(around.params ?? [])], { encoding: "utf8" }).trim();
    expect(holds(condition)).toBe(said === "yes");
  });
});

describe("what the sources do not tell is open", () => {
  test.each([
    ["a variable that nobody sets", '[ "$UNSET" = x ]'],
    ["a variable that nobody sets, compared with nothing", '[ -z "$UNSET" ]'],
    ["a variable of the image, which `docker run -e` changes", '[ "$MODE" = prod ]'],
    ["an empty variable of the image", '[ -n "$NONE" ]'],
    ["a variable of the image in [[ ]]", "[[ $MODE == prod ]]"],
    ["a text with one in it", '[ "x$MODE" = xprod ]'],
    ["a pattern with one in it", "[[ app == $MODE* ]]"],
    ["a default that a variable of the image has", '[ "${MODE:-dev}" = dev ]'],
    ["a file", "[ -f /etc/app.conf ]"],
    ["a folder in [[ ]]", "[[ -d /data ]]"],
    ["a number that is none", "[ x -eq y ]"],
    ["a regular expression with a variable", "[[ app =~ ^$x ]]"],
    ["an unquoted variable that may be any number of words", "[ $UNSET = x ]"],
    ["arithmetic", "(( 1 + 1 > 0 ))"],
    ["a command's output", '[ "$(hostname)" = x ]'],
    ["the negation of what is open", "[ ! -f /x ]"],
    ["more words than there is a meaning for", "[ a b c d ]"],
  ])("%s", (_, condition) => {
    expect(holds(condition)).toBe("unknown");
  });

  test("parameters where more may follow", () => {
    expect(holds("[ $# -eq 2 ]", { open: true })).toBe("unknown");
    expect(holds('[ -z "$3" ]', { open: true })).toBe("unknown");
    expect(holds('[ "$1" = app ]', { open: true })).toBe(true);
  });
});

describe("three-valued logic", () => {
  test.each([
    ["[ a = b -a -f /x ]", false],
    ["[ a = a -a -f /x ]", "unknown"],
    ["[ a = a -o -f /x ]", true],
    ["[ a = b -o -f /x ]", "unknown"],
    ["[[ a == b && -f /x ]]", false],
    ["[[ a == a && -f /x ]]", "unknown"],
    ["[[ -f /x || a == a ]]", true],
    ["[[ ! -f /x ]]", "unknown"],
  ] as const)("%s", (condition, expected) => {
    expect(holds(condition)).toBe(expected);
  });
});

describe("who runs the container decides", () => {
  test.each([
    ["root", '[ "$(id -u)" = 0 ]', true],
    ["root", '[ "$(id -u)" -ne 0 ]', false],
    ["other", '[ "$(id -u)" = 0 ]', false],
    ["unknown", '[ "$(id -u)" = 0 ]', "unknown"],
    ["root", "[[ $EUID -eq 0 ]]", true],
    ["other", '[ "$(id -u)" -gt 0 ]', true],
  ] as const)("%s: %s", (uid, condition, expected) => {
    expect(holds(condition, { uid })).toBe(expected);
  });
});

/** Which branches of a `case` can be taken. */
function branches(word: string, arms: string, more: Around = {}): readonly string[] {
  return walk(`a=x; case ${word} in ${arms} esac; exec after`, { ...around, ...more }).map((ending) =>
    ending.kind === "exec" ? (ending.running.argv?.[0]?.value ?? "") : ending.kind,
  );
}

describe("case", () => {
  test.each([
    ["takes the first pattern that fits", '"$1"', "app) exec one;; a*) exec two;; *) exec three;;", ["one"]],
    ["tries alternatives", '"$1"', "x|app) exec one;; *) exec two;;", ["one"]],
    ["knows sets", '"$1"', "[!a]*) exec one;; [a-c]*) exec two;;", ["two"]],
    ["takes a quoted star literally", '"$1"', "'a*') exec one;; *) exec two;;", ["two"]],
    ["tells options from programs", '"$2"', "-*) exec one;; *) exec two;;", ["one"]],
    ["goes on where nothing fits", '"$1"', "x) exec one;;", ["after"]],
    ["goes on after a branch", '"$1"', "app) echo;; *) exec two;;", ["after"]],
    ["falls through `;&`", '"$1"', "app) echo;& x) exec two;; *) exec three;;", ["two"]],
    ["tries on after `;;&`", '"$1"', "app) echo;;& x) exec two;; a*) exec three;;", ["three"]],
    ["leaves all branches open for what is not known", '"$UNSET"', "a) exec one;; *) exec two;;", ["one", "two"]],
    [
      "leaves all branches open for a variable of the image",
      '"$MODE"',
      "prod) exec one;; *) exec two;;",
      ["one", "two"],
    ],
    ["may pass all branches where nothing is known", '"$UNSET"', "a) exec one;;", ["one", "after"]],
    ["takes a `*` for what is not known, too", '"$UNSET"', "*) exec one;; a) exec two;;", ["one"]],
    ["leaves an extended pattern open", '"$1"', "@(app|x)) exec one;; *) exec two;;", ["one", "two"]],
    ["matches an empty text", '"$9"', "'') exec one;; *) exec two;;", ["one"]],
    ["matches over a line feed", "'a\nb'", "a*b) exec one;; *) exec two;;", ["one"]],
  ])("%s", (_, word, arms, expected) => {
    expect([...branches(word, arms)].sort()).toEqual([...expected].sort());
  });
});

describe("command -v finds no option, and what the shell has itself", () => {
  const script = 'if ! command -v "$1" >/dev/null; then set -- app "$@"; fi\nexec "$@"';
  test.each([
    ["--port=80", ["exec app --port=80"]],
    ["", ["exec app "]],
    ["a b", ["exec app a b"]],
    ["serve", ["exec app serve", "exec serve"]],
  ])("%j", (given, expected) => {
    for (const shell of ["dash", "bash", "ash"] as const)
      expect(endings(script, { shells: [shell], params: [given] })).toEqual(expected);
  });

  test("a function", () => {
    expect(endings("f() { :; }\ncommand -v f || exec a\nexec b")).toEqual(["exec b"]);
    expect(endings("command -v cd || exec a\nexec b")).toEqual(["exec b"]);
  });
});
