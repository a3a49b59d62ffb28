import { longestValue } from "../text/limits.ts";
import { parseShell } from "../parse/shell/parse-shell.ts";
import { MappedText } from "../text/source.ts";
import { setPids, setVariable } from "./expansion/assign.ts";
import { dispatch, givenNothing } from "./command.ts";
import type { Call } from "./command.ts";
import { evaluateTest } from "./expansion/condition.ts";
import { allLack, refusedOption } from "./dialect.ts";
import { more } from "./expansion/expand.ts";
import { ends, flow } from "./state/flow.ts";
import type { Flow } from "./state/flow.ts";
import { kill, wait } from "./jobs/wait-kill.ts";
import { finish, walkList } from "./script.ts";
import type { Walk } from "./script.ts";
import { afterArithmetic } from "./expansion/side-effects.ts";
import { locate } from "./state/state.ts";
import type { Field, State, Unit } from "./state/state.ts";
import { trap } from "./jobs/trap.ts";

type Builtin = (call: Call, state: State, walk: Walk) => Flow;

const done = (state: State): Flow => flow({ ...state, status: true, external: false });
const open = (state: State): Flow => flow({ ...state, status: "unknown", external: false });
const succeed: Builtin = (_, state) => done(state);
const maybe: Builtin = (_, state) => open(state);

/** What shell builtins do to a script's way. A name that is not here is a program. */
export const builtins: Readonly<Record<string, Builtin>> = {
  ":": succeed,
  "true": succeed,
  "echo": succeed,
  "umask": succeed,
  "ulimit": succeed,
  alias,
  "hash": succeed,
  "times": succeed,
  "shopt": succeed,
  "enable": succeed,
  "disown": succeed,
  "bind": succeed,
  "complete": succeed,
  "history": succeed,
  "caller": succeed,
  "suspend": succeed,
  "false": (_, state) => flow({ ...state, status: false, external: false }),
  "type": maybe,
  "jobs": maybe,
  "pwd": maybe,
  "dirs": maybe,
  "fg": maybe,
  "bg": maybe,
  "let": (call, state) =>
    open(
      afterArithmetic(
        call.node.words
          .slice(call.skipped + 1)
          .map(({ raw }) => raw)
          .join("; "),
        state,
      ),
    ),
  "printf": (call, state) =>
    done(
      call.argv[1]?.value === "-v" && call.argv[2]
        ? setVariable(state, call.argv[2].value, { value: "unknown", fixed: true })
        : state,
    ),
  "[": test,
  test,
  exec,
  exit,
  command,
  "builtin": command,
  set,
  shift,
  trap,
  wait,
  kill,
  cd,
  read,
  "return": (call, state) => ({ next: [], endings: [], returned: [returned(call, state)], broken: [] }),
  "break": (_, state) => ({ next: [], endings: [], returned: [], broken: [state] }),
  "continue": (_, state) => flow(state),
  ".": source,
  source,
  "eval": evaluate,
  "export": declare,
  "readonly": declare,
  declare,
  "local": declare,
  "typeset": declare,
  "unset": (call, state) => {
    let { vars } = state;
    for (const field of call.argv.slice(1))
      if (field.value !== "unknown") vars = vars.put(field.value, { value: "unknown", fixed: false });
    return done({ ...state, vars });
  },
  "pushd": (_, state) => done({ ...state, cwd: "unknown" }),
  "popd": (_, state) => done({ ...state, cwd: "unknown" }),
  "getopts": read,
  "mapfile": read,
  "readarray": read,
};

function test(call: Call, state: State, walk: Walk): Flow {
  const refused =
    call.node.words.some((word) => word.raw === "==") && allLack(walk, (row) => row.lacks.operations.has("[ a == b ]"));
  return flow({
    ...state,
    status: refused ? false : evaluateTest(call.node, state, walk.host, call.frame.unit),
    external: false,
  });
}

