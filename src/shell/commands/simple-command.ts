import { callsOf } from "../../parse/shell/calls.ts";
import type { Simple, Word } from "../../parse/shell/script-syntax.ts";
import { builtins } from "../builtins/builtins.ts";
import { absent, allLack } from "../dialect.ts";
import { assign, assignDefaults, inFrontOf, originOf, setPids } from "../expansion/assign.ts";
import { expandAll, more, variable } from "../expansion/expand.ts";
import { afterExpansion } from "../expansion/side-effects.ts";
import type { Host } from "../host.ts";
import { afterMessage } from "../purpose/message.ts";
import { withArguments } from "../state/environment.ts";
import type { Environment, ShellFunction } from "../state/environment.ts";
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
import { behindAssignments } from "./substituted.ts";

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
  if (node.words.length === 0)
    return flow(...behindAssignments(node, frame, { before: state, assigned: stale(assigned) }, walk));
  if (argv.length === 0) return flow(withStatus(givenNothing(node, frame, assigned), "unknown"));
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
    if (builtin && keepsAssignments(name, call, state, walk)) return builtin(call, given(call.env, state), walk);
    if (builtin && /^(?:eval|\.|source)$/.test(name) && call.env.size > 0) {
      const within = builtin(call, given(call.env, state), walk);
      return { ...within, next: within.next.map((after) => restored(after, call.env.keys(), state, walk.host)) };
    }
    if (builtin) return builtin(call, state, walk);
  }
  return runProgram(call, state, walk);
}

/** What POSIX calls special: variables that are set in front of it stay set (2.14, Special Built-In Utilities). */
const special = new Set([
  ...[":", ".", "break", "continue", "eval", "exec", "exit", "export", "readonly", "return", "set", "shift", "times"],
  ...["trap", "unset"],
]);

/** `X=1 :`: X stays set in dash and busybox ash, and in bash where it goes by POSIX (measured). */
function keepsAssignments(name: string, { env, skipped }: Call, { posix }: State, { shells }: Walk): boolean {
  const keeps = shells.every(({ family }) => family === "dash" || family === "ash" || (posix && family !== "zsh"));
  return env.size > 0 && skipped === 0 && keeps && special.has(name);
}

/** The state with the variables that are set in front of a command. */
function given<S extends Environment>(env: Call["env"], state: S): S {
  let { vars, exported } = state;
  for (const [name, value] of env) [vars, exported] = [vars.put(name, value), exported.put(name, true)];
  return { ...state, vars, exported };
}

/** The state with variables as they were before. */
function restored(after: State, names: Iterable<string>, before: State, host: Host): State {
  let { vars } = after;
  for (const name of names) vars = vars.put(name, variable(name, before, host));
  return { ...after, vars };
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
  const params = withOrigins(call, state, walk.host);
  let entered: State = {
    ...given(call.env, state),
    params,
    open: params.some(isList) || call.argv.at(-1) === more,
    locals: [...call.env.keys()].reduce((names, each) => names.put(each, true), Table.empty<true>()),
  };
  for (const [index, word] of call.node.words.slice(1, 10).entries())
    entered = setPids(entered, String(index + 1), [word], false);
  // Where nothing decides by its status, a message leaves nothing behind.
  const told = frame.rest?.kind === "list" && !frame.condition ? afterMessage(body, entered, walk) : undefined;
  if (told !== undefined) return flow(withStatus(state, told));
  const ways = walk.node(body, inner, entered);
  const back = [...ways.next, ...ways.returned].map((after) => {
    const locals = [...(after.locals ?? [])].map(([local]) => local);
    return { ...restored(withArguments(after, state), locals, state, walk.host), locals: state.locals };
  });
  return { next: back, endings: ways.endings, returned: [], broken: ways.broken };
}

/** The arguments of a function, which know what of the environment they are. */
function withOrigins({ argv, node, frame }: Call, state: State, host: Host): readonly Field[] {
  const params = argv.slice(1).filter((field) => field !== more);
  const words = node.words.slice(1);
  if (words.length !== params.length) return params;
  return params.map((field, index) => {
    const word = words[index];
    const from = word && !field.fixed ? originOf(word, undefined, { state, host, unit: frame.unit }) : undefined;
    return from ? { ...field, from } : field;
  });
}

/** A word that may stand for any number of arguments: an array, or a variable without quotes. */
function isList({ value, text }: Field): boolean {
  const raw = text?.text ?? "";
  return value === "unknown" && (/\[[@*]\]/.test(raw) || (/[$`]/.test(raw) && !raw.startsWith('"')));
}
