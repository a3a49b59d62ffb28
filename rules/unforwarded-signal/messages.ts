import type { Stopper } from "../../src/platforms/deployment.ts";
import type { Reason } from "../../src/stop/reason.ts";
import { graceWords } from "../../src/stop/wording/shared-words.ts";
import { reasonWords } from "../../src/stop/wording/reason-words.ts";

interface Waiting {
  readonly signal: string;
}

/** What is said of a shell that waits for its child without forwarding the signal. */
export const messages = {
  /** The shell is PID 1. */
  "no trap": ({ signal, grace }: Waiting & { readonly grace: Stopper }) => `${untrapped(signal)}; ${graceWords(grace)}`,
  /** The shell is below PID 1. */
  "shell is killed": ({ signal }: Waiting) => `${untrapped(signal)} and is killed when PID 1 exits`,
  "trap is no help": ({ outcome }: { readonly outcome: Reason }) => reasonWords(outcome),
};

function untrapped(signal: string): string {
  return `the shell waits here without a ${signal} trap, so the child never gets the signal`;
}

/** What is said of what the shell waits for. */
export const places = { child: "the child" };
