import type { Known } from "../text/diagnostic.ts";
import type { ShellRow } from "../known/shells/shells.ts";
import type { Budget } from "./state/budget.ts";
import { runSimple } from "./command.ts";
import { evaluateExpression, matches, not, subject } from "./expansion/condition.ts";
import { absent, allLack, badSubstitution, cutOff, unreadable } from "./dialect.ts";
import { describeSent, ends, escape, flow, goingOn, join } from "./state/flow.ts";
import type { Flow } from "./state/flow.ts";
import { background } from "./jobs/background.ts";
import type { Rest } from "./purpose/sequel.ts";
import { loop } from "./loop.ts";
import { pipeline, subshell } from "./subshell.ts";
import { afterArithmetic } from "./expansion/side-effects.ts";
import { also, calling, locate, written } from "./state/state.ts";
import type { Ending, Host, State, Unit, Wait } from "./state/state.ts";
import type { Item, List, Node, Script, Test } from "../parse/shell/script-syntax.ts";

/** Where in a script a command stands. */
export interface Frame {
  readonly unit: Unit;
  /** The script, and what led from it to the unit: sourced files, files of functions. */
  readonly units: readonly Unit[];
  /** Why `exec` would change what the script does here; undefined in tail position. */
  readonly notTail: string | undefined;
  /** Other commands of the script come behind it: it is meant to return. */
  readonly followed: boolean;
  /** What comes behind it. */
  readonly rest: Rest | undefined;
  /** Its status decides an `if` or a loop. */
  readonly condition: boolean;
  /** The very last command of a `-c` text, which some shells run in their own place. */
  readonly last: boolean;
  readonly afterAnd: boolean;
  readonly afterList: boolean;
  readonly compound: boolean;
  readonly redirectedCompound: boolean;
  /** How many functions, sourced files and texts of `eval` it is in. */
  readonly depth: number;
  /** How many commands it is in: an `if` in a loop is in one. */
  readonly within: number;
  /** `set -e` lets it fail: the left side of `||` or `&&`, a condition, negated. */
  readonly guarded: boolean;
  /** Its standard input is a pipe or a file. */
  readonly fed: boolean;
}

/** What a walk needs to know beside the script. */
export interface Walk {
  readonly host: Host;
  /** The shell that runs it; several rows where it is not known which. */
  readonly shells: readonly ShellRow[];
  /** That of the image whose start-up this is. */
  readonly budget: Budget;
  /** What scripts have that none of the shells can read, as far as somebody has asked. */
  readonly lacked: Map<Script, Script["bashOnly"]>;
}

/**
 * Functions, sourced files and texts of `eval` in each other, and commands in each other in all of them: more is not
 * followed.
 */
const DEEPEST = { calls: 40, commands: 400 };

/** Follows all ways through a script from a state to their ends. `dashC`: it is the text of `SHELL -c`. */
export function walkScript(
  unit: Unit,
  state: State,
  host: Host,
  shells: readonly ShellRow[],
  dashC: boolean,
): readonly Ending[] {
  const all = everyWay(unit, state, host, shells, dashC);
  // A way that just leaves (usage text, failed check) is no way for a container to run, where there is another.
  const real = all.filter(
    (ending) =>
      ending.kind !== "end" &&
      !(ending.kind === "wait" && !ending.wait.again && all.some((other) => comesBack(other, ending.wait))),
  );
  const staying = real.filter((ending) => ending.passing !== true);
  return [staying, real].find((some) => some.length > 0) ?? all.slice(0, 1);
}

/** A signal makes `wait` fail: where some way comes to the same wait again, that is the way after a signal. */
function comesBack(ending: Ending, wait: Wait): boolean {
  return (
    ending.kind === "wait" &&
    ending.wait.again &&
    ending.wait.at.start === wait.at.start &&
    ending.wait.unit === wait.unit
  );
}

