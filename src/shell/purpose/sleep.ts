import type { Known } from "../../text/diagnostic.ts";
import { behindWrappers, nameOf, wrappersOf } from "./wrapped.ts";

/** A sleep of more seconds than this outlasts the grace period. */
export const LONG_SLEEP = 10;

/** One of more seconds than this is no step of a start-up. */
const KEEPS_UP = 600;

/** Whether `sleep` keeps a container up whatever stands behind it. */
export function keepsUp(values: readonly Known<string>[]): boolean {
  const seconds = sleepSeconds(values);
  return seconds > KEEPS_UP && (Number.isFinite(seconds) || /^inf(?:inity)?$/.test(amountsOf(values)[0] ?? ""));
}

/** How long `sleep` sleeps, in seconds: 0 for another command, Infinity where it cannot be read. */
export function sleepSeconds(values: readonly Known<string>[]): number {
  const amounts = amountsOf(values);
  return amounts.length === 0
    ? 0
    : Math.min(
        limitOf(values),
        amounts.reduce((sum, each) => sum + secondsOf(each), 0),
      );
}

/** The seconds that `timeout` in front of a command grants; 0 is no limit to it. */
function limitOf(values: readonly Known<string>[]): number {
  const limits = wrappersOf(values).map(({ row, operands: [limit] = [] }) =>
    row.name === "timeout" && limit !== undefined ? secondsOf(limit) || Infinity : Infinity,
  );
  return Math.min(Infinity, ...limits);
}

/** What `sleep` is given, whatever folder and wrapper stand in front of it; nothing for another command. */
function amountsOf(values: readonly Known<string>[]): readonly Known<string>[] {
  if (!values.some((value) => nameOf([value]) === "sleep")) return [];
  const command = behindWrappers(values);
  const inner = nameOf(command) === "busybox" ? command.slice(1) : command;
  return nameOf(inner) === "sleep" ? inner.slice(1) : [];
}

function secondsOf(amount: Known<string>): number {
  const match = /^(\d+(?:\.\d+)?|\.\d+)([smhd]?)$/.exec(amount);
  if (!match) return Infinity;
  return Number(match[1]) * ({ s: 1, m: 60, h: 3600, d: 86400 }[match[2] ?? "s"] ?? 1);
}
