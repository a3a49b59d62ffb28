import type { Fault } from "../src/startup/faults/unrunnable.ts";
import type { Reason } from "../src/stop/reason.ts";
import { faultWords } from "../src/stop/wording/fault-words.ts";
import { reasonWords } from "../src/stop/wording/reason-words.ts";
import { luckWords, whichShellWords } from "../src/stop/wording/shared-words.ts";
import type { ReasonOf } from "../src/text/message-table.ts";

interface Form {
  /** ENTRYPOINT or CMD. */
  readonly keyword: string;
}

/** What is said of an ENTRYPOINT or CMD in shell form. */
export const messages = {
  "shell stays": ({ keyword, outcome }: Form & { readonly outcome: Reason }) =>
    `${keyword} in shell form: ${reasonWords(outcome)}`,
  "which shell": ({ keyword, program, signal }: Form & { readonly program: string; readonly signal: string }) =>
    `${keyword} in shell form: ${whichShellWords({ program, signal })}`,
  "implicit exec": ({ keyword, actor, signal }: Form & { readonly actor: string; readonly signal: string }) =>
    `${keyword} in shell form ${luckWords({ actor, signal })}`,
  "no shell": ({ keyword, fault }: Form & { readonly fault: Fault }) =>
    `${keyword} in shell form: ${faultWords(fault)}`,
};

/** Why shell form is a finding. */
export type ShellFormReason = ReasonOf<typeof messages>;

/** What is said of the places that say which shell it is. */
export const places = {
  setHere: (shell: readonly string[]) => `the shell is set here: ${shell.join(" ")}`,
  ofImage: (title: string) => `/bin/sh in this image is ${title}`,
};
