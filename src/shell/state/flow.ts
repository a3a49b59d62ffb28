import type { Ending } from "./ending.ts";
import type { Host } from "../host.ts";
import { departing, excludes } from "./leaning.ts";
import type { State } from "./state.ts";
import { trappedSignals } from "./traps.ts";

/**
 * Where the ways through a piece of script lead: on to what follows, out of the script, out of a function, out of a
 * loop.
 */
export interface Flow {
  readonly next: State[];
  readonly endings: Ending[];
  readonly returned: State[];
  readonly broken: State[];
}

/** A flow that goes on with the given states. */
export function flow(...next: State[]): Flow {
  return { next, endings: [], returned: [], broken: [] };
}

/** A flow that ends there. */
export function ends(...endings: Ending[]): Flow {
  return { next: [], endings, returned: [], broken: [] };
}

/** Adds what leaves a flow elsewhere than at its end. */
export function escape(into: Flow, from: Flow): void {
  add(into.endings, from.endings);
  add(into.returned, from.returned);
  add(into.broken, from.broken);
}

/** Adds to a list one by one: there may be more than a call can have arguments. */
function add<T>(into: T[], from: readonly T[]): void {
  for (const each of from) into.push(each);
}

/**
 * Where a flow goes on. A program that is taken to stay may end after all: then a way comes here that is not followed,
 * with all that it has set.
 */
export function goingOn({ next, endings }: Flow): State[] {
  const elsewhere = lostWithOne(endings);
  return elsewhere === undefined
    ? next
    : next.map((state) => (state.elsewhere === undefined ? { ...state, elsewhere } : state));
}

/** What a program would take with it that a flow ends in, if it were put into the shell's place with `exec`. */
function lostWithOne(endings: readonly Ending[]): string | undefined {
  for (const { kind, state } of endings) {
    const first = kind === "foreground" || kind === "wait" ? (lostByExec(state)[0] ?? state.elsewhere) : undefined;
    if (first !== undefined) return first;
  }
  return undefined;
}

/** What a shell has that would be lost with it if a program took its place: one reason against `exec` each. */
export function lostByExec(state: State): readonly string[] {
  const set = trappedSignals(state);
  return [
    ...(set.length > 0 ? [`the trap on ${set.join(" and ")} would be lost`] : []),
    ...(state.jobs.length > 0 ? ["nothing would forward signals to the background processes before it"] : []),
  ];
}

/** Ways that a condition leaves open: those on which it holds, and those on which it does not. */
export function decide(
  states: readonly State[],
  host: Host,
): { readonly yes: readonly State[]; readonly no: readonly State[] } {
  const split = (want: boolean): State[] => states.flatMap((state) => takeStatus(state, want, host) ?? []);
  return { yes: split(true), no: split(false) };
}

/** The way on which the last command has a status; undefined: there is none, or none that is to be followed. */
export function takeStatus(state: State, want: boolean, host: Host): State | undefined {
  if (state.status === !want) return undefined;
  if (state.status === want) return state;
  const { leaning } = state;
  if (!leaning) return { ...state, status: want };
  const condition = { ...leaning, outcome: want };
  if (state.departures.some((each) => excludes(each, condition))) return undefined;
  if (leaning.status === want) return { ...state, status: want, leaning: undefined, leaned: leaning.names };
  host.leaves();
  if (!host.strays) return undefined;
  return departing({ ...state, status: want, leaning: undefined }, condition);
}
