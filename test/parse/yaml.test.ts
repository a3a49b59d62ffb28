import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { parse as parseByLibrary, stringify } from "yaml";
import { itemsOf, mapOf, parseYaml, scalarOf, valueOf } from "../../src/parse/yaml.ts";
import type { YamlFile, YamlNode, YamlScalar } from "../../src/parse/yaml.ts";
import { Source } from "../../src/text.ts";

const parse = (text: string): YamlFile => parseYaml(new Source("/c.yaml", text));

function root(text: string): YamlNode {
  const { documents, problems } = parse(text);
  expect(problems).toEqual([]);
  const [first] = documents;
  if (!first) throw new Error("no document");
  return first;
}

function scalar(text: string, key = "a"): YamlScalar {
  const found = scalarOf(root(text), key);
  if (!found) throw new Error(`no scalar ${key}`);
  return found;
}

/** What of the file wrote each unit of a scalar. */
const written = (text: string): readonly string[] => {
  const { text: mapped } = scalar(text);
  return [...mapped.text].map((_, index) => {
    const { start, end } = mapped.locate(index, index + 1);
    return text.slice(start, end);
  });
};

describe("scalars", () => {
  test.each([
    ["plain", "a: b c # d\n", "b c", "plain"],
    ["plain over lines", "a: b\n  c\n\n  d\n", "b c\nd", "plain"],
    ["plain with a colon and quotes", "a: sh -c \"x:y\"\n", 'sh -c "x:y"', "plain"],
    ["single quotes", "a: 'it''s  \n  so'\n", "it's so", "single"],
    ["double quotes", 'a: "x\\ty\\u0041\\x41 \\"z\\" \\\\ \\/"\n', 'x\tyAA "z" \\ /', "double"],
    ["a long escape", 'a: "\\U0001F40D!"\n', "\u{1F40D}!", "double"],
    ["a continued line", 'a: "x\\\n   y \\\n   z\n\n  w"\n', "xy z\nw", "double"],
    ["literal", "a: |\n  one\n    two\n\n  three\nb: 1\n", "one\n  two\n\nthree\n", "literal"],
    ["literal, stripped", "a: |-\n  one\n  two\n\n", "one\ntwo", "literal"],
    ["literal, kept", "a: |+ # c\n  one\n\nb: 1\n", "one\n\n", "literal"],
    ["literal after blank lines", "a: |\n\n  one\n", "\none\n", "literal"],
    ["literal without a final line end", "a: |\n  one", "one\n", "literal"],
    ["literal of nothing", "a: |\nb: 1\n", "", "literal"],
    ["folded", "a: >\n  one\n  two\n\n  three\n    four\n  five\n", "one two\nthree\n  four\nfive\n", "folded"],
    ["folded, stripped", "a: >-\n  one\n\n\n  two\n", "one\n\ntwo", "folded"],
    ["CRLF", "a: |\r\n  one\r\n  two\r\nb: x\r\n  y\r\n", "one\ntwo\n", "literal"],
    ["a number stays as written", "a: 0x10\n", "0x10", "plain"],
    ["an anchor and a tag", "a: &x !!str one\n", "one", "plain"],
  ])("%s", (_, text, value, style) => {
    const { text: { text: decoded }, exact, style: found } = scalar(text);
    expect({ decoded, exact, found }).toEqual({ decoded: value, exact: true, found: style });
  });

  test("each unit knows what wrote it", () => {
    expect(written("a: b\n   c\n")).toEqual(["b", "\n   ", "c"]);
    expect(written("a: 'it''s'\n")).toEqual(["i", "t", "''", "s"]);
    expect(written('a: "\\t\\"x\\\n  y"\n')).toEqual(["\\t", '\\"', "x", "y"]);
    expect(written("a: |\n  x\n  y\n")).toEqual(["x", "\n", "y", "\n"]);
    expect(written("a: >\n  x\n  y\n\n\n  z\n")).toEqual(["x", "\n", "y", "\n", "\n", "z", "\n"]);
  });

  test("the place of a quoted scalar has its quotes, that of an empty text lies between them", () => {
    const text = 'a: ""\n';
    const { at, text: empty } = scalar(text);
    expect(text.slice(at.start, at.end)).toBe('""');
    expect(empty.locate()).toEqual({ path: "/c.yaml", start: 4, end: 4 });
  });

  test("an indentation given as a number is not mapped exactly", () => {
    const { exact, text } = scalar("a: |2\n   one\n");
    expect(exact).toBe(false);
    expect(text.text).toBe(" one\n");
  });

  test.each(["a:\n", "a: ~\n", "a: null\n"])("%j is null", (text) => {
    const value = valueOf(root(text), "a");
    expect(value).toMatchObject({ kind: "scalar", isNull: true });
    expect(scalarOf(root(text), "a")).toBeUndefined();
  });

  test.each(['a: ""\n', "a: 'null'\n"])("%j is not", (text) => expect(scalar(text).isNull).toBe(false));

  test("any text that is written in any style is read back with an exact map", () => {
    const styles = fc.constantFrom("PLAIN" as const, "QUOTE_DOUBLE" as const, "QUOTE_SINGLE" as const, "BLOCK_LITERAL" as const, "BLOCK_FOLDED" as const);
    const words = fc.array(fc.constantFrom("a", "b c", " ", "\n", "\n\n", "'", '"', "\\", "\t", "#", ": ", "é", "\u{1F40D}", "x".repeat(30)), { maxLength: 12 });
    fc.assert(fc.property(words, styles, (pieces, defaultStringType) => {
      const text = stringify({ a: pieces.join("") }, { defaultStringType, defaultKeyType: "PLAIN", blockQuote: "literal" });
      const found = valueOf(root(text), "a");
      if (found?.kind !== "scalar") throw new Error("no scalar");
      const value: unknown = parseByLibrary(text, { schema: "failsafe" }).a;
      expect(found.text.text).toBe(value);
      // The writer gives the indentation as a number where a text starts with a blank.
      expect(found.exact || /^a: [|>][-+]?\d/.test(text) || found.text.text.trim() === "").toBe(true);
    }), { numRuns: 300 });
  });
});