/** All ways through a script, those included that just leave. */
export function everyWay(
  unit: Unit,
  state: State,
  host: Host,
  shells: readonly ShellRow[],
  dashC: boolean,
): readonly Ending[] {
  const walk: Walk = { host, shells, budget: host.budget, lacked: new Map() };
  const frame: Frame = {
    unit,
    units: [unit],
    notTail: undefined,
    followed: false,
    rest: undefined,
    condition: false,
    last: dashC,
    afterAnd: false,
    afterList: false,
    compound: false,
    redirectedCompound: false,
    depth: 0,
    within: 0,
    guarded: false,
    fed: false,
  };
  if (unit.script.error) {
    return [
      {
        kind: "unknown",
        reason: `${unit.title} cannot be parsed: ${unit.script.error.message}`,
        at: unit.script.text.locate(unit.script.error.at, unit.script.error.at),
        state,
        syntax: true,
      },
    ];
  }
  const result = walkList(unit.script.list, frame, [state], walk);
  const endings = [...result.endings];
  for (const end of [...result.next, ...result.returned, ...result.broken]) endings.push(finish(end));
  const found = unique(endings, walk.budget);
  return walk.budget.cut === undefined ? found : [{ kind: "unknown", reason: walk.budget.cut, at: undefined, state }];
}

/** How a way ends that has come to the end of its script. */
export function finish(state: State): Ending {
  const doubt = state.last?.kind === "ran" ? state.last.running.doubt : undefined;
  if (state.last?.kind === "ran" && doubt !== undefined)
    return { kind: "unknown", reason: doubt, at: state.last.running.at, state };
  if (state.last?.kind === "ran") return { kind: "foreground", running: state.last.running, state };
  if (state.last?.kind === "waited") return { kind: "wait", wait: state.last.first, state };
  if (state.opaque !== undefined) return { kind: "unknown", reason: state.opaque, at: undefined, state };
  return { kind: "end", state, refused: state.absent };
}

function unique(endings: readonly Ending[], budget: Budget): readonly Ending[] {
  const seen = new Map<string, Ending>();
  for (const ending of endings) {
    if (!budget.spend((ending.state.jobs.length + ending.state.sent.length) / 8)) break;
    const what = ending.kind === "exec" || ending.kind === "foreground" ? ending.running : undefined;
    const argv = what?.argv?.map((field) => `${field.value}${field.base ?? ""}`).join("\u0000");
    const traps = [...ending.state.traps].map(([signal, trap]) => `${signal}${trap.at.start}`).join(",");
    const key = [
      ending.kind,
      what?.at.path,
      what?.at.start,
      argv,
      ending.kind === "exec" ? "" : traps,
      ending.state.jobs.map(calling).join(),
      ending.state.uid,
      ending.kind === "wait" && `${ending.wait.again}${ending.wait.jobs.join("+")}`,
      describeSent(ending.state),
      ending.passing,
    ].join("|");
    const other = seen.get(key);
    seen.set(key, other ? { ...other, state: also(other.state, ending.state, budget) } : ending);
  }
  return [...seen.values()];
}

/** Follows a list from each of the states. */
export function walkList(list: List, frame: Frame, states: readonly State[], walk: Walk): Flow {
  const result = flow();
  let current = join(states, walk.budget);
  const end = list.items.findLastIndex((item) => !isPlainExit(item));
  const working = list.items.findLastIndex((item) => !isPlainExit(item) && !isMessage(item));
  for (const [index, item] of list.items.entries()) {
    const last = index === list.items.length - 1;
    const trailing = index >= end;
    const inner: Frame = {
      ...frame,
      notTail: frame.notTail ?? (trailing ? undefined : "other commands follow it"),
      followed: frame.followed || index < working,
      rest: last ? frame.rest : { kind: "list", list, from: index + 1, unit: frame.unit, outer: frame.rest },
      last: frame.last && last,
      afterList: frame.afterList || list.items.length > 1,
    };
    const readable: State[] = [];
    for (const state of current) {
      const refused = unreadable(frame.unit, list, index, state, walk);
      if (refused) result.endings.push(refused);
      else readable.push(state);
    }
    current = readable;
    const step = flow();
    for (const state of current) {
      const each = walkItem(item, inner, state, walk);
      escape(step, each);
      for (const after of each.next) step.next.push(after);
    }
    escape(result, step);
    const next = goingOn(step);
    // Only where ways part there may be some to bring together.
    current = next.length > current.length ? join(next, walk.budget) : next;
    if (current.length === 0) break;
  }
  result.next.push(...current);
  return result;
}

