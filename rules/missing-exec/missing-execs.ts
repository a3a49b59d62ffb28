import type { Related, Severity } from "../../src/text/diagnostic.ts";
import { rank } from "../../src/text/diagnostic.ts";
import type { Location } from "../../src/text/source.ts";
import { isSubshell, nameOf } from "../../src/stop/response.ts";
import {
  isAside,
  isExpendable,
  isGrouped,
  mayBeStep,
  isKnownProgram,
  isPrompt,
  mainProcess,
  mainRow,
  severityOf,
} from "../../src/stop/severity.ts";
import { isLost } from "../../src/stop/verdict.ts";
import { commandShells } from "../../src/stop/command-shells.ts";
import { stopSignalOf } from "../../src/stop/stop-signal.ts";
import type { Process } from "../../src/startup/process.ts";
import { shellFormOf } from "../../src/image/shell-form-of.ts";
import type { ShellForm } from "../../src/image/shell-form-of.ts";
import type { Path } from "../../src/stop/start-up.ts";
import type { Running } from "../../src/shell/state/state.ts";
import type { Judged } from "../../src/stop/judge.ts";
import type { MissingReason } from "./messages.ts";
import { whyNoExec } from "../../src/remedies/exec-places.ts";

/** A command that runs as a child of its shell although the container exists for it. */
export interface MissingExec {
  readonly path: Path;
  readonly severity: Severity;
  readonly running: Running;
  readonly reason: MissingReason;
  readonly at: Location;
  readonly others: readonly Related[];
  /** It only keeps the container up, so that exec alone would not help. */
  readonly idle: boolean;
  /** The shell that runs it. */
  readonly process: Process;
  /** Whether what is believed of the main program has a source. */
  readonly sourced: boolean;
}

/**
 * All places of an image's start-up where `exec` is missing: in scripts and in `-c` texts of exec form. Shell form as
 * such is not among them, nor what runs in pipelines or loops.
 */
export function missingExecs(judged: Judged): readonly MissingExec[] {
  const found = new Map<string, MissingExec>();
  const { paths } = judged.startUp;
  const forms = [shellFormOf(judged.image.cmd), shellFormOf(judged.image.entrypoint)].flatMap((form) =>
    form ? [{ ...form, gone: commandShells(form.text, judged.startUp).every(({ kind }) => kind === "replaced") }] : [],
  );
  for (const path of paths) {
    const main = mainProcess(path);
    if (!main || isPrompt(path) || main.role.kind === "ended") continue;
    for (const candidate of [...stays(path, judged), ...lucky(path, judged)]) {
      const { running } = candidate;
      if (running.at.path === "" || forms.some((form) => saidOf(form, running))) continue;
      const key = `${running.at.path}:${running.at.start}`;
      const known = found.get(key);
      if (known && rank(candidate.severity) >= rank(known.severity)) continue;
      // What stands in the way on another way through the script stands in the way here.
      const slot = running.slot.kind === "insert" ? (whyNoExec(judged, running.slot.at) ?? running.slot) : running.slot;
      found.set(key, { ...candidate, running: { ...running, slot }, others: [] });
    }
  }
  return [...found.values()];
}

/** What runs from the text of shell form is said of the form, and what nobody can mend there needs no second word. */
function saidOf({ text, instruction, gone }: Form, { unit, slot, at }: Running): boolean {
  const within = at.path === instruction.at.path && at.start >= instruction.at.start && at.end <= instruction.at.end;
  return text === unit.script.text || (!gone && within && slot.kind === "none" && slot.locked === true);
}

/** `gone`: its own shell never stays, so that nothing is said of the form. */
interface Form extends ShellForm {
  readonly gone: boolean;
}

