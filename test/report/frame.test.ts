import { describe, expect, test } from "@jest/globals";
import { frame } from "../../src/report/frame.ts";
import { painter } from "../../src/report/terminal.ts";
import { Source } from "../../src/text/source.ts";

function framed(text: string, start: number, end: number): readonly string[] {
  const source = new Source("/f", text);
  return frame(source, source.at(start, end), "error", painter(false));
}

describe("frame", () => {
  test("underlines the span", () => {
    expect(framed("FROM x\nCMD node\n", 11, 15)).toEqual(["  2 │ CMD node", "    │     ^^^^"]);
  });

  test("tabs become spaces up to the next stop, the underline stays in place", () => {
    expect(framed("\tif\tx", 4, 5)).toEqual(["  1 │     if  x", "    │         ^"]);
  });

  test("a span over lines: each line from its first word on, the numbers in one column", () => {
    const text = `${"\n".repeat(8)}CMD a \\\n  b \\\n\n  c`;
    expect(framed(text, text.indexOf("a"), text.length)).toEqual([
      "   9 │ CMD a \\",
      "     │     ^^^",
      "  10 │   b \\",
      "     │   ^^^",
      "  11 │",
      "  12 │   c",
      "     │   ^",
    ]);
  });

  test("a long span loses its middle", () => {
    expect(framed("1\n2\n3\n4\n5\n6\n7\n8\n", 0, 15).filter((line) => !line.includes("^"))).toEqual([
      "  1 │ 1",
      "  2 │ 2",
      "  3 │ 3",
      "    ┆",
      "  7 │ 7",
      "  8 │ 8",
    ]);
  });

  test("a span that ends with its line does not reach into the next", () => {
    expect(framed("ab\ncd\n", 0, 3)).toEqual(["  1 │ ab", "    │ ^^"]);
  });

  test("an insertion point, at the end of a line and of the file, and in an empty file", () => {
    expect(framed("ab\ncd", 2, 2)).toEqual(["  1 │ ab", "    │   ^"]);
    expect(framed("ab\ncd", 5, 5)).toEqual(["  2 │ cd", "    │   ^"]);
    expect(framed("", 0, 0)).toEqual(["  1 │", "    │ ^"]);
  });

  test("CRLF leaves no trace", () => {
    expect(framed("ab\r\ncd\r\n", 4, 6)).toEqual(["  2 │ cd", "    │ ^^"]);
  });

  test("wide and combining characters keep the underline in place", () => {
    expect(framed("日本e\u0301 x", 5, 6)).toEqual(["  1 │ 日本e\u0301 x", "    │       ^"]);
  });

  test("what would steer the terminal is spelled out and counted", () => {
    expect(framed("\u001b]0;x\u0007 \u202eab", 7, 8)).toEqual([
      "  1 │ \\x1b]0;x\\x07 \\u202eab",
      `    │ ${" ".repeat(13)}^^^^^^`,
    ]);
    expect(framed("a\rb\u009bc", 4, 5)).toEqual(["  1 │ a\\rb\\x9bc", "    │         ^"]);
  });

  test("a picture is not cut in two", () => {
    const text = `${"❤\ufe0f".repeat(300)}XYZ${"b".repeat(300)}`;
    expect(framed(text, 600, 603)[0]).toBe(`  1 │ …${"❤\ufe0f".repeat(24)}XYZ${"b".repeat(73)}…`);
  });

  test("a long line is cut around the span", () => {
    const text = `${"a".repeat(300)}XYZ${"b".repeat(300)}`;
    expect(framed(text, 300, 303)).toEqual([
      `  1 │ …${"a".repeat(24)}XYZ${"b".repeat(73)}…`,
      `    │ ${" ".repeat(25)}^^^`,
    ]);
  });

  test("a long line is cut only at its end where the span stands in front, only at its start where it stands last", () => {
    const text = "a".repeat(300);
    expect(framed(text, 2, 4)).toEqual([`  1 │ ${"a".repeat(100)}…`, "    │   ^^"]);
    expect(framed(text, 298, 300)).toEqual([`  1 │ …${"a".repeat(100)}`, `    │ ${" ".repeat(99)}^^`]);
  });

  test("a span wider than the frame is cut with its line", () => {
    const [code, under] = framed(`CMD ${"x".repeat(500)}`, 4, 504);
    expect(code).toBe(`  1 │ CMD ${"x".repeat(96)}…`);
    expect(under).toBe(`    │     ${"^".repeat(96)}`);
  });
});
