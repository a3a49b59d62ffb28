import { callsOf } from "../../parse/shell/calls.ts";
import type { Simple, Word } from "../../parse/shell/script-syntax.ts";
import { builtins } from "../builtins/builtins.ts";
import { absent, allLack } from "../dialect.ts";
import { assign, assignDefaults, inFrontOf, setPids } from "../expansion/assign.ts";
import { expandAll, more, variable } from "../expansion/expand.ts";
import { afterExpansion } from "../expansion/side-effects.ts";
import type { Host } from "../host.ts";
import { withArguments } from "../state/environment.ts";
import type { ShellFunction } from "../state/environment.ts";
import type { Field } from "../state/field.ts";
import { ends, flow } from "../state/flow.ts";
import type { Flow } from "../state/flow.ts";
import { Table } from "../state/table.ts";
import { stale, withStatus } from "../state/position.ts";
import type { State } from "../state/state.ts";
import { locate, written } from "../state/unit.ts";
import type { Call, Frame, Walk } from "../walk.ts";
import { asking } from "./asked.ts";
import { givenNothing } from "./nothing-given.ts";
import { runProgram } from "./program-call.ts";

/** Follows a simple command: an assignment, a function, a builtin or a program. */
export function followSimple(node: Simple, frame: Frame, before: State, walk: Walk): Flow {
  if (!walk.budget.spend((node.end - node.start) / 1024 + node.words.length / 32)) return flow();
  const fresh = before.absent ? { ...before, absent: undefined } : before;
  const expanded = [...node.words, ...node.assignments.flatMap(({ value }) => value ?? [])];
  const defaulted = assignDefaults(expanded, fresh, walk.host, frame.unit);
  const expanding = afterExpansion(written(frame.unit, node), defaulted, walk.host);
  const state = asking(node, frame, expanding, walk);
  const appended = node.assignments.find((each) => each.append);
  if (appended && allLack(walk, (row) => row.lacks.operations.has("X+=y")))
    return absent({ name: `${appended.name}+=`, node, frame }, state, walk);
  const argv = expandAll(withoutPrefix(node.words, state, walk.host), state, walk.host, frame.unit);
  const assigned = assign(node.assignments, state, walk.host, frame.unit);
  if (argv.length === 0)
    return flow(node.words.length === 0 ? stale(assigned) : withStatus(givenNothing(node, frame, assigned), "unknown"));
  const env = inFrontOf(node.assignments, assigned);
  return dispatch({ node, frame, argv, skipped: 0, env, afterProgram: state.fresh }, stale(state), walk);
}

/**
 * `$PREFIX app`, where nobody declares PREFIX: the default run starts `app`. A word alone, or one in front of what
 * is no program's name, has to be something.
 */
function withoutPrefix(words: readonly Word[], state: State, host: Host): readonly Word[] {
  const from = words[0]?.literal === "exec" ? 1 : 0;
  const isEmpty = ({ parts: [only, ...more] }: Word): boolean =>
    only?.kind === "param" &&
    more.length === 0 &&
    !only.quoted &&
    only.op === undefined &&
    variable(only.name, state, host).usual === "";
  let to = from;
  while (to < words.length - 1 && words.slice(to, to + 1).some(isEmpty)) to++;
  const next = words[to]?.literal;
  return to === from || next === undefined || !/^[\w/][\w/-]*(?:\.sh)?$/.test(next)
    ? words
    : [...words.slice(0, from), ...words.slice(to)];
}

/** Follows what the first word of a call names: a function, a builtin or a program. */
export function dispatch(call: Call, state: State, walk: Walk): Flow {
  const name = call.argv[0]?.value ?? "unknown";
  if (name !== "unknown") {
    if (call.skipped === 0 && call.node.words[0]?.raw === name && state.aliases.has(name)) {
      return ends({
        kind: "unknown",
        reason: `${name} is an alias, and what it stands for is not followed`,
        at: locate(call.frame.unit, call.node),
        state,
      });
    }
    const fn = call.skipped === 0 ? state.functions.get(name) : undefined;
    if (fn) return callFunction({ ...fn, name }, call, state, walk);
    if (allLack(walk, (row) => row.lacks.builtins.has(name)))
      return absent({ name, node: call.node, frame: call.frame }, state, walk);
    const builtin = Object.hasOwn(builtins, name) ? builtins[name] : undefined;
    if (builtin) return builtin(call, state, walk);
  }
  return runProgram(call, state, walk);
}

interface Called extends ShellFunction {
  readonly name: string;
}

function callFunction({ name, body, unit }: Called, call: Call, state: State, walk: Walk): Flow {
  const { frame } = call;
  const shared =
    callsOf(frame.unit.script.list, name) + (unit === frame.unit ? 0 : callsOf(unit.script.list, name)) > 1;
  const inner: Frame = {
    ...frame,
    unit,
    units: [...frame.units, unit],
    notTail:
      frame.notTail ??
      (shared
        ? `the function ${name} is called from several places`
        : call.node.redirects.length > 0
          ? "the call of its function is redirected"
          : undefined),
    last: false,
    depth: frame.depth + 1,
  };
  const params = call.argv.slice(1).filter((field) => field !== more);
  let entered: State = {
    ...state,
    params,
    open: params.some(isList) || call.argv.at(-1) === more,
    locals: Table.empty(),
  };
  for (const [index, word] of call.node.words.slice(1, 10).entries())
    entered = setPids(entered, String(index + 1), [word], false);
  const ways = walk.node(body, inner, entered);
  const back = [...ways.next, ...ways.returned].map((after) => {
    const restored = [...(after.locals ?? [])].map(([local]) => [local, variable(local, state, walk.host)] as const);
    const vars = restored.reduce((table, [local, value]) => table.put(local, value), after.vars);
    return { ...withArguments(after, state), vars, locals: state.locals };
  });
  return { next: back, endings: ways.endings, returned: [], broken: ways.broken };
}

/** A word that may stand for any number of arguments: an array, or a variable without quotes. */
function isList({ value, text }: Field): boolean {
  const raw = text?.text ?? "";
  return value === "unknown" && (/\[[@*]\]/.test(raw) || (/[$`]/.test(raw) && !raw.startsWith('"')));
}
