import { parse } from "unbash";
import type * as U from "unbash";
import type { MappedText } from "../../text/source.ts";
import { excessOf } from "./excess.ts";
import { readQuoted, readWord, wordOf } from "./parse-word.ts";
import type { Reading } from "./parse-word.ts";
import type {
  Assignment,
  BashSyntax,
  List,
  Node,
  Part,
  Redirect,
  Script,
  Simple,
  Test,
  Word,
} from "./script-syntax.ts";

const parsed = new WeakMap<MappedText, Script>();

/** Parses shell text, bash syntax included. Never throws; errors are in the result. The same text is parsed once. */
export function parseShell(text: MappedText): Script {
  const known = parsed.get(text);
  if (known) return known;
  const script = parseText(text);
  parsed.set(text, script);
  return script;
}

function parseText(text: MappedText): Script {
  const shebang = /^#!([^\n]*)/.exec(text.text)?.[1]?.replace(/\r$/, "").trim();
  const excess = excessOf(text.text);
  if (excess) return { text, shebang, list: { items: [], start: 0, end: 0 }, bashOnly: [], error: excess };
  const tree = parse(text.text);
  nested.length = 0;
  bashOnly.length = 0;
  source = text.text;
  const converted = list(tree);
  const first = tree.errors?.[0] ?? nested[0];
  return {
    text,
    shebang,
    list: converted,
    bashOnly: bashOnly.toSorted((a, b) => a.at - b.at),
    error: first ? { message: first.message, at: first.pos } : undefined,
  };
}

/**
 * Errors that the parser does not tell of the text being converted: those in substitutions, each a script of its own,
 * and what it passes over.
 */
const nested: U.ParseError[] = [];
const bashOnly: { readonly construct: BashSyntax; readonly at: number }[] = [];
let source = "";

function only(construct: BashSyntax, { pos }: { readonly pos: number }): void {
  bashOnly.push({ construct, at: pos });
}

function substitution(script: U.ParsedScript): List {
  nested.push(...(script.errors ?? []));
  return list(script);
}

/** What words need of the text that they stand in. */
const reading: Reading = { only, substitution };

function list(node: { readonly pos: number; readonly end: number; readonly commands: readonly U.Statement[] }): List {
  const items = node.commands.map((statement) => ({
    node: convert(statement.command),
    background: statement.background === true,
    start: statement.pos,
    end: statement.end,
  }));
  return { items, start: node.pos, end: node.end };
}

function convert(node: U.PipelineNode | U.AndOr | U.CompoundList): Node {
  const span = { start: node.pos, end: node.end };
  switch (node.type) {
    case "Command":
      return simple(node);
    case "AndOr":
      return { kind: "andor", commands: node.commands.map(convert), operators: node.operators, ...span };
    case "Pipeline": {
      if (node.operators.includes("|&")) only("`|&`", node);
      const negated = node.prefixes.filter((prefix) => prefix.type === "Negation").length % 2 === 1;
      return {
        kind: "pipeline",
        commands: node.commands.map(convert),
        negated,
        timed: node.prefixes.some((prefix) => prefix.type === "Time"),
        ...span,
      };
    }
    case "If": {
      const clauses = [node, ...node.elif].map((clause) => ({ test: list(clause.clause), body: list(clause.then) }));
      return { kind: "if", clauses, otherwise: node.else && list(node.else), ...span };
    }
    case "Case": {
      for (const { terminator, pos } of node.items)
        if (terminator === ";&" || terminator === ";;&") only(`\`${terminator}\``, { pos });
      const items = node.items.map((item) => ({
        patterns: item.pattern.map(word),
        body: list(item.body),
        terminator: item.terminator,
      }));
      return { kind: "case", word: word(node.word), items, ...span };
    }
    case "While":
      return {
        kind: "loop",
        type: node.kind,
        test: list(node.clause),
        name: undefined,
        body: list(node.body),
        ...span,
      };
    case "For":
      return {
        kind: "loop",
        type: "for",
        test: undefined,
        name: node.name.value,
        words: node.wordlist?.map(word),
        body: list(node.body),
        ...span,
      };
    case "Select":
      only("`select`", node);
      return { kind: "loop", type: "select", test: undefined, name: node.name.value, body: list(node.body), ...span };
    case "ArithmeticFor":
      only("`for ((`", node);
      return { kind: "loop", type: "arithmetic", test: undefined, name: undefined, body: list(node.body), ...span };
    case "Subshell":
      return { kind: "group", subshell: true, body: list(node.body), redirects: [], ...span };
    case "BraceGroup":
      return { kind: "group", subshell: false, body: list(node.body), redirects: [], ...span };
    case "CompoundList":
      return { kind: "group", subshell: false, body: list(node), redirects: [], ...span };
    case "Redirected":
      return { kind: "redirected", body: convert(node.command), redirects: node.redirects.map(redirect), ...span };
    case "Function":
      if (/^function[ \t\n]/.test(source.slice(node.pos, node.pos + 9))) only("`function`", node);
      else if (!/^\w+$/.test(node.name.value)) only("the function's name", node);
      return { kind: "function", name: node.name.value, body: convert(node.body), ...span };
    case "TestCommand":
      return { kind: "test", expression: test(node.expression), ...span };
    case "ArithmeticCommand":
      return { kind: "arithmetic", ...span };
    case "Coproc":
      return { kind: "coproc", name: node.name?.value ?? "COPROC", body: convert(node.body), ...span };
  }
}

