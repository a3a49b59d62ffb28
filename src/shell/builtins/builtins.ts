import type { Known } from "../../text/diagnostic.ts";
import { allLack } from "../dialect.ts";
import { afterCondition, awaiting, evaluateTest } from "../expansion/condition.ts";
import { plainTest } from "../expansion/plain-condition.ts";
import { withPidFile } from "../jobs/background.ts";
import { trap } from "../jobs/trap.ts";
import { disown } from "../jobs/disown.ts";
import { fg } from "../jobs/fg.ts";
import { kill } from "../jobs/kill.ts";
import { wait } from "../jobs/wait.ts";
import { inFolder } from "../state/environment.ts";
import type { Field } from "../state/field.ts";
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
import { alias, arithmetic, cd, declare, forget, options, printf, read, unset } from "./variables.ts";
import { withText } from "./written-file.ts";

type Builtin = (call: Call, state: State, walk: Walk) => Flow;

const succeed: Builtin = (_, state) => done(state);
const maybe: Builtin = (_, state) => maybeDone(state);

/** What shell builtins do to a script's way. A name that is not here is a program. */
export const builtins: Readonly<Record<string, Builtin>> = {
  ":": succeed,
  "true": succeed,
  "echo": (call, state, walk) => done(withText(call, withPidFile(call.node, state, walk.shells))),
  "umask": succeed,
  "ulimit": succeed,
  alias,
  "hash": succeed,
  "times": succeed,
  "shopt": succeed,
  "enable": succeed,
  disown,
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
  fg,
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
  "break": (_, state) => ({ next: [], endings: [], returned: [], broken: [withStatus(state, true)] }),
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
  "getopts": options,
  "mapfile": forget,
  "readarray": forget,
};

function test(call: Call, state: State, walk: Walk): Flow {
  const refused =
    call.node.words.some((word) => word.raw === "==") && allLack(walk, (row) => row.lacks.operations.has("[ a == b ]"));
  if (refused) return flow(withStatus(state, false));
  const { node, frame } = call;
  return flow(
    afterCondition(
      awaiting(node.words, state),
      walk.host,
      { at: locate(frame.unit, node), text: written(frame.unit, node), plain: plainTest(node, state) },
      (host) => evaluateTest(node, state, host, frame.unit),
    ),
  );
}

/** Whether `command -v` finds what it is asked for: no program's name begins with a dash, or is empty. */
function isThere(asked: readonly Field[], { functions }: State, walk: Walk): Known<boolean> {
  const [first, ...more] = asked.filter(({ value }, index) => index > 0 || value !== "--");
  if (!first?.fixed || first.value === "unknown" || more.length > 0) return "unknown";
  const { value } = first;
  if (/^$|^-|\s/.test(value)) return false;
  const lacks = allLack(walk, (row) => row.lacks.builtins.has(value));
  return functions.has(value) || (Object.hasOwn(builtins, value) && !lacks) || "unknown";
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
  if (from >= 0 && asked) return flow(withStatus(state, isThere(call.argv.slice(from), state, walk)));
  if (from < 0) return maybeDone(state);
  return walk.call({ ...call, argv: call.argv.slice(from), skipped: call.skipped + from }, state);
}
