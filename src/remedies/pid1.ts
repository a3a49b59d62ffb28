import type { Severity } from "../text/diagnostic.ts";
import type { Location } from "../text/source.ts";
import { byHand } from "../text/edits.ts";
import type { Fix } from "../text/edits.ts";
import { isIdle } from "../startup/follow-script.ts";
import type { Process } from "../startup/process.ts";
import type { Path } from "../stop/start-up.ts";
import { entryOf, handlingOf } from "../application/entry.ts";
import { installInit } from "./install-init.ts";
import type { Project } from "../project/project.ts";
import { shellFormOf } from "./rewrite.ts";
import { nameOf } from "../stop/response.ts";
import { effectOn } from "../known/programs/program.ts";
import type { ProgramRow } from "../known/programs/program.ts";
import type { Image } from "../image/built-image.ts";
import type { Judged } from "../stop/judge.ts";

/** A program at PID 1 that does not act on the stop signal, or does so only if its user's code asks for it. */
export interface Unhandled {
  readonly severity: Severity;
  readonly message: string;
  readonly at: Location;
}

/** The signal on which a program shuts down in order, if there is one. */
export function betterSignal(row: ProgramRow): string | undefined {
  return row.gracefulSignal ?? (row.asPid1.SIGTERM === "handled" ? "SIGTERM" : undefined);
}

/** Whether PID 1 itself is a program without a handler for the stop signal. */
export function unhandledAtPid1(judged: Judged): Unhandled | undefined {
  const { image, startUp } = judged;
  const { who, seconds } = image.patience;
  const signal = startUp.stopSignal === "unknown" ? "SIGTERM" : startUp.stopSignal;
  for (const path of startUp.paths) {
    const [first] = path.processes;
    const loop = first && loopAtPid1(first, path, signal, image);
    if (loop) return loop;
    if (first?.role.kind !== "program" || !first.role.row || first.role.row.interactive) continue;
    const { row } = first.role;
    const hop = first.hops.at(-1);
    // The word that names the program, wherever it stands; else the nearest place that brought it, or what is given to
    // a base image's program.
    const places = first.hops.map((each) => each.at);
    const words = hop?.argv.map(({ text }) => text?.locate()) ?? [];
    const at = [words.find((each) => each !== undefined), ...places, words[0]].findLast(
      (each) => each !== undefined && each.path !== "",
    );
    if (!hop || !at) continue;
    const effect = effectOn(row, signal);
    if (effect === "own") {
      const entry = entryOf(first, judged);
      if (entry && handlingOf(entry, signal) === "handles") continue;
      const message = `${row.name} is PID 1: unless the program that it runs handles ${signal}, the kernel drops the signal and ${who} kills it after ${seconds} s`;
      return { severity: "info", message, at };
    }
    // Where it stops in order on another signal, that is what the image has to send.
    const better = betterSignal(row);
    if (effect !== "ignored" || (better !== undefined && better !== signal)) continue;
    const sure = row.evidence.kind !== "unsourced" && image.argv !== "unknown";
    const end = `${who} waits ${seconds} s${isIdle(hop.argv) ? " for nothing" : ", then kills it"}`;
    return {
      severity: sure ? "warning" : "info",
      message: `${row.name} has no handler for ${signal}, and the kernel drops it at PID 1; ${end}`,
      at,
    };
  }
  return undefined;
}

/**
 * A shell that runs jobs in a loop, a scheduler of sorts: what is lost is the time to wait. Of shell form other rules
 * speak.
 */
function loopAtPid1(first: Process, { onSignal }: Path, signal: string, image: Image): Unhandled | undefined {
  const { role } = first;
  if (role.kind !== "shell" || role.state.traps.has(signal) || onSignal.outcome !== "stuck") return undefined;
  const { steady, unit } = role;
  const turns =
    steady.kind === "loop" ? !steady.running : steady.kind === "foreground" && steady.running.how === "loop";
  const at = steady.kind === "loop" ? steady.at : steady.running?.at;
  const shellForm = [image.cmd, image.entrypoint].some((setting) => shellFormOf(setting)?.text === unit.script.text);
  if (!turns || !at || at.path === "" || shellForm) return undefined;
  const { who, seconds } = image.patience;
  const fault = `${nameOf(first)} runs a loop as PID 1 and has no trap on ${signal}, so the kernel drops the signal`;
  return { severity: "info", message: `${fault}; ${who} waits ${seconds} s for nothing`, at };
}

/** Whether a compose service builds this image, and none starts it without Docker's init: then nobody misses one. */
export function everyServiceHasInit(judged: Judged, { images, builders }: Project): boolean {
  return judged === images[0] && builders.length > 0 && builders.every(({ init }) => init !== undefined);
}

/**
 * How to put an init in front of PID 1, best first: by a line of the compose services that start the image, where there
 * are some; in the image.
 */
export function initFixes(judged: Judged, { images, builders }: Project): readonly Fix[] {
  const { container } = judged.image;
  const services = container
    ? [container]
    : judged === images[0]
      ? builders.filter(({ init }) => init === undefined)
      : [];
  const lines = services.map((service) => service.addKey("init: true"));
  const added = lines.filter((line) => line !== undefined);
  const names = services.map(({ title }) => title).join(", ");
  const compose: readonly Fix[] =
    added.length > 0 && added.length === lines.length
      ? [{ title: `Give ${names} an init: \`init: true\``, applicability: "unsafe", edits: added }]
      : [];
  const installed = installInit(judged);
  const advice = "run the container with an init: `docker run --init`, `init: true` in compose, or tini as ENTRYPOINT";
  return [
    ...compose,
    ...(installed.ok ? [installed.fix] : []),
    byHand(advice, installed.ok || container ? undefined : installed.reason),
  ];
}
