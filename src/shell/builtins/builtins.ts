import { allLack } from "../dialect.ts";
import { afterCondition, evaluateTest } from "../expansion/condition.ts";
import { plainTest } from "../expansion/plain-condition.ts";
import { trap } from "../jobs/trap.ts";
import { kill, wait } from "../jobs/wait-kill.ts";
import { inFolder } from "../state/environment.ts";
import { ends, flow } from "../state/flow.ts";
import type { Flow } from "../state/flow.ts";
import { withStatus } from "../state/position.ts";
import type { State } from "../state/state.ts";
import { locate, written } from "../state/unit.ts";
import type { Call, Walk } from "../walk.ts";
import { done, maybeDone } from "./done.ts";
import { exec, exit, leaveFunction } from "./leaving.ts";
import { set, shift } from "./set.ts";
import { evaluate, source } from "./sourced.ts";
import { alias, arithmetic, cd, declare, printf, read, unset } from "./variables.ts";

type Builtin = (call: Call, state: State, walk: Walk) => Flow;

const succeed: Builtin = (_, state) => done(state);
const maybe: Builtin = (_, state) => maybeDone(state);

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
  "false": (_, state) => flow(withStatus(state, false)),
  "type": maybe,
  "jobs": maybe,
  "pwd": maybe,
  "dirs": maybe,
  "fg": maybe,
  "bg": maybe,
  "let": arithmetic,
  printf,
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
  "return": leaveFunction,
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
  unset,
  "pushd": (_, state) => done(inFolder(state, "unknown")),
  "popd": (_, state) => done(inFolder(state, "unknown")),
  "getopts": read,
  "mapfile": read,
  "readarray": read,
};

function test(call: Call, state: State, walk: Walk): Flow {
  const refused =
    call.node.words.some((word) => word.raw === "==") && allLack(walk, (row) => row.lacks.operations.has("[ a == b ]"));
  if (refused) return flow(withStatus(state, false));
  const { node, frame } = call;
  return flow(
    afterCondition(
      state,
      walk.host,
      { at: locate(frame.unit, node), text: written(frame.unit, node), plain: plainTest(node) },
      (host) => evaluateTest(node, state, host, frame.unit),
    ),
  );
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
  if (from < 0 || asked) return maybeDone(state);
  return walk.call({ ...call, argv: call.argv.slice(from), skipped: call.skipped + from }, state);
}