describe("collections", () => {
  test("maps and lists, in lines and in brackets", () => {
    const node = root("a:\n  - x\n  - [y, z]\nb: {c: d}\n");
    expect(itemsOf(node, "a")).toMatchObject([{ text: { text: "x" } }, { kind: "list", flow: true }]);
    expect(mapOf(node, "b")).toMatchObject({ flow: true });
    expect(scalarOf(mapOf(node, "b"), "c")?.text.text).toBe("d");
    expect(itemsOf(node, "b")).toEqual([]);
    expect(mapOf(node, "a")).toBeUndefined();
  });

  test("an alias is the node that it stands for, in its own place", () => {
    const text = "a: &x [one]\nb: *x\n";
    const node = root(text);
    expect(valueOf(node, "b")).toBe(valueOf(node, "a"));
  });

  test("an alias inside of what it names ends", () => {
    expect(itemsOf(root("a: &x [*x]\n"), "a")).toMatchObject([{ kind: "scalar", isNull: true }]);
  });

  test("aliases of aliases are read once", () => {
    const lines = Array.from({ length: 40 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]`);
    expect(root(["a0: &a0 x", ...lines].join("\n"))).toMatchObject({ kind: "map" });
  });

  test("merged keys come behind the own ones, the first source wins", () => {
    const node = mapOf(root("x: &x {k: 1, l: 1}\ny: &y {l: 2, m: 2}\na:\n  <<: [*x, *y]\n  k: 0\n"), "a");
    expect(node?.entries.map(({ key, value }) => [key.text.text, value.kind === "scalar" ? value.text.text : ""])).toEqual([["k", "0"], ["l", "1"], ["m", "2"]]);
  });

  test("several documents", () => {
    expect(parse("a: 1\n---\nb: 2\n").documents).toHaveLength(2);
  });

  test.each(["", "# nothing\n"])("%j has no mapping", (text) => {
    expect(parse(text).problems).toEqual([]);
    expect(valueOf(parse(text).documents[0], "a")).toBeUndefined();
  });
});

describe("problems", () => {
  test.each([
    ["{{- if .Values.x }}\na: 1\n{{- end }}\n", 0],
    ["a:\n  - {{ .x }}\n", 7],
    ["a:\n  b.c/d: {{ .x }}\n", 12],
    ["{% for x in y %}\na: 1\n", 0],
  ])("a template is one problem: %j", (text, start) => {
    expect(parse(text)).toMatchObject({ documents: [], problems: [{ template: true, at: { start, end: start + 2 } }] });
  });

  test("braces in quotes are a text", () => {
    expect(scalar('a: "{{ .Name }}"\n').text.text).toBe("{{ .Name }}");
  });

  test.each(["a: [1\n", "a: b: c\n", "a: 1\na: 2\n", "a: *x\nb: 'c\n", "\ta: 1\n"])("a syntax error is one problem: %j", (text) => {
    const { documents, problems } = parse(text);
    expect(documents).toEqual([]);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.message).toMatch(/^This YAML cannot be read: \S/);
    expect(problems[0]?.at.end).toBeLessThanOrEqual(text.length);
  });

  test("endless nesting is a problem, not a crash", () => {
    expect(parse(`a: ${"[".repeat(50_000)}`).problems).toHaveLength(1);
  });

  test("any text is read or refused", () => {
    const pieces = fc.array(fc.constantFrom("a: ", "- ", "\n", "  ", "[", "]", "{", "}", "&x ", "*x", "<<: ", "'", '"', "|\n", ">-\n", "#", "\\", "x", "? ", "---\n", "!t "), { maxLength: 25 });
    fc.assert(fc.property(pieces, (all) => {
      const { documents, problems } = parse(all.join(""));
      expect(documents.length === 0 || problems.length === 0).toBe(true);
    }), { numRuns: 500 });
  });
});
