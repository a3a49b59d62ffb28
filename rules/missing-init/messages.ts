import { stopperName } from "../../src/platforms/deployment.ts";
import type { Stopper } from "../../src/platforms/deployment.ts";
import { fullGraceWords, graceWords, noHandlerWords } from "../../src/stop/wording/shared-words.ts";
import type { ReasonOf } from "../../src/text/message-table.ts";

interface Unhandled {
  readonly actor: string;
  readonly signal: string;
  readonly grace: Stopper;
}

interface Named {
  readonly program: string;
}

/** What is said of a PID 1 without a handler, or that leaves zombies. */
export const messages = {
  "your code decides": ({ actor, signal, grace }: Unhandled) =>
    `${actor} runs as PID 1: unless your code handles ${signal}, ` +
    `the kernel discards it and ${stopperName(grace)} kills ${actor} after ${grace.seconds} s`,
  "no handler": ({ actor, signal, grace }: Unhandled) =>
    `${noHandlerWords({ actor, signal })}, so ${graceWords(grace)}`,
  /** What only keeps the container alive: nothing is lost but time. */
  "idles without handler": ({ actor, signal, grace }: Unhandled) =>
    `${noHandlerWords({ actor, signal })}, so ${fullGraceWords(grace)}`,
  "loop without trap": ({ actor, program, signal, grace }: Unhandled & Named) =>
    `${actor} runs ${program} in a loop as PID 1 without a trap on ${signal}: ` +
    `the kernel discards it, so ${graceWords(grace)}`,
  /** Nothing is lost but time. */
  "loop idles without trap": ({ actor, signal, grace }: Unhandled) =>
    `${actor} runs a loop as PID 1 without a trap on ${signal}: ` +
    `the kernel discards it, so ${fullGraceWords(grace)}`,
  "zombies of a job": () => "PID 1 does not reap orphans, so this background process stays a zombie when it exits",
  "zombies of cron": ({ program }: Named) => zombies(`processes that jobs of ${program} leave running`),
  "zombies of a browser": ({ program }: Named) => zombies(`browser processes of ${program}`),
  "zombies of helpers": ({ program }: Named) => zombies(`helper processes of ${program}`),
};

function zombies(what: string): string {
  return `PID 1 does not reap orphans, so ${what} can pile up as zombies`;
}

/** Why an init is missing. */
export type InitReason = ReasonOf<typeof messages>;
