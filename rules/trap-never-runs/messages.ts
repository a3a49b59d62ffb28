import type { Stopper } from "../../src/platforms/deployment.ts";
import type { Reason } from "../../src/stop/reason.ts";
import { graceWords, sleepWords } from "../../src/stop/wording/shared-words.ts";
import { reasonWords } from "../../src/stop/wording/reason-words.ts";

/** What is said of a trap that never runs, or too late. */
export const messages = {
  "refused": ({ actor, signal }: { readonly actor: string; readonly signal: string }) =>
    `${actor} accepts \`${signal.slice(3)}\`, not \`${signal}\`, so the trap is never set`,
  "not to be trapped": ({ signal }: { readonly signal: string }) =>
    `no shell can trap ${signal}, so this trap never runs for it`,
  "sleep outlasts the grace period": ({ grace }: { readonly grace: Stopper }) =>
    `the shell runs this trap only between the commands of its loop, ${sleepWords(grace)}`,
  "loop goes on": ({ outcome }: { readonly outcome: Reason }) => reasonWords(outcome),
  "deferred": ({ grace }: { readonly grace: Stopper }) =>
    "the shell defers this trap until its foreground child exits, " +
    `and nothing stops the child, so ${graceWords(grace)}`,
};

/** What is said of what the trap waits for. */
export const places = { loop: "the loop", child: "the foreground child" };
