import { absenceWords, quietWords } from "../../src/stop/wording/application-words.ts";
import { reasonWords } from "../../src/stop/wording/reason-words.ts";
import type { Reason } from "../../src/stop/reason.ts";
import { graceWords } from "../../src/stop/wording/shared-words.ts";
import type { ReasonOf } from "../../src/text/message-table.ts";

/** An application without a handler, as what comes of it where it is PID 1. */
type Unhandled = Extract<Reason, { kind: "unhandled" }>;

interface Facts {
  readonly outcome: Unhandled;
}

/** What is said of a program that does not act on the stop signal. */
export const messages = {
  "no handler": ({ outcome }: Facts) => reasonWords(outcome),
  "is killed": ({ outcome }: Facts) =>
    `${absent(outcome)}: ${outcome.actor} is killed by ${outcome.signal} in the middle of its work`,
  /** Something in front keeps the signal away as well. */
  "no handler behind": ({ outcome }: Facts) =>
    `${absent(outcome)}: ${outcome.actor} does not finish its work even where ${outcome.signal} reaches it`,
  /** `names`: libraries that no table knows. */
  "no handler seen": ({ outcome, names }: Facts & { readonly names: readonly string[] }) =>
    `${absent(outcome)}: unless ${names.length === 1 ? names.join("") : `one of ${names.join(", ")}`} sets one, ` +
    `the kernel discards it as ${outcome.actor} runs as PID 1, and ${graceWords(outcome.grace)}`,
};

/** What is said of other places that have a part in it. */
export const places = { starts: "this starts it" };

function absent({ signal, unhandled }: Unhandled): string {
  const quiet = quietWords(unhandled);
  return `${absenceWords(unhandled, signal)}${quiet === "" ? "" : ` (${quiet})`}`;
}

/** Why a handler is missing. */
export type UnhandledReason = ReasonOf<typeof messages>;
