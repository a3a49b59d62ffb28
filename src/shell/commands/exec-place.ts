import { findProgram } from "../../known/programs/programs.ts";
import { unwrap } from "../../known/wrappers/wrappers.ts";
import { behindWrappers } from "../purpose/wrapped.ts";
import { callsOf } from "../../parse/shell/calls.ts";
import type { Known } from "../../text/diagnostic.ts";
import { agreed } from "../dialect.ts";
import { valuesOf } from "../expansion/expand.ts";
import { lostByExec } from "../state/flow.ts";
import type { ExecSlot, State } from "../state/state.ts";
import { trappedSignals } from "../state/traps.ts";
import type { Call, Walk } from "../walk.ts";

/** Whether the shell runs the command in its own place although nobody wrote exec. */
export function takesPlace(call: Call, state: State, walk: Walk): Known<boolean> {
  const { frame, node } = call;
  if (!frame.last || frame.notTail !== undefined) return false;
  if (trappedSignals(state).length > 0) return false;
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
export function doubtful(call: Call, state: State, walk: Walk): string | undefined {
  const word = call.node.words[call.skipped];
  const first = call.argv[0];
  const mayBeFunction =
    word?.parts[0]?.kind === "param" ? uncalled(call, state, walk) !== undefined : state.functions.size > 0;
  if (word && first?.value === "unknown" && first.base === undefined && !word.raw.includes("/") && mayBeFunction) {
    return `${word.raw} may be one of the script's functions`;
  }
  const values = valuesOf(call.argv);
  const option = daemonOption(behindWrappers(values));
  if (option !== undefined) return `${values[0]} may go into the background by its option ${option}`;
  if (state.opaque === undefined || word?.literal === undefined || word.literal.includes("/")) return undefined;
  return findProgram(values) || unwrap(values) ? undefined : `${word.literal} may be a function: ${state.opaque}`;
}

/** The word by which a program of the user's own most likely leaves its shell and goes on in the background. */
function daemonOption(values: readonly Known<string>[]): string | undefined {
  const row = findProgram(values);
  if (row && row.asPid1.SIGTERM !== "own") return undefined;
  const at = values.findIndex((word, index) => index > 0 && /^--?(?:daemon(?:i[sz]e)?|background|fork)$/.test(word));
  return at < 0 || /^(?:no|false|off|0)$/i.test(values[at + 1] ?? "") ? undefined : values[at];
}

/** A function that nothing calls by its name: it is there to be named by a variable or an argument. */
function uncalled({ frame }: Call, state: State, walk: Walk): string | undefined {
  walk.budget.spend(state.functions.size / 16);
  for (const [name, fn] of state.functions)
    if ([...frame.units, fn.unit].every((unit) => callsOf(unit.script.list, name) === 0)) return name;
  return undefined;
}

/** Whether `exec` may be written before a command. */
export function slotOf(call: Call, state: State, walk: Walk): ExecSlot {
  const { frame, node } = call;
  const none = (reason: string): ExecSlot => ({ kind: "none", reason });
  const word = node.words[0];
  if (!word || call.skipped > 0) return none("it is run by a builtin");
  if (frame.notTail !== undefined) return none(frame.notTail);
  const [lost = state.elsewhere] = lostByExec(state);
  if (lost !== undefined) return none(lost);
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
    return none(`${front.name} stays the parent of ${front.fronts}, whatever stands before it`);
  const wrapper = unwrap(valuesOf(call.argv))?.row;
  if (wrapper?.kind === "kill" || wrapper?.kind === "swallow")
    return none(`${wrapper.name} stays the parent of the program, whatever stands before it`);
  if (frame.unit.locked !== undefined) return { kind: "none", reason: frame.unit.locked, locked: true };
  return { kind: "insert", at: frame.unit.script.text.locate(word.start, word.start), index: word.start };
}
