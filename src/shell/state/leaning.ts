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

/** A test of one variable, the variable that the word of a `case` is the value of, or whether there is a terminal. */
export type PlainTest = { readonly negated: boolean } & (
  | { readonly kind: "equals"; readonly name: string; readonly value: string }
  | { readonly kind: "set"; readonly name: string }
  | { readonly kind: "word"; readonly name: string }
  | { readonly kind: "terminal" }
);

/** How a condition comes out on the default run, where in general it may come out either way. */
export interface Leaning extends Omit<Condition, "outcome"> {
  readonly status: boolean;
}

/** More conditions than this tell nobody anything. */
const MOST = 8;

/**
 * The state on a way that the default run does not take, by one condition more; undefined: the others do not allow it.
 */
export function departing<S extends { readonly departures: readonly Condition[] }>(
  state: S,
  condition: Condition,
): S | undefined {
  const { departures } = state;
  if (departures.some((each) => excludes(each, condition))) return undefined;
  if (departures.length >= MOST || departures.some((each) => each.at.start === condition.at.start)) return state;
  return { ...state, departures: [...departures, condition] };
}

/** Whether two conditions cannot both be what leads to a way: `A=1` and `A=2`. */
export function excludes(one: Condition, two: Condition): boolean {
  const [first, second] = [said(one), said(two)];
  if (!first || !second || first.name !== second.name) return false;
  if (first.value !== undefined && second.value !== undefined)
    return (
      (first.is && second.is && first.value !== second.value) ||
      (first.is !== second.is && first.value === second.value)
    );
  const [given, asked] = first.value === undefined ? [second, first] : [first, second];
  if (given.value === undefined) return given.is !== asked.is;
  return given.is && asked.is !== (given.value !== "");
}

/** What a condition says of a variable: it is a value, or anything (`value` undefined); or it is not. */
function said({ plain, outcome }: Condition): { name: string; value: string | undefined; is: boolean } | undefined {
  if (plain?.kind === "word") {
    const [only, ...more] = typeof outcome === "boolean" ? [] : outcome;
    return only === undefined || more.length > 0 || /[*?[$`\\]/.test(only)
      ? undefined
      : { name: plain.name, value: only, is: true };
  }
  if (typeof outcome !== "boolean" || (plain?.kind !== "equals" && plain?.kind !== "set")) return undefined;
  const is = outcome !== plain.negated;
  return { name: plain.name, value: plain.kind === "equals" ? plain.value : undefined, is };
}

/** Of two ways that meet, what the one depends on that is nearer to the default run. */
export function nearer(one: readonly Condition[], two: readonly Condition[]): readonly Condition[] {
  return two.length < one.length ? two : one;
}
