import { stopperName } from "../../platforms/deployment.ts";
import type { Unhandled } from "../../application/handling.ts";
import type { Stopper } from "../../platforms/deployment.ts";
import type { Effect, Reason } from "../reason.ts";
import { absenceWords, doubtWords, handlerWords, placeWords, quietWords } from "./application-words.ts";
import { faultWords } from "./fault-words.ts";
import { abandonWords, graceWords, noHandlerWords, sleepWords } from "./shared-words.ts";
import { unresolvedWords } from "./unresolved-words.ts";

/** A reason as a sentence without its full stop: actor, effect, consequence, the real platform and its seconds. */
export function reasonWords<K extends Reason["kind"]>(reason: Of<K>): string {
  return words[reason.kind](reason);
}

/** The reasons of some kinds. */
type Of<K extends Reason["kind"]> = { readonly [P in K]: Extract<Reason, { readonly kind: P }> }[K];

type Words = { readonly [K in Reason["kind"]]: (reason: Extract<Reason, { readonly kind: K }>) => string };

const words: Words = {
  "nothing runs": () => "nothing runs",
  "SIGKILL": () => "SIGKILL cannot be handled: every process is killed at once",
  "unresolved": ({ why }) => unresolvedWords(why),
  "exits by itself": ({ actor, as }) => exitWords(actor, as),
  "cannot start": ({ problem }) => faultWords(problem.fault),
  "reaches": ({ actor, signal, effect }) => `${signal} reaches ${actor}${effectWords(effect)}`,
  "cuts work": ({ actor, signal, how, unhandled, handler }) => {
    const why = unhandled ? `: ${absenceWords(unhandled, signal)}` : handler ? `: ${placeWords(handler.place)}` : "";
    return `${signal} reaches ${actor}, which ${cutWords[how]}${why}`;
  },
  "hook first": ({ actor, signal, hook }) =>
    `${hook} runs before ${signal} is sent, and what it does to ${actor} is not followed`,
  "no time": ({ actor, signal, grace }) =>
    `${stopperName(grace)} sends SIGKILL ${grace.seconds} s after ${signal}: ${actor} has no time to finish its work`,
  "slow": ({ actor, signal }) =>
    `${actor} waits on ${signal} for what it serves, longer than most grace periods unless configured otherwise`,
  "effect unknown": ({ actor, signal, below }) =>
    `what ${actor} does on ${signal}${below ? " when it is not PID 1" : ""} is not known`,
  "job may ignore": ({ actor, signal }) =>
    `${ignoredIn(signal)}; whether ${actor} handles it all the same is not known`,
  "job ignores": ({ actor, signal, grace }) =>
    `${ignoredIn(signal)}, and ${actor} keeps ignoring it, so ${graceWords(grace)}`,
  "other purpose": ({ actor, signal, grace }) =>
    `${actor} does something other than stop on ${signal}, so ${graceWords(grace)}`,
  "no handler": ({ actor, signal, grace }) => `${noHandlerWords({ actor, signal })}, so ${graceWords(grace)}`,
  "unhandled": ({ actor, signal, grace, unhandled }) => unhandledWords({ actor, signal, unhandled }, grace),
  "harmless": ({ actor, signal, grace }) => `${signal} does nothing to ${actor}, so ${graceWords(grace)}`,
  "drops": ({ actor, signal, grace }) => `${actor} drops ${signal}, so ${graceWords(grace)}`,
  "keeps": ({ actor, signal, child, grace, below }) =>
    `${actor} stays ${below === true ? "in between" : "PID 1"} and does not forward ${signal} to ${child}, ` +
    `so ${graceWords(grace)}`,
  "kills": ({ actor, signal, child, after }) => `${actor} forwards ${signal} but kills ${child} after ${after} s`,
  "abandons": ({ actor, signal }) => abandonWords({ actor, signal }),
  "which shell": ({ decides, below }) =>
    `cannot tell which shell ${decides === "exec" && !below ? "/bin/sh" : "this"} is: ${
      {
        "exec": `dash would stay ${below ? "in between" : "PID 1"} without forwarding signals, others exec the program`,
        "EXIT trap": "bash runs a trap on EXIT when a signal ends it, others do not",
        "SIGINT": "dash and busybox sh end on SIGINT while they wait, bash as PID 1 does not",
      }[decides]
    }`,
  "hidden trap": ({ cause }) => `a trap may be set where it cannot be seen: ${cause}`,
  "EXIT trap unknown": () => "what the trap on EXIT does is not known",
  "trap unknown": ({ cause }) => cause,
  "job shell ignores": ({ actor, signal, grace }) =>
    `${ignoredIn(signal)}, and ${actor} cannot set a trap on it, so ${graceWords(grace)}`,
  "told to ignore": ({ actor, signal, grace }) => `${actor} is told to ignore ${signal}, so ${graceWords(grace)}`,
  "is killed": ({ actor, signal, child }) =>
    `${actor} is killed by ${signal} without forwarding it to ${child}, which is killed when PID 1 exits`,
  "defers trap": ({ actor, signal, child, grace }) =>
    `${actor} defers its trap on ${signal} until ${child} exits, and nothing stops ${child}, so ${graceWords(grace)}`,
  "trap between commands": ({ actor, signal, grace }) =>
    `${actor} runs its trap on ${signal} only between the commands of its loop, ${sleepWords(grace)}`,
  "trap runs": ({ signal }) => `the shell runs its trap on ${signal} at once`,
  "trap goes on": ({ actor, signal, to, grace }) =>
    `${actor} runs its trap on ${signal}, ${to === "loop" ? "which does not end the loop" : "and sleeps then"}, ` +
    `so ${graceWords(grace)}`,
  "trap misses": ({ signal, child, waits, grace }) =>
    waits
      ? `the trap on ${signal} waits for ${child}, and nothing stops ${child}, so ${graceWords(grace)}`
      : `the trap on ${signal} does not forward it to ${child}, so ${graceWords(grace)}`,
  "left behind": ({ actor, child }) => `nothing stops ${child}, which is killed when ${actor} ends and PID 1 exits`,
  "leaves": ({ trap, child }) =>
    `the shell runs its trap on ${trap} and exits without stopping ${child}, which is killed`,
  "leaves early": ({ signal, child }) =>
    `the shell forwards ${signal} to ${child} but exits without waiting; ${child} is killed mid-shutdown`,
};