/** `exit` and `exit $?` after a command change nothing about it. */
function isPlainExit(item: Item): boolean {
  if (item.background || item.node.kind !== "simple" || item.node.words[0]?.literal !== "exit") return false;
  const status = item.node.words[1]?.raw;
  return item.node.words.length === 1 || (item.node.words.length === 2 && (status === "$?" || status === '"$?"'));
}

/** `echo done`: nothing that a container is there for. */
function isMessage({ node, background: job }: Item): boolean {
  return !job && node.kind === "simple" && /^(?:echo|printf|:|true)$/.test(node.words[0]?.literal ?? "");
}

function walkItem(item: Item, frame: Frame, state: State, walk: Walk): Flow {
  if (walk.budget.cut !== undefined) return flow();
  return item.background || (walk.shells.every((row) => row.family === "dash") && endsInAmpersand(item.node))
    ? flow(background(item.node, frame, state, walk))
    : walkNode(item.node, frame, state, walk);
}

/** `app &> log`: dash does not know `&>`, and reads `app &` and then `> log`. */
function endsInAmpersand(node: Node): boolean {
  const last = node.kind === "andor" ? node.commands.at(-1) : node;
  return last?.kind === "simple" && last.redirects.some((each) => each.operator.startsWith("&>"));
}

/** Follows one command. */
export function walkNode(node: Node, outer: Frame, state: State, walk: Walk): Flow {
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
  switch (node.kind) {
    case "simple":
      return runSimple(node, frame, state, walk);
    case "andor":
      return andOr(node, frame, state, walk);
    case "pipeline":
      return pipelineOrPrefixed(node, frame, state, walk);
    case "if":
      return branches(node, frame, state, walk);
    case "case":
      return cases(node, frame, state, walk);
    case "loop":
      return loop(node, frame, state, walk);
    case "group":
      return node.subshell
        ? subshell(node, frame, state, walk)
        : walkList(node.body, { ...frame, compound: true }, [state], walk);
    case "redirected":
      return walkNode(node.body, { ...frame, redirectedCompound: true }, state, walk);
    case "function":
      return flow({
        ...state,
        functions: state.functions.put(node.name, { body: node.body, unit: frame.unit }),
        status: true,
        external: false,
      });
    case "test":
      if (allLack(walk, (row) => row.lacks.builtins.has("[[")))
        return testWithout(node.expression, node, frame, state, walk);
      return flow({
        ...state,
        status: evaluateExpression(node.expression, state, walk.host, frame.unit),
        external: false,
      });
    case "arithmetic":
      if (allLack(walk, (row) => row.lacks.builtins.has("(("))) return absent("((", node, frame, state, walk);
      return flow({ ...afterArithmetic(written(frame.unit, node), state), status: "unknown", external: false });
    case "coproc":
      if (allLack(walk, (row) => row.lacks.builtins.has("coproc"))) return absent("coproc", node, frame, state, walk);
      return flow(background(node, frame, state, walk));
  }
}

