import { forgetVariables, setVariable } from "../state/environment.ts";
import type { Elements, Value } from "../state/field.ts";
import type { Known } from "../../text/diagnostic.ts";
import { longestValue } from "../../text/limits.ts";
import { countOf, elementsOf, numberOf, setArray } from "./elements.ts";
import { expandAll, expandText, more, readerOf, variable } from "./expand.ts";
import { nameIn } from "./plain-condition.ts";
import type { Host } from "../host.ts";
import type { State } from "../state/state.ts";
import type { Unit } from "../state/unit.ts";
import type { Assignment, Word } from "../../parse/shell/script-syntax.ts";

/** The state after assignments. */
export function assign(assignments: readonly Assignment[], state: State, host: Host, unit: Unit): State {
  let result = state;
  for (const each of assignments) {
    const words = each.elements ?? (each.value ? [each.value] : []);
    const ran = words.some(({ parts }) => parts.some((part) => part.kind === "command"));
    result = setPids(result, each.name, words, each.append || each.index !== undefined);
    result = {
      ...assignOne(each, result, host, unit),
      status: ran ? "unknown" : true,
      external: ran,
      leaning: undefined,
    };
  }
  return result;
}

/** The variables that stand in front of a command, `A=1 app`, as they are after their assignment. */
export function inFrontOf(assignments: readonly Assignment[], { vars }: State): ReadonlyMap<string, Value> {
  return new Map(assignments.map(({ name }) => [name, vars.get(name) ?? { value: "unknown", fixed: false }]));
}

function assignOne(each: Assignment, state: State, host: Host, unit: Unit): State {
  if (each.elements) return each.index ? forgetVariables(state, [each.name]) : assignElements(each, state, host, unit);
  if (!each.value) return forgetVariables(state, [each.name]);
  if (each.index) return each.append ? forgetVariables(state, [each.name]) : assignAt(each, state, host, unit);
  const given = expandText(each.value, state, host, unit);
  const before = each.append ? variable(each.name, state, host) : undefined;
  const from = given.fixed && before?.fixed !== false ? undefined : originOf(each.value, before, { state, host, unit });
  return setVariable(state, each.name, { ...(before ? joinedTo(before, given) : given), from });
}

/** What of the environment a value depends on. */
export function originOf(
  word: Word,
  before: Value | undefined,
  { state, host, unit }: { readonly state: State; readonly host: Host; readonly unit: Unit },
): Value["from"] {
  const trusts = new Set<string>(before?.from?.names);
  expandText(word, state, { ...host, trusts }, unit);
  const [only, ...more] = [...trusts];
  if (only === undefined) return undefined;
  return { names: [only, ...more], same: more.length === 0 && !before && nameIn(word) !== undefined };
}

/** A value with text behind it. */
function joinedTo(before: Value, { value, fixed, usual }: Value): Value {
  const both = (one: string | undefined, two: string | undefined): Known<string> =>
    one === undefined || two === undefined || one === "unknown" || two === "unknown" ? "unknown" : one + two;
  const known = both(before.value, value);
  const run = both(before.usual ?? before.value, usual ?? value);
  return {
    value: known.length > longestValue ? "unknown" : known,
    fixed: before.fixed && fixed,
    usual: known === "unknown" && run !== "unknown" && run.length <= longestValue ? run : undefined,
  };
}

/** An array's elements, as written in parentheses. */
export interface Written {
  readonly name: string;
  readonly elements?: readonly Word[] | undefined;
  readonly append?: boolean;
}

/** The state after `a=(b c)`, `a+=(d)`. A variable that nobody has set has no elements. */
export function assignElements(
  { name, elements = [], append = false }: Written,
  state: State,
  host: Host,
  unit: Unit,
): State {
  // `[key]=value`: an array with other indexes, or by names.
  if (elements.some(({ raw }) => /^\[.*\]\+?=/s.test(raw))) return forgetVariables(state, [name]);
  const before = append ? heldBy(name, state, host) : { fields: [], open: false };
  if (!before) return forgetVariables(state, [name]);
  host.budget.spend(before.fields.length / 64);
  const given = expandAll(elements, state, host, unit);
  const fields = before.open ? before.fields : [...before.fields, ...given.filter((field) => field !== more)];
  return setArray(state, name, { fields, open: before.open || given.at(-1) === more });
}

/** The elements to which more are added. */
function heldBy(name: string, state: State, host: Host): Elements | undefined {
  const own = state.vars.get(name);
  if (own) return elementsOf(name, state);
  const given = host.env(name);
  if (!given) return { fields: [], open: false };
  return given.value === "unknown" ? undefined : { fields: [{ ...given, text: undefined }], open: false };
}

/** The state after `a[2]=b`; of an array with a gap nothing is known. */
function assignAt({ name, index, value }: Assignment, state: State, host: Host, unit: Unit): State {
  const list = heldBy(name, state, host);
  const at = index && numberOf(index, readerOf(state, host, unit));
  if (!list || !value || at === undefined || at < 0 || at > list.fields.length || countOf(list) === "unknown")
    return forgetVariables(state, [name]);
  host.budget.spend(list.fields.length / 64);
  const fields = [...list.fields];
  fields[at] = expandText(value, state, host, unit);
  return setArray(state, name, { fields, open: false });
}

/** The state after words are expanded that give variables a value which have none: `: "${MODE:=web}"`. */
export function assignDefaults(words: readonly Word[], state: State, host: Host, unit: Unit): State {
  let result = state;
  for (const part of words.flatMap(({ parts }) => parts)) {
    if (part.kind !== "param" || !part.operand || (part.op !== "=" && part.op !== ":=")) continue;
    const { value, fixed, usual, unset } = variable(part.name, result, host);
    if (part.op === "=" ? !unset : value !== "" && (value !== "unknown" || usual !== "")) continue;
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
