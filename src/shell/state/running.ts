import type { Node } from "../../parse/shell/script-syntax.ts";
import type { Location } from "../../text/source.ts";
import type { Budget } from "./budget.ts";
import { nearer } from "./leaning.ts";
import type { Running, State } from "./state.ts";
import type { Table } from "./table.ts";
import { locate } from "./unit.ts";
import type { Unit } from "./unit.ts";

/** What is known of a command beside its place and the state it starts in. */
type Given = Pick<Running, "how" | "slot"> & Partial<Omit<Running, "node" | "unit" | "at" | "state">>;

/** A command as a shell runs it; what is not given is that of one with more of the script behind it. */
export function runningOf(node: Node, unit: Unit, state: State, given: Given): Running {
  return {
    node,
    unit,
    argv: given.argv,
    at: locate(unit, node),
    how: given.how,
    slot: given.slot,
    env: given.env ?? new Map(),
    // What ran before it would keep all states alive that there have been.
    state: state.last === undefined ? state : { ...state, last: undefined },
    implicit: given.implicit ?? false,
    notTail: given.notTail ?? true,
    followed: given.followed ?? true,
    rest: given.rest,
    returns: given.returns ?? false,
    loops: given.loops ?? false,
    doubt: given.doubt,
    fed: given.fed,
  };
}

/** A program and its first operand: what tells one call of it from another. */
export function signature(running: Pick<Running, "argv">): string {
  const [name, ...rest] = running.argv ?? [];
  const operand = rest.find((field) => !field.value.startsWith("-"));
  return `${name?.base ?? name?.value ?? ""} ${operand?.value ?? ""}`;
}

/** A command with the words that it was last called with, as text. */
interface Called {
  readonly at: Location;
  readonly argv: Running["argv"];
  readonly text: string;
}

/** By command, of which there are few; of calls there may be very many. */
const calls = new WeakMap<Node, Called>();

/** A call as text: the command, by its place, and its words. */
export function calling({ node, at, argv }: Running): string {
  const known = calls.get(node);
  if (known && known.at.path === at.path && known.at.start === at.start && sameWords(known.argv, argv))
    return known.text;
  const text = JSON.stringify([at.path, at.start, argv?.map(({ value, base }) => [value, base])]);
  calls.set(node, { at, argv, text });
  return text;
}

function sameWords(one: Running["argv"], two: Running["argv"]): boolean {
  if (one === two) return true;
  if (one?.length !== two?.length) return false;
  return one?.every(({ value, base }, index) => value === two?.[index]?.value && base === two[index].base) === true;
}

/** A state on whose way one command more has been started. */
export function starting(state: State, running: Running): State {
  const call = calling(running);
  return state.started.has(call) ? state : { ...state, started: state.started.put(call, running) };
}

/** A state on whose way more has been started. */
export function startedAlso(state: State, more: Table<Running>, budget: Budget): State {
  const started = state.started.union(more, budget);
  return started === state.started ? state : { ...state, started };
}

/** A state in whose place another way may come here. */
export function also(state: State, other: State, budget: Budget): State {
  const joined = startedAlso(state, other.started, budget);
  const departures = nearer(joined.departures, other.departures);
  const more = departures === joined.departures ? joined : { ...joined, departures, leaned: other.leaned };
  return state.elsewhere === undefined && other.elsewhere !== undefined
    ? { ...more, elsewhere: other.elsewhere }
    : more;
}
