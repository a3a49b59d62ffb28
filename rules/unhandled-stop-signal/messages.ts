import type { Unhandled } from "../../src/application/handling.ts";
import { absenceWords, quietWords } from "../../src/stop/wording/application-words.ts";
import { reasonWords } from "../../src/stop/wording/reason-words.ts";
import type { Reason } from "../../src/stop/reason.ts";
import { graceWords } from "../../src/stop/wording/shared-words.ts";
import type { Stopper } from "../../src/platforms/deployment.ts";
import type { ReasonOf } from "../../src/text/message-table.ts";

interface Facts {
  readonly actor: string;
  readonly signal: string;
  readonly unhandled: Unhandled;
}

/** What is said of a program that does not act on the stop signal. */
export const messages = {
  "no handler": ({ outcome }: { readonly outcome: Extract<Reason, { kind: "unhandled" }> }) => reasonWords(outcome),
  "is killed": (facts: Facts) =>
    `${absent(facts)}: ${facts.actor} is killed by ${facts.signal} in the middle of its work`,
  /** Something in front keeps the signal away as well. */
  "no handler behind": (facts: Facts) =>
    `${absent(facts)}: even where ${facts.signal} reaches ${facts.actor}, nothing acts on it`,
  "no handler seen": ({
    names,
    grace,
    ...facts
  }: Facts & { readonly names: readonly string[]; readonly grace: Stopper }) =>
    `${absent(facts)}: unless ${names.length === 1 ? names.join("") : `one of ${names.join(", ")}`} sets one, ` +
    `the kernel discards it as ${facts.actor} runs as PID 1, and ${graceWords(grace)}`,
};

/** What is said of other places that have a part in it. */
export const places = { starts: "this starts it" };

function absent({ signal, unhandled }: Pick<Facts, "signal" | "unhandled">): string {
  const quiet = quietWords(unhandled);
  return `${absenceWords(unhandled, signal)}${quiet === "" ? "" : ` (${quiet})`}`;
}

/** Why a handler is missing. */
export type UnhandledReason = ReasonOf<typeof messages>;
