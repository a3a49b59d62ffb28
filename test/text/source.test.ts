import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { MappedText, Source } from "../../src/text/source.ts";

describe("a position in a file", () => {
  test.each([
    ["the start of the text", "FROM a\nCMD b\n", 0, 1, 1],
    ["the second line", "FROM a\nCMD b\n", 7, 2, 1],
    ["the line feed itself, which belongs to the line that it ends", "FROM a\nCMD b\n", 6, 1, 7],
    ["the end, after the last line feed", "FROM a\n", 7, 2, 1],
    ["the end of a text without a final line feed", "FROM a", 6, 1, 7],
    ["a line after CRLF", "FROM a\r\nCMD b\r\n", 8, 2, 1],
    ["the CR of a CRLF, which belongs to the line that it ends", "FROM a\r\nCMD b\r\n", 6, 1, 7],
    ["a lone CR, which ends no line", "a\rb\nc", 2, 1, 3],
    ["what follows a tab, which is one column", "\tCMD", 1, 1, 2],
    ["what follows a character outside the BMP, which is two UTF-16 units", "# 😀 x", 5, 1, 6],
    ["an empty text", "", 0, 1, 1],
    ["an offset past the end", "ab\nc", 99, 2, 2],
    ["an offset before the start", "ab", -3, 1, 1],
  ])("%s", (_, text, offset, line, column) => {
    expect(new Source("/f", text).position(offset)).toEqual({
      line,
      column,
      offset: Math.max(0, Math.min(offset, text.length)),
    });
  });

  test("agrees with counting line feeds, for any text and offset", () => {
    const texts = fc
      .array(fc.constantFrom("\n", "\r\n", "\r", "\t", "a", "😀"), { maxLength: 20 })
      .map((parts) => parts.join(""));
    fc.assert(
      fc.property(texts, fc.nat(50), (text, any) => {
        const offset = Math.min(any, text.length);
        const before = text.slice(0, offset);
        const { line, column } = new Source("/f", text).position(offset);
        expect(line).toBe(before.split("\n").length);
        expect(column).toBe(offset - (before.lastIndexOf("\n") + 1) + 1);
      }),
    );
  });
});

test.each([
  ["the first line", 1, "FROM a"],
  ["a line without its CR", 2, "CMD b"],
  ["a last line that no line feed ends", 3, "# end"],
  ["no line at all", 4, ""],
])("a line's text: %s", (_, line, text) => {
  expect(new Source("/f", "FROM a\nCMD b\r\n# end").line(line)).toBe(text);
});

/** A text taken out of a file: pieces kept, pieces left out, as continuations and comment lines are. */
const mapped = fc
  .array(fc.record({ text: fc.string({ maxLength: 6 }), kept: fc.boolean() }), { minLength: 1, maxLength: 8 })
  .map((pieces) => {
    const file = pieces.map(({ text }) => text).join("");
    const kept: MappedText[] = [];
    let at = 0;
    for (const { text, kept: keep } of pieces) {
      if (keep) kept.push(MappedText.identity("/f", text, at));
      at += text.length;
    }
    return { file, text: MappedText.join("/f", kept, 0) };
  });

describe("text that knows where it came from", () => {
  test("locates a decoded escape as all that wrote it", () => {
    const text = new MappedText("/f", "aéb", { starts: [0, 1, 7], ends: [1, 7, 8] }, 0);
    expect(text.locate(1, 2)).toEqual({ path: "/f", start: 1, end: 7 });
    expect(text.locate()).toEqual({ path: "/f", start: 0, end: 8 });
    expect(text.slice(1).locate()).toEqual({ path: "/f", start: 1, end: 8 });
  });

  test("an empty span stands where the next unit starts, or behind the last", () => {
    const text = MappedText.join("/f", [MappedText.identity("/f", "ab", 4), MappedText.identity("/f", "cd", 20)], 0);
    expect(text.locate(2, 2)).toEqual({ path: "/f", start: 20, end: 20 });
    expect(text.locate(4, 4)).toEqual({ path: "/f", start: 22, end: 22 });
    expect(text.locate(1, 3)).toEqual({ path: "/f", start: 5, end: 21 });
  });

  test("an empty text stands at its origin", () => {
    expect(new MappedText("/f", "", { starts: [], ends: [] }, 7).locate()).toEqual({ path: "/f", start: 7, end: 7 });
    expect(MappedText.join("/f", [], 7).locate()).toEqual({ path: "/f", start: 7, end: 7 });
  });

  test("refuses a table of another length", () => {
    expect(() => new MappedText("/f", "ab", { starts: [0], ends: [1] }, 0)).toThrow("one offset for each unit");
  });

  test("every unit is found again in the file", () => {
    fc.assert(
      fc.property(mapped, ({ file, text }) => {
        for (let at = 0; at < text.text.length; at++) {
          const { start, end } = text.locate(at, at + 1);
          expect(file.slice(start, end)).toBe(text.text.slice(at, at + 1));
        }
      }),
    );
  });

  test("a slice says of its units what the whole says, and slices of it join to the whole", () => {
    fc.assert(
      fc.property(mapped, fc.nat(48), fc.nat(48), ({ text }, one, other) => {
        const [from, to] = [Math.min(one, other, text.text.length), Math.min(Math.max(one, other), text.text.length)];
        const slice = text.slice(from, to);
        expect(slice.text).toBe(text.text.slice(from, to));
        if (from < to) expect(slice.locate()).toEqual(text.locate(from, to));
        const joined = MappedText.join("/f", [text.slice(0, from), slice, text.slice(to)], 0);
        expect(joined.text).toBe(text.text);
        for (let at = 0; at < joined.text.length; at++)
          expect(joined.locate(at, at + 1)).toEqual(text.locate(at, at + 1));
      }),
    );
  });

  test("without a pattern, the rest keeps its places", () => {
    fc.assert(
      fc.property(mapped, ({ file, text }) => {
        const rest = text.without(/[a-m]+/g);
        expect(rest.text).toBe(text.text.replaceAll(/[a-m]+/g, ""));
        for (let at = 0; at < rest.text.length; at++) {
          const { start, end } = rest.locate(at, at + 1);
          expect(file.slice(start, end)).toBe(rest.text.slice(at, at + 1));
        }
      }),
    );
  });

  test("a text in which a pattern matches nothing is returned as it is", () => {
    const text = MappedText.identity("/f", "abc", 3);
    expect(text.without(/x/g)).toBe(text);
  });

  test("a span of a file maps to itself", () => {
    const source = new Source("/f", "FROM a\nCMD b\n");
    expect(MappedText.of(source, 7, 12).text).toBe("CMD b");
    expect(MappedText.of(source, 7, 12).locate(4, 5)).toEqual({ path: "/f", start: 11, end: 12 });
    expect(source.at(2, 4)).toEqual({ path: "/f", start: 2, end: 4 });
  });
});
