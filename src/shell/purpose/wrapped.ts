import type { WrapperKind } from "../../known/wrappers/wrapper-rows.ts";
import { innerWords, unwrap } from "../../known/wrappers/wrappers.ts";
import type { Known } from "../../text/diagnostic.ts";

/** A program's name without its folder. */
export function nameOf(values: readonly Known<string>[]): string {
  return values[0] === undefined || values[0] === "unknown" ? "" : values[0].replace(/^.*\//, "");
}

/** Wrappers around each other beyond this are no command line that anybody wrote. */
export const MOST_WRAPPERS = 24;

/** The command line that wrappers are given to run, as far as words name it, and up to one of a kind. */
export function behindWrappers(values: readonly Known<string>[], upTo?: WrapperKind): readonly Known<string>[] {
  let inner = values;
  for (let depth = 0; depth < MOST_WRAPPERS; depth++) {
    const wrapped = unwrap(inner);
    const next = wrapped?.inner.kind === "argv" ? innerWords(inner, wrapped.inner) : [];
    if (next.length === 0 || wrapped?.row.kind === upTo) break;
    inner = next;
  }
  return inner;
}
