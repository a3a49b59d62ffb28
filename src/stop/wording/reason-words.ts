import type { Effect, Grace, Reason } from "../reason.ts";
import { faultWords } from "./fault-words.ts";
import { graceWords } from "./shared-words.ts";
import { unresolvedWords } from "./unresolved-words.ts";

/** A reason as a sentence without its full stop: actor, effect, consequence, the real platform and its seconds. */
export function reasonWords(reason: Reason): string {
  return "grace" in reason ? wastedWords(reason) : otherWords(reason);
}

type Wasted = Extract<Reason, { readonly grace: Grace }>;
type Other = Exclude<Reason, Wasted>;

function wastedWords(reason: Wasted): string {
  const { actor, signal } = reason;
  const end = graceWords(reason.grace);
  switch (reason.kind) {
    case "job ignores":
      return `${ignoredIn(signal)}, and ${actor} keeps ignoring it, so ${end}`;
    case "other purpose":
      return `${actor} does something other than stop on ${signal}, so ${end}`;
    case "no handler":
      return `${actor} runs as PID 1 without a handler for ${signal}: the kernel discards it, so ${end}`;
    case "harmless":
      return `${signal} does nothing to ${actor}, so ${end}`;
    case "drops":
      return `${actor} is told to drop ${signal}, so ${end}`;
    case "keeps":
      return `${actor} stays PID 1 and does not forward ${signal} to ${reason.child}, so ${end}`;
    case "job shell ignores":
      return `${ignoredIn(signal)}, and ${actor} cannot set a trap on it, so ${end}`;
    case "told to ignore":
      return `${actor} is told to ignore ${signal}, so ${end}`;
    case "defers trap":
      return (
        `${actor} defers its trap on ${signal} until ${reason.child} exits, ` +
        `and nothing stops ${reason.child}, so ${end}`
      );
    case "trap between commands":
      return (
        `${actor} runs its trap on ${signal} only between the commands of its loop, ` +
        `and \`sleep\` there takes too long, so ${end}`
      );
    case "trap goes on":
      return `${actor} runs its trap on ${signal}, which does not end the loop, so ${end}`;
    case "trap misses":
      return reason.waits
        ? `the trap on ${signal} waits for ${reason.child}, and nothing stops ${reason.child}, so ${end}`
        : `the trap on ${signal} does not forward it to ${reason.child}, so ${end}`;
  }
}

function otherWords(reason: Other): string {
  switch (reason.kind) {
    case "nothing runs":
      return "nothing runs";
    case "SIGKILL":
      return "SIGKILL cannot be handled: every process is killed at once";
    case "unresolved":
      return unresolvedWords(reason.why);
    case "exits by itself":
      return exitWords(reason.actor, reason.as);
    case "cannot start":
      return faultWords(reason.problem.fault);
    case "reaches":
      return `${reason.signal} reaches ${reason.actor}${effectWords(reason.effect)}`;
    case "cuts work":
      return `${reason.signal} reaches ${reason.actor}, which ${cutWords[reason.how]}`;
    case "slow":
      return (
        `${reason.actor} waits on ${reason.signal} for what it serves, ` +
        "longer than most grace periods unless configured otherwise"
      );
    case "effect unknown":
      return `what ${reason.actor} does on ${reason.signal}${reason.below ? " when it is not PID 1" : ""} is not known`;
    case "job may ignore":
      return `${ignoredIn(reason.signal)}; whether ${reason.actor} handles it all the same is not known`;
    case "kills":
      return `${reason.actor} forwards ${reason.signal} but kills ${reason.child} after ${reason.after} s`;
    case "abandons":
      return `${reason.actor} exits on ${reason.signal} without waiting for your program, which is then killed`;
    case "which shell":
      return reason.decides === "exec"
        ? "cannot tell which shell /bin/sh is: " +
            "dash would stay PID 1 without forwarding signals, others exec the program"
        : "cannot tell which shell this is: bash runs a trap on EXIT when a signal ends it, others do not";
    case "hidden trap":
      return `a trap may be set where it cannot be seen: ${reason.cause}`;
    case "EXIT trap unknown":
      return "what the trap on EXIT does is not known";
    case "trap unknown":
      return reason.cause;
    case "is killed":
      return (
        `${reason.actor} is killed by ${reason.signal} without forwarding it to ${reason.child}, ` +
        "which is killed when PID 1 exits"
      );
    case "trap runs":
      return `the shell runs its trap on ${reason.signal} at once`;
    case "leaves":
      return `the shell runs its trap on ${reason.trap} and exits without stopping ${reason.child}, which is killed`;
    case "leaves early":
      return (
        `the shell forwards ${reason.signal} to ${reason.child} but exits without waiting; ` +
        `${reason.child} is killed mid-shutdown`
      );
  }
}

const cutWords = {
  "shuts down": "shuts down without finishing the work in hand",
  "exits": "exits at once and cuts the work in hand",
  "is killed": "is killed by it in the middle of its work",
};

function ignoredIn(signal: string): string {
  return `a shell starts its background jobs with ${signal} ignored`;
}

function exitWords(actor: string, as: "script" | "job" | "prompt"): string {
  if (as === "script") return `${actor} exits by itself, and the container stops`;
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
      if (effect.path === undefined) return "; how it is handled is up to your code";
      return effect.handles ? `; ${effect.path} handles it` : `; how it is handled is up to ${effect.path}`;
  }
}
