import type { WrapperKind } from "../../known/wrappers/wrapper-rows.ts";
import { innerWords, unwrap } from "../../known/wrappers/wrappers.ts";
import type { Wrapped } from "../../known/wrappers/wrappers.ts";
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
  for (const { wrapped, command } of unwrapped(values)) {
    if (wrapped.row.kind === upTo) break;
    inner = command;
  }
  return inner;
}

/** The wrappers in front of a command, the outermost first. */
export function wrappersOf(values: readonly Known<string>[]): readonly Wrapped[] {
  return [...unwrapped(values)].map(({ wrapped }) => wrapped);
}

/** Wrappers, each with the command line that it is given. */
function* unwrapped(
  values: readonly Known<string>[],
): Generator<{ readonly wrapped: Wrapped; readonly command: readonly Known<string>[] }> {
  let command = values;
  for (let depth = 0; depth < MOST_WRAPPERS; depth++) {
    const wrapped = unwrap(command);
    command = wrapped?.inner.kind === "argv" ? innerWords(command, wrapped.inner) : [];
    if (!wrapped || command.length === 0) return;
    yield { wrapped, command };
  }
}
