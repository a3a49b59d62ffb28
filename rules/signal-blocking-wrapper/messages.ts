import type { Stopper } from "../../src/platforms/deployment.ts";
import { abandonWords, graceWords } from "../../src/stop/wording/shared-words.ts";

interface Wrapper {
  readonly actor: string;
  readonly signal: string;
}

interface Rewritten {
  readonly program: string;
  /** The signal that it sends. */
  readonly names: readonly [sent: string];
  readonly better: string;
}

/** What is said of a wrapper, by what it does. */
export const messages = {
  "does not forward": ({ actor, signal, grace }: Wrapper & { readonly grace: Stopper | undefined }) =>
    `${actor} does not forward ${signal} to your program${grace ? `, so ${graceWords(grace)}` : ""}`,
  "drops": ({ actor, signal, grace }: Wrapper & { readonly grace: Stopper }) =>
    `${actor} is told to drop ${signal}, so ${graceWords(grace)}`,
  "kills": ({ actor, signal, after }: Wrapper & { readonly after: number }) =>
    `${actor} forwards ${signal} but kills your program ${after} s later, finished or not`,
  /** A signal of its own choice, on which the program does not finish. */
  "sends another signal": ({ actor, signal, program, names: [sent], better }: Wrapper & Rewritten) =>
    `${actor} sends ${program} ${sent}${sent === signal ? "" : ` instead of ${signal}`}, ` +
    `and ${sent === signal ? "that" : sent} makes ${program} cut the work in hand; ${better} lets it finish`,
  "abandons": abandonWords,
  "shell is killed": ({ actor, signal }: Wrapper) =>
    `${actor} forwards ${signal} only to the shell in between; ` +
    "both exit without waiting for your program, which is then killed",
  "shell may be killed": ({ actor, signal }: Wrapper) =>
    `${actor} forwards ${signal} only to the shell in between: ` +
    "unless the script execs your program, both exit without waiting for it, and it is killed",
};
