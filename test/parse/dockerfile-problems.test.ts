import { describe, expect, test } from "@jest/globals";
import { parseDockerfile } from "../../src/parse/dockerfile/dockerfile.ts";
import { Source } from "../../src/text/source.ts";

const parse = (text: string) => parseDockerfile(new Source("/Dockerfile", text));
/** The problem's place as the source writes it, and its message. */
const problems = (text: string) =>
  parse(text).problems.map(({ at, message }) => [text.slice(at.start, at.end), message]);

describe("files that are no Dockerfile", () => {
  const notDockerfile = "This is not a Dockerfile: it has no FROM and no other known instruction.";
  const template = (tag: string): string =>
    `This is a template, not a Dockerfile: no instruction can use "${tag}" here.`;

  test.each([
    ["empty", "", "", "The file has no instructions."],
    ["only comments", "# a\n\n# b", "", "The file has no instructions."],
    ["prose", "Some notes\nabout images\n", "Some", notDockerfile],
    ["a tag where a line starts", "FROM a\n  {{ if .X }}\nRUN b\n{{ end }}", "{{", template("{{")],
    ["inside a continuation", "FROM a\nRUN b \\\n{% for x in y %}\n c", "{%", template("{%")],
    ["a Jinja comment", "{# note #}\nFROM a", "{#", template("{#")],
    ["ERB", "<% x %>\nFROM a", "<%", template("<%")],
    ["in FROM", "FROM {{ .Base }}", "{{", template("{{")],
    ["in the name of a stage", "FROM a AS <%= x %>", "<%", template("<%")],
    ["@@X@@ in FROM", "FROM @@BASE@@:1", "@@BASE@@", template("@@BASE@@")],
    ["%%X%% in EXPOSE", "FROM a\nARG V=%%V%%\nEXPOSE %%PORTS%%\nCMD x", "%%PORTS%%", template("%%PORTS%%")],
    ["%%X%% in FROM", "FROM debian:%%SUITE%%", "%%SUITE%%", template("%%SUITE%%")],
    ["@@X@@ as a keyword", "FROM a\n@@PACKAGES@@\nUSER b", "@@PACKAGES@@", template("@@PACKAGES@@")],
  ])("%s", (_, text, place, message) => {
    expect(problems(text)).toEqual([[place, message]]);
  });

  test.each([
    ["braces for the command", "FROM a\nRUN docker inspect --format '{{.Name}}' x"],
    ["braces in a label", 'FROM a\nLABEL x="{{ y }}" z={%}'],
    ["braces in a comment", "# {{ x }}\nFROM a\nRUN b \\\n# {{ c }}\n d"],
    ["braces in a heredoc", "FROM a\nCOPY <<EOF /x\n{{ range . }}\nEOF"],
    ["a suffix removed in FROM", "ARG V=1.2\nFROM a:${V%%.*}"],
  ])("no template: %s", (_, text) => {
    expect(problems(text)).toEqual([]);
  });
});

describe("files that the builder refuses", () => {
  test.each([
    ["an unknown instruction", "FROM a\nRUNN b\nFOO c", "RUNN", 'Unknown instruction "RUNN": the build stops here.'],
    ["a continuation cut off", "FROM a\nRUN b && \\\\\n  c d", "c", 'Unknown instruction "C": the build stops here.'],
    [
      "an instruction before FROM",
      "ARG A\nRUN b\nFROM c",
      "RUN",
      "RUN comes before the first FROM, where only ARG may.",
    ],
    ["no FROM, but instructions", "CMD a", "CMD", "CMD comes before the first FROM, where only ARG may."],
    ["only ARG", "ARG A", "ARG", "The file has no FROM."],
    ["FROM without an image", "FROM\nCMD a", "FROM", "FROM names no image."],
    ["FROM with flags only", "FROM --platform=x", "FROM", "FROM names no image."],
    [
      "a directive twice",
      "# escape=`\n# escape=`\nFROM a",
      "# escape=`",
      'Duplicate parser directive "escape": the builder allows it once.',
    ],
    ["an escape that is none", "# escape=x\nFROM a", "# escape=x", 'The escape directive takes \\ or ` only, not "x".'],
  ])("%s", (_, text, place, message) => {
    expect(problems(text)).toEqual([[place, message]]);
  });

  test.each([
    ["empty CMD and ENTRYPOINT", "FROM a\nCMD\nENTRYPOINT"],
    ["lower case", "from a\nonbuild run b"],
    [
      "every instruction",
      "ARG A\nFROM a\nADD a b\nCMD a\nCOPY a b\nENTRYPOINT a\nENV a=b\nEXPOSE 1\nHEALTHCHECK NONE\nLABEL a=b\nMAINTAINER a\n" +
        'ONBUILD RUN a\nRUN a\nSHELL ["a"]\nSTOPSIGNAL 9\nUSER a\nVOLUME a\nWORKDIR /a',
    ],
  ])("none: %s", (_, text) => {
    expect(problems(text)).toEqual([]);
  });
});

describe("files that get no fix", () => {
  test.each([
    ["a heredoc with a blank before its name", "FROM a\nRUN cat << EOF\nx\nEOF"],
    ["a heredoc with a file descriptor", "FROM a\nRUN cat 3<<EOF\nx\nEOF"],
    ["a delimiter with quotes inside", 'FROM a\nRUN cat <<E"O"F\nx\nEOF\nUSER c'],
    ["an escaped escape at a line's end", "FROM a\nRUN b \\\\\nUSER c"],
    ["a lone escape", "FROM a\n\\\nUSER c"],
    ["a form feed", "FROM a\nUSER\fc"],
    ["a lone CR", "FROM a\nRUN b\rUSER c"],
    ["an escape directive that does not count", "# foo=bar\n# escape=`\nFROM a\nRUN b `\nUSER c"],
  ])("%s", (_, text) => {
    expect(parse(text).unfixable).toMatch(/^line \d+ can be read in two ways/);
  });

  test.each([
    ["continuations, comments and CRLF", "# syntax=x\r\nFROM a\r\nRUN b \\\r\n # c\r\n\r\n d\r\nCMD e\r\n"],
    ["a BOM", "\ufeffFROM a\nCMD b"],
    ["a backtick for the escape", "# escape=`\nFROM a\nRUN b `\n c\nCMD d"],
    ["plain heredocs", "FROM a\nRUN <<EOF\nx\nEOF\nCOPY <<-'X' <<Y /z/\nx\nX\ny\nY\nCMD b"],
    ["a heredoc's mark in CMD", "FROM a\nCMD cat <<EOF\nUSER b"],
    ["non-ASCII text", "FROM a\n# 😀\nLABEL é=😀\nCMD b"],
  ])("but a fix for: %s", (_, text) => {
    expect(parse(text).unfixable).toBeUndefined();
  });

  test("the line is named", () => {
    const reason = "line 3 can be read in two ways, so an edit might land in the wrong place";
    expect(parse("FROM a\nRUN b \\\\\nUSER c\nCMD d").unfixable).toBe(reason);
  });
});
