import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { parseShell } from "../../src/parse/shell/parse-shell.ts";
import { MappedText } from "../../src/text/source.ts";
import type { List, Node, Script, Simple, Test, Word } from "../../src/parse/shell/script-syntax.ts";

const parse = (text: string): Script => parseShell(MappedText.identity("/ep.sh", text, 0));

function firstNode(text: string): Node {
  const node = parse(text).list.items[0]?.node;
  if (!node) throw new Error(`no command in ${text}`);
  return node;
}

function command(text: string): Simple {
  const node = firstNode(text);
  if (node.kind !== "simple") throw new Error(`${text} is no simple command`);
  return node;
}

/** The structure of a list in one line: simple commands as written, the rest by its kind. */
function shape(list: List): string {
  return list.items.map((item) => `${outline(item.node)}${item.background ? " &" : ""}`).join("; ");
}

function outline(node: Node): string {
  switch (node.kind) {
    case "simple":
      return node.words.map((word) => word.raw).join(" ");
    case "andor":
      return node.commands
        .map((each, index) => (index > 0 ? `${node.operators[index - 1]} ` : "") + outline(each))
        .join(" ");
    case "pipeline":
      return `${node.negated ? "not " : ""}${node.timed ? "timed " : ""}pipe(${node.commands.map(outline).join(" | ")})`;
    case "if":
      return `if(${node.clauses.map(({ test: each, body }) => `${shape(each)} -> ${shape(body)}`).join(", ")}${node.otherwise ? `, else ${shape(node.otherwise)}` : ""})`;
    case "case":
      return `case ${node.word.raw}(${node.items.map(({ patterns, body, terminator }) => `${patterns.map((each) => each.raw).join("|")} -> ${shape(body)}${terminator === undefined ? "" : ` ${terminator}`}`).join(", ")})`;
    case "loop":
      return `${node.type}${node.name === undefined ? "" : ` ${node.name}`}(${node.test ? `${shape(node.test)} -> ` : ""}${shape(node.body)})`;
    case "group":
      return `${node.subshell ? "subshell" : "group"}(${shape(node.body)})`;
    case "redirected":
      return `redirected ${node.redirects.map((each) => each.operator + (each.target?.raw ?? "")).join(" ")} ${outline(node.body)}`;
    case "function":
      return `function ${node.name} ${outline(node.body)}`;
    case "test":
      return `test(${expression(node.expression)})`;
    case "coproc":
      return `coproc ${node.name} ${outline(node.body)}`;
    case "arithmetic":
      return node.kind;
  }
}

function expression(test: Test): string {
  switch (test.kind) {
    case "unary":
      return `${test.operator} ${test.operand.raw}`;
    case "binary":
      return `${test.left.raw} ${test.operator} ${test.right.raw}`;
    case "not":
      return `not(${expression(test.operand)})`;
    case "and":
    case "or":
      return `${test.kind}(${test.operands.map(expression).join(", ")})`;
  }
}

describe("a script's structure", () => {
  test.each([
    ["lines and semicolons alike", "a\nb; c", "a; b; c"],
    ["a job in the background", "a & b", "a &; b"],
    ["lists of && and ||", "a && b || c", "a && b || c"],
    ["pipelines", "a | b |& c", "pipe(a | b | c)"],
    ["a negated pipeline", "! a | b", "not pipe(a | b)"],
    ["a command negated twice", "! ! a", "pipe(a)"],
    ["a command that is timed", "time a", "timed pipe(a)"],
    ["if with elif and else", "if a; then b; elif c; then d; else e; fi", "if(a -> b, c -> d, else e)"],
    [
      "case with all terminators",
      "case $1 in a|b) x;; (c) y;& *) z;;& esac",
      "case $1(a|b -> x ;;, c -> y ;&, * -> z ;;&)",
    ],
    ["a last case without a terminator", "case x in a) b\nesac", "case x(a -> b)"],
    ["while", "while a; do b; done", "while(a -> b)"],
    ["until", "until a; do b; done", "until(a -> b)"],
    ["for", "for i in 1 2; do b; done", "for i(b)"],
    ["for over the parameters", "for i do b; done", "for i(b)"],
    ["select", "select i in 1 2; do b; done", "select i(b)"],
    ["for with arithmetic", "for ((;;)); do b; done", "arithmetic(b)"],
    ["a subshell", "(a; b)", "subshell(a; b)"],
    ["a group", "{ a; b; }", "group(a; b)"],
    ["a group with redirections", "{ a; } > f 2>&1", "redirected >f >&1 group(a)"],
    ["a function", "f() { a; }", "function f group(a)"],
    ["a function in the manner of ksh", "function f { a; }", "function f group(a)"],
    ["a function whose body is a subshell", "f() ( a )", "function f subshell(a)"],
    ["[[ ]] with logic", "[[ -n $a && ( $b == c* || ! -f d ) ]]", "test(and(-n $a, or($b == c*, not(-f d))))"],
    ["arithmetic", "(( a > 1 ))", "arithmetic"],
    ["a coprocess", "coproc a", "coproc COPROC a"],
    ["commands joined by a continuation", "a \\\n  b", "a b"],
    ["a comment, which is none of it", "a # && b\n# c\nd", "a; d"],
    ["nothing", "# only a comment\n\n", ""],
  ])("%s", (_, text, expected) => {
    const script = parse(text);
    expect(script.error).toBeUndefined();
    expect(shape(script.list)).toBe(expected);
  });
});

