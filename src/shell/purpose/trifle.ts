import { simpleCommandsOf } from "../../parse/shell/calls.ts";
import type { Item, List, Node, Simple, Word } from "../../parse/shell/script-syntax.ts";
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

/** Nodes do not change, and each way through a script asks. */
const known = new WeakMap<Node, boolean>();

/**
 * Whether a command is nothing that a container is there for: what is left to do once its program has ended. A program
 * with nothing else behind it is what the script comes to.
 */
export function isTrifle(node: Node): boolean {
  const had = known.get(node);
  if (had !== undefined) return had;
  const trifle = node.kind !== "loop" && [...simpleCommandsOf(node)].every(isTrivial);
  known.set(node, trifle);
  return trifle;
}

/** Whether nothing but trifles is in a list. */
export function areTrifles({ items }: List): boolean {
  return items.every(({ node, background }) => !background && isTrifle(node));
}

function isTrivial({ words, assignments }: Simple): boolean {
  const [name] = words;
  if (name && !trifles.has(name.literal ?? "")) return false;
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
          (each) => isTrivial(each) || lasting(each.words.map(({ literal }) => literal ?? "unknown")) === "utility",
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
