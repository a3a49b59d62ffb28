import type { Reason } from "../../src/stop/reason.ts";
import { reasonWords } from "../../src/stop/wording/reason-words.ts";

/** What is said of an init that is not PID 1. */
export const messages = {
  "not PID 1": ({ program, outcome }: { readonly program: string; readonly outcome: Reason }) =>
    `${program} does not run as PID 1: ${reasonWords(outcome)}`,
};
