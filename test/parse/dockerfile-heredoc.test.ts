import { describe, expect, test } from "@jest/globals";
import { parseDockerfile } from "../../src/parse/dockerfile/dockerfile.ts";
import { Source } from "../../src/text/source.ts";

const parse = (text: string) => parseDockerfile(new Source("/Dockerfile", `FROM a\n${text}`));
const heredocs = (text: string) =>
  parse(text).instructions[1]?.heredocs.map(({ name, expand, body }) => [name, expand, body.text]);
const keywords = (text: string) => parse(text).instructions.map(({ keyword }) => keyword);

describe("heredocs", () => {
  test.each([
    [
      "a script",
      "RUN <<EOF\necho a\n# no comment\n\nUSER b \\\nEOF\nUSER c",
      [["EOF", true, "echo a\n# no comment\n\nUSER b \\\n"]],
    ],
    ["no lines", "RUN <<EOF\nEOF\nUSER c", [["EOF", true, ""]]],
    ["for a command", "RUN python3 <<EOF > /x\na\nEOF\nUSER c", [["EOF", true, "a\n"]]],
    ["a blank before the name", "RUN cat << EOF\na\nEOF\nUSER c", [["EOF", true, "a\n"]]],
    ["a file descriptor", "RUN cat 3<<EOF\na\nEOF\nUSER c", [["EOF", true, "a\n"]]],
    ["leading tabs stripped", "RUN <<-EOF\n\t\ta\n\t b\n\tEOF\nUSER c", [["EOF", true, "a\n b\n"]]],
    ["leading tabs kept", "RUN <<EOF\n\ta\n\tEOF\nEOF\nUSER c", [["EOF", true, "\ta\n\tEOF\n"]]],
    ["single quotes", "RUN <<'EOF'\n$a\nEOF\nUSER c", [["EOF", false, "$a\n"]]],
    ["double quotes in the name", 'RUN <<E"O"F\n$a\nEOF\nUSER c', [["EOF", false, "$a\n"]]],
    ["a blank in the name", "RUN <<'one two'\na\none two\nUSER c", [["one two", false, "a\n"]]],
    ["an escaped quote in the name", "RUN <<eo\\'f\na\neo'f\nUSER c", [["eo'f", true, "a\n"]]],
    ["a variable in the name stays", "RUN <<$EOF\na\n$EOF\nUSER c", [["$EOF", true, "a\n"]]],
    [
      "two of them",
      "RUN <<-A <<B\n\ta\nA\nb\nB\nUSER c",
      [
        ["A", true, "a\n"],
        ["B", true, "b\n"],
      ],
    ],
    [
      "the first body names the second",
      "COPY <<X <<Y /d/\nY\nX\nX\nY\nUSER c",
      [
        ["X", true, "Y\n"],
        ["Y", true, "X\n"],
      ],
    ],
    ["after flags", "RUN --mount=type=cache,target=/x <<EOF\na\nEOF\nUSER c", [["EOF", true, "a\n"]]],
    ["ADD, a file name", "ADD <<a.txt /a.txt\nx\na.txt\nUSER c", [["a.txt", true, "x\n"]]],
    ["after a continuation", "RUN x && \\\n cat <<EOF\na\nEOF\nUSER c", [["EOF", true, "a\n"]]],
    ["CRLF", "RUN <<EOF\r\na\r\nEOF\r\nUSER c", [["EOF", true, "a\r\n"]]],
    ["a shift with blanks, which the builder takes for one", "RUN echo $((1 << 2))\n2))\nUSER c", [["2))", true, ""]]],
    ["ended by the end of the file", "RUN <<EOF\na\nEOF\nUSER c <<EOF", [["EOF", true, "a\n"]]],
  ])("%s", (_, text, expected) => {
    expect(heredocs(text)).toEqual(expected);
    expect(keywords(text)).toEqual(["FROM", text.slice(0, text.indexOf(" ")), "USER"]);
    expect(parse(text).problems).toEqual([]);
  });

  test.each([
    ["CMD has none", "CMD cat <<EOF\nUSER c"],
    ["ENTRYPOINT has none", "ENTRYPOINT cat <<EOF\nUSER c"],
    ["exec form has none", 'RUN ["cat", "<<EOF"]\nUSER c'],
    ["no blank before", "RUN cat<<EOF\nUSER c"],
    ["in quotes", 'RUN echo "<<EOF"\nUSER c'],
    ["in quotes with more", 'RUN echo "a <<EOF b"\nUSER c'],
    ["a here-string", "RUN cat <<<EOF\nUSER c"],
    ["a shift", "RUN echo $((1<<2))\nUSER c"],
    ["<<- and a blank", "RUN cat <<- EOF\nUSER c"],
    ["behind an open quote", "RUN echo it's <<EOF\nUSER c"],
    ["a substitution that the builder does not know", "RUN echo ${a[@]} <<EOF\nUSER c"],
    ["an empty name", "RUN cat <<''\nUSER c"],
  ])("none: %s", (_, text) => {
    expect(heredocs(text)).toEqual([]);
    expect(keywords(text)).toEqual(["FROM", text.slice(0, text.indexOf(" ")), "USER"]);
  });

  test("belong to the trigger of ONBUILD, and to the whole", () => {
    const [, onbuild, user] = parse("ONBUILD RUN <<EOF\na\nEOF\nUSER b").instructions;
    expect(onbuild?.trigger?.heredocs.map(({ body }) => body.text)).toEqual(["a\n"]);
    expect(onbuild?.trigger?.at.end).toBe(onbuild?.at.end);
    expect(user?.keyword).toBe("USER");
  });

  test("an instruction reaches to the line that ends them, without the line ending", () => {
    const dockerfile = parse("RUN <<EOF\r\na\r\nEOF\r\nUSER b");
    const run = dockerfile.instructions[1];
    expect(dockerfile.source.text.slice(run?.at.start, run?.at.end)).toBe("RUN <<EOF\r\na\r\nEOF");
    expect(run?.body.text).toBe("<<EOF");
  });

  test("a body's units know their place", () => {
    const dockerfile = parse("RUN <<-EOF\n\t\ta\n\tb\nEOF");
    const body = dockerfile.instructions[1]?.heredocs[0]?.body;
    expect(dockerfile.source.text.slice(body?.startOf(2), body?.endOf(3))).toBe("b");
  });

  test("one that nothing ends takes the rest of the file, and is a problem", () => {
    const dockerfile = parse("RUN <<EOF\na\nUSER b\n");
    expect(dockerfile.instructions.map(({ keyword }) => keyword)).toEqual(["FROM", "RUN"]);
    expect(dockerfile.problems).toEqual([
      { message: 'The heredoc "EOF" is never closed.', at: { path: "/Dockerfile", start: 7, end: 16 } },
    ]);
  });
});
