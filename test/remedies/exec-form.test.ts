import { execFileSync } from "node:child_process";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { jsonArray } from "../../src/remedies/exec-form.ts";
import { isBuiltin, plainCommand } from "../../src/startup/plain-command.ts";
import { MappedText } from "../../src/text/source.ts";

const plain = (text: string): readonly string[] | undefined =>
  plainCommand(MappedText.identity("/Dockerfile", text, 0));

describe("text that exec form can say", () => {
  test.each([
    ["app a b", ["app", "a", "b"]],
    ["  app   a  ", ["app", "a"]],
    ["app 'a b' \"c d\" e\\ f", ["app", "a b", "c d", "e f"]],
    ["app ''", ["app", ""]],
    ["exec app a", ["app", "a"]],
    ["app a=b", ["app", "a=b"]],
    ["app '$HOME'", ["app", "$HOME"]],
    ["app \\$HOME", ["app", "$HOME"]],
    ["app a#b", ["app", "a#b"]],
    ["app # comment", ["app"]],
    ["app;", ["app"]],
    ["app 'a\nb'", ["app", "a\nb"]],
    ["'app' a", ["app", "a"]],
    ["app --x={} -e '{ }'", ["app", "--x={}", "-e", "{ }"]],
    ["./app", ["./app"]],
  ])("%j", (text, expected) => {
    expect(plain(text)).toEqual(expected);
  });
});

describe("text that needs a shell", () => {
  test.each([
    ["a variable", "app $A"],
    ["a variable in quotes", 'app "$A"'],
    ["a command's output", "app $(id)"],
    ["backticks", "app `id`"],
    ["arithmetic", "app $((1+1))"],
    ["a glob", "app *.js"],
    ["a question mark", "app a?"],
    ["a set", "app [ab]"],
    ["braces", "app {a,b}"],
    ["braces with a carriage return", "app {\r,}"],
    ["braces with a form feed", "app {\f,}a"],
    ["braces with a vertical tab", "app {a,\v}"],
    ["braces, one of which closes too early", "app a{b}c,}"],
    ["braces with one behind a word", "app x{a,\r}y"],
    ["a tilde", "app ~/x"],
    ["a tilde alone", "app ~"],
    ["an assignment", "A=1 app"],
    ["a redirection", "app > f"],
    ["a redirection of errors", "app 2>&1"],
    ["two commands", "app; b"],
    ["two lines", "app\nb"],
    ["&&", "a && b"],
    ["||", "a || b"],
    ["a pipe", "a | b"],
    ["a job", "app &"],
    ["a subshell", "(app)"],
    ["a group", "{ app; }"],
    ["a negation", "! app"],
    ["an if", "if a; then b; fi"],
    ["a function", "f() { a; }"],
    ["a heredoc", "app <<EOF\nx\nEOF"],
    ["a builtin", "cd /x"],
    ["a builtin behind exec", "exec cd /x"],
    ["source", ". /x"],
    ["a test", "[ a = a ]"],
    ["[[", "[[ a == a ]]"],
    ["exec with an option", "exec -a name app"],
    ["exec alone", "exec"],
    ["an open quote", "app 'a"],
    ["nothing", ""],
    ["only a comment", "# app"],
    ["an empty name", "'' a"],
    ["time", "time app"],
    ["an array", "a=(b c)"],
    ["a process substitution", "app <(b)"],
    ["a quoted keyword", "'if' a"],
    ["escapes that dash does not know", "app $'a\\tb'"],
    ["a text to translate", 'app $"a"'],
    ["a tilde behind a continued name", "app a\\\nb=~"],
    ["a tilde before quotes", "app a=~/'b'"],
    ["a dollar sign and a name on the next line", "app $\\\nA"],
    ["the same in quotes", 'app "$\\\nA"'],
    ["arithmetic as bash once wrote it, open", "app $[ a"],
    ["a parenthesis that opens", "app ( a"],
    ["a parenthesis at the end", "app ("],
  ])("%s", (_, text) => {
    expect(plain(text)).toBeUndefined();
  });
});

