import type { Location } from "../../text/source.ts";
import type { Unit } from "./unit.ts";

/** What a trap does: an action to run, nothing at all (`''`), or something that could not be read. */
export type Trap =
  /** `exact`: the action's text stands in the file as it runs, so that it can be edited. */
  | { readonly kind: "action"; readonly unit: Unit; readonly at: Location; readonly exact: boolean }
  | { readonly kind: "ignore"; readonly at: Location }
  | { readonly kind: "unknown"; readonly reason: string; readonly at: Location };

/** What a shell does on signals. */
export interface Traps {
  readonly traps: ReadonlyMap<string, Trap>;
  /** Signals that the shell was started to ignore: it cannot set traps on them. POSIX, Shell Command Language, 2.14. */
  readonly deaf: ReadonlySet<string>;
  /** Signals that were reset, with `trap - INT`: bash then acts on SIGINT as other shells do. */
  readonly restored: ReadonlySet<string>;
  /** Traps that this shell refuses, so that they are never set: their words. */
  readonly refused: readonly { readonly signal: string; readonly at: Location }[];
}

/** The signals on which a shell acts: a program in its place would ignore the others as well. */
export function trappedSignals({ traps }: Traps): readonly string[] {
  const signals: string[] = [];
  for (const [signal, trap] of traps) if (trap.kind !== "ignore") signals.push(signal);
  return signals;
}
