import { describe, expect, test } from "@jest/globals";
import { parseShell } from "../../src/parse/shell/parse-shell.ts";
import { MappedText } from "../../src/text/source.ts";
import type { Node, Part, Simple } from "../../src/parse/shell/script-syntax.ts";

function command(text: string): Simple {
  const node = parseShell(MappedText.identity("/ep.sh", text, 0)).list.items[0]?.node;
  if (node?.kind !== "simple") throw new Error(`${text} is no simple command`);
  return node;
}

describe("a word's text after quote removal", () => {
  test.each([
    ["bare", "app", "app"],
    ["in single quotes", "'a b'", "a b"],
    ["in double quotes", '"a b"', "a b"],
    ["with an escape", "a\\ b", "a b"],
    ["with escapes in double quotes", '"a\\"b\\$c\\d"', 'a"b$c\\d'],
    ["of several pieces", "a'b'\"c\"\\d", "abcd"],
    ["empty in quotes", "''", ""],
    ["empty in double quotes", '""', ""],
    ["over a continuation", "ab\\\ncd", "abcd"],
    ["with a tilde inside", "a~b", "a~b"],
    ["with a tilde in quotes", "'~'/x", "~/x"],
    ["with a glob in quotes", "'*.js'", "*.js"],
    ["that only the shell can tell: a variable", "$a", undefined],
    ["that only the shell can tell: a substitution", "`a`", undefined],
    ["that only the shell can tell: a tilde", "~/x", undefined],
    ["that only the shell can tell: a glob", "*.js", undefined],
    ["that only the shell can tell: a set", "[ab].js", undefined],
    ["that only the shell can tell: braces", "{a,b}", undefined],
    ["that only the shell can tell: arithmetic", "$((1+1))", undefined],
    ["that only the shell can tell: a process", "<(a)", undefined],
    ["that only the shell can tell: bash's escapes, to dash a dollar sign", "$'a\\nb'", undefined],
    ["that only the shell can tell: bash's translations", '$"a"', undefined],
    ["that only the shell can tell: a name on the next line, behind a backslash", '"\\\\$\\\na"', undefined],
  ])("%s", (_, text, expected) => {
    const word = command(`echo ${text}`).words[1];
    expect(word?.raw).toBe(text);
    expect(word?.literal).toBe(expected);
  });
});

function only(text: string): Part {
  const part = command(`echo ${text}`).words[1]?.parts[0];
  if (!part) throw new Error(`${text} has no part`);
  return part;
}