/** Shells that stay with a foreground child. */
function* stays(path: Path, judged: Judged): Generator<Omit<MissingExec, "others">> {
  const expendable = isExpendable(path);
  // A job ends by itself.
  if (expendable === "job" || isAside(path, judged.startUp)) return;
  const idle = expendable === "idle";
  for (const [index, process] of path.processes.entries()) {
    if (process.role.kind !== "shell" || process.role.steady.kind !== "foreground") continue;
    const { running } = process.role.steady;
    // A subshell in the background is for the trap or its absence to answer.
    if (behindWrapper(path, index) || isSubshell(process)) continue;
    if (running.how !== "foreground" && running.how !== "subshell") continue;
    // Where a trap waits for the signal, it is the trap that is said to be late.
    const signal = stopSignalOf(judged.image);
    if (traps(process, signal)) continue;
    // Whom the trap of a shell above signals is what is not known then: not this shell, perhaps.
    if (path.onSignal.outcome === "unknown" && path.processes.slice(0, index).some((each) => traps(each, signal)))
      continue;
    const severity = severityOf(path);
    const known = isKnownProgram(path, judged.image, running);
    // A program that no table knows, with more of the script behind it, is more likely a step of the script than its
    // purpose.
    if (severity === undefined || (!idle && mayBeStep(path, judged.image, running))) continue;
    const sure = known && judged.image.argv !== "unknown" && everyWay(judged, running);
    // Under an init that signals the whole group the program gets the signal too; only a slow shutdown is cut off.
    const grouped = isGrouped(path, process);
    if (idle && grouped) continue;
    yield {
      path,
      severity:
        grouped || running.implicit === "unknown" ? "info" : severity === "error" && !sure ? "warning" : severity,
      running,
      reason: reasonOf(running, process, path, signal),
      at: running.at,
      idle,
      process,
      sourced: mainRow(path)?.evidence.kind !== "unsourced",
    };
  }
}

/** Whether a shell has a trap for a signal. */
function traps({ role }: Process, signal: string): boolean {
  return role.kind === "shell" && role.state.traps.get(signal)?.kind === "action";
}

/** What kills or hides its child is to be mended first. */
function behindWrapper(path: Path, index: number): boolean {
  return path.processes
    .slice(0, index)
    .some(
      (each) =>
        each.role.kind === "wrapper" && (each.role.wrapped.row.kind !== "forward" || each.role.script !== undefined),
    );
}

/** Whether the program misses exec on all ways that this start-up can take. */
function everyWay(judged: Judged, running: Running): boolean {
  return judged.startUp.paths.every(
    (path) =>
      !path.decides ||
      isLost(path) ||
      path.processes.some((process) => process.role.kind === "shell" && process.role.unit === running.unit),
  );
}

function reasonOf(running: Running, process: Process, path: Path, signal: string): MissingReason {
  const outcome = path.onSignal.reason;
  const child = path.processes[path.processes.indexOf(process) + 1];
  const program = child ? nameOf(child) : "the program";
  if (running.implicit === "unknown") return { kind: "which shell", program, signal };
  const outermost = path.processes.find((each) => each.role.kind === "shell");
  return outermost === process
    ? { kind: "child of the shell", outcome }
    : { kind: "child of an inner shell", actor: nameOf(process), program };
}

/** Shells that replaced themselves in exec form although nobody wrote exec. */
function* lucky(path: Path, { image }: Judged): Generator<Omit<MissingExec, "others">> {
  if (isExpendable(path) !== undefined) return;
  for (const [place, process] of path.processes.entries()) {
    for (const [index, hop] of process.hops.entries()) {
      if (hop.kind !== "implicit exec" || !hop.running || behindWrapper(path, place)) continue;
      const actor = process.hops[index - 1]?.what ?? "the shell";
      const signal = stopSignalOf(image);
      yield {
        path,
        severity: "info",
        running: hop.running,
        reason:
          place === 0
            ? { kind: "implicit exec", actor, signal }
            : { kind: "implicit exec below PID 1", actor, program: hop.what, signal },
        at: hop.running.at,
        idle: false,
        process,
        sourced: mainRow(path)?.evidence.kind !== "unsourced",
      };
    }
  }
}
