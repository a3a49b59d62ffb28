import type { Reason } from "../../src/stop/reason.ts";
import { reasonWords } from "../../src/stop/wording/reason-words.ts";
import { luckWords, whichShellWords } from "../../src/stop/wording/shared-words.ts";
import type { Act } from "../../src/stop/wording/shared-words.ts";
import type { ReasonOf } from "../../src/text/message-table.ts";

/** What is said of a program that runs without `exec`. */
export const messages = {
  /** Of the first shell. */
  "child of the shell": ({ outcome }: { readonly outcome: Reason }) => `\`exec\` is missing: ${reasonWords(outcome)}`,
  /** Of a shell below PID 1. */
  "child of an inner shell": ({ actor, program }: Omit<Act, "signal">) =>
    `\`exec\` is missing: ${actor} sits between PID 1 and ${program} without forwarding signals`,
  "which shell": whichShellWords,
  "implicit exec": luckWords,
  "implicit exec below PID 1": ({ actor, program, signal }: Act) =>
    `works only because ${actor} execs the last command; ` +
    `dash (Debian, Ubuntu) would sit between PID 1 and ${program} without forwarding ${signal}`,
};

/** Why `exec` is missing. */
export type MissingReason = ReasonOf<typeof messages>;