/** `[[ a && b ]]` is two commands to a shell without `[[`, and neither is there; what stands behind `||` may be. */
function testWithout(expression: Test, node: Node, frame: Frame, state: State, walk: Walk): Flow {
  return hasOr(expression)
    ? flow({ ...state, status: "unknown", external: false })
    : absent("[[", node, frame, state, walk);
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

function andOr(node: Extract<Node, { kind: "andor" }>, frame: Frame, state: State, walk: Walk): Flow {
  const result = flow();
  let current: readonly State[] = [state];
  for (const [index, command] of node.commands.entries()) {
    const operator = node.operators[index - 1];
    const following = node.operators[index];
    const last = following === undefined;
    const inner: Frame = {
      ...frame,
      notTail: frame.notTail ?? (last ? undefined : `\`${following}\` follows it`),
      followed: frame.followed || following === "&&",
      rest: last ? frame.rest : { kind: "andor", node, from: index + 1, unit: frame.unit, outer: frame.rest },
      last: frame.last && last,
      afterAnd: true,
      guarded: frame.guarded || !last,
    };
    const step = flow();
    for (const before of current) {
      const { run, skip } = shortCircuit(before, operator);
      if (skip) step.next.push(skip);
      if (!run) continue;
      const each = walkNode(command, inner, run, walk);
      escape(step, each);
      step.next.push(...each.next);
    }
    escape(result, step);
    current = join(goingOn(step), walk.budget);
  }
  result.next.push(...current);
  return result;
}

/** Which of "run the right side" and "pass it over" are possible after a left side. */
function shortCircuit(
  state: State,
  operator: "&&" | "||" | undefined,
): { readonly run?: State; readonly skip?: State } {
  if (operator === undefined) return { run: state };
  const wanted = operator === "&&";
  if (state.status === wanted) return { run: state };
  if (state.status !== "unknown") return { skip: state };
  if (wanted && state.external) return { run: { ...state, status: true } };
  const failed = !wanted && state.external;
  // Behind `||` a program has failed: what follows is no sequel to its run.
  return {
    run: { ...state, status: wanted, failed: state.failed || failed, fresh: state.fresh && wanted },
    skip: { ...state, status: !wanted },
  };
}

function pipelineOrPrefixed(node: Extract<Node, { kind: "pipeline" }>, frame: Frame, state: State, walk: Walk): Flow {
  const only = node.commands[0];
  if (node.commands.length > 1 || !only) return pipeline(node, frame, state, walk);
  const why = node.negated ? "its status is negated" : "`time` measures it";
  const inner = walkNode(
    only,
    { ...frame, notTail: frame.notTail ?? why, last: false, guarded: frame.guarded || node.negated },
    state,
    walk,
  );
  return node.negated
    ? { ...inner, next: inner.next.map((each) => ({ ...each, status: not(each.status), external: false })) }
    : inner;
}

/** Ways that a condition leaves open: those on which it holds, and those on which it does not. */
export function decide(states: readonly State[]): { readonly yes: readonly State[]; readonly no: readonly State[] } {
  const split = (want: boolean): State[] =>
    states.filter((state) => state.status !== !want).map((state) => ({ ...state, status: want }));
  return { yes: split(true), no: split(false) };
}

function branches(node: Extract<Node, { kind: "if" }>, frame: Frame, state: State, walk: Walk): Flow {
  const result = flow();
  const inner: Frame = { ...frame, compound: true };
  const condition: Frame = {
    ...inner,
    notTail: frame.notTail ?? "its status decides an `if`",
    condition: true,
    last: false,
    guarded: true,
  };
  let open: readonly State[] = [state];
  for (const [index, clause] of node.clauses.entries()) {
    const rest: Rest = { kind: "if", node, clause: index, unit: frame.unit, outer: frame.rest };
    const test = walkList(clause.test, { ...condition, rest }, open, walk);
    escape(result, test);
    const { yes, no } = decide(test.next);
    const body = walkList(clause.body, inner, yes, walk);
    escape(result, body);
    result.next.push(...body.next);
    open = join(no, walk.budget);
  }
  if (node.otherwise && open.length > 0) {
    const body = walkList(node.otherwise, inner, open, walk);
    escape(result, body);
    result.next.push(...body.next);
  } else result.next.push(...open);
  return { ...result, next: join(result.next, walk.budget) };
}

function cases(node: Extract<Node, { kind: "case" }>, frame: Frame, state: State, walk: Walk): Flow {
  const result = flow();
  const inner: Frame = { ...frame, compound: true };
  const text = subject(node.word, state, walk.host, frame.unit);
  let fallen: readonly State[] = [];
  /** Those that no pattern has taken so far. */
  let trying: readonly State[] = [state];
  for (const item of node.items) {
    const hit =
      trying.length > 0
        ? anyOf(item.patterns.map((pattern) => matches(text, pattern, state, walk.host, frame.unit)))
        : false;
    const entering = [...fallen, ...(hit === false ? [] : trying)];
    if (hit === true) trying = [];
    fallen = [];
    if (entering.length === 0) continue;
    const body = walkList(item.body, inner, entering, walk);
    escape(result, body);
    if (item.terminator === ";&") fallen = body.next;
    else if (item.terminator === ";;&") trying = [...trying, ...body.next];
    else result.next.push(...body.next);
  }
  return { ...result, next: join([...result.next, ...trying, ...fallen], walk.budget) };
}

function anyOf(values: readonly Known<boolean>[]): Known<boolean> {
  if (values.includes(true)) return true;
  return values.includes("unknown") ? "unknown" : false;
}
