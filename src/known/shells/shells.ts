import { lackingInAsh, lackingInBash, lackingInDash, lacksNothing } from "./dialects.ts";
import type { Lacking } from "./dialects.ts";
import type { Evidence } from "../evidence.ts";

/** Shells that behave alike as PID 1. `bash` is 5.1 or later; `ash` is busybox 1.28 or later. */
export type ShellFamily = "dash" | "bash" | "bash-5.0" | "bash-4" | "ash" | "zsh";

/** What `SHELL -c TEXT` does with the last command of TEXT: start it in its own place, or as a child. */
export interface ShellRow {
  readonly family: ShellFamily;
  /** As people call it. */
  readonly title: string;
  /** A single command, assignments before it or not. */
  readonly replacesSingle: boolean;
  /** The right side of `a && app` or `a || app`. */
  readonly replacesAfterAnd: boolean;
  /** The last of several commands: `a; app`, lines. */
  readonly replacesAfterList: boolean;
  /** A command with a redirection: `app > f`. */
  readonly replacesRedirected: boolean;
  /** Inside `( )`, `{ }`, if, case. */
  readonly replacesInCompound: boolean;
  /** Inside a compound command that has a redirection of its own: `{ app; } > f`. */
  readonly replacesInRedirectedCompound: boolean;
  /** After a job was put into the background. */
  readonly replacesAfterBackground: boolean;
  /** TEXT that ends in a line feed. */
  readonly replacesBeforeNewline: boolean;
  /** The last command of a job that is a group or a list: `{ app; } &`. */
  readonly execsLastOfJob: boolean;
  /** `command app`. */
  readonly replacesUnderCommand: boolean;
  /** As PID 1 with a trap on EXIT it acts on SIGTERM at once, even while a foreground child runs. */
  readonly exitTrapInterrupts: boolean;
  /** SIGINT without a trap ends its script, as PID 1 too, where it is in `wait` or between the commands of a loop. */
  readonly endsOnInterrupt: boolean;
  /** `$(jobs -p)` names the shell's background jobs. */
  readonly listsJobs: boolean;
  /** What it does not have of bash. */
  readonly lacks: Lacking;
  readonly evidence: Evidence;
}

const measured = (what: string): Evidence => ({
  kind: "measured",
  source: `${what}, each construct run as SHELL -c TEXT at PID 1, 2026-11`,
});

/** One row for each family. */
export const shells: Readonly<Record<ShellFamily, ShellRow>> = {
  "dash": {
    family: "dash",
    title: "dash",
    execsLastOfJob: true,
    replacesSingle: false,
    replacesAfterAnd: false,
    replacesAfterList: false,
    replacesRedirected: false,
    replacesInCompound: false,
    replacesInRedirectedCompound: false,
    replacesAfterBackground: false,
    replacesBeforeNewline: false,
    replacesUnderCommand: false,
    exitTrapInterrupts: false,
    endsOnInterrupt: true,
    listsJobs: false,
    lacks: lackingInDash,
    evidence: measured("Debian dash 0.5.12"),
  },
  "bash": {
    family: "bash",
    title: "bash",
    execsLastOfJob: false,
    replacesSingle: true,
    replacesAfterAnd: true,
    replacesAfterList: true,
    replacesRedirected: false,
    replacesInCompound: false,
    replacesInRedirectedCompound: false,
    replacesAfterBackground: false,
    replacesBeforeNewline: true,
    replacesUnderCommand: true,
    exitTrapInterrupts: true,
    endsOnInterrupt: false,
    listsJobs: true,
    lacks: lackingInBash,
    evidence: measured("bash 5.2"),
  },
  "bash-5.0": {
    family: "bash-5.0",
    title: "bash 5.0",
    execsLastOfJob: false,
    replacesSingle: true,
    replacesAfterAnd: true,
    replacesAfterList: false,
    replacesRedirected: false,
    replacesInCompound: false,
    replacesInRedirectedCompound: false,
    replacesAfterBackground: false,
    replacesBeforeNewline: true,
    replacesUnderCommand: true,
    exitTrapInterrupts: true,
    endsOnInterrupt: false,
    listsJobs: true,
    lacks: lackingInBash,
    evidence: measured("bash 5.0"),
  },
  "bash-4": {
    family: "bash-4",
    title: "bash 4",
    execsLastOfJob: false,
    replacesSingle: true,
    replacesAfterAnd: false,
    replacesAfterList: false,
    replacesRedirected: false,
    replacesInCompound: false,
    replacesInRedirectedCompound: false,
    replacesAfterBackground: false,
    replacesBeforeNewline: true,
    replacesUnderCommand: true,
    exitTrapInterrupts: true,
    endsOnInterrupt: false,
    listsJobs: true,
    lacks: lackingInBash,
    evidence: measured("bash 4.3"),
  },
  "ash": {
    family: "ash",
    title: "busybox ash",
    execsLastOfJob: true,
    replacesSingle: true,
    replacesAfterAnd: true,
    replacesAfterList: true,
    replacesRedirected: true,
    replacesInCompound: true,
    replacesInRedirectedCompound: false,
    replacesAfterBackground: true,
    replacesBeforeNewline: false,
    replacesUnderCommand: true,
    exitTrapInterrupts: false,
    endsOnInterrupt: true,
    listsJobs: true,
    lacks: lackingInAsh,
    evidence: measured("busybox ash 1.35"),
  },
  "zsh": {
    family: "zsh",
    title: "zsh",
    execsLastOfJob: true,
    replacesSingle: true,
    replacesAfterAnd: true,
    replacesAfterList: true,
    replacesRedirected: true,
    replacesInCompound: true,
    replacesInRedirectedCompound: true,
    replacesAfterBackground: true,
    replacesBeforeNewline: true,
    replacesUnderCommand: true,
    exitTrapInterrupts: false,
    endsOnInterrupt: false,
    listsJobs: false,
    lacks: lacksNothing,
    evidence: measured("zsh 5.9"),
  },
};
