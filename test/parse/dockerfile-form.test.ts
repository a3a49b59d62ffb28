import { describe, expect, test } from "@jest/globals";
import { parseDockerfile } from "../../src/parse/dockerfile/dockerfile.ts";
import { Source } from "../../src/text/source.ts";

const formOf = (text: string) => parseDockerfile(new Source("/Dockerfile", text)).instructions[0]?.form;

/** The words of the exec form: decoded, and as the file writes them. */
function words(text: string): readonly (readonly [string, string])[] | undefined {
  const form = formOf(text);
  return form?.kind === "exec"
    ? form.words.map((word) => [word.text.text, text.slice(word.at.start, word.at.end)])
    : undefined;
}

describe("exec form", () => {
  test.each([
    ["a blank in a string", 'CMD ["a b"]', [["a b", '"a b"']]],
    [
      "escapes",
      String.raw`CMD ["\u00e9 \n", "\"\\\/\t"]`,
      [
        ["é \n", String.raw`"\u00e9 \n"`],
        ['"\\/\t', String.raw`"\"\\\/\t"`],
      ],
    ],
    ["a surrogate pair in escapes", String.raw`CMD ["\ud83d\ude00"]`, [["😀", String.raw`"\ud83d\ude00"`]]],
    ["half a surrogate pair", String.raw`CMD ["\ud83d"]`, [["\ufffd", String.raw`"\ud83d"`]]],
    [
      "a backslash before the closing quote",
      String.raw`CMD ["C:\\", "a"]`,
      [
        ["C:\\", String.raw`"C:\\"`],
        ["a", '"a"'],
      ],
    ],
    [
      "several lines with comments",
      'CMD [ \\\n  "a", \\\n  # note\n\n  "b" \\\n]',
      [
        ["a", '"a"'],
        ["b", '"b"'],
      ],
    ],
    ["a string continued over a line's end", 'CMD ["a\\\nb"]', [["ab", '"a\\\nb"']]],
    ["no strings", "CMD []", []],
    ["an empty string", 'CMD [""]', [["", '""']]],
    [
      "brackets in strings",
      'CMD ["[", "]"]',
      [
        ["[", '"["'],
        ["]", '"]"'],
      ],
    ],
    [
      "blanks around",
      'CMD   [ "a" ,"b" ]  ',
      [
        ["a", '"a"'],
        ["b", '"b"'],
      ],
    ],
    [
      "escape is backtick",
      '# escape=`\nCMD ["c:\\\\a", `\n "b"]',
      [
        ["c:\\a", '"c:\\\\a"'],
        ["b", '"b"'],
      ],
    ],
    [
      "HEALTHCHECK",
      'HEALTHCHECK --retries=1 CMD ["a", "b"]',
      [
        ["a", '"a"'],
        ["b", '"b"'],
      ],
    ],
    [
      "COPY",
      'COPY --link ["a b", "/c"]',
      [
        ["a b", '"a b"'],
        ["/c", '"/c"'],
      ],
    ],
  ])("%s", (_, text, expected) => {
    expect(words(text)).toEqual(expected);
  });

  test("every unit of a word knows what wrote it", () => {
    const text = 'CMD ["x\\n\\u00e9\\ud83d\\ude00 \\\ny"]';
    const form = formOf(text);
    const word = form?.kind === "exec" ? form.words[0]?.text : undefined;
    const written = [...Array(word?.text.length ?? 0).keys()].map((unit) =>
      text.slice(word?.startOf(unit), word?.endOf(unit + 1)),
    );
    expect(word?.text).toBe("x\né😀 y");
    expect(written).toEqual(["x", "\\n", "\\u00e9", "\\ud83d", "\\ude00", " ", "y"]);
  });

  test("an empty word stands between its quotes", () => {
    const form = formOf('CMD [""]');
    expect(form?.kind === "exec" && form.words[0]?.text.locate()).toMatchObject({ start: 6, end: 6 });
  });
});

describe("shell form", () => {
  test.each([
    ["a trailing comma", '["a",]'],
    ["single quotes", "['a']"],
    ["no quotes", "[a]"],
    ["an escape that JSON does not have", '["a\\d"]'],
    ["a raw tab in a string", '["a\tb"]'],
    ["text behind the array", '["a"] # note'],
    ["an array that is not closed", '["a"'],
    ["a doubled escape, which ends the line", '["a", \\\\\n"b"]'],
    ["an object", '{"a": "b"}'],
    ["a JSON string", '"a"'],
    ["a command", 'node server.js --x "y"'],
    ["no text", ""],
  ])("%s", (_, body) => {
    expect(formOf(`CMD ${body}`)?.kind).toBe("shell");
  });

  test("its text is the body", () => {
    const form = formOf("CMD a \\\n  # note\n && b ");
    expect(form?.kind === "shell" && form.text.text).toBe("a  && b");
  });
});

describe("an array that fails the build", () => {
  test.each([
    ['["a", 1]', "element 2 of the array is a number, not a string"],
    ['[["a"]]', "element 1 of the array is an array, not a string"],
    ["[null]", "element 1 of the array is null, not a string"],
    ['["a", "b", {}]', "element 3 of the array is an object, not a string"],
    ["[true]", "element 1 of the array is a boolean, not a string"],
  ])("%s", (body, reason) => {
    expect(formOf(`ENTRYPOINT ${body}`)).toEqual({ kind: "invalid", reason });
  });
});
