import type { Seen } from "../stop/verdict.ts";

/** What was measured; `ended`: the container came to its end before the stop signal was sent. */
type MeasuredOutcome = Seen | "ended";

/**
 * What PID 1 does while the main program takes its time: waits for it, ends without it after some milliseconds, or it
 * could not be found out.
 */
export type Patience = "waits" | { readonly leavesAfter: number } | { readonly unknown: string };

/** What is seen of a container that was told to stop. */
export interface Ending {
  /** From the stop signal to the end. */
  readonly milliseconds: number;
  /** Grace period in seconds. */
  readonly grace: number;
  readonly exitCode: number;
  readonly outOfMemory: boolean;
  readonly stopSignal: string;
  /** Undefined if it is not known which process is the main program. */
  readonly mainIsFirst: boolean | undefined;
  readonly patience: Patience;
}

/** A verdict and why, one sentence. */
export interface Verdict {
  readonly outcome: MeasuredOutcome;
  readonly reason: string;
}

/** Exit code of a process that SIGKILL has ended. */
const killed = 137;

/** The end that somebody saw who only looks on: the rule by which delivered, abrupt and stuck are told apart. */
export function judge(ending: Ending): Verdict {
  const { milliseconds, grace, exitCode, outOfMemory, stopSignal, mainIsFirst, patience } = ending;
  if (outOfMemory) return { outcome: "abrupt", reason: "the kernel killed it: out of memory" };
  if (exitCode === killed && milliseconds >= grace * 1000) {
    return { outcome: "stuck", reason: `nothing acted on ${stopSignal}; the engine killed it after ${grace} s` };
  }
  if (exitCode === killed) return { outcome: "abrupt", reason: "SIGKILL ended PID 1 before the grace period was over" };
  if (mainIsFirst === true)
    return { outcome: "delivered", reason: `the main program is PID 1 and exited by itself after ${stopSignal}` };
  if (patience === "waits") return { outcome: "delivered", reason: "PID 1 waits for the main program to end" };
  if (typeof patience === "object" && "leavesAfter" in patience)
    return { outcome: "abrupt", reason: cutOff(patience.leavesAfter) };
  const unsure = "delivered or abrupt: PID 1 exited in time, but the main program may not have finished";
  const why = mainIsFirst === undefined ? "cannot tell which process is the main program" : patience.unknown;
  return { outcome: "unknown", reason: `${unsure} (${why})` };
}

function cutOff(milliseconds: number): string {
  const manner =
    milliseconds < 1000
      ? "does not wait for the main program"
      : `waits only ${(milliseconds / 1000).toFixed(0)} s for the main program`;
  return `PID 1 ${manner}, which is killed when PID 1 exits`;
}
