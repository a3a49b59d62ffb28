import { describe, expect, test } from "@jest/globals";
import { expandWord, keyValues, parseDockerfile, splitWords } from "../../src/parse/dockerfile/dockerfile.ts";
import { MappedText, Source } from "../../src/text/source.ts";

const mapped = (text: string): MappedText => MappedText.identity("/Dockerfile", text, 0);

describe("splitWords", () => {
  test.each([
    ["a b\t\tc", ["a", "b", "c"]],
    ["  a  ", ["a"]],
    ["", []],
    ['"a b" c', ['"a b"', "c"]],
    ["'a b'c d", ["'a b'c", "d"]],
    ['"a\\" b" c', ['"a\\" b"', "c"]],
    ["'a\\' b", ["'a\\'", "b"]],
    ['a\\" b', ['a\\"', "b"]],
    ["a\\ b c", ["a\\", "b", "c"]],
    ["a\u00a0b", ["a\u00a0b"]],
    ["${A:-b} c", ["${A:-b}", "c"]],
  ])("%j", (text, expected) => {
    expect(splitWords(mapped(text), "\\").map(({ raw }) => raw)).toEqual(expected);
  });

  test("the other escape", () => {
    expect(splitWords(mapped('c:\\ `" d'), "`").map(({ raw }) => raw)).toEqual(["c:\\", '`"', "d"]);
  });

  test("places are those of the file, over continuations too", () => {
    const text = "FROM a\nCOPY --link a \\\n # note\n b\\\nc /d";
    const body = parseDockerfile(new Source("/Dockerfile", text)).instructions[1]?.body;
    const words = body ? splitWords(body, "\\") : [];
    expect(words.map(({ raw, at }) => [raw, text.slice(at.start, at.end)])).toEqual([
      ["a", "a"],
      ["bc", "b\\\nc"],
      ["/d", "/d"],
    ]);
  });
});

describe("keyValues", () => {
  const pairs = (text: string, keyword?: string) =>
    keyValues(mapped(text), "\\", keyword).map(({ name, value }) => [name, value]);

  test.each([
    ["a=b", [["a", "b"]]],
    [
      'a=b c="d e" f=',
      [
        ["a", "b"],
        ["c", '"d e"'],
        ["f", ""],
      ],
    ],
    [
      "a=b\\ c d='e f'",
      [
        ["a", "b\\ c"],
        ["d", "'e f'"],
      ],
    ],
    ["a==b=c", [["a", "=b=c"]]],
    ["a b c", [["a", "b c"]]],
    ["a   b=c  d", [["a", "b=c  d"]]],
    ['a "b c"', [["a", '"b c"']]],
    [
      "a=b c",
      [
        ["a", "b"],
        ["c", undefined],
      ],
    ],
    ["a", [["a", undefined]]],
    ["", []],
    ['a="b', [["a", '"b']]],
  ])("ENV %s", (text, expected) => {
    expect(pairs(text)).toEqual(expected);
  });

  test.each([
    ["a", [["a", undefined]]],
    [
      "a b=c d",
      [
        ["a", undefined],
        ["b", "c"],
        ["d", undefined],
      ],
    ],
    [
      'a="b c" d',
      [
        ["a", '"b c"'],
        ["d", undefined],
      ],
    ],
  ])("ARG %s", (text, expected) => {
    expect(pairs(text, "ARG")).toEqual(expected);
  });

  test("a place covers name and value", () => {
    const text = "ENV a=b \\\n  c='d e'";
    const body = parseDockerfile(new Source("/Dockerfile", text)).instructions[0]?.body;
    expect(body && keyValues(body, "\\").map(({ at }) => text.slice(at.start, at.end))).toEqual(["a=b", "c='d e'"]);
    expect(keyValues(mapped("a b c"), "\\")[0]?.at).toEqual({ path: "/Dockerfile", start: 0, end: 5 });
  });
});

describe("expandWord", () => {
  const values = new Map([
    ["V", "1.2.3"],
    ["E", ""],
    ["U", "unknown"],
    ["P", "/a/b/c"],
  ]);
  const expand = (raw: string, escape = "\\") => expandWord(raw, escape, (name) => values.get(name));

  test.each([
    ["a$V-b", "a1.2.3-b"],
    ["${V}x", "1.2.3x"],
    ["$Vx", ""],
    ["$N", ""],
    ["'$V'", "$V"],
    ["\"$V '$V'\"", "1.2.3 '1.2.3'"],
    ["\\$V", "$V"],
    ['"\\$V \\" \\\\ \\a"', '$V " \\ \\a'],
    ["a\\ b\\'", "a b'"],
    ["a\\", "a"],
    ["a'b c'\"d\"", "ab cd"],
    ["$", "$"],
    ["$(x)", "$(x)"],
    ["$1a$@", "a"],
  ])("plain: %s", (raw, expected) => {
    expect(expand(raw)).toBe(expected);
  });

  test.each([
    ["${N:-d}", "d"],
    ["${E:-d}", "d"],
    ["${E-d}", ""],
    ["${N-d}", "d"],
    ["${V:-d}", "1.2.3"],
    ["${N:+d}", ""],
    ["${E:+d}", ""],
    ["${E+d}", "d"],
    ["${V:+d}", "d"],
    ["${N:-a ${V}-'$V'}", "a 1.2.3-$V"],
    ["${N:-a\\}b}", "a}b"],
    ['"${N:-"a b"}"', "a b"],
    ["${N:-}", ""],
    ["${V:?e}", "1.2.3"],
    ["${E?e}", ""],
  ])("defaults: %s", (raw, expected) => {
    expect(expand(raw)).toBe(expected);
  });

  test.each([
    ["${V#1.}", "2.3"],
    ["${V%.3}", "1.2"],
    ["${V#x}", "1.2.3"],
    ["${V%.*}", "1.2"],
    ["${V%%.*}", "1"],
    ["${V#*.}", "2.3"],
    ["${V##*.}", "3"],
    ["${V#*.*.*}", "3"],
    ["${V%%*.*.*}", ""],
    ["${P##*/}", "c"],
    ["${P%/*}", "/a/b"],
    ["${P%/?}", "/a/b"],
    ["${V#?.}", "2.3"],
    ["${V#1?}", "2.3"],
    ["${V%2.3}", "1."],
    ["${N%x}", ""],
    ["${V/./-}", "1-2.3"],
    ["${V//./-}", "1-2-3"],
    ["${V/.2/}", "1.3"],
    ["${V/x/y}", "1.2.3"],
  ])("patterns: %s", (raw, expected) => {
    expect(expand(raw)).toBe(expected);
  });

  test.each([
    ["an unknown variable", "a$U"],
    ["in quotes", '"${U}"'],
    ["with a default", "${U:-d}"],
    ["for an alternative", "${U:+d}"],
    ["as the default", "${N:-$U}"],
    ["a variable that must be set", "${N:?e}"],
    ["an operator nobody knows", "${V:0:1}"],
    ["an escape in a pattern", "${V#\\*}"],
    ["a wildcard to replace", "${V/*/x}"],
    ["an open quote", "a'b"],
    ["an open double quote", 'a"b'],
    ["an open brace", "${V"],
    ["no name", "${}"],
    ["nesting without end", "${a:-".repeat(100_000)],
  ])("unknown: %s", (_, raw) => {
    expect(expand(raw)).toBe("unknown");
  });

  test("what is not used need not be known", () => {
    expect(expand("${V:-$U}${N:+$U}")).toBe("1.2.3");
  });

  test("the other escape", () => {
    expect(expand("C:\\a`$V", "`")).toBe("C:\\a$V");
  });
});
