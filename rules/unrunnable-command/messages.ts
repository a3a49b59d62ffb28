import type { Fault } from "../../src/startup/faults/unrunnable.ts";
import { faultWords } from "../../src/stop/wording/fault-words.ts";

/** The faults that are this rule's: an array that is not valid JSON has a rule of its own. */
export type StartFault = Exclude<Fault, { readonly code: "exec-form" }>;

type Said = (facts: { readonly fault: Fault }) => string;

type Missing = (facts: { readonly names: readonly string[] }) => string;

const fault: Said = (facts) => faultWords(facts.fault);

/** What is said of a command that cannot start: a kind for each fault, and one for a script that is not there. */
export const messages: Readonly<Record<StartFault["code"], Said>> & { readonly "no such file": Missing } = {
  "builtin": fault,
  "variable": fault,
  "spaces": fault,
  "function": fault,
  "shebang": fault,
  "permission": fault,
  "bom": fault,
  "blank-line": fault,
  "crlf": fault,
  "interpreter": fault,
  "unexpanded": fault,
  "carriage-return": fault,
  "no-signal": fault,
  "assignment": fault,
  "option": fault,
  "no-shell": fault,
  "dialect": fault,
  "no such file": ({ names }) =>
    `nothing copies ${names.join()} into the image: unless a mount brings it, ` +
    'the container exits with "no such file or directory"',
};

/** What is said of the script at fault. */
export const places = { script: "the script" };
