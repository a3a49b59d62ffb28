import { refusedOption } from "../dialect.ts";
import { isMany } from "../expansion/elements.ts";
import { more } from "../expansion/expand.ts";
import type { Field } from "../state/field.ts";
import { withStatus } from "../state/position.ts";
import { ends, flow } from "../state/flow.ts";
import type { Flow } from "../state/flow.ts";
import type { State } from "../state/state.ts";
import type { Call, Walk } from "../walk.ts";
import { done } from "./done.ts";
import { leaving } from "./leaving.ts";

/** The builtin `set`: options, and arguments of the shell. */
export function set(call: Call, before: State, walk: Walk): Flow {
  const refused = refusedOption(call, before, walk);
  if (refused) return refused;
  const state = {
    ...before,
    errexit: option(call, "e", "errexit") ?? before.errexit,
    nounset: option(call, "u", "nounset") ?? before.nounset,
    pipefail: option(call, "", "pipefail") ?? before.pipefail,
    monitor: option(call, "m", "monitor") ?? before.monitor,
    posix: option(call, "", "posix") ?? before.posix,
    exportsAll: option(call, "a", "allexport") ?? before.exportsAll,
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
    open: cut || params.some(isMany) || (state.open && call.node.words.some((word) => /^"?\$\{?@/.test(word.raw))),
  });
}

/** `set -e`, `set -eu`, `set -o errexit`, and back; undefined where `set` leaves the option alone. */
function option(call: Call, letter: string, name: string): boolean | undefined {
  let on: boolean | undefined;
  for (const [index, { value }] of call.argv.entries()) {
    if (value === "--") break;
    const before = call.argv[index - 1]?.value ?? "";
    if (value === name && /^[-+]\w*o$/.test(before)) on = before.startsWith("-");
    else if (/^[-+][a-zA-Z]+$/.test(value) && letter !== "" && value.includes(letter)) on = value.startsWith("-");
  }
  return on;
}

/** The builtin `shift`. dash ends where there is less to shift, whatever guards it; others go on (measured). */
export function shift(call: Call, state: State, walk: Walk): Flow {
  const amount = call.argv.length > 1 ? Number(call.argv[1]?.value) : 1;
  if (!Number.isInteger(amount)) return done({ ...state, params: [], open: true });
  const enough = state.params.length >= amount;
  const params = enough ? state.params.slice(amount) : state.open ? [] : state.params;
  if (!enough && !state.open && walk.shells.every(({ family }) => family === "dash"))
    return ends(leaving(withStatus(state, false), walk));
  return flow({ ...state, params, status: enough || (state.open ? "unknown" : false), external: false });
}
