import type { Known } from "../text/diagnostic.ts";
import { findProgram } from "../known/programs/programs.ts";
import { unwrap } from "../known/wrappers/wrappers.ts";
import { readsCommands } from "../startup/shell-options.ts";
import { assign, setPids } from "./expansion/assign.ts";
import { absent, allLack } from "./dialect.ts";
import { builtins } from "./builtins.ts";
import { expandAll, more, valuesOf } from "./expansion/expand.ts";
import { ends, flow, hindrances } from "./state/flow.ts";
import type { Flow } from "./state/flow.ts";
import { callsOf } from "../parse/shell/calls.ts";
import { behindWrappers } from "./purpose/sequel.ts";
import { lasting, purposeOf } from "./purpose/main-program.ts";
import { walkNode } from "./script.ts";
import type { Frame, Walk } from "./script.ts";
import { agreed } from "./subshell.ts";
import { afterExpansion } from "./expansion/side-effects.ts";
import { locate, signature, starting, written } from "./state/state.ts";
import type { ExecSlot, Field, Running, State, Value, Wait } from "./state/state.ts";
import type { Simple } from "../parse/shell/script-syntax.ts";

/** A simple command on its way: its words expanded. */
export interface Call {
  readonly node: Simple;
  readonly frame: Frame;
  readonly argv: readonly Field[];
  /** Words before this index are `command`, `builtin` and their options. */
  readonly skipped: number;
  readonly env: ReadonlyMap<string, Value>;
  /** The command before it was the program that the script ran last. */
  readonly afterProgram: boolean;
}

/** Follows a simple command: an assignment, a function, a builtin or a program. */
export function runSimple(node: Simple, frame: Frame, before: State, walk: Walk): Flow {
  if (!walk.budget.spend((node.end - node.start) / 1024 + node.words.length / 32)) return flow();
  const state = afterExpansion(
    written(frame.unit, node),
    before.absent ? { ...before, absent: undefined } : before,
    walk.host,
  );
  const appended = node.assignments.find((each) => each.append);
  if (appended && allLack(walk, (row) => row.lacks.operations.has("X+=y")))
    return absent(`${appended.name}+=`, node, frame, state, walk);
  const argv = expandAll(node.words, state, walk.host, frame.unit);
  const assigned = assign(node.assignments, state, walk.host, frame.unit);
  if (argv.length === 0)
    return flow(
      node.words.length === 0
        ? { ...assigned, fresh: false }
        : { ...givenNothing(node, frame, assigned), status: "unknown", external: false },
    );
  const env = new Map<string, Value>();
  for (const each of node.assignments)
    env.set(each.name, assigned.vars.get(each.name) ?? { value: "unknown", fixed: false });
  return dispatch({ node, frame, argv, skipped: 0, env, afterProgram: state.fresh }, { ...state, fresh: false }, walk);
}

/**
 * `"$@"` or `exec "$@"` without arguments: what the script is there for is what the container is given, and nothing
 * that ran before.
 */
export function givenNothing(node: Simple, frame: Frame, state: State): State {
  if (!node.words.some(({ raw }) => /\$\{?[@*]/.test(raw))) return state;
  const doubt = `\`${node.words.map(({ raw }) => raw).join(" ")}\` in ${frame.unit.title} is given nothing to run`;
  const running: Running = {
    node,
    unit: frame.unit,
    argv: undefined,
    at: locate(frame.unit, node),
    how: "foreground",
    slot: { kind: "none", reason: doubt },
    env: new Map(),
    state,
    implicit: false,
    notTail: frame.notTail !== undefined,
    returns: false,
    doubt,
  };
  return { ...state, last: { kind: "ran", running } };
}

/** Decides what the first word names. */
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
    if (fn) return callFunction(name, call, state, walk);
    if (allLack(walk, (row) => row.lacks.builtins.has(name))) return absent(name, call.node, call.frame, state, walk);
    const builtin = Object.hasOwn(builtins, name) ? builtins[name] : undefined;
    if (builtin) return builtin(call, state, walk);
  }
  return runProgram(call, state, walk);
}

