import type { List, Node, Simple } from "../../src/parse/shell/script-syntax.ts";
import type { Container } from "../../src/platforms/container.ts";
import { commandBehind } from "../../src/remedies/shell-lines.ts";
import type { State } from "../../src/shell/state/state.ts";
import type { Trap } from "../../src/shell/state/traps.ts";
import type { Unit } from "../../src/shell/state/unit.ts";
import { byHand } from "../../src/text/edits.ts";
import type { Edit, Fix } from "../../src/text/edits.ts";

/** A `kill`, and what it is a part of: what is to wait stands behind that. */
interface Kill {
  readonly unit: Unit;
  readonly node: Simple;
  readonly whole: Node;
  /** It is called once for each of several children. */
  readonly each: boolean;
}

/** Calls in calls of functions are followed this deep. */
const DEPTH = 3;

/** `wait` after the last `kill` of the trap's action, or of the function that it calls, for the same children. */
export function waitInTrap(trap: Extract<Trap, { kind: "action" }>, state: State, image: Container): Fix {
  const kill = lastKill(trap.unit.script.list, trap.unit, state, DEPTH);
  const waited = kill && operandsOf(kill);
  const editable = kill && (kill.unit === trap.unit ? trap.exact : kill.unit.locked === undefined);
  if (!kill || waited === undefined || !editable) return byHand("`kill` the child in the trap, then `wait` for it");
  return {
    title: "`wait` for the child in the trap",
    applicability: "safe",
    edits: [waiting(kill, `wait${waited}`, state, image)],
  };
}

function waiting({ unit, whole }: Kill, wait: string, { errexit }: State, image: Container): Edit {
  // A child that a signal has ended makes `wait` fail.
  return commandBehind(unit, whole, errexit ? `${wait} || true` : wait, image);
}

/** The children that a `kill` signals, as words behind `wait`; empty for all, undefined where they are not known. */
function operandsOf({ node, each }: Kill): string | undefined {
  const words = node.words.slice(1);
  const named = words.findIndex((word) => word.literal === "-s" || word.literal === "-n");
  const operands = words.filter((word, index) => !word.raw.startsWith("-") && (named < 0 || index !== named + 1));
  if (operands.length === 0 || operands.some((word) => word.literal !== undefined)) return undefined;
  return each || operands.some((word) => word.raw.includes("jobs"))
    ? ""
    : ` ${operands.map((word) => word.raw).join(" ")}`;
}

function lastKill(list: List, unit: Unit, state: State, depth: number): Kill | undefined {
  const nodes = list.items.filter((item) => !item.background).map((item) => item.node);
  for (const node of nodes.toReversed()) {
    const found = killIn(node, unit, state, depth);
    if (found) return found;
  }
  return undefined;
}

function killIn(node: Node, unit: Unit, state: State, depth: number): Kill | undefined {
  switch (node.kind) {
    case "simple": {
      const [name] = node.words;
      if (name?.literal === "kill") return { unit, node, whole: node, each: false };
      const called = depth > 0 && name?.literal !== undefined ? state.functions.get(name.literal) : undefined;
      return called && killIn(called.body, called.unit, state, depth - 1);
    }
    case "andor":
      return killAmong(node, unit);
    case "if":
      for (const body of [node.otherwise, ...node.clauses.map((clause) => clause.body).toReversed()]) {
        const found = body && lastKill(body, unit, state, depth);
        if (found) return found;
      }
      return undefined;
    case "loop": {
      const inside = lastKill(node.body, unit, state, 0);
      return inside && { ...inside, whole: node, each: true };
    }
    case "group":
      return node.subshell ? undefined : lastKill(node.body, unit, state, depth);
    case "redirected":
      return killIn(node.body, unit, state, depth);
    default:
      return undefined;
  }
}

/** `[ -n "$p" ] && kill "$p"`, `kill "$p" || true`. */
function killAmong(whole: Extract<Node, { kind: "andor" }>, unit: Unit): Kill | undefined {
  const at = whole.commands.findLastIndex((each) => each.kind === "simple" && each.words[0]?.literal === "kill");
  const node = whole.commands[at];
  if (node?.kind !== "simple") return undefined;
  const last = at === whole.commands.length - 1;
  if (last && whole.operators.some((operator) => operator === "||")) return undefined;
  return { unit, node, whole, each: false };
}
