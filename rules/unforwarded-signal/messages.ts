import type { Stopper } from "../../src/platforms/deployment.ts";
import type { Reason } from "../../src/stop/reason.ts";
import { graceWords } from "../../src/stop/wording/shared-words.ts";
import { reasonWords } from "../../src/stop/wording/reason-words.ts";

interface Waiting {
  readonly effect: "waits" | "loops";
  readonly signal: string;
}

interface Restarting {
  readonly actor: string;
  readonly program: string;
  readonly signal: string;
}

/** What is said of a shell that waits for its child without forwarding the signal. */
export const messages = {
  /** The shell is PID 1. */
  "no trap": (given: Waiting & { readonly grace: Stopper }) => `${untrapped(given)}; ${graceWords(given.grace)}`,
  /** The shell is below PID 1. */
  "shell is killed": (given: Waiting) => `${untrapped(given)} and is killed when PID 1 exits`,
  /** An init signals all processes: the child gets the signal, and has no time. */
  "shell leaves first": ({ effect, signal }: Waiting) =>
    `the shell ${effect} here without a ${signal} trap: the init signals it together with its child, it is killed at ` +
    "once, and the child is killed when PID 1 exits, finished or not",
  /** It starts the program again and again. */
  "loop is killed": ({ actor, program, signal }: Restarting) =>
    `${actor} runs ${program} in a loop without a trap on ${signal}: ` +
    `it is killed by ${signal} without forwarding it, and ${program} is killed when PID 1 exits`,
  "trap is no help": ({ outcome }: { readonly outcome: Reason }) => reasonWords(outcome),
};

function untrapped({ effect, signal }: Waiting): string {
  return `the shell ${effect} here without a ${signal} trap, so the child never gets the signal`;
}

/** What is said of what the shell waits for. */
export const places = { child: "the child" };
