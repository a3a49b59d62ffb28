import type { Node, Test } from "../parse/shell/script-syntax.ts";
import { andOr, branches, cases } from "./branches.ts";
import { followSimple } from "./commands/simple-command.ts";
import type { Known } from "../text/diagnostic.ts";
import { absent, allLack, badSubstitution, cutOff } from "./dialect.ts";
import { afterCondition, awaiting, evaluateExpression, wordsOf } from "./expansion/condition.ts";
import { plainTest } from "./expansion/plain-condition.ts";
import { variable } from "./expansion/expand.ts";
import { behindExpansion } from "./expansion/fatal.ts";
import { behindErrexit } from "./errexit.ts";
import type { Host } from "./host.ts";
import { afterArithmetic } from "./expansion/side-effects.ts";
import { background } from "./jobs/background.ts";
import { loop } from "./loop.ts";
import { ends, flow } from "./state/flow.ts";
import type { Flow } from "./state/flow.ts";
import { withStatus } from "./state/position.ts";
import type { State } from "./state/state.ts";
import { locate, written } from "./state/unit.ts";
import type { Unit } from "./state/unit.ts";
import { pipeline, subshell } from "./subshell.ts";
import type { Frame, Walk } from "./walk.ts";

/**
 * Functions, sourced files and texts of `eval` in each other, and commands in each other in all of them: more is not
 * followed.
 */
const DEEPEST = { calls: 40, commands: 400 };

/** Follows one command. */
export function followNode(node: Node, outer: Frame, state: State, walk: Walk): Flow {
  const frame: Frame = { ...outer, within: outer.within + 1 };
  if (!walk.budget.step(frame.unit, node.start)) return flow();
  if (outer.depth > DEEPEST.calls || outer.within > DEEPEST.commands) {
    return ends({
      kind: "unknown",
      reason: `commands of ${frame.unit.title} are nested too deeply to follow`,
      at: locate(frame.unit, node),
      state,
    });
  }
  const refused = badSubstitution(node, frame.unit, walk);
  if (refused) return ends(cutOff(state, refused));
  return behindExpansion(node, { frame, walk }, state, (going) =>
    behindErrexit(node, outer, command(node, frame, going, walk), walk),
  );
}

function command(node: Node, frame: Frame, state: State, walk: Walk): Flow {
  switch (node.kind) {
    case "simple":
      return followSimple(node, frame, state, walk);
    case "andor":
      return behind(andOr(node, frame, state, walk), state);
    case "pipeline":
      return pipeline(node, frame, state, walk);
    case "if":
      return behind(branches(node, frame, state, walk), state);
    case "case":
      return behind(cases(node, frame, state, walk), state);
    case "loop":
      return loop(node, frame, state, walk);
    case "group":
      return node.subshell
        ? subshell(node, frame, state, walk)
        : walk.list(node.body, { ...frame, compound: true }, [state]);
    case "redirected":
      return walk.node(node.body, { ...frame, redirectedCompound: true }, state);
    case "function":
      return flow(define(node, frame.unit, state));
    case "test":
      if (lacks(walk, "[[")) return testWithout(node, frame, state, walk);
      return flow(
        afterCondition(
          awaiting(wordsOf(node.expression), state),
          walk.host,
          { at: locate(frame.unit, node), text: written(frame.unit, node), plain: plainTest(node, state) },
          (host) => evaluateExpression(node.expression, state, host, frame.unit),
        ),
      );
    case "arithmetic":
      if (lacks(walk, "((")) return absent({ name: "((", node, frame }, state, walk);
      return flow(
        withStatus(
          afterArithmetic(written(frame.unit, node), state),
          arithmetic(written(frame.unit, node), state, walk.host),
        ),
      );
    case "coproc":
      if (lacks(walk, "coproc")) return absent({ name: "coproc", node, frame }, state, walk);
      return flow(coprocess(node, frame, state, walk));
  }
}

/** `coproc NAME app`: a job, whose pid is in `NAME_PID`. */
function coprocess(node: Extract<Node, { kind: "coproc" }>, frame: Frame, state: State, walk: Walk): State {
  const after = background(node.body, frame, state, walk);
  return { ...after, pids: after.pids.put(`${node.name}_PID`, [after.jobs.length - 1]) };
}

/** `((1))` holds, `((0))` does not; of what has to be worked out, one variable or a comparison with one is. */
function arithmetic(text: string, state: State, host: Host): Known<boolean> {
  const found = /^\(\(\s*(!?)\s*\$?(\w+)\s*(?:(==|!=|<=|>=|<|>)\s*\$?(\w+)\s*)?\)\)$/.exec(text);
  if (!found) return "unknown";
  const [, negated, one = "", operator = "!=", two = "0"] = found;
  const [left, right] = [numberOf(one, state, host), numberOf(two, state, host)];
  if (left === "unknown" || right === "unknown" || (negated !== "" && found[3] !== undefined)) return "unknown";
  return (negated === "") === compares(left, operator, right);
}

function numberOf(word: string, state: State, host: Host): Known<number> {
  if (/^\d+$/.test(word)) return Number(word);
  const { value, fixed } = variable(word, state, host);
  return fixed && /^-?\d*$/.test(value) ? Number(value) : "unknown";
}

function compares(left: number, operator: string, right: number): boolean {
  switch (operator) {
    case "==":
      return left === right;
    case "<":
      return left < right;
    case "<=":
      return left <= right;
    case ">":
      return left > right;
    case ">=":
      return left >= right;
    default:
      return left !== right;
  }
}

/** Behind a choice, the conditions that made it decide nothing any more: only what it leads to in its branches. */
function behind(result: Flow, { leaned }: State): Flow {
  return { ...result, next: result.next.map((each) => (each.leaned === leaned ? each : { ...each, leaned })) };
}

function lacks(walk: Walk, name: string): boolean {
  return allLack(walk, (row) => row.lacks.builtins.has(name));
}

function define({ name, body }: Extract<Node, { kind: "function" }>, unit: Unit, state: State): State {
  return { ...state, functions: state.functions.put(name, { body, unit }), status: true, external: false };
}

/** `[[ a && b ]]` is two commands to a shell without `[[`, and neither is there; what stands behind `||` may be. */
function testWithout(node: Extract<Node, { kind: "test" }>, frame: Frame, state: State, walk: Walk): Flow {
  return hasOr(node.expression) ? flow(withStatus(state, "unknown")) : absent({ name: "[[", node, frame }, state, walk);
}

function hasOr(test: Test): boolean {
  switch (test.kind) {
    case "or":
      return true;
    case "and":
      return test.operands.some(hasOr);
    case "not":
      return hasOr(test.operand);
    default:
      return false;
  }
}
