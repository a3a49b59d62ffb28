import { reasonWords } from "../../src/stop/wording/reason-words.ts";
import type { Reason } from "../../src/stop/reason.ts";

interface Facts {
  readonly outcome: Extract<Reason, { kind: "cuts work" }>;
}

/** What is said of a handler that ends the program before its work is done. */
export const messages = {
  "exits while serving": ({ outcome }: Facts) => `${reasonWords(outcome)}: requests that are being answered are cut`,
  "exits": ({ outcome }: Facts) => reasonWords(outcome),
};

/** What is said of other places that have a part in it. */
export const places = { starts: "this starts it" };
