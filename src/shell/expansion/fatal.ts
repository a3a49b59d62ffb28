import type { Node, Part, Test, Word } from "../../parse/shell/script-syntax.ts";
import { variable } from "./expand.ts";
import type { Host } from "../host.ts";
import { leaving } from "../builtins/leaving.ts";
import { ends, escape } from "../state/flow.ts";
import type { Flow } from "../state/flow.ts";
import { departing } from "../state/leaning.ts";
import { withStatus } from "../state/position.ts";
import type { State } from "../state/state.ts";
import { locate } from "../state/unit.ts";
import type { Frame, Walk } from "../walk.ts";

type Param = Extract<Part, { kind: "param" }>;

/** A variable without which a shell ends where it expands a word; `open`: the environment can set it. */
interface Lacking {
  readonly name: string;
  readonly open: boolean;
}

/**
 * Follows a command whose words the shell may end with: `${X:?}` of a variable that has no value, `$X` of one that is
 * not set under `set -u`. Neither `||` nor `if` forgives that; it ends the subshell that it happens in.
 */
export function behindExpansion(
  node: Node,
  { frame, walk }: { readonly frame: Frame; readonly walk: Walk },
  state: State,
  goesOn: (state: State) => Flow,
): Flow {
  const lack = lackingIn(node, state, walk.host);
  if (!lack) return goesOn(state);
  const ending = leaving({ ...withStatus(state, false), leaned: lack.open ? [lack.name] : [] }, walk);
  if (!lack.open) return ends(ending);
  const { name } = lack;
  walk.host.leaves();
  if (!walk.host.strays) return ends(ending);
  const condition = { at: locate(frame.unit, node), text: `$${name}`, names: [name], outcome: true };
  const set = { ...state, vars: state.vars.put(name, { value: "unknown", fixed: false }) };
  const going = departing(set, { ...condition, plain: { kind: "set", name, negated: false } });
  const result = ends(ending);
  if (!going) return result;
  const others = goesOn(going);
  result.next.push(...others.next);
  escape(result, others);
  return result;
}

function lackingIn(node: Node, state: State, host: Host): Lacking | undefined {
  const given = new Set<string>();
  for (const { word, gives } of expanded(node)) {
    const found = word && lackingOf(word, given, state, host);
    if (found) return found;
    if (gives !== undefined) given.add(gives);
  }
  return undefined;
}

/** The words that a command expands by itself, in their order; what one `gives` a value has it in those behind it. */
function expanded(node: Node): readonly { readonly word?: Word | undefined; readonly gives?: string }[] {
  switch (node.kind) {
    case "simple": {
      const words = node.words.map((word) => ({ word }));
      return [...words, ...node.assignments.map(({ name, value }) => ({ word: value, gives: name }))];
    }
    case "case":
      return [{ word: node.word }];
    case "loop":
      return (node.words ?? []).map((word) => ({ word }));
    case "test":
      return firstOperands(node.expression).map((word) => ({ word }));
    default:
      return [];
  }
}

/** What `[[ ]]` expands in any case: what stands behind `&&` and `||` may not be reached. */
function firstOperands(test: Test): readonly Word[] {
  switch (test.kind) {
    case "unary":
      return test.operator === "-v" ? [] : [test.operand];
    case "binary":
      return [test.left, test.right];
    case "not":
      return firstOperands(test.operand);
    case "and":
    case "or":
      return test.operands.slice(0, 1).flatMap(firstOperands);
  }
}

function lackingOf({ parts }: Word, given: Set<string>, state: State, host: Host): Lacking | undefined {
  for (const part of parts) {
    const found = part.kind === "param" ? lackingFor(part, given, state, host) : inArithmetic(part, given, state, host);
    if (found) return found;
  }
  return undefined;
}

/** `$(($X + 1))`: shells differ in what they make of a name without a dollar sign. */
function inArithmetic(part: Part, given: Set<string>, state: State, host: Host): Lacking | undefined {
  if (!state.nounset || part.kind !== "arithmetic") return undefined;
  for (const [, name = ""] of part.text.matchAll(/\$\{?([A-Za-z_]\w*)\b(?!:?[-+=?])/g)) {
    const { unset, open } = holds(name, state, host);
    if (unset && !given.has(name)) return { name, open };
  }
  return undefined;
}

function lackingFor(part: Param, given: Set<string>, state: State, host: Host): Lacking | undefined {
  const { name, op, operand, element } = part;
  if (given.has(name) || element) return undefined;
  const held = holds(name, state, host);
  const lacks = op?.startsWith(":") === true ? held.empty : held.unset;
  const own = { name, open: held.open };
  switch (op) {
    case "?":
    case ":?":
      return lacks ? own : undefined;
    case "-":
    case ":-":
    case "=":
    case ":=": {
      const found = lacks && operand ? lackingOf(operand, given, state, host) : undefined;
      if (op.endsWith("=") && lacks) given.add(name);
      return found;
    }
    case "+":
    case ":+":
      return held.known && !lacks && operand ? lackingOf(operand, given, state, host) : undefined;
    case "!":
    case "other":
      return undefined;
    default:
      return state.nounset && held.unset ? own : undefined;
  }
}

/** Whether a variable is set, on the default run at least; `open`: the environment may give it another value. */
interface Holding {
  readonly unset: boolean;
  /** It is not set, or to nothing. */
  readonly empty: boolean;
  readonly known: boolean;
  readonly open: boolean;
}

function holds(name: string, state: State, host: Host): Holding {
  const isSpecial = /^[@*#?$0-]$/.test(name);
  if (isSpecial) return { unset: false, empty: name === "@" && state.params.length === 0, known: true, open: false };
  if (name === "!") return { unset: state.jobs.length === 0, empty: false, known: true, open: false };
  const { value, usual, unset = false, fixed } = variable(name, state, host);
  const text = value === "unknown" ? usual : value;
  return { unset, empty: unset || text === "", known: text !== undefined, open: !fixed };
}
