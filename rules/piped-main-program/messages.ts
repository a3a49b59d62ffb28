import type { Stopper } from "../../src/platforms/deployment.ts";
import { graceWords } from "../../src/stop/wording/shared-words.ts";

interface Piped {
  readonly signal: string;
}

/** What is said of a main program in a pipeline. */
export const messages = {
  /** The shell is PID 1. */
  "shell stays": ({ signal, grace }: Piped & { readonly grace: Stopper }) =>
    `${piped(signal)}, so ${graceWords(grace)}`,
  /** The shell is below PID 1. */
  "shell is killed": ({ signal }: Piped) =>
    `${piped(signal)}, which kills the shell; the program is killed when PID 1 exits`,
};

function piped(signal: string): string {
  return `the program runs in a pipeline: the shell waits for all of it without forwarding ${signal}`;
}
