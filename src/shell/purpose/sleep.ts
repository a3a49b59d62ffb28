import type { Known } from "../../text/diagnostic.ts";

/** A sleep of more seconds than this outlasts the grace period. */
export const LONG_SLEEP = 10;

/** How long `sleep` sleeps: 0 for another command, Infinity where it cannot be read. */
export function sleepSeconds(values: readonly Known<string>[]): number {
  const amount = values[1];
  if (values[0] !== "sleep" || amount === undefined) return 0;
  const match = /^(\d+(?:\.\d+)?)([smhd]?)$/.exec(amount);
  if (!match) return Infinity;
  return Number(match[1]) * ({ s: 1, m: 60, h: 3600, d: 86400 }[match[2] ?? "s"] ?? 1);
}
