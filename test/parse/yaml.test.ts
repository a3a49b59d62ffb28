import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { parse as parseByLibrary, stringify } from "yaml";
import { itemsOf, mapOf, parseYaml, scalarOf, valueOf } from "../../src/parse/yaml/yaml.ts";
import type { YamlFile, YamlNode, YamlScalar } from "../../src/parse/yaml/yaml.ts";
import { Source } from "../../src/text/source.ts";

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
    ["plain with a colon and quotes", 'a: sh -c "x:y"\n', 'sh -c "x:y"', "plain"],
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
    const {
      text: { text: decoded },
      exact,
      style: found,
    } = scalar(text);
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
    const styles = fc.constantFrom(
      "PLAIN" as const,
      "QUOTE_DOUBLE" as const,
      "QUOTE_SINGLE" as const,
      "BLOCK_LITERAL" as const,
      "BLOCK_FOLDED" as const,
    );
    const words = fc.array(
      fc.constantFrom("a", "b c", " ", "\n", "\n\n", "'", '"', "\\", "\t", "#", ": ", "é", "\u{1F40D}", "x".repeat(30)),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(words, styles, (pieces, defaultStringType) => {
        const text = stringify(
          { a: pieces.join("") },
          { defaultStringType, defaultKeyType: "PLAIN", blockQuote: "literal" },
        );
        const found = valueOf(root(text), "a");
        if (found?.kind !== "scalar") throw new Error("no scalar");
        const value: unknown = parseByLibrary(text, { schema: "failsafe" }).a;
        expect(found.text.text).toBe(value);
        // The writer gives the indentation as a number where a text starts with a blank.
        expect(found.exact || /^a: [|>][-+]?\d/.test(text) || found.text.text.trim() === "").toBe(true);
      }),
      { numRuns: 300 },
    );
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
    expect(
      node?.entries.map(({ key, value }) => [key.text.text, value.kind === "scalar" ? value.text.text : ""]),
    ).toEqual([
      ["k", "0"],
      ["l", "1"],
      ["m", "2"],
    ]);
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

  test.each(["a: [1\n", "a: b: c\n", "a: 1\na: 2\n", "a: *x\nb: 'c\n", "\ta: 1\n"])(
    "a syntax error is one problem: %j",
    (text) => {
      const { documents, problems } = parse(text);
      expect(documents).toEqual([]);
      expect(problems).toHaveLength(1);
      expect(problems[0]?.message).toMatch(/^This YAML cannot be read: \S/);
      expect(problems[0]?.at.end).toBeLessThanOrEqual(text.length);
    },
  );

  test.each([": \u{1f600}:", "a: [\u{1f600}: ]\u{1f600}", "\u{1f600}: \u{1f600}: \u{1f600}"])(
    "a syntax error cuts no character in two: %j",
    (text) => {
      const [problem] = parse(text).problems;
      expect(problem).toBeDefined();
      for (const index of [problem?.at.start ?? 0, problem?.at.end ?? 0])
        expect(text.codePointAt(index - 1) ?? 0).toBeLessThan(0x10000);
    },
  );

  test("endless nesting is a problem, not a crash", () => {
    expect(parse(`a: ${"[".repeat(50_000)}`).problems).toHaveLength(1);
  });

  test("any text is read or refused", () => {
    const pieces = fc.array(
      fc.constantFrom(
        "a: ",
        "- ",
        "\n",
        "  ",
        "[",
        "]",
        "{",
        "}",
        "&x ",
        "*x",
        "<<: ",
        "'",
        '"',
        "|\n",
        ">-\n",
        "#",
        "\\",
        "x",
        "? ",
        "---\n",
        "!t ",
      ),
      { maxLength: 25 },
    );
    fc.assert(
      fc.property(pieces, (all) => {
        const { documents, problems } = parse(all.join(""));
        expect(documents.length === 0 || problems.length === 0).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

describe("limits", () => {
  const parse = (text: string) => parseYaml(new Source("/compose.yaml", text));

  test.each([
    ["brackets", (n: number) => `${"[".repeat(n)}${"]".repeat(n)}`],
    ["brackets that nobody closes", (n: number) => `${"[".repeat(n)}`],
    ["braces", (n: number) => `${"{a: ".repeat(n)}${"}".repeat(n)}`],
    ["items", (n: number) => `${"- ".repeat(n)}a`],
    ["lines", (n: number) => Array.from({ length: n }, (_, index) => `${" ".repeat(index)}a:\n`).join("")],
    ["explicit keys", (n: number) => `${"? ".repeat(n)}a`],
  ])("nested %s: what is too deep is one problem that names the place", (_, text) => {
    expect(parse(text(20)).problems.filter(({ message }) => message.includes("levels deep"))).toEqual([]);
    const { problems, documents } = parse(text(2000));
    expect(problems).toHaveLength(1);
    expect(problems[0]?.message).toBe("This YAML is nested more than 100 levels deep here, too deep to follow.");
    expect(problems[0]?.at.start).toBeGreaterThan(90);
    expect(problems[0]?.at.start).toBeLessThan(6000);
    expect(documents).toEqual([]);
  });

  test("a million brackets are read no further than the limit", () => {
    expect(parse("[".repeat(8 << 20)).problems[0]?.at.start).toBeLessThan(200);
  });

  test("an alias is the latest anchor of its name, and nothing inside of itself", () => {
    const {
      documents: [root],
    } = parse("a: &x one\nb: *x\nc: &x two\nd: *x\ne: &y [*y]\nf: *nobody\n");
    expect(
      root?.kind === "map" && root.entries.map(({ value }) => (value.kind === "scalar" ? value.text.text : value.kind)),
    ).toEqual(["one", "one", "two", "two", "list", ""]);
  });

  test("an anchor of one document is none of the next", () => {
    const { documents } = parse("a: &x one\n---\na: *x\n");
    const [, second] = documents;
    expect(second?.kind === "map" && second.entries[0]?.value.kind === "scalar" && second.entries[0].value.isNull).toBe(
      true,
    );
  });

  test.each(["a: 1\na: 2\n", "{a: 1, 'a': 2}\n", "<<: {a: 1}\n<<: {b: 2}\n"])(
    "a key that stands there twice: %j",
    (text) => {
      expect(parse(text).problems.map(({ message }) => message)).toEqual([
        "This YAML cannot be read: Map keys must be unique",
      ]);
    },
  );

  test("mappings that merge one another in a row end at a limit", () => {
    const chain = (n: number): string =>
      `a0: &a0 {k: v}\n${Array.from({ length: n }, (_, i) => `a${i + 1}: &a${i + 1}\n  <<: *a${i}\n  k${i}: v\n`).join("")}`;
    expect(parse(chain(100)).problems).toEqual([]);
    const { problems } = parse(chain(1000));
    expect(problems.map(({ message }) => message)).toEqual([
      '"<<" merges more than 100000 keys into the mappings of this file, too many to follow.',
    ]);
  });

  test("a scalar of many lines is folded as the library does", () => {
    const {
      documents: [root],
    } = parse(`a: >\n${"  x\n".repeat(20_000)}${"\n".repeat(20_000)}  y\n`);
    const value = root?.kind === "map" ? root.entries[0]?.value : undefined;
    expect(value?.kind === "scalar" && value.exact).toBe(true);
    expect(value?.kind === "scalar" && value.text.text).toBe(`${"x ".repeat(19_999)}x${"\n".repeat(20_000)}y\n`);
  });
});
