import { effectOn } from "../../src/known/programs/program.ts";
import type { ProgramRow, SignalEffect } from "../../src/known/programs/program.ts";
import type { Path } from "../../src/stop/start-up.ts";
import { mainRow } from "../../src/stop/severity.ts";
import { isRewritten } from "../../src/stop/stop-signal.ts";
import { betterSignal } from "../better-signal.ts";

/** How well a stop signal fits the main program. */
export interface SignalFit {
  readonly row: ProgramRow;
  readonly effect: SignalEffect | undefined;
  /** `wrong`: another signal is needed. `poor`: it stops, but more gracefully on another. */
  readonly kind: "wrong" | "poor";
  /** The signal to send instead. */
  readonly better: string;
}

/** How the stop signal fits the main program on this way; undefined where it fits, or the program is not known. */
export function misfitOf(path: Path, signal: string): SignalFit | undefined {
  const row = mainRow(path);
  if (!row || isRewritten(path, signal)) return undefined;
  const effect = effectOn(row, signal);
  const better = betterSignal(row);
  const unheard = effect === "ignored" || effect === "other" || (effect === "own" && signal !== "SIGTERM");
  // Without a signal that is better, the program needs a handler or an init, not another signal.
  if (unheard && (signal !== "SIGTERM" || (better !== undefined && better !== signal)))
    return { row, effect, kind: "wrong", better: better ?? "SIGTERM" };
  const { gracefulSignal, evidence } = row;
  return gracefulSignal !== undefined && gracefulSignal !== signal && evidence.kind !== "unsourced"
    ? { row, effect, kind: "poor", better: gracefulSignal }
    : undefined;
}