describe("an expansion", () => {
  const plain = { kind: "param", op: undefined, quoted: false };
  test.each([
    ["$a", { ...plain, name: "a" }],
    ["${a}", { ...plain, name: "a" }],
    ['"$a"', { ...plain, name: "a", quoted: true }],
    ["$1", { ...plain, name: "1" }],
    ["${12}", { ...plain, name: "12" }],
    ["$@", { ...plain, name: "@" }],
    ["$!", { ...plain, name: "!" }],
    ["${a:-d}", { ...plain, name: "a", op: ":-" }],
    ["${a-d}", { ...plain, name: "a", op: "-" }],
    ["${a:=d}", { ...plain, name: "a", op: ":=" }],
    ["${a:+d}", { ...plain, name: "a", op: ":+" }],
    ["${a:?d}", { ...plain, name: "a", op: ":?" }],
    ["${a#d}", { ...plain, name: "a", op: "#" }],
    ["${a##*/}", { ...plain, name: "a", op: "##" }],
    ["${a%d}", { ...plain, name: "a", op: "%" }],
    ["${a%%.*}", { ...plain, name: "a", op: "%%" }],
    ["${#a}", { ...plain, name: "a", op: "length" }],
    ["${@:2}", { ...plain, name: "@", op: "slice" }],
    ["${a[@]}", { ...plain, name: "a[@]" }],
    ["${a[0]}", { ...plain, name: "a[0]", op: undefined }],
    ["${!a}", { ...plain, op: "!" }],
    ["${a/x/y}", { ...plain, op: "/" }],
    ["${a^^}", { ...plain, op: "^^" }],
    ["$(id -u)", { kind: "command", quoted: false }],
    ['"$(id -u)"', { kind: "command", quoted: true }],
    ["`id -u`", { kind: "command", quoted: false }],
    ["~", { kind: "tilde" }],
    ["*", { kind: "glob" }],
    ["{a,b}", { kind: "brace" }],
    ["$((1+1))", { kind: "arithmetic" }],
    [">(tee log)", { kind: "process" }],
  ])("%s", (text, expected) => {
    expect(only(text)).toMatchObject(expected);
  });

  test("a substitution carries its own commands", () => {
    const part = only('"$(cd "$(dirname "$0")" && pwd)"');
    const node: Node | undefined = part.kind === "command" ? part.list?.items[0]?.node : undefined;
    expect(node).toMatchObject({
      kind: "andor",
      operators: ["&&"],
      commands: [{ words: [{ raw: "cd" }, { raw: '"$(dirname "$0")"' }] }, { words: [{ raw: "pwd" }] }],
    });
  });

  test("a substitution in escaped backticks has no list: its places are not the text's", () => {
    const outer = only("`echo \\`id\\``");
    const echo = outer.kind === "command" ? outer.list?.items[0]?.node : undefined;
    const inner = echo?.kind === "simple" ? echo.words[1]?.parts[0] : undefined;
    expect([outer, inner].filter((part) => part?.kind === "command" && part.list === undefined)).toHaveLength(1);
  });

  test("of a text whose CRs were left out has its place in the file", () => {
    const text = MappedText.identity("/ep.sh", 'set -e\r\nexec app "$1"\r\n', 0).without(/\r(?=\n)/g);
    const node = parseShell(text).list.items[1]?.node;
    const word = node?.kind === "simple" ? node.words[2] : undefined;
    expect(word?.raw).toBe('"$1"');
    expect(text.locate(word?.start, word?.end)).toEqual({ path: "/ep.sh", start: 17, end: 21 });
  });
});

describe("assignments and redirections", () => {
  test.each([
    ["before a command", "A=1 B='x y' app", ["A=1", "B=x y"]],
    ["alone", "A=", ["A="]],
    ["that append", "A+=x", ["A+=x"]],
  ])("assignments %s", (_, text, expected) => {
    expect(
      command(text).assignments.map(({ name, append, value }) => `${name}${append ? "+" : ""}=${value?.literal ?? ""}`),
    ).toEqual(expected);
  });

  test("an array has elements and no value", () => {
    expect(command("P+=($! b)").assignments[0]).toMatchObject({
      name: "P",
      value: undefined,
      append: true,
      elements: [{ raw: "$!" }, { raw: "b" }],
    });
  });

  test("an element of an array changes the array", () => {
    expect(command("P[0]=x").assignments[0]).toMatchObject({ name: "P" });
  });

  test.each([
    ["export A=b", ["export", "A=b"]],
    ["export A='b c' D", ["export", "A=b c", "D"]],
    ["declare -r A=1", ["declare", "-r", "A=1"]],
  ])("an assignment to a declaration is a word: %s", (text, expected) => {
    expect(command(text).words.map((word) => word.literal)).toEqual(expected);
    expect(command(text).assignments).toEqual([]);
  });

  test.each([
    ["app > f", [[">", "f"]]],
    [
      "app 2>&1 < in",
      [
        [">&", "1"],
        ["<", "in"],
      ],
    ],
    [
      "app >> f &> g",
      [
        [">>", "f"],
        ["&>", "g"],
      ],
    ],
    ["> f app a", [[">", "f"]]],
    ["app <<< text", [["<<<", "text"]]],
    ["app > >(tee log)", [[">", ">(tee log)"]]],
  ])("%s", (text, expected) => {
    expect(command(text).redirects.map(({ operator, target }) => [operator, target?.raw])).toEqual(expected);
    expect(command(text).words[0]?.raw).toBe("app");
  });
});
