import type { List, Node, Simple } from "./script-syntax.ts";

const counted = new WeakMap<List, ReadonlyMap<string, number>>();

/** How many times a script calls a name as a simple command, in whatever place. */
export function callsOf(list: List, name: string): number {
  let counts = counted.get(list);
  if (!counts) {
    const fresh = new Map<string, number>();
    for (const node of simpleCommands(list)) {
      const called = node.words[0]?.literal;
      if (called !== undefined) fresh.set(called, (fresh.get(called) ?? 0) + 1);
    }
    counts = fresh;
    counted.set(list, counts);
  }
  return counts.get(name) ?? 0;
}

/** All simple commands of a list, those in functions and branches included. */
export function* simpleCommands(list: List): Generator<Extract<Node, { kind: "simple" }>> {
  for (const item of list.items) yield* simpleCommandsOf(item.node);
}

/** All simple commands of a command. */
export function* simpleCommandsOf(node: Node): Generator<Extract<Node, { kind: "simple" }>> {
  switch (node.kind) {
    case "simple":
      yield node;
      return;
    case "andor":
    case "pipeline":
      for (const each of node.commands) yield* simpleCommandsOf(each);
      return;
    case "if":
      for (const clause of node.clauses) {
        yield* simpleCommands(clause.test);
        yield* simpleCommands(clause.body);
      }
      if (node.otherwise) yield* simpleCommands(node.otherwise);
      return;
    case "case":
      for (const item of node.items) yield* simpleCommands(item.body);
      return;
    case "loop":
      if (node.test) yield* simpleCommands(node.test);
      yield* simpleCommands(node.body);
      return;
    case "group":
      yield* simpleCommands(node.body);
      return;
    case "redirected":
    case "function":
    case "coproc":
      yield* simpleCommandsOf(node.body);
      return;
    case "test":
    case "arithmetic":
      return;
  }
}

/** The simple commands of a list that run whatever happens, or else a RUN that it is of fails. */
export function certainCommands(list: List): readonly Simple[] {
  return list.items.flatMap(({ node, background }) => (background ? [] : always(node)));
}

function always(node: Node): readonly Simple[] {
  if (node.kind === "simple") return [node];
  return node.kind === "andor" && node.operators.every((operator) => operator === "&&")
    ? node.commands.flatMap(always)
    : [];
}

/** All loops of a list, those in functions and branches included. */
export function loopsIn(list: List): readonly Node[] {
  return list.items.flatMap(({ node }) => loopsOf(node));
}

function loopsOf(node: Node): readonly Node[] {
  switch (node.kind) {
    case "andor":
    case "pipeline":
      return node.commands.flatMap(loopsOf);
    case "if":
      return [...node.clauses.flatMap(({ body }) => loopsIn(body)), ...(node.otherwise ? loopsIn(node.otherwise) : [])];
    case "case":
      return node.items.flatMap(({ body }) => loopsIn(body));
    case "loop":
      return [node, ...loopsIn(node.body)];
    case "group":
      return loopsIn(node.body);
    case "redirected":
    case "function":
      return loopsOf(node.body);
    default:
      return [];
  }
}
