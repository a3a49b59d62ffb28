import { effectOn } from "../../src/known/programs/program.ts";
import type { ProgramRow, SignalEffect } from "../../src/known/programs/program.ts";
import type { Container } from "../../src/platforms/container.ts";
import { waitsOn } from "../../src/stop/program-response.ts";
import type { Severity } from "../../src/text/diagnostic.ts";
import type { SignalReason } from "./messages.ts";
import type { Path } from "../../src/stop/start-up.ts";
import { mainRow } from "../../src/stop/severity.ts";
import { graceOf, isRewritten } from "../../src/stop/stop-signal.ts";
import { betterSignal } from "../better-signal.ts";

/** How well a stop signal fits the main program. */
interface SignalFit {
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

/** Programs that work off jobs; others serve connections. */
const jobs = /^(celery|dramatiq|huey|rq|sidekiq)/;

/** Work that is cut, or a stop that takes too long, depends on what is in hand just then. */
export function severityOf({ row, effect, kind }: SignalFit, reason: SignalReason): Severity {
  if (kind === "poor") return reason.kind === "less graceful" ? "info" : "warning";
  return row.evidence.kind === "unsourced" || effect === "own" ? "warning" : "error";
}

/** Why a stop signal does not fit, or not well. */
export function reasonOf({ row, effect, kind, better }: SignalFit, signal: string, image: Container): SignalReason {
  const act = { actor: row.name, signal };
  if (kind === "poor") {
    if (effect === "slow") return { kind: "waits too long", ...act, better };
    if (waitsOn(row, signal) !== false) return { kind: "less graceful", ...act, better };
    if (waitsOn(row, better) !== true) return { kind: "settings decide", ...act, better };
    return { kind: jobs.test(row.name) ? "cuts jobs" : "drops connections", ...act, better };
  }
  const { by } = image.stopSignal;
  return {
    kind: effect === "own" ? "your code decides" : effect === "other" ? "not a stop" : "ignored",
    ...act,
    image: by.kind === "base" ? by.image : undefined,
    grace: graceOf(image),
  };
}
