import type { Node } from "../parse/shell/script-syntax.ts";
import type { Known } from "../text/diagnostic.ts";
import { isOpen, matches, subject } from "./expansion/condition.ts";
import { plainWord } from "./expansion/plain-condition.ts";
import { areTrifles, functionsOf, isTrifle } from "./purpose/trifle.ts";
import { decide, escape, flow, goingOn, takeStatus } from "./state/flow.ts";
import type { Flow } from "./state/flow.ts";
import { join } from "./state/join.ts";
import { departing } from "./state/leaning.ts";
import type { Condition } from "./state/leaning.ts";
import { withStatus } from "./state/position.ts";
import type { State } from "./state/state.ts";
import { locate } from "./state/unit.ts";
import type { Rest } from "./state/unit.ts";
import type { Host } from "./host.ts";
import type { Frame, Walk } from "./walk.ts";

/** `a && b || c`: each command from the states that the one before it leaves open. */
export function andOr(node: Extract<Node, { kind: "andor" }>, frame: Frame, state: State, walk: Walk): Flow {
  const result = flow();
  let current: readonly State[] = [state];
  for (const [index, command] of node.commands.entries()) {
    const operator = node.operators[index - 1];
    const following = node.operators[index];
    const last = following === undefined;
    const inner: Frame = {
      ...frame,
      notTail: frame.notTail ?? (last ? undefined : `\`${following}\` follows it`),
      followed: frame.followed || !node.commands.slice(index + 1).every((each) => isTrifle(each, functionsOf(state))),
      rest: last ? frame.rest : { kind: "andor", node, from: index + 1, unit: frame.unit, outer: frame.rest },
      last: frame.last && last,
      afterAnd: true,
      guarded: frame.guarded || !last,
    };
    const step = flow();
    for (const before of current) {
      const { run, skip } = shortCircuit(before, operator, walk.host);
      if (skip) step.next.push(skip);
      if (!run) continue;
      const each = walk.node(command, inner, run);
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
  host: Host,
): { readonly run?: State; readonly skip?: State } {
  if (operator === undefined) return { run: state };
  const wanted = operator === "&&";
  if (state.status === wanted) return { run: state };
  if (state.status !== "unknown") return { skip: state };
  if (wanted && state.external) return { run: { ...state, status: true } };
  const failed = !wanted && state.external;
  const run = takeStatus(state, wanted, host);
  const skip = takeStatus(state, !wanted, host);
  return {
    // Behind `||` a program has failed: what follows is no sequel to its run.
    ...(run && { run: { ...run, failed: run.failed || failed, fresh: run.fresh && wanted } }),
    ...(skip && { skip }),
  };
}

/** `if`: each clause from the states on which those before it do not hold. */
export function branches(node: Extract<Node, { kind: "if" }>, frame: Frame, state: State, walk: Walk): Flow {
  const result = flow();
  const inner: Frame = { ...frame, compound: true };
  const condition: Frame = {
    ...inner,
    notTail: frame.notTail ?? "its status decides an `if`",
    followed: frame.followed || !onlyTells(node, state),
    condition: true,
    last: false,
    guarded: true,
  };
  let open: readonly State[] = [state];
  for (const [index, clause] of node.clauses.entries()) {
    const rest: Rest = { kind: "if", node, clause: index, unit: frame.unit, outer: frame.rest };
    const test = walk.list(clause.test, { ...condition, rest }, open);
    escape(result, test);
    const { yes, no } = decide(test.next, walk.host);
    const body = walk.list(clause.body, inner, yes);
    escape(result, body);
    result.next.push(...body.next);
    open = join(no, walk.budget);
  }
  if (node.otherwise && open.length > 0) {
    const body = walk.list(node.otherwise, inner, open);
    escape(result, body);
    result.next.push(...body.next);
  } else result.next.push(...open.map((each) => withStatus(each, true)));
  return { ...result, next: join(result.next, walk.budget) };
}

/** Whether whatever comes of the first condition is only told. */
function onlyTells({ clauses, otherwise }: Extract<Node, { kind: "if" }>, state: State): boolean {
  const bodies = [...clauses.map(({ body }) => body), ...(otherwise ? [otherwise] : [])];
  return clauses.length === 1 && bodies.every((body) => areTrifles(body, functionsOf(state)));
}

/** `case`: the items whose patterns the word may match. */
export function cases(node: Extract<Node, { kind: "case" }>, frame: Frame, state: State, walk: Walk): Flow {
  const result = flow();
  const inner: Frame = { ...frame, compound: true };
  const at = { host: walk.host, unit: frame.unit };
  const text = subject(node.word, state, walk.host, frame.unit);
  let usual = text === "unknown" ? usualWord(node, frame, state, walk) : undefined;
  /** The default run, as long as no pattern has taken it. */
  let own: readonly State[] = usual ? [state] : [];
  /** What else no pattern has taken so far. */
  let trying: readonly State[] = [state];
  let fallen: readonly State[] = [];
  for (const item of node.items) {
    const hits = (word: Known<string>): Known<boolean> =>
      anyOf(item.patterns.map((pattern) => matches(word, pattern, state, at)));
    const hit = trying.length > 0 || own.length > 0 ? hits(text) : false;
    const usually = usual && own.length > 0 ? hits(usual.text) : false;
    // Whether the default run goes in there is open, and so is where it goes then.
    if (usually === "unknown") [usual, trying, own] = [undefined, [...new Set([...own, ...trying])], []];
    const patterns = item.patterns.map(({ literal, raw }) => literal ?? raw);
    const isOwn = usually === true;
    const taking = isOwn ? leaning(own, usual) : hit === false ? [] : enter(trying, usual, { patterns, walk });
    if (isOwn) own = [];
    if (hit === true) trying = [];
    const entering = [...fallen, ...taking];
    fallen = [];
    if (entering.length === 0) continue;
    const body = walk.list(item.body, inner, entering);
    escape(result, body);
    if (item.terminator === ";&") fallen = body.next;
    else if (item.terminator !== ";;&") result.next.push(...body.next);
    else if (isOwn) own = body.next;
    else trying = [...trying, ...body.next];
  }
  const passing = own.length > 0 ? own : enter(trying, usual, { patterns: [], walk });
  const after = [...passing.map((each) => withStatus(each, true)), ...fallen];
  return { ...result, next: join([...result.next, ...after], walk.budget) };
}

/** What the word of a `case` is on the default run, where the environment decides it. */
interface UsualWord extends Pick<Condition, "at" | "names" | "plain"> {
  readonly text: string;
  readonly written: string;
}

function usualWord(
  { word }: Extract<Node, { kind: "case" }>,
  { unit }: Frame,
  state: State,
  { host }: Walk,
): UsualWord | undefined {
  const names = new Set<string>();
  const text = subject(word, state, { ...host, trusts: names }, unit);
  return isOpen(text)
    ? undefined
    : { text, at: locate(unit, word), written: word.raw, plain: plainWord(word, state), names: [...names] };
}

/** The ways into an item of a `case` that words lead to other than that of the default run, if that is known. */
function enter(
  states: readonly State[],
  word: UsualWord | undefined,
  { patterns, walk }: { readonly patterns: readonly string[]; readonly walk: Walk },
): readonly State[] {
  if (!word || states.length === 0) return states;
  const { at, names, written: text, plain } = word;
  walk.host.leaves();
  return walk.host.strays
    ? states.flatMap((state) => departing(state, { at, text, names, outcome: patterns, plain }) ?? [])
    : [];
}

/** The default run, in the item of a `case` that it goes into. */
function leaning(states: readonly State[], word: UsualWord | undefined): readonly State[] {
  return states.map((state) => ({ ...state, leaned: word?.names ?? [] }));
}

function anyOf(values: readonly Known<boolean>[]): Known<boolean> {
  if (values.includes(true)) return true;
  return values.includes("unknown") ? "unknown" : false;
}