/** The kinds of reasons. */
export const reasonKinds: readonly string[] = Object.keys(words);

const cutWords = {
  "shuts down": "shuts down without finishing the work in hand",
  "exits": "exits at once and cuts the work in hand",
  "is killed": "is killed by it in the middle of its work",
};

function unhandledWords(
  { actor, signal, unhandled }: { readonly actor: string; readonly signal: string; readonly unhandled: Unhandled },
  grace: Stopper,
): string {
  if (unhandled.idle)
    return `the handler for ${signal} at ${placeWords(unhandled.idle)} ends nothing, so ${graceWords(grace)}`;
  const quiet = quietWords(unhandled);
  return (
    `${actor} runs as PID 1 with ${absenceWords(unhandled, signal)}${quiet === "" ? "" : ` (${quiet})`}: ` +
    `the kernel discards it, so ${graceWords(grace)}`
  );
}

function ignoredIn(signal: string): string {
  return `a shell starts its background jobs with ${signal} ignored`;
}

function exitWords(actor: string, as: "script" | "job" | "prompt" | "daemon"): string {
  if (as === "script") return `${actor} exits by itself, and the container stops`;
  if (as === "daemon") return `${actor} daemonizes: PID 1 exits and the container stops`;
  return as === "job"
    ? `${actor} exits by itself when its work is done`
    : `${actor} is a prompt: without a terminal it exits by itself`;
}

function effectWords(effect: Effect): string {
  switch (effect.is) {
    case "graceful":
      return ", which shuts down gracefully";
    case "handled":
      return ", which handles it; whether it finishes its work first is not known";
    case "believed":
      return ", which should handle it, though no source says so";
    case "exits":
      return ", which exits at once";
    case "killed":
      return ", which is killed by it";
    case "your code":
      if (effect.handler) return handlerWords(effect.handler);
      return `; how it is handled is up to ${effect.path ?? "your code"}${doubtWords(effect.doubt)}`;
  }
}
