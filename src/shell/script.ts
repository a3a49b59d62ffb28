import { builtins } from "./builtins/builtins.ts";
import { followList } from "./command-list.ts";
import { dispatch } from "./commands/simple-command.ts";
import type { Interpreter } from "./host.ts";
import { followNode } from "./node.ts";
import type { Budget } from "./state/budget.ts";
import { finish } from "./state/ending.ts";
import type { Ending } from "./state/ending.ts";
import { describeSent } from "./state/join.ts";
import { also, calling } from "./state/running.ts";
import type { Running, State, Wait } from "./state/state.ts";
import type { Unit } from "./state/unit.ts";
import type { Frame, Walk } from "./walk.ts";

/** Follows all ways through a script from a state to their ends. */
export function walkScript(unit: Unit, state: State, interpreter: Interpreter): readonly Ending[] {
  const all = everyWay(unit, state, interpreter);
  // A way that just leaves (usage text, failed check) is no way for a container to run, where there is another.
  const real = all.filter(
    (ending) =>
      ending.kind !== "end" &&
      !(ending.kind === "wait" && !ending.wait.again && all.some((other) => comesBack(other, ending.wait))),
  );
  const staying = real.filter((ending) => ending.passing !== true && !isStep(ending, real));
  return [staying, real].find((some) => some.length > 0) ?? all.slice(0, 1);
}

/**
 * Whether a script leaves, or comes to its end beside the default run, behind a command that on another way comes back,
 * so that the script goes on to more.
 */
function isStep(ending: Ending, all: readonly Ending[]): boolean {
  const ran = ending.kind === "foreground" && ending.running.followed && !ending.running.loops;
  if (ending.left !== true && !(ran && ending.state.departures.length > 0)) return false;
  const calls = blockedBy(ending).map(calling);
  const others = all.filter((other) => other.left !== true && other.kind !== "unknown");
  return others.some((other) => {
    const stays = blockedBy(other).map(calling);
    return calls.every((call) => other.state.started.has(call) && !stays.includes(call));
  });
}

/** The commands that a shell waits for at the end of a way. */
function blockedBy(ending: Ending): readonly Running[] {
  switch (ending.kind) {
    case "exec":
    case "foreground":
      return [ending.running];
    case "wait":
      return ending.state.jobs.filter((_, index) => ending.wait.jobs.includes(index));
    case "loop":
    case "end":
    case "unknown":
      return [];
  }
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
export function everyWay(unit: Unit, state: State, interpreter: Interpreter): readonly Ending[] {
  const { error, list, text } = unit.script;
  if (error) {
    const reason = `${unit.title} cannot be parsed: ${error.message}`;
    return [{ kind: "unknown", reason, at: text.locate(error.at, error.at), state, syntax: true }];
  }
  const walk = walkOf(interpreter);
  const result = walk.list(list, outermost(unit, interpreter), [state]);
  const endings = [...result.endings];
  for (const end of [...result.next, ...result.returned, ...result.broken]) endings.push(finish(end));
  const found = unique(endings, walk.budget);
  return walk.budget.cut === undefined ? found : [{ kind: "unknown", reason: walk.budget.cut, at: undefined, state }];
}

/** A walk that goes deeper by what follows lists, commands of all kinds, and calls. */
function walkOf({ host, shells, dying }: Interpreter): Walk {
  const walk: Walk = {
    host: { ...host, shells },
    shells,
    budget: host.budget,
    dying,
    lacked: new Map(),
    quiet: new Set(),
    isBuiltin: (name) => Object.hasOwn(builtins, name),
    list: (list, frame, states) => followList(list, frame, states, walk),
    node: (node, frame, state) => followNode(node, frame, state, walk),
    call: (call, state) => dispatch(call, state, walk),
  };
  return walk;
}

/** Where the outermost list of a script stands: in nothing, and with nothing behind it. */
function outermost(unit: Unit, { dashC = false }: Interpreter): Frame {
  return {
    unit,
    units: [unit],
    notTail: undefined,
    followed: false,
    looped: false,
    repeated: undefined,
    rest: undefined,
    condition: false,
    last: dashC,
    afterAnd: false,
    afterList: false,
    child: false,
    compound: false,
    redirectedCompound: false,
    depth: 0,
    within: 0,
    guarded: false,
    fed: false,
  };
}

/** Each ending once, with all that the ways have started which come to it. */
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
      // How soon it comes to a trap.
      ending.kind === "loop" && ending.state.slept,
      what?.argv?.[0] && ending.state.functions.has(what.argv[0].value),
    ].join("|");
    const other = seen.get(key);
    seen.set(key, other ? oneOf(other, ending, budget) : ending);
  }
  return [...seen.values()];
}

/** One ending for two that are alike: the one nearer to the default run, with all that both ways have started. */
function oneOf(first: Ending, second: Ending, budget: Budget): Ending {
  const [near, far] =
    second.state.departures.length < first.state.departures.length ? [second, first] : [first, second];
  const state = also(near.state, far.state, budget);
  return { ...near, left: near.left === true && far.left === true, state };
}
