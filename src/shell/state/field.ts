import type { Arg } from "../../image/built-image.ts";
import type { Known } from "../../text/diagnostic.ts";
import type { MappedText } from "../../text/source.ts";

/** Stands in a text for a piece that is not known. */
export const HOLE = "\uFFFC";

/** Stands in the usual text of a word for what a variable is set to that has to be set: not known, and not empty. */
export const GIVEN = "\uFFFB";

/**
 * A word after expansion. `base` is its last path segment where only the folder is unknown; `fixed`: no `docker run -e`
 * can change it.
 */
export interface Field extends Arg {
  readonly base?: string | undefined;
  readonly fixed: boolean;
  readonly usual?: string | undefined;
  /** As in {@link Value}, of an argument of a function. */
  readonly from?: Value["from"];
}

/**
 * A value of a shell variable; `fixed` as in {@link Field}. `usual`: what it is on the default run, where the value is
 * open because of a variable that nobody declares.
 */
export interface Value {
  readonly value: Known<string>;
  readonly fixed: boolean;
  readonly usual?: string | undefined;
  /** It is not set at all, on the default run at least: `${X+y}` is empty, and `set -u` forbids `$X`. */
  readonly unset?: true | undefined;
  /** The variables of the environment that an open value depends on; `same`: it is the value of the only one. */
  readonly from?: { readonly names: readonly string[]; readonly same: boolean } | undefined;
  /** The elements of an array, whose first is `value`; undefined: it is no array, or one of which nothing is known. */
  readonly list?: Elements | undefined;
}

/** The elements of an array; `open`: more may follow that are not known. */
export interface Elements {
  readonly fields: readonly Field[];
  readonly open: boolean;
}

/** Of a variable of which nothing is known: it may be an array. */
export const unknownValue: Value = { value: "unknown", fixed: true, list: { fields: [], open: true } };

/** Of a variable that the shell has forgotten: `unset X`. */
export const unsetValue: Value = { value: "", fixed: true, unset: true };

/** A field whose value is known and written nowhere. */
export function fixedField(value: string, text?: MappedText): Field {
  return { value, text, fixed: true };
}
