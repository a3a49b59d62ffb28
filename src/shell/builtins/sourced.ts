import { parseShell } from "../../parse/shell/parse-shell.ts";
import type { Simple } from "../../parse/shell/script-syntax.ts";
import { longestValue } from "../../text/limits.ts";
import { MappedText } from "../../text/source.ts";
import { more } from "../expansion/expand.ts";
import { forgetVariables, withArguments } from "../state/environment.ts";
import { flow } from "../state/flow.ts";
import type { Flow } from "../state/flow.ts";
import { afterProgram } from "../state/position.ts";
import type { State } from "../state/state.ts";
import { locate } from "../state/unit.ts";
import type { Unit } from "../state/unit.ts";
import type { Call, Walk } from "../walk.ts";
import { maybeDone } from "./done.ts";

/** The builtins `.` and `source`. */
export function source(call: Call, state: State, walk: Walk): Flow {
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
    ...afterProgram(state),
    opaque: state.opaque ?? reason,
    last: state.last?.kind === "ran" ? undefined : state.last,
  };
}

/** The builtin `eval`. */
export function evaluate(call: Call, state: State, walk: Walk): Flow {
  const words = call.argv.slice(1);
  const length = words.reduce((sum, { value }) => sum + value.length + 1, 0);
  if (length > longestValue || words.some((field) => field.value === "unknown"))
    return flow(
      hidden(forgetVariables(state, assignedIn(call.node)), "eval runs text that is not known before the start"),
    );
  if (!walk.budget.spend(length / 32)) return flow();
  const text = words.map((field) => field.value).join(" ");
  const at = locate(call.frame.unit, call.node);
  const unit: Unit = {
    script: parseShell(MappedText.identity(at.path, text, at.start)),
    title: call.frame.unit.title,
    locked: "it is run by eval",
  };
  if (unit.script.error) return maybeDone({ ...state, opaque: state.opaque ?? "eval runs text that cannot be parsed" });
  return inUnit(unit, call, state, walk);
}

/** The variables that a text for `eval` assigns by the names that are written in it. */
function assignedIn({ words }: Simple): readonly string[] {
  return words.flatMap(({ raw }) => [...raw.matchAll(/\b([A-Za-z_]\w*)\+?=/g)].map((found) => found[1] ?? ""));
}

/** Follows a text that runs in the shell itself, with arguments of its own where it is given some. */
function inUnit(unit: Unit, call: Call, state: State, walk: Walk): Flow {
  const { argv, frame } = call;
  const inner = { ...frame, unit, units: [...frame.units, unit], last: false, depth: frame.depth + 1 };
  const own = argv.length > 2 && argv[0]?.value !== "eval";
  const params = argv.slice(2).filter((field) => field !== more);
  const entered = own ? withArguments(state, { params, open: argv.at(-1) === more }) : state;
  const body = walk.list(unit.script.list, inner, [entered]);
  const all = [...body.next, ...body.returned];
  const next = own ? all.map((after) => withArguments(after, state)) : all;
  return { next, endings: body.endings, returned: [], broken: body.broken };
}
