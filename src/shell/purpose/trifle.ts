import { simpleCommandsOf } from "../../parse/shell/calls.ts";
import type { Item, List, Node, Simple, Word } from "../../parse/shell/script-syntax.ts";
import type { State } from "../state/state.ts";
import { lasting } from "./lasting.ts";

/** Commands that tell of what has run, tidy up behind it, or pass on how it ended. */
const trifles = new Set([
  "exit",
  "return",
  "echo",
  "printf",
  ":",
  "true",
  "false",
  "test",
  "[",
  "set",
  "unset",
  "trap",
  "rm",
]);

/** Functions that call each other deeper than this are not looked into. */
const DEEPEST = 4;

/**
 * The names that have to be those of functions with nothing but trifles in them; undefined where there is more. Nodes
 * do not change, and each way through a script asks.
 */
const known = new WeakMap<Node, { readonly calls: readonly string[] | undefined }>();

/** The body of a function of that name. */
type BodyOf = (name: string) => Node | undefined;

/** The functions that there are in a state, and those that a list defines. */
export function functionsOf({ functions }: Pick<State, "functions">, list?: List): BodyOf {
  return (name) => {
    for (const { node } of list?.items ?? []) if (node.kind === "function" && node.name === name) return node.body;
    return functions.get(name)?.body;
  };
}

/**
 * Whether a command is nothing that a container is there for: what is left to do once its program has ended. A program
 * with nothing else behind it is what the script comes to.
 */
export function isTrifle(node: Node, bodyOf: BodyOf, depth = 0): boolean {
  const { calls } = known.get(node) ?? { calls: callsIn(node) };
  known.set(node, { calls });
  return (
    calls?.every((name) => {
      const body = bodyOf(name);
      return body !== undefined && depth < DEEPEST && isTrifle(body, bodyOf, depth + 1);
    }) === true
  );
}

/** Whether nothing but trifles is in a list. */
export function areTrifles({ items }: List, bodyOf: BodyOf): boolean {
  return items.every(({ node, background }) => !background && isTrifle(node, bodyOf));
}

function callsIn(node: Node): readonly string[] | undefined {
  if (node.kind === "loop") return undefined;
  const calls: string[] = [];
  for (const each of simpleCommandsOf(node)) {
    if (!asksOnly(each)) return undefined;
    const [name] = each.words;
    if (!name || trifles.has(name.literal ?? "")) continue;
    if (name.literal === undefined || name.literal.includes("/")) return undefined;
    calls.push(name.literal);
  }
  return calls;
}

/** Whether what the words of a command substitute is the output of utilities. */
function asksOnly({ words, assignments }: Simple): boolean {
  const values = assignments.flatMap(({ value, elements }) => elements ?? value ?? []);
  return [...words, ...values].every(asksUtilities);
}

/** Whether what a word substitutes is the output of utilities: `$(date)`. */
function asksUtilities({ parts }: Word): boolean {
  return parts.every(
    (part) =>
      part.kind !== "command" ||
      (part.list?.items ?? []).every(({ node }) =>
        [...simpleCommandsOf(node)].every(
          (each) =>
            (asksOnly(each) && trifles.has(each.words[0]?.literal ?? "")) ||
            lasting(each.words.map(({ literal }) => literal ?? "unknown")) === "utility",
        ),
      ),
  );
}

/** `exit` and `exit $?` after a command change nothing about it. */
export function isPlainExit(item: Item): boolean {
  if (item.background || item.node.kind !== "simple" || item.node.words[0]?.literal !== "exit") return false;
  const status = item.node.words[1]?.raw;
  return item.node.words.length === 1 || (item.node.words.length === 2 && (status === "$?" || status === '"$?"'));
}