function simple(node: U.Command): Simple {
  const words = node.name ? [word(node.name)] : [];
  const assignments: Assignment[] = [];
  for (const item of node.prefix) if (item.type === "Assignment") assignments.push(assignment(item));
  for (const arg of node.args) words.push(arg.type === "Word" ? word(arg) : declared(arg));
  refuseParenthesis(node);
  return {
    kind: "simple",
    assignments,
    words,
    redirects: node.redirects.map(redirect),
    start: node.pos,
    end: node.end,
  };
}

/** The parser takes `app ( a` for `app a`, where every shell sees an error. */
function refuseParenthesis(node: U.Command): void {
  let at = node.pos;
  for (const piece of [...node.prefix, ...(node.name ? [node.name] : []), ...node.suffix]) {
    const open = source.slice(at, piece.pos).indexOf("(");
    if (open >= 0) nested.push({ message: "unexpected token '('", pos: at + open });
    at = piece.end;
  }
  const behind = /^(?:[ \t]|\\\n)*(?=\()/.exec(source.slice(node.end))?.[0];
  if (behind !== undefined) nested.push({ message: "unexpected token '('", pos: node.end + behind.length });
}

function assignment(node: U.Assignment): Assignment {
  const array = node.value.type === "ArrayValue";
  if (array) only("an array", node);
  return {
    name: node.name,
    index: node.index && word(node.index),
    value: node.value.type === "Word" ? word(node.value) : undefined,
    elements: node.value.type === "ArrayValue" ? node.value.elements.map(word) : undefined,
    append: node.append === true,
    start: node.pos,
    end: node.end,
  };
}

/** `export A=b`: the argument as one word that starts with `A=`. */
function declared(node: U.Assignment): Word {
  const value = node.value.type === "Word" ? word(node.value) : undefined;
  if (!value) only("an array", node);
  const head: Part = { kind: "text", value: `${node.name}${node.append ? "+" : ""}=` };
  const parts: readonly Part[] = value
    ? [head, ...value.parts]
    : [head, { kind: "glob", text: node.text, quoted: false }];
  const written = wordOf(node, parts);
  return node.value.type === "ArrayValue" ? { ...written, elements: node.value.elements.map(word) } : written;
}

/** Whether an expansion of a text may set a variable: `${A:=x}`, `${A[0]:=x}`, arithmetic. */
function assigns(text: string): boolean {
  let close = -1;
  for (const { 0: begin, index } of text.matchAll(/\$\{\w+(?::?=|\[)|\$\(\(|\$\[/g)) {
    if (!begin.endsWith("[") || begin === "$[") return true;
    const from = index + begin.length;
    // The next bracket that closes is looked for once, however many open.
    if (close < from) close = text.indexOf("]", from);
    if (close < 0) return false;
    if (/^:?=/.test(text.slice(close + 1, close + 3))) return true;
  }
  return false;
}

/** The text of a heredoc as a word in quotes. */
function bodyOf({ operator, delimiter, body }: U.HereDoc): Word | undefined {
  const quoted = delimiter?.quoted === true;
  const { parts } = body;
  const strips = operator === "<<-" && /^\t/m.test(body.text);
  if (parts && !quoted) return strips ? undefined : readQuoted(body, parts, reading);
  if (!quoted && body.text.includes("\\")) return undefined;
  const value = strips ? body.text.replace(/^\t+/gm, "") : body.text;
  return wordOf(body, [{ kind: "text", value }]);
}

function redirect(node: U.Redirection): Redirect {
  const fed =
    node.descriptor === undefined || (node.descriptor.type === "FileDescriptor" && node.descriptor.value === 0);
  const span = { operator: node.operator, feeds: fed && /^<(?!&)/.test(node.operator), start: node.pos, end: node.end };
  if (node.type === "HereDoc")
    return {
      ...span,
      target: undefined,
      body: bodyOf(node),
      assigns: node.delimiter?.quoted !== true && assigns(node.body.text),
    };
  if (node.type === "HereString") only("`<<<`", node);
  else if (node.operator === ">&" && node.target && !/^(?:\d+-?|-|["$].*)$/.test(node.target.text))
    only("`>&` with a file's name", node);
  return {
    ...span,
    target: node.target && word(node.target),
    assigns: node.target !== undefined && assigns(node.target.text),
  };
}

function test(node: U.TestExpression): Test {
  switch (node.type) {
    case "TestUnary":
      return { kind: "unary", operator: node.operator, operand: word(node.operand) };
    case "TestBinary":
      if (node.operator === "=~" && node.right.text.includes("(")) only("parentheses in `[[ ]]`", node);
      return { kind: "binary", operator: node.operator, left: word(node.left), right: word(node.right) };
    case "TestLogical":
      return { kind: node.operator === "&&" ? "and" : "or", operands: node.operands.map(test) };
    case "TestNot":
      return node.negations.length % 2 === 1 ? { kind: "not", operand: test(node.operand) } : test(node.operand);
    case "TestGroup":
      only("parentheses in `[[ ]]`", node);
      return test(node.expression);
  }
}

function word(node: U.Word): Word {
  return readWord(node, reading);
}