function callFunction(name: string, call: Call, state: State, walk: Walk): Flow {
  const fn = state.functions.get(name);
  if (!fn) return flow(state);
  const { frame } = call;
  const shared =
    callsOf(frame.unit.script.list, name) + (fn.unit === frame.unit ? 0 : callsOf(fn.unit.script.list, name)) > 1;
  const inner: Frame = {
    ...frame,
    unit: fn.unit,
    units: [...frame.units, fn.unit],
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
  let entered: State = { ...state, params, open: params.some(isList) || call.argv.at(-1) === more };
  for (const [index, word] of call.node.words.slice(1, 10).entries())
    entered = setPids(entered, String(index + 1), [word], false);
  const body = walkNode(fn.body, inner, entered, walk);
  const back = (after: State): State => ({ ...after, params: state.params, open: state.open });
  return { next: [...body.next, ...body.returned].map(back), endings: body.endings, returned: [], broken: body.broken };
}

/** A word that may stand for any number of arguments: an array, or a variable without quotes. */
function isList({ value, text }: Field): boolean {
  const raw = text?.text ?? "";
  return value === "unknown" && (/\[[@*]\]/.test(raw) || (/[$`]/.test(raw) && !raw.startsWith('"')));
}

/** A sleep of more seconds than this outlasts the grace period. */
export const LONG_SLEEP = 10;

/** Follows a program in the foreground. */
export function runProgram(call: Call, state: State, walk: Walk): Flow {
  const { node, frame, argv, env } = call;
  const values = valuesOf(argv);
  const fed = frame.fed || node.redirects.some((each) => each.feeds);
  const row = findProgram(values);
  const told = fed && (row?.interactive === true || readsCommands(argv));
  const kind = told ? "any" : lasting(values);
  const after: State = { ...state, status: "unknown", external: true };
  // What stays only if its settings say so is a daemon where the script goes on behind it.
  // Whoever puts an init in front of a server has settings with which it stays.
  const inner = row ?? findProgram(behindWrappers(values, "init"));
  if (inner?.daemonizes === true || (inner?.foreground !== undefined && frame.followed)) {
    const daemon: Running = {
      node,
      unit: frame.unit,
      argv,
      at: locate(frame.unit, node),
      how: "background",
      slot: { kind: "none", reason: "it forks into the background" },
      env,
      state,
      implicit: false,
      notTail: frame.notTail !== undefined,
      returns: true,
      doubt: undefined,
    };
    return flow({ ...starting(after, daemon), daemons: [...state.daemons, daemon] });
  }
  const stops = stopper(values);
  if (stops !== undefined)
    return flow({
      ...after,
      sent: [...state.sent, { signal: "SIGTERM", jobs: [], waited: false, self: false, to: `what \`${stops}\` finds` }],
    });
  // What sleeps long at the end is what keeps the container up.
  const rests = frame.notTail === undefined && sleepSeconds(values) > LONG_SLEEP && state.last?.kind !== "ran";
  // cat reads what a redirection gives it, and returns.
  const copies = values[0] === "cat" && node.redirects.some((each) => each.feeds);
  if ((kind === "utility" || copies) && !rests)
    return flow({ ...after, slept: Math.max(state.slept, sleepSeconds(values)) });
  const implicit =
    call.skipped > 0 && !walk.shells.every((row) => row.replacesUnderCommand) ? false : takesPlace(call, state, walk);
  const running: Running = {
    node,
    unit: frame.unit,
    argv,
    at: locate(frame.unit, node),
    how: "foreground",
    slot: slotOf(call, state, walk),
    env,
    state,
    implicit,
    notTail: frame.notTail !== undefined,
    returns: false,
    doubt:
      doubtful(call, state, walk) ??
      (told ? `what ${values[0]} reads from its standard input is not followed` : undefined),
  };
  if (implicit === true && running.doubt === undefined)
    return ends({ kind: "exec", running: { ...running, how: "exec" }, state });
  const purpose = kind === "stays" ? purposeOf(call, state, walk) : undefined;
  if (purpose === "main program" || implicit === "unknown") return ends({ kind: "foreground", running, state });
  const gone = starting(after, running);
  if (purpose === "step") return flow(gone);
  if (purpose === "contradictory")
    return { ...flow(gone), endings: [{ kind: "unknown", reason: contradiction(running), at: running.at, state }] };
  if (state.last?.kind === "waited" && isLast(state.last.first)) return flow(gone);
  if (
    kind === "oneShot" &&
    state.last?.kind === "ran" &&
    lasting(valuesOf(state.last.running.argv ?? [])) !== "oneShot"
  )
    return flow(gone);
  const returns =
    kind === "oneShot" || (kind === "any" && !row && !unwrap(values) && state.ran.has(signature(running)));
  return flow({
    ...gone,
    fresh: true,
    last: { kind: "ran", running: { ...running, returns } },
    ran: state.ran.put(signature(running), true),
  });
}

function contradiction({ argv, unit }: Running): string {
  const name = argv?.[0]?.value ?? "unknown";
  return `${unit.title} goes on behind ${name} as if it came back, and by its arguments it stays`;
}

/** Signals that tell a container to stop. */
const stopSignals = ["SIGTERM", "SIGINT", "SIGQUIT", "SIGHUP"];

/** Behind a `wait` for a server, or one that a trap is meant to interrupt, comes what is to be done at the end. */
function isLast({ traps, jobs, state }: Wait): boolean {
  const serves = (job: number): boolean => lasting(valuesOf(state.jobs[job]?.argv ?? [])) === "stays";
  return stopSignals.some((signal) => traps.get(signal)?.kind === "action") || jobs.some(serves);
}

/** Programs that tell other programs to end, in ways that a script does not show. */
const stoppers = new Set(["kill", "pkill", "killall"]);
/** Clients that tell a server to end with one of these words among many that they know. */
const clients = new Set([
  "supervisorctl",
  "sv",
  "service",
  "systemctl",
  "redis-cli",
  "valkey-cli",
  "mysqladmin",
  "mariadb-admin",
  "rabbitmqctl",
]);
const orders = /^(?:(?:force-)?(?:stop(?:_app)?|shutdown)|down|exit)$/i;

