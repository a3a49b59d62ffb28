import { describe, expect, test } from "@jest/globals";
import { parseDockerfile } from "../../src/parse/dockerfile/dockerfile.ts";
import { Source } from "../../src/text/source.ts";
import type { Instruction } from "../../src/parse/dockerfile/syntax.ts";

const path = "/app/Dockerfile";
const parse = (text: string) => parseDockerfile(new Source(path, text));
const sketch = ({ keyword, body }: Instruction): string => `${keyword}|${body.text}`;
const read = (text: string): readonly string[] => parse(text).instructions.map(sketch);
/** What the source says at the place of an instruction's keyword, body and whole. */
function places(text: string): readonly (readonly string[])[] {
  return parse(text).instructions.map(({ keywordAt, body, at }) =>
    [keywordAt, body.locate(), at].map(({ start, end }) => text.slice(start, end)),
  );
}

describe("logical lines", () => {
  test.each([
    ["a continuation joins without a blank of its own", "FROM a\nRUN a \\\n  b\\\nc", ["FROM|a", "RUN|a   bc"]],
    ["blanks may follow the escape", "FROM a\nRUN a \\ \t \nb", ["FROM|a", "RUN|a b"]],
    [
      "comment and blank lines inside are dropped",
      "FROM a\nCMD a \\\n# 1\n\n  \t\n   # 2\n b\nUSER c",
      ["FROM|a", "CMD|a  b", "USER|c"],
    ],
    [
      "a comment line inside does not continue by itself",
      "FROM a\nCMD a \\\n# one \\\nb\nUSER c",
      ["FROM|a", "CMD|a b", "USER|c"],
    ],
    [
      "an escaped escape at the end of a line ends it",
      "FROM a\nRUN a \\\\\nUSER b",
      ["FROM|a", "RUN|a \\\\", "USER|b"],
    ],
    ["so do three escapes", "FROM a\nRUN a \\\\\\\nUSER b", ["FROM|a", "RUN|a \\\\\\", "USER|b"]],
    ["a lone escape continues with the next line", "FROM a\n\\\nUSER b", ["FROM|a", "USER|b"]],
    ["a lone escape inside a continuation", "FROM a\nRUN a \\\n  \\\n b", ["FROM|a", "RUN|a    b"]],
    ["a keyword over two lines", "FROM a\nUS\\\nER b", ["FROM|a", "USER|b"]],
    ["a continuation into the end of the file", "FROM a\nRUN b \\\n# c\n", ["FROM|a", "RUN|b"]],
    ["CRLF, also after the escape", "FROM a\r\nRUN b \\\r\n  c\r\nUSER d\r\n", ["FROM|a", "RUN|b   c", "USER|d"]],
    ["a lone CR is white space", "FROM a\nRUN b\rUSER c", ["FROM|a", "RUN|b\rUSER c"]],
    ["a form feed separates the keyword", "FROM a\nUSER\fb", ["FROM|a", "USER|b"]],
    ["tabs and indentation", "FROM a\n\t RUN\t\tb\t\n", ["FROM|a", "RUN|b"]],
    ["a BOM at the start of the file", "\ufeffFROM a\nUSER b", ["FROM|a", "USER|b"]],
    ["keywords in any case", "from a\nCmd b", ["FROM|a", "CMD|b"]],
    ["no arguments", "FROM a\nCMD\nENTRYPOINT  \n", ["FROM|a", "CMD|", "ENTRYPOINT|"]],
    ["nothing", "", []],
  ])("%s", (_, text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  test("places are those of the file, in UTF-16 units", () => {
    const text = "\ufeffFROM a\r\n# é\r\nRUN echo 😀 \\\r\n  # note\r\n\tdone  \r\nCMD b";
    expect(places(text)).toEqual([
      ["FROM", "a", "FROM a"],
      ["RUN", "echo 😀 \\\r\n  # note\r\n\tdone", "RUN echo 😀 \\\r\n  # note\r\n\tdone"],
      ["CMD", "b", "CMD b"],
    ]);
    const run = parse(text).instructions[1];
    expect(run?.body.text).toBe("echo 😀 \tdone");
    expect(text.slice(run?.body.startOf(8), run?.body.endOf(12))).toBe("\tdon");
  });

  test("a body that is not there stands behind the keyword", () => {
    const [, cmd] = parse("FROM a\nCMD \nUSER b").instructions;
    expect(cmd?.body.locate()).toEqual({ path, start: 10, end: 10 });
    expect(cmd?.at).toEqual({ path, start: 7, end: 10 });
  });
});

describe("parser directives", () => {
  const backtick = (top: string): readonly string[] => read(`${top}\nFROM a\nRUN b \`\nUSER c`);
  const joined = ["FROM|a", "RUN|b USER c"];
  const apart = ["FROM|a", "RUN|b `", "USER|c"];

  test.each([
    ["escape", "# escape=`", joined],
    ["without blanks, in any case", "#EsCaPe=`", joined],
    ["with blanks around", " #  escape = ` ", joined],
    ["after syntax and check", "# syntax=docker/dockerfile:1\n# check=skip=all\n# escape=`", joined],
    ["after a BOM, with CRLF", "\ufeff# escape=`\r", joined],
    ["not after a directive nobody knows", "# foo=bar\n# escape=`", apart],
    ["not after a comment", "# Copyright\n# escape=`", apart],
    ["not after a blank line", "\n# escape=`", apart],
    ["not after an instruction", "ARG X\n# escape=`", ["ARG|X", ...apart]],
  ])("%s", (_, top, expected) => {
    expect(backtick(top)).toEqual(expected);
  });

  test("the escape is known to the caller", () => {
    expect(parse("# escape=`\nFROM a").escape).toBe("`");
    expect(parse("FROM a").escape).toBe("\\");
  });

  test.each([
    ["# check=skip=JSONArgsRecommended, StageNameCasing;error=true", ["JSONArgsRecommended", "StageNameCasing"]],
    ["# check=error=true;skip=all", ["all"]],
    ["# check=error=true", []],
    ["# note\n# check=skip=all", []],
  ])("%s", (top, expected) => {
    expect(parse(`${top}\nFROM a`).skippedChecks).toEqual(expected);
  });
});

describe("comments", () => {
  test("outside and inside instructions, directives included, without line endings", () => {
    const text = "# syntax=x\r\n  #one\nFROM a # no comment\nRUN b \\\n\t# two\n c\n#";
    const { comments } = parse(text);
    expect(comments.map((comment) => comment.text)).toEqual([" syntax=x", "one", " two", ""]);
    expect(comments.map(({ at }) => text.slice(at.start, at.end))).toEqual(["# syntax=x", "#one", "# two", "#"]);
  });
});

describe("flags", () => {
  const flagsOf = (line: string) =>
    parse(`FROM a\n${line}`).instructions[1]?.flags.map(({ name, value }) => [name, value]);

  test.each([
    [
      "COPY --from=x --link a /b",
      [
        ["from", "x"],
        ["link", undefined],
      ],
    ],
    ['COPY --chown="a:b" a /b', [["chown", "a:b"]]],
    ["COPY --chown='a b':c a /b", [["chown", "a b:c"]]],
    ["COPY --chown=a\\ b a /b", [["chown", "a b"]]],
    [
      "RUN --mount=type=cache,target=/x --network=none go build --flag",
      [
        ["mount", "type=cache,target=/x"],
        ["network", "none"],
      ],
    ],
    ["RUN go --flag", []],
    ["RUN -- --flag", []],
    ['CMD --x=y ["a"]', [["x", "y"]]],
  ])("%s", (line, expected) => {
    expect(flagsOf(line)).toEqual(expected);
  });

  test("the arguments begin after them", () => {
    expect(
      read("FROM --platform=linux/amd64 a AS b\nRUN -- --x\nHEALTHCHECK --interval=5s \\\n  --retries=3 CMD x"),
    ).toEqual(["FROM|a AS b", "RUN|--x", "HEALTHCHECK|CMD x"]);
  });

  test("their places keep the quotes", () => {
    const text = 'FROM a\nCOPY --chown="a:b" \\\n --from=x a /b';
    expect(parse(text).instructions[1]?.flags.map(({ at }) => text.slice(at.start, at.end))).toEqual([
      '--chown="a:b"',
      "--from=x",
    ]);
  });

  test("what remains after the flags decides the form of CMD", () => {
    expect(parse('FROM a\nCMD --x=y ["a"]').instructions[1]?.form.kind).toBe("exec");
  });
});

describe("ONBUILD", () => {
  const text = 'FROM a\nONBUILD \\\n  entrypoint --x=y ["b", \\\n "c"]';
  const trigger = parse(text).instructions[1]?.trigger;

  test("has its instruction with places of its own", () => {
    expect(trigger && sketch(trigger)).toBe('ENTRYPOINT|["b",  "c"]');
    expect(trigger?.flags.map(({ name }) => name)).toEqual(["x"]);
    expect(text.slice(trigger?.keywordAt.start, trigger?.keywordAt.end)).toBe("entrypoint");
    expect(text.slice(trigger?.at.start, trigger?.at.end)).toBe('entrypoint --x=y ["b", \\\n "c"]');
    expect(trigger?.form.kind === "exec" && trigger.form.words.map((word) => word.text.text)).toEqual(["b", "c"]);
  });

  test("other instructions have none, nor does an empty ONBUILD", () => {
    expect(parse("FROM a\nONBUILD").instructions.map((instruction) => instruction.trigger)).toEqual([
      undefined,
      undefined,
    ]);
  });

  test("a trigger of a trigger is refused by the builder and not followed", () => {
    expect(parse("FROM a\nONBUILD ONBUILD CMD b").instructions[1]?.trigger?.trigger).toBeUndefined();
  });
});