test.each([
  ["plain", "cat <<EOF\nexec app &\nEOF\nb"],
  ["quoted", "cat <<'EOF'\n$x ` (\nEOF\nb"],
  ["with tabs", "cat <<-EOF\n\tx\n\tEOF\nb"],
  ["two on a line", "cat <<A <<B\n1\nA\n2\nB\nb"],
])("a heredoc's body is no command: %s", (_, text) => {
  const script = parse(text);
  expect(script.error).toBeUndefined();
  expect(shape(script.list)).toBe("cat; b");
  expect(command(text).redirects.every((each) => each.target === undefined && each.operator.startsWith("<<"))).toBe(
    true,
  );
});

test.each([
  ["#!/bin/sh\n", "/bin/sh"],
  ["#! /usr/bin/env bash\r\n", "/usr/bin/env bash"],
  ["#!/bin/bash -e", "/bin/bash -e"],
  ["\n#!/bin/sh\n", undefined],
  ["# no shebang", undefined],
])("the shebang of %j", (text, expected) => {
  expect(parse(text).shebang).toBe(expected);
});

test.each([
  ["an open quote", "echo 'a"],
  ["an open if", "if a; then b"],
  ["a lone fi", "fi"],
  ["an open group", "{ a"],
  ["an open substitution", "echo $(a"],
  ["a substitution with an error in it", "echo $(if a)"],
  ["an error in a quoted substitution", 'echo "$(a; then)"'],
  ["an operator at the end", "a &&"],
  ["a stray bracket", "a )"],
  ["a parenthesis among words", "a ( b"],
  ["a parenthesis behind them", "a b ("],
  ["a parenthesis behind a redirection", "a > f (b)"],
])("%s is an error", (_, text) => {
  expect(parse(text).error).toBeDefined();
});

function* words(list: List): Generator<Word> {
  for (const { node } of list.items) yield* wordsOf(node);
}

function* wordsOf(node: Node): Generator<Word> {
  if (node.kind === "simple") yield* node.words;
  else if (node.kind === "andor" || node.kind === "pipeline") for (const each of node.commands) yield* wordsOf(each);
  else if (node.kind === "group") yield* words(node.body);
  else if (node.kind === "redirected" || node.kind === "function") yield* wordsOf(node.body);
}

test("every word's span slices back to the word, whatever surrounds it", () => {
  const pieces = fc.array(
    fc.constantFrom(
      "a",
      "'b c'",
      '"d $e"',
      "\\ f",
      "$(g h)",
      "${i:-j}",
      "k*",
      "\n",
      "; ",
      " && ",
      " | ",
      "(l)",
      "{ m; }",
      "\\\n",
      " # n\n",
      "\ud83d\ude00",
      "\r\n",
    ),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(pieces, (parts) => {
      const text = parts.join(" ");
      const script = parse(text);
      for (const word of words(script.list)) expect(text.slice(word.start, word.end)).toBe(word.raw);
    }),
    { numRuns: 300 },
  );
});

test("parsing ends with a result for any text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 40 }), (text) => {
      const { list, error } = parse(text);
      expect(list.items.every((item) => item.start >= 0 && item.end <= text.length)).toBe(true);
      expect(error === undefined || (error.at >= 0 && error.at <= text.length)).toBe(true);
    }),
    { numRuns: 300 },
  );
});
