import { forgetVariables, setVariable } from "../state/environment.ts";
import { withStatus } from "../state/position.ts";
import { expandText, variable } from "./expand.ts";
import type { Host } from "../host.ts";
import type { State } from "../state/state.ts";
import type { Unit } from "../state/unit.ts";
import type { Assignment, Word } from "../../parse/shell/script-syntax.ts";

/** The state after assignments. */
export function assign(assignments: readonly Assignment[], state: State, host: Host, unit: Unit): State {
  let result = state;
  for (const each of assignments) {
    const words = each.elements ?? (each.value ? [each.value] : []);
    result = setPids(result, each.name, words, each.append);
    if (!each.value || each.append) {
      result = withStatus(forgetVariables(result, [each.name]), true);
      continue;
    }
    const field = expandText(each.value, result, host, unit);
    const ran = each.value.parts.some((part) => part.kind === "command");
    result = {
      ...setVariable(result, each.name, field),
      status: ran ? "unknown" : true,
      external: ran,
      leaning: undefined,
    };
  }
  return result;
}

/** The state after words are expanded that give variables a value which have none: `: "${MODE:=web}"`. */
export function assignDefaults(words: readonly Word[], state: State, host: Host, unit: Unit): State {
  let result = state;
  for (const part of words.flatMap(({ parts }) => parts)) {
    if (part.kind !== "param" || !part.operand || (part.op !== "=" && part.op !== ":=")) continue;
    const { value, fixed, usual } = variable(part.name, result, host);
    if (value !== "" && (value !== "unknown" || usual !== "")) continue;
    const given = expandText(part.operand, result, host, unit);
    result = setVariable(result, part.name, { ...given, fixed: given.fixed && fixed });
  }
  return result;
}

/** Remembers which jobs a variable's pids name: `P=$!`, `P="$P $!"`, `PIDS+=($!)`. */
export function setPids(state: State, name: string, words: readonly Word[], append: boolean): State {
  const jobs = new Set<number>(append ? state.pids.get(name) : []);
  for (const word of words) {
    for (const part of word.parts) {
      if (part.kind !== "param") continue;
      if (part.name === "!" && state.jobs.length > 0) jobs.add(state.jobs.length - 1);
      for (const job of state.pids.get(part.name.replace(/\[@\]$/, "")) ?? []) jobs.add(job);
    }
  }
  if (jobs.size === 0 && !state.pids.has(name)) return state;
  return { ...state, pids: state.pids.put(name, [...jobs]) };
}
