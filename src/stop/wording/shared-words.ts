import { stopperName } from "../../platforms/deployment.ts";
import type { Stopper } from "../../platforms/deployment.ts";

/** Who does what to whom, and with which signal. */
export interface Act {
  readonly actor: string;
  readonly program: string;
  readonly signal: string;
}

/** What becomes of a container in which nobody acts: "`docker stop` waits 10 s and then sends SIGKILL". */
export function graceWords(stopper: Stopper): string {
  return `${stopperName(stopper)} waits ${stopper.seconds} s and then sends SIGKILL`;
}

/** The same where nothing is lost but time: "`docker stop` always takes the full 10 s". */
export function fullGraceWords(stopper: Stopper): string {
  return `${stopperName(stopper)} always takes the full ${stopper.seconds} s`;
}

/** A shell that execs its last command although nobody wrote exec, where another would not. */
export function luckWords({ actor, signal }: Pick<Act, "actor" | "signal">): string {
  return (
    `works only because ${actor} execs the last command; ` +
    `dash (Debian, Ubuntu) would stay PID 1 and swallow ${signal}`
  );
}

/** A shell that may be one that execs its last command, or one that does not. */
export function whichShellWords({ program, signal }: Pick<Act, "program" | "signal">): string {
  return (
    "cannot tell which shell /bin/sh is in this base image; " + `if it is dash, ${signal} never reaches ${program}`
  );
}

/** PID 1 without a handler. */
export function noHandlerWords({ actor, signal }: Pick<Act, "actor" | "signal">): string {
  return `${actor} runs as PID 1 without a handler for ${signal}: the kernel discards it`;
}

/** A wrapper that is gone before the program. */
export function abandonWords({ actor, signal }: Pick<Act, "actor" | "signal">): string {
  return `${actor} exits on ${signal} without waiting for your program, which is then killed`;
}

/** Why a trap that has to wait for `sleep` is late. */
export function sleepWords(grace: Stopper): string {
  return `and \`sleep\` there takes too long, so ${graceWords(grace)}`;
}