test.each([
  ["cd", true],
  ["exec", true],
  ["trap", true],
  ["node", false],
  ["constructor", false],
  ["toString", false],
])("%s is a builtin: %s", (name, expected) => {
  expect(isBuiltin(name)).toBe(expected);
});

test("arrays are written the way people write them, and are JSON", () => {
  expect(jsonArray(["a", "b c", '"d\\"', "é\n"])).toBe('["a", "b c", "\\"d\\\\\\"", "é\\n"]');
  expect(jsonArray([])).toBe("[]");
});

/** What a shell hands to a program: its own words, each ended by NUL. */
function argvOf(shell: string, text: string): readonly string[] {
  const out = execFileSync(shell, ["-c", text.replace(/^\s*\S+/, "printf '%s\\0'")], { encoding: "utf8" });
  return out.split("\0").slice(0, -1);
}

/** A word as people quote it. */
const quoted = fc.oneof(
  fc
    .string({
      unit: fc.constantFrom("a", "Z", "0", "-", "_", ".", "/", ":", "=", ",", "@", "%", "+", "é", "^", "#"),
      minLength: 1,
      maxLength: 5,
    })
    .map((word) => `w${word}`),
  fc
    .string({
      unit: fc.constantFrom("a", " ", "$", '"', "\\", "*", "\n", "\t", "&", ";", "`", "(", "~", "!", "😀"),
      maxLength: 5,
    })
    .map((word) => `'${word}'`),
  fc
    .string({
      unit: fc.constantFrom(
        "a",
        " ",
        "'",
        "*",
        "\\\\",
        "\\$",
        '\\"',
        "\\`",
        "\\a",
        "\n",
        "&",
        "(",
        "~",
        "\\\n",
        "#",
        "{a,b}",
      ),
      maxLength: 5,
    })
    .map((word) => `"${word}"`),
  fc.string({
    unit: fc.constantFrom("\\ ", "\\'", '\\"', "\\\\", "\\$", "\\*", "\\~", "\\#", "\\&", "\\a", "b"),
    minLength: 1,
    maxLength: 4,
  }),
  fc.constantFrom(
    "a~b",
    "{}",
    "{",
    "}",
    "a{b}c",
    "{a}",
    "--x=~",
    "!",
    "!a",
    "a!",
    "]",
    "%s",
    "-",
    "--",
    "if",
    "a'b'\"c\"\\d",
    "=",
    "{a..b",
    "^a",
    "@(",
    "é=ü",
  ),
);

describe.each(["dash", "bash"])("the words of exec form are those that %s would pass", (shell) => {
  test("for any plain command", () => {
    fc.assert(
      fc.property(fc.array(quoted, { minLength: 1, maxLength: 4 }), (words) => {
        const text = `app ${words.join(" ")}`;
        const argv = plain(text);
        // A shell text that cannot be said in exec form is left alone; nothing is claimed of it.
        if (!argv) return;
        const written: unknown = JSON.parse(jsonArray(argv));
        expect(written).toEqual(["app", ...argvOf(shell, text)]);
      }),
      { numRuns: 150 },
    );
  });

  test.each([
    "app 'a'\\''b'",
    "app \"a\\\\b\" 'a\\b'",
    "app a\\\\b",
    'app "\\a\\n"',
    "app \"it's\" '\"'",
    "app a\\\nb",
    'app "a\\\nb"',
    "app a''b",
    "app -e 'console.log(\"x\")'",
    "app {a} {} {a,} a}b",
    "app a=~/x",
    "app --p=~/x",
    "app a:~b",
    "app !x",
  ])("%j", (text) => {
    const argv = plain(text);
    if (argv) expect(argv.slice(1)).toEqual(argvOf(shell, text));
    else expect(text).toMatch(/[{~]/);
  });
});
