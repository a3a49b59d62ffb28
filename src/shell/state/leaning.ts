import type { Location } from "../../text/source.ts";

/** What a way through a script depends on: a test, or the word of a `case`, that the environment decides. */
export interface Condition {
  readonly at: Location;
  /** The test or the word as it is written: `[ "$DEBUG" = 1 ]`. */
  readonly text: string;
  /** Whether it holds on the way, or the patterns of the `case` that the word matches there. */
  readonly outcome: boolean | readonly string[];
  /** Variables that it depends on. */
  readonly names: readonly string[];
  /** What the test asks, where that is said in a few words. */
  readonly plain: PlainTest | undefined;
}

/** A test of one variable, or whether there is a terminal. */
export type PlainTest = { readonly negated: boolean } & (
  | { readonly kind: "equals"; readonly name: string; readonly value: string }
  | { readonly kind: "set"; readonly name: string }
  | { readonly kind: "terminal" }
);

/** How a condition comes out on the default run, where in general it may come out either way. */
export interface Leaning extends Omit<Condition, "outcome"> {
  readonly status: boolean;
}

/** More conditions than this tell nobody anything. */
const MOST = 8;

/** The state on a way that the default run does not take, by one condition more. */
export function departing<S extends { readonly departures: readonly Condition[] }>(state: S, condition: Condition): S {
  const { departures } = state;
  if (departures.length >= MOST || departures.some((each) => each.at.start === condition.at.start)) return state;
  return { ...state, departures: [...departures, condition] };
}

/** Of two ways that meet, what the one depends on that is nearer to the default run. */
export function nearer(one: readonly Condition[], two: readonly Condition[]): readonly Condition[] {
  return two.length < one.length ? two : one;
}
