import { canonicalSignal } from "../known/platforms/signals.ts";

/**
 * What a process does with a signal: its handler runs, it is thrown away, or the kernel's default happens (at PID 1:
 * nothing).
 */
type Disposition = "handled" | "ignored" | "default";

/** The lines of `/proc/PID/status` that matter here. Masks have one bit for each signal, the lowest for signal 1. */
export interface Status {
  readonly name: string;
  readonly parent: number;
  /** Its number in each PID namespace, from the reader's to its own. */
  readonly numbers: readonly number[];
  /** "R", "S", "T", "Z", ... (proc_pid_status(5)). */
  readonly state: string;
  readonly caught: bigint;
  readonly ignored: bigint;
  readonly blocked: bigint;
  /** Sent to the process and not taken yet. */
  readonly pending: bigint;
}

/** Reads `/proc/PID/status`; undefined if the text is none. */
export function readStatus(text: string): Status | undefined {
  const fields = new Map<string, string>();
  for (const line of text.split("\n")) {
    const colon = line.indexOf(":");
    if (colon > 0) fields.set(line.slice(0, colon), line.slice(colon + 1).trim());
  }
  const state = fields.get("State");
  const parent = Number(fields.get("PPid"));
  if (state === undefined || !Number.isInteger(parent)) return undefined;
  const mask = (name: string): bigint => {
    const digits = fields.get(name) ?? "";
    return /^[0-9a-f]+$/.test(digits) ? BigInt(`0x${digits}`) : 0n;
  };
  return {
    name: fields.get("Name") ?? "",
    parent,
    numbers: (fields.get("NSpid") ?? fields.get("Pid") ?? "").split(/\s+/).map(Number),
    state: state.charAt(0),
    caught: mask("SigCgt"),
    ignored: mask("SigIgn"),
    blocked: mask("SigBlk"),
    pending: mask("ShdPnd") | mask("SigPnd"),
  };
}

/** The number of a signal on Linux by its canonical name: 15 for "SIGTERM"; undefined if it is none. */
export function signalNumber(name: string): number | undefined {
  for (let number = 1; number <= 64; number++) if (canonicalSignal(String(number)) === name) return number;
  return undefined;
}

/** Whether a mask has a signal, given by its canonical name. */
export function has(mask: bigint, signal: string): boolean {
  const number = signalNumber(signal);
  return number !== undefined && ((mask >> BigInt(number - 1)) & 1n) === 1n;
}

/** What a process does with a signal, given by its canonical name. */
export function disposition(status: Status, signal: string): Disposition {
  if (has(status.caught, signal)) return "handled";
  return has(status.ignored, signal) ? "ignored" : "default";
}