function stopper(values: readonly Known<string>[]): string | undefined {
  const ordered = values.some((value) => value === "unknown" || orders.test(value));
  const stops = (name: string): boolean => stoppers.has(name) || (ordered && clients.has(name));
  return values
    .map((value) => value.replace(/^.*\//, ""))
    .find((name, index) => stops(name) && (index === 0 || unwrap(values) !== undefined));
}

/** How long `sleep` sleeps: 0 for another command, Infinity where it cannot be read. */
export function sleepSeconds(values: readonly Known<string>[]): number {
  const amount = values[1];
  if (values[0] !== "sleep" || amount === undefined) return 0;
  const match = /^(\d+(?:\.\d+)?)([smhd]?)$/.exec(amount);
  if (!match) return Infinity;
  return Number(match[1]) * ({ s: 1, m: 60, h: 3600, d: 86400 }[match[2] ?? "s"] ?? 1);
}

/** Whether the shell runs the command in its own place although nobody wrote exec. */
function takesPlace(call: Call, state: State, walk: Walk): Known<boolean> {
  const { frame, node } = call;
  if (!frame.last || frame.notTail !== undefined) return false;
  if ([...state.traps.values()].some((trap) => trap.kind !== "ignore")) return false;
  // A heredoc ends in a line feed of its own.
  const newline =
    frame.unit.script.text.text.endsWith("\n") || node.redirects.some((each) => /^<<-?$/.test(each.operator));
  return agreed(
    walk.shells.map(
      (row) =>
        row.replacesSingle &&
        (!frame.afterAnd || row.replacesAfterAnd) &&
        (!frame.afterList || row.replacesAfterList) &&
        (!frame.compound || row.replacesInCompound) &&
        (!frame.redirectedCompound || row.replacesInRedirectedCompound) &&
        (node.redirects.length === 0 || row.replacesRedirected) &&
        (state.jobs.length === 0 || row.replacesAfterBackground) &&
        (!newline || row.replacesBeforeNewline),
    ),
  );
}

/**
 * Why a command may be a function that was not seen: a name that no table knows, after a file was sourced that could
 * not be read.
 */
function doubtful(call: Call, state: State, walk: Walk): string | undefined {
  const word = call.node.words[call.skipped];
  const first = call.argv[0];
  const mayBeFunction =
    word?.parts[0]?.kind === "param" ? uncalled(call, state, walk) !== undefined : state.functions.size > 0;
  if (word && first?.value === "unknown" && first.base === undefined && !word.raw.includes("/") && mayBeFunction) {
    return `${word.raw} may be one of the script's functions`;
  }
  if (state.opaque === undefined || word?.literal === undefined || word.literal.includes("/")) return undefined;
  const values = valuesOf(call.argv);
  return findProgram(values) || unwrap(values) ? undefined : `${word.literal} may be a function: ${state.opaque}`;
}

/** A function that nothing calls by its name: it is there to be named by a variable or an argument. */
function uncalled({ frame }: Call, state: State, walk: Walk): string | undefined {
  walk.budget.spend(state.functions.size / 16);
  for (const [name, fn] of state.functions)
    if ([...frame.units, fn.unit].every((unit) => callsOf(unit.script.list, name) === 0)) return name;
  return undefined;
}

/** Whether `exec` may be written before a command. */
function slotOf(call: Call, state: State, walk: Walk): ExecSlot {
  const { frame, node } = call;
  const none = (reason: string): ExecSlot => ({ kind: "none", reason });
  const word = node.words[0];
  if (!word || call.skipped > 0) return none("it is run by a builtin");
  if (frame.notTail !== undefined) return none(frame.notTail);
  const [hindrance = state.elsewhere] = hindrances(state);
  if (hindrance !== undefined) return none(hindrance);
  // bash expands it in a child, but for `exec` in the shell itself, whose variables the program then gets.
  if (node.redirects.some((each) => each.assigns))
    return none("its redirection sets a variable, which the program would get to see");
  const doubt = doubtful(call, state, walk);
  if (doubt !== undefined) return none(doubt);
  const named = word.parts[0]?.kind === "param" ? uncalled(call, state, walk) : undefined;
  // Where the first word comes from CMD, `docker run IMAGE FUNCTION` works today.
  const own = frame.units.some((unit) => unit.script.text.path === call.argv[0]?.text?.path);
  if (named !== undefined && !own) return none(`its first argument may name the function ${named}`);
  const front = findProgram(valuesOf(call.argv));
  if (front?.fronts !== undefined)
    return none(`${front.name} stays in front of ${front.fronts} whatever stands before it`);
  const wrapper = unwrap(valuesOf(call.argv))?.row;
  if (wrapper?.kind === "kill" || wrapper?.kind === "swallow")
    return none(`${wrapper.name} stays in front of the program whatever stands before it`);
  if (frame.unit.locked !== undefined) return { kind: "none", reason: frame.unit.locked, locked: true };
  return { kind: "insert", at: frame.unit.script.text.locate(word.start, word.start), index: word.start };
}
