import { applicationOf } from "../../src/application/application.ts";
import { shellFormOf } from "../../src/image/shell-form-of.ts";
import { effectOn } from "../../src/known/programs/program.ts";
import type { Container } from "../../src/platforms/container.ts";
import { isIdle } from "../../src/startup/main-job.ts";
import type { Process } from "../../src/startup/process.ts";
import { isAside } from "../../src/stop/severity.ts";
import type { Judged } from "../../src/stop/judge.ts";
import { graceOf } from "../../src/stop/stop-signal.ts";
import { nameOf } from "../../src/stop/response.ts";
import type { Severity } from "../../src/text/diagnostic.ts";
import type { Location } from "../../src/text/source.ts";
import { betterSignal } from "../better-signal.ts";
import type { Path } from "../../src/stop/start-up.ts";
import type { InitReason } from "./messages.ts";

/** A program at PID 1 that does not act on the stop signal, or does so only if its user's code asks for it. */
export interface Unhandled {
  readonly severity: Severity;
  readonly reason: InitReason;
  readonly at: Location;
  /** The shell that runs a loop, if it is one. */
  readonly loop?: Process;
}

/** Whether PID 1 itself is a program without a handler for the stop signal. */
export function unhandledAtPid1(judged: Judged): Unhandled | undefined {
  const { image, startUp } = judged;
  const grace = graceOf(image);
  const signal = startUp.stopSignal === "unknown" ? "SIGTERM" : startUp.stopSignal;
  for (const path of startUp.paths) {
    if (isAside(path, startUp)) continue;
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
      // What its source says, another rule tells.
      const handling = applicationOf(first, judged)?.on(signal);
      if (handling && (handling.is !== "unknown" || handling.likely)) continue;
      return { severity: "info", reason: { kind: "your code decides", actor: row.name, signal, grace }, at };
    }
    // Where it shuts down gracefully on another signal, that is what the image has to send.
    const better = betterSignal(row);
    if (effect !== "ignored" || (better !== undefined && better !== signal)) continue;
    const sure = row.evidence.kind !== "unsourced" && image.argv !== "unknown";
    const kind = isIdle(hop.argv) ? "idles without handler" : "no handler";
    return { severity: sure ? "warning" : "info", reason: { kind, actor: row.name, signal, grace }, at };
  }
  return undefined;
}

/**
 * A shell that runs jobs in a loop: what is lost is the time to wait. Of shell form other rules speak.
 */
function loopAtPid1(
  first: Process,
  { onSignal, processes }: Path,
  signal: string,
  image: Container,
): Unhandled | undefined {
  const { role } = first;
  if (role.kind !== "shell" || role.state.traps.has(signal) || onSignal.outcome !== "stuck") return undefined;
  const { steady, unit } = role;
  const turns = steady.kind === "loop" ? !steady.running : steady.kind === "foreground" && steady.running.loops;
  const at = steady.kind === "loop" ? steady.at : steady.running?.at;
  const shellForm = [image.cmd, image.entrypoint].some((setting) => shellFormOf(setting)?.text === unit.script.text);
  if (!turns || !at || at.path === "" || shellForm) return undefined;
  const act = { actor: nameOf(first), signal, grace: graceOf(image) };
  const child = processes[1];
  const reason: InitReason = child
    ? { kind: "loop without trap", ...act, program: nameOf(child) }
    : { kind: "loop idles without trap", ...act };
  return { severity: "warning", reason, at, loop: first };
}