function exec(call: Call, state: State): Flow {
  let from = 1;
  for (; from < call.argv.length; from++) {
    const word = call.argv[from]?.value;
    if (word === "--") {
      from++;
      break;
    }
    if (word === "-a") from++;
    else if (word === undefined || word === "unknown" || !/^-[cl]+$/.test(word)) break;
  }
  const argv = call.argv.slice(from);
  const { node, frame, env } = call;
  if (argv.length === 0) return done(givenNothing(node, frame, state));
  const slot = { kind: "none" as const, reason: "exec is there" };
  return ends({
    kind: "exec",
    running: {
      node,
      unit: frame.unit,
      argv,
      at: locate(frame.unit, node),
      how: "exec",
      slot,
      env,
      state,
      implicit: false,
      notTail: false,
      returns: false,
      doubt: undefined,
    },
    state,
  });
}

function returned(call: Call, state: State): State {
  const code = call.argv[1]?.value;
  if (code === undefined) return state;
  return { ...state, status: /^\d+$/.test(code) ? Number(code) === 0 : "unknown", external: false };
}

function exit(call: Call, state: State): Flow {
  const code = call.argv[1]?.value;
  // Leaving early is no way to run a container, unless what it leaves after is the program itself.
  const early = call.frame.notTail !== undefined && !call.afterProgram;
  if (early || (code !== undefined && /^[1-9]\d*$/.test(code)))
    return ends({ kind: "end", state: { ...state, failed: true } });
  return ends(finish(state));
}

/** More words like `command` and its options before a command than anybody writes. */
const MOST_WORDS = 24;

function command(call: Call, state: State, walk: Walk): Flow {
  if (call.skipped > MOST_WORDS)
    return ends({
      kind: "unknown",
      reason: `\`${call.argv[0]?.value ?? ""}\` is given itself too often to follow`,
      at: locate(call.frame.unit, call.node),
      state,
    });
  const from = call.argv.findIndex((field, index) => index > 0 && !/^-[pvV]+$/.test(field.value));
  const asked = call.argv.slice(1, from < 0 ? undefined : from).some((field) => /[vV]/.test(field.value));
  if (from < 0 || asked) return open(state);
  return dispatch({ ...call, argv: call.argv.slice(from), skipped: call.skipped + from }, state, walk);
}

/** bash expands aliases in scripts only where it is told to. */
function alias(call: Call, state: State, walk: Walk): Flow {
  const { text } = call.frame.unit.script.text;
  if (walk.shells.every((row) => row.family.startsWith("bash")) && !text.includes("expand_aliases")) return done(state);
  const names = call.argv
    .slice(1)
    .map((field) => /^([^=]+)=/.exec(field.value)?.[1])
    .filter((name) => name !== undefined);
  walk.budget.spend(state.aliases.size / 16);
  return done({ ...state, aliases: new Set([...state.aliases, ...names]) });
}

