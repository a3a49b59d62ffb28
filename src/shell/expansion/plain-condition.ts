import type { Node, Simple, Test, Word } from "../../parse/shell/script-syntax.ts";
import type { PlainTest } from "../state/leaning.ts";
import type { State } from "../state/state.ts";

/**
 * What a test asks of one variable of the environment, or of the terminal; undefined where it asks more than that, or
 * of what the script has made of it.
 */
export function plainTest(node: Simple | Extract<Node, { kind: "test" }>, state: State): PlainTest | undefined {
  const test = node.kind === "test" ? expressed(node.expression) : worded(node.words.slice(1));
  if (!test || test.kind === "terminal") return test;
  const name = originalOf(test.name, state);
  return name === undefined ? undefined : { ...test, name };
}

/** The variable of the environment that the word of a `case` is the value of. */
export function plainWord(word: Word, state: State): PlainTest | undefined {
  const name = nameIn(word);
  const original = name === undefined ? undefined : originalOf(name, state);
  return original === undefined ? undefined : { kind: "word", name: original, negated: false };
}

/** The name in the environment of what a variable holds. */
function originalOf(name: string, { vars, params }: State): string | undefined {
  const isArgument = /^\d+$/.test(name);
  const own = isArgument ? params[Number(name) - 1] : vars.get(name);
  if (!own?.from) return isArgument ? undefined : name;
  return own.from.same ? own.from.names[0] : undefined;
}

/** `[ ... ]` and `test ...`. */
function worded(all: readonly Word[]): PlainTest | undefined {
  const words = all.at(-1)?.literal === "]" ? all.slice(0, -1) : all;
  const from = words.findIndex(({ literal }) => literal !== "!");
  return from % 2 === 1 ? negated(plain(words.slice(from))) : plain(words.slice(Math.max(0, from)));
}

function plain(words: readonly Word[]): PlainTest | undefined {
  const [first, second, third] = words;
  if (words.length === 1 && first) return unary("-n", first);
  if (words.length === 2 && second) return unary(first?.literal, second);
  return words.length === 3 && first && third ? binary(second?.literal, first, third) : undefined;
}

function expressed(test: Test): PlainTest | undefined {
  switch (test.kind) {
    case "not":
      return negated(expressed(test.operand));
    case "unary":
      return unary(test.operator, test.operand);
    case "binary":
      return binary(test.operator, test.left, test.right);
    case "and":
    case "or":
      return undefined;
  }
}

function negated(test: PlainTest | undefined): PlainTest | undefined {
  return test && { ...test, negated: !test.negated };
}

function unary(operator: string | undefined, operand: Word): PlainTest | undefined {
  if (operator === "-t") return { kind: "terminal", negated: false };
  const name = nameIn(operand);
  if (name === undefined || (operator !== "-n" && operator !== "-z")) return undefined;
  return { kind: "set", name, negated: operator === "-z" };
}

function binary(operator: string | undefined, left: Word, right: Word): PlainTest | undefined {
  const name = nameIn(left) ?? nameIn(right);
  const value = nameIn(left) === undefined ? left.literal : right.literal;
  if (name === undefined || value === undefined || !/^(?:==?|!=|-eq|-ne)$/.test(operator ?? "")) return undefined;
  const differs = operator === "!=" || operator === "-ne";
  return value === "" ? { kind: "set", name, negated: !differs } : { kind: "equals", name, value, negated: differs };
}

/** The variable that a word is the value of: `"$DEBUG"`, `${DEBUG:-0}`. */
export function nameIn({ parts: [only, ...more] }: Word): string | undefined {
  if (only?.kind !== "param" || more.length > 0) return undefined;
  return only.op === undefined || only.op === "-" || only.op === ":-" ? only.name : undefined;
}
