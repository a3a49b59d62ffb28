import type { Known } from "../../text/diagnostic.ts";

/** A sleep of more seconds than this outlasts the grace period. */
export const LONG_SLEEP = 10;

/** One of more seconds than this is no step of a start-up. */
const KEEPS_UP = 600;

/** Whether `sleep` keeps a container up whatever stands behind it. */
export function keepsUp(values: readonly Known<string>[]): boolean {
  const seconds = sleepSeconds(values);
  return seconds > KEEPS_UP && (Number.isFinite(seconds) || /^inf(?:inity)?$/.test(values[1] ?? ""));
}

/** How long `sleep` sleeps: 0 for another command, Infinity where it cannot be read. */
export function sleepSeconds(values: readonly Known<string>[]): number {
  const amount = values[1];
  if (values[0] !== "sleep" || amount === undefined) return 0;
  const match = /^(\d+(?:\.\d+)?)([smhd]?)$/.exec(amount);
  if (!match) return Infinity;
  return Number(match[1]) * ({ s: 1, m: 60, h: 3600, d: 86400 }[match[2] ?? "s"] ?? 1);
}