function set(call: Call, before: State, walk: Walk): Flow {
  const refused = refusedOption(call, before, walk);
  if (refused) return refused;
  const state = {
    ...before,
    errexit: option(call, "e", "errexit") ?? before.errexit,
    monitor: option(call, "m", "monitor") ?? before.monitor,
  };
  const words = call.argv.slice(1);
  const dashes = words.findIndex((field) => field.value === "--" || field.value === "-");
  const first = words.findIndex(
    (field, index) =>
      !(field.value !== "unknown" && (/^[-+]/.test(field.value) || /^[-+]\w*o$/.test(words[index - 1]?.value ?? ""))),
  );
  const from = dashes >= 0 ? dashes + 1 : first;
  if (from < 0) return done(state);
  const params: Field[] = [];
  for (const field of words.slice(from)) if (field !== more) params.push(field);
  const cut = words.at(-1) === more;
  return done({
    ...state,
    params,
    open: cut || (state.open && call.node.words.some((word) => /^"?\$\{?@/.test(word.raw))),
  });
}

/** `set -e`, `set -eu`, `set -o errexit`, and back; undefined where `set` leaves the option alone. */
function option(call: Call, letter: string, name: string): boolean | undefined {
  let on: boolean | undefined;
  for (const [index, { value }] of call.argv.entries()) {
    if (value === "--") break;
    const before = call.argv[index - 1]?.value ?? "";
    if (value === name && /^[-+]\w*o$/.test(before)) on = before.startsWith("-");
    else if (/^[-+][a-zA-Z]+$/.test(value) && value.includes(letter)) on = value.startsWith("-");
  }
  return on;
}

function shift(call: Call, state: State): Flow {
  const amount = call.argv.length > 1 ? Number(call.argv[1]?.value) : 1;
  if (!Number.isInteger(amount)) return done({ ...state, params: [], open: true });
  const enough = state.params.length >= amount;
  return flow({
    ...state,
    params: enough ? state.params.slice(amount) : state.open ? [] : state.params,
    status: enough || (state.open ? "unknown" : false),
    external: false,
  });
}

/** PATH_MAX of Linux: there is no folder with a longer path to go to. */
const longestPath = 4096;

function cd(call: Call, state: State): Flow {
  const target = call.argv.slice(1).find((field) => !field.value.startsWith("-"))?.value;
  if (target === undefined || target === "unknown") return done({ ...state, cwd: "unknown" });
  if (target.startsWith("/")) return done({ ...state, cwd: target });
  if (state.cwd === "unknown" || state.cwd.length + target.length > longestPath)
    return done({ ...state, cwd: "unknown" });
  return done({ ...state, cwd: `${state.cwd.replace(/\/$/, "")}/${target}` });
}

function read(call: Call, state: State): Flow {
  let result = state;
  for (const field of call.argv.slice(1))
    if (/^[A-Za-z_]\w*$/.test(field.value))
      result = setVariable(result, field.value, { value: "unknown", fixed: true });
  return open(result);
}

function declare(call: Call, state: State): Flow {
  let result = state;
  for (const [index, field] of call.argv.entries()) {
    const name = /^([A-Za-z_]\w*)\+?=/.exec(
      field.value === "unknown" ? (call.node.words[index]?.raw ?? "") : field.value,
    )?.[1];
    if (index === 0 || name === undefined) continue;
    const word = call.node.words[index];
    if (word) result = setPids(result, name, [word], false);
    const value = field.value === "unknown" ? "unknown" : field.value.slice(field.value.indexOf("=") + 1);
    result = setVariable(result, name, { value, fixed: field.fixed });
  }
  return done(result);
}

function source(call: Call, state: State, walk: Walk): Flow {
  const field = call.argv[1];
  const found = walk.host.source(field?.value ?? "unknown", state);
  if (found.kind === "unknown") return flow(hidden(state, found.reason));
  return inUnit(found.unit, call, state, walk);
}

/**
 * Behind text that cannot be seen: the program that the script is there for may be in it, rather than what ran before.
 */
function hidden(state: State, reason: string): State {
  return {
    ...state,
    status: "unknown",
    external: true,
    opaque: state.opaque ?? reason,
    last: state.last?.kind === "ran" ? undefined : state.last,
  };
}

function evaluate(call: Call, state: State, walk: Walk): Flow {
  const words = call.argv.slice(1);
  const length = words.reduce((sum, { value }) => sum + value.length + 1, 0);
  if (length > longestValue || words.some((field) => field.value === "unknown"))
    return flow(hidden(state, "eval runs text that is not known before the start"));
  if (!walk.budget.spend(length / 32)) return flow();
  const text = words.map((field) => field.value).join(" ");
  const at = locate(call.frame.unit, call.node);
  const unit: Unit = {
    script: parseShell(MappedText.identity(at.path, text, at.start)),
    title: call.frame.unit.title,
    locked: "it is run by eval",
  };
  if (unit.script.error) return open({ ...state, opaque: state.opaque ?? "eval runs text that cannot be parsed" });
  return inUnit(unit, call, state, walk);
}

function inUnit(unit: Unit, call: Call, state: State, walk: Walk): Flow {
  const params =
    call.argv.length > 2 && call.argv[0]?.value !== "eval"
      ? { params: call.argv.slice(2).filter((field) => field !== more), open: call.argv.at(-1) === more }
      : {};
  const inner = { ...call.frame, unit, units: [...call.frame.units, unit], last: false, depth: call.frame.depth + 1 };
  const body = walkList(unit.script.list, inner, [{ ...state, ...params }], walk);
  const back = (after: State): State => ({
    ...after,
    params: "params" in params ? state.params : after.params,
    open: "params" in params ? state.open : after.open,
  });
  return { next: [...body.next, ...body.returned].map(back), endings: body.endings, returned: [], broken: body.broken };
}
