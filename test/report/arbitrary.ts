import fc from "fast-check";
import type { Edit } from "../../src/text/edits.ts";

/** Text of a file, with what makes counting hard: line ends of both kinds, wide characters, a BOM. */
export const anyText: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom("", "\ufeff"),
    fc.array(fc.constantFrom("a", " ", "\t", "\n", "\r\n", "é", "日", "😀", "\u0301", "\\", '"', "$", "`"), {
      maxLength: 30,
    }),
  )
  .map(([bom, pieces]) => bom + pieces.join(""));

/** A fix's edits of a text, that do not overlap, with both ends between whole characters. */
export function anyEdits(text: string, path: string): fc.Arbitrary<readonly Edit[]> {
  const ends = [...text].reduce<readonly number[]>((all, char) => [...all, (all.at(-1) ?? 0) + char.length], [0]);
  const anyPlaces = fc
    .array(fc.constantFrom(...ends), { maxLength: 6 })
    .map((places) => places.sort((one, other) => one - other));
  return fc
    .tuple(anyPlaces, fc.array(fc.constantFrom("", "x", "日\n", "exec "), { minLength: 3, maxLength: 3 }))
    .map(([places, texts]) => {
      const edits: Edit[] = [];
      for (let index = 0; index + 1 < places.length; index += 2) {
        edits.push({ path, start: places[index] ?? 0, end: places[index + 1] ?? 0, text: texts[index / 2] ?? "" });
      }
      return edits;
    });
}

/** What a message or a path may hold that means something to somebody: to XML, Markdown, a platform, a terminal. */
export const hostileText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "<",
        ">",
        "&",
        '"',
        "'",
        "]]>",
        "<!--",
        "-->",
        "&amp;",
        "&#0;",
        "</details>",
        "<script>",
        "`",
        "``",
        "```",
        "|",
        "\\",
        "\\|",
        "*",
        "_",
        "~~",
        "[x](y)",
        "![x](y)",
        "{0}",
        "@someone",
        "#1",
        "$x$",
        "https://example.org/x",
        "www.example.org",
        "::error::",
        "%0A",
        "%",
        ",",
        ":",
        "\u001b[2J",
        "\n",
        "\r",
        "\r\n",
        "\t",
        "\0",
        "\u0085",
        "\u2028",
        "\u202e",
        "\ufeff",
        "\ud800",
        "\udc00",
        "::",
        "::error::x",
        "\n::error::x",
        "\r ::set-output name=a::b",
        "::add-mask::",
        "::stop-commands::t\n",
        "##[error]x",
        "##[add-mask]x",
        "##vso[task.complete]",
        "##teamcity[x]",
        "#",
        "[",
        "\u00ad",
        "\u034f",
        "\u115f",
        "\u3164",
        "\uffa0",
        "\u180b",
        "\u2800",
        "\ue000",
        "\u0378",
        "\u{e0041}",
        "\u{e0100}",
        "\u200d",
        "\ufe0f",
        "❤\ufe0f",
        "\u{1fc00}\ufe0f",
        "\u009b31m",
        "\u0301",
        "\ufffe",
        "\uffff",
        "😀",
        "é",
        " ",
        "  ",
        "# ",
        "- ",
        "a",
      ),
      fc.string({ unit: "binary", maxLength: 4 }),
    ),
    { maxLength: 12 },
  )
  .map((pieces) => pieces.join(""));
