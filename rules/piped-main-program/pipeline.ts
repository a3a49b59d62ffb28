import type { Running } from "../../src/shell/state/state.ts";
import type { List, Node } from "../../src/parse/shell/script-syntax.ts";

type Pipeline = Extract<Node, { kind: "pipeline" }>;

/** The pipeline that a command is part of. */
export function pipelineOf(running: Running): Pipeline | undefined {
  return inList(running.unit.script.list, running.node);
}

function inList(list: List, node: Node): Pipeline | undefined {
  for (const item of list.items) {
    if (item.start > node.start || item.end < node.end) continue;
    const found = inNode(item.node, node);
    if (found) return found;
  }
  return undefined;
}

function inNode(outer: Node, node: Node): Pipeline | undefined {
  switch (outer.kind) {
    case "pipeline":
      return outer.commands.length > 1 ? outer : first(outer.commands, node);
    case "andor":
      return first(outer.commands, node);
    case "if":
      return (
        outer.clauses.map((clause) => inList(clause.body, node)).find(Boolean) ??
        (outer.otherwise && inList(outer.otherwise, node))
      );
    case "case":
      return outer.items.map((item) => inList(item.body, node)).find(Boolean);
    case "loop":
    case "group":
      return inList(outer.body, node);
    case "redirected":
    case "function":
      return inNode(outer.body, node);
    default:
      return undefined;
  }
}

function first(commands: readonly Node[], node: Node): Pipeline | undefined {
  const inside = commands.find((each) => each.start <= node.start && node.end <= each.end);
  return inside && inNode(inside, node);
}
