import { applicationOf } from "../application/application.ts";
import type { Files } from "../application/entry.ts";
import { effectOn } from "../known/programs/program.ts";
import type { SignalEffect } from "../known/programs/program.ts";
import type { Process } from "../startup/process.ts";
import type { Known } from "../text/diagnostic.ts";
import { waitsOn } from "./program-response.ts";

/** Two facts about a program and a signal, each by its own evidence. */
export interface Facts {
  /** Whether it acts on the signal by ending, as PID 1 too. */
  readonly handles: Known<boolean>;
  /** Whether it finishes the work in hand before it ends. */
  readonly waits: Known<boolean>;
}

const nothingKnown: Facts = { handles: "unknown", waits: "unknown" };

/** What is known of a process and a signal, whether the signal reaches it or not. */
export function factsOf(process: Process | undefined, signal: string, files: Files): Facts {
  if (process?.role.kind !== "program" || !process.role.row) return nothingKnown;
  const { row } = process.role;
  const effect = row.evidence.kind === "unsourced" ? undefined : effectOn(row, signal);
  const handling = effect === "own" ? applicationOf(process, files)?.on(signal) : undefined;
  if (handling?.is === "handled") {
    const { does } = handling;
    return { handles: true, waits: does === "finishes" || (does === "exits" ? false : "unknown") };
  }
  const none = handling?.is === "unhandled" && handling.idle === undefined;
  return { handles: none ? false : handledBy(effect), waits: waitsOn(row, signal) ?? "unknown" };
}

function handledBy(effect: SignalEffect | undefined): Known<boolean> {
  switch (effect) {
    case "handled":
    case "slow":
    case "ends":
      return true;
    case "ignored":
    case "other":
      return false;
    case "own":
    case undefined:
      return "unknown";
  }
}
