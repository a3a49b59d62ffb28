import { applicationOf } from "../application/application.ts";
import type { Application } from "../application/application.ts";
import type { Files } from "../application/entry.ts";
import type { Handling } from "../application/handling.ts";
import { effectOn } from "../known/programs/program.ts";
import type { ProgramRow } from "../known/programs/program.ts";
import type { Stopper } from "../platforms/deployment.ts";
import type { Trap } from "../shell/state/traps.ts";
import type { State } from "../shell/state/state.ts";
import type { Process, Role } from "../startup/process.ts";
import type { Known } from "../text/diagnostic.ts";
import type { SignalOutcome } from "./outcome.ts";
import type { Effect, Note, Reason } from "./reason.ts";
import { harmless, ignoredInJobs, isInJob, nameOf } from "./response.ts";
import type { Arrival, Response } from "./response.ts";

type Cut = Extract<Reason, { kind: "cuts work" }>;
type ProgramRole = Extract<Role, { kind: "program" }>;

/** A process that has become a program. */
export type Program = Process & { readonly role: ProgramRole };

/** Whether a background job of a shell may have been started with a signal ignored, and may leave it so. */
export function mayIgnore(job: Process | undefined, signal: string, { monitor }: State, files: Files): boolean {
  if (!ignoredInJobs.has(signal) || monitor) return false;
  return job?.role.kind !== "program" || asJob(job.role, applicationOf(job, files), signal) !== false;
}

/** Whether a program that starts with a signal ignored leaves it so. */
function asJob({ row }: ProgramRole, application: Application | undefined, signal: string): Known<boolean> {
  if (!row || application?.on(signal).is === "handled") return false;
  const effect = effectOn(row, signal);
  if (row.keepsIgnored.includes(signal)) return row.longRunning || "unknown";
  return effect === "ignored" || ((effect === "ends" || effect === undefined) && "unknown");
}

/** What a signal does to a program. */
export function programResponse(process: Program, arrival: Arrival): Response {
  const { signal, place, around } = arrival;
  const { role } = process;
  const application = around.applicationOf(process);
  const actor = nameOf(process);
  const act = { actor, signal };
  const wasted = { ...act, grace: around.grace };
  const ignores: Note = { kind: "ignores", signal, how: "certainly" };
  const ignored = ignoring(process, signal);
  if (!role.row) {
    // What does nothing by default says nothing of a program that nobody knows.
    return harmless.has(signal)
      ? respondWith("unknown", { kind: "effect unknown", below: false, ...act }, { kind: "gets", signal })
      : reaching(act, yourCode(application), { kind: "gets", signal });
  }
  if (isInJob(place) && ignoredInJobs.has(signal)) {
    const deaf = asJob(role, application, signal);
    if (deaf === true) return respondWith("stuck", { kind: "job ignores", ...wasted }, ignores);
    if (deaf === "unknown")
      return respondWith("unknown", { kind: "job may ignore", ...act }, { kind: "ignores", signal, how: "perhaps" });
  }
  switch (effectOn(role.row, signal)) {
    case "handled":
      return handled(role.row, act);
    case "slow":
      return respondWith("unknown", { kind: "slow", ...act }, { kind: "waits for what it serves" });
    case "ends":
      return (
        cutting(role.row, act, "exits", { kind: "exits", signal }) ??
        reaching(act, { is: "exits" }, { kind: "exits", signal })
      );
    case "own": {
      const handling = application?.on(signal);
      // What does nothing by default, few programs have a handler for.
      if (harmless.has(signal) && handling?.is !== "handled")
        return respondWith("stuck", { kind: "harmless", ...wasted }, ignores);
      return handling
        ? byItsSource(application, handling, arrival, wasted)
        : reaching(act, yourCode(application), { kind: "gets", signal });
    }
    case "other":
      return respondWith("stuck", { kind: "other purpose", ...wasted }, { kind: "other", signal });
    case "ignored":
      if (place === "pid1")
        return respondWith("stuck", { kind: "no handler", ...wasted }, { kind: "ignores", signal, how: "as PID 1" });
      if (ignored) return respondWith("stuck", { kind: "told to ignore", ...wasted, at: ignored.at }, ignores);
      return harmless.has(signal)
        ? respondWith("stuck", { kind: "harmless", ...wasted }, ignores)
        : (cutting(role.row, act, "is killed", { kind: "is killed", signal }) ??
            reaching(act, { is: "killed" }, { kind: "is killed", signal }));
    case undefined:
      if (signal === role.row.gracefulSignal) return handled(role.row, act);
      if (role.row.oneShot)
        return respondWith("unknown", { kind: "exits by itself", actor, as: "job" }, { kind: "exits by itself" });
      if (harmless.has(signal) && role.row.asPid1.SIGTERM === "ignored")
        return respondWith("stuck", { kind: "harmless", ...wasted }, ignores);
      // Below PID 1 the kernel ends what does not act on it by itself.
      if (place !== "pid1" && !ignored && signal === "SIGTERM" && role.row.longRunning)
        return reaching(act, { is: "believed" }, { kind: "gets", signal });
      return respondWith("unknown", { kind: "effect unknown", below: false, ...act }, { kind: "gets", signal });
  }
}

/** What has told a shell to ignore the signal before it has started the program, which then ignores it as well. */
function ignoring({ hops }: Program, signal: string): Trap | undefined {
  return hops.map(({ running }) => running?.state.traps.get(signal)).find((trap) => trap?.kind === "ignore");
}

interface Act {
  readonly actor: string;
  readonly signal: string;
}

/** A program that handles the signal: whether it also finishes its work is a fact of its own. */
function handled(row: ProgramRow, act: Act): Response {
  const note: Note = { kind: "handles", signal: act.signal };
  if (row.evidence.kind === "unsourced") return reaching(act, { is: "believed" }, { kind: "gets", signal: act.signal });
  const cut = cutting(row, act, "shuts down", note);
  if (cut) return cut;
  if (!waitsOn(row, act.signal)) return reaching(act, { is: "handled" }, note);
  return respondWith("graceful", { kind: "reaches", effect: { is: "graceful" }, ...act }, note);
}

/** The response of a program that is known to cut the work in hand on this signal; undefined: that is not known. */
function cutting(row: ProgramRow, act: Act, how: Cut["how"], note: Note): Response | undefined {
  return waitsOn(row, act.signal) === false
    ? respondWith("abrupt", { kind: "cuts work", how, ...act }, note)
    : undefined;
}

/** Whether evidence says that it finishes its work on this signal, or that it does not. */
export function waitsOn({ waits, waitsEvidence }: ProgramRow, signal: string): boolean | undefined {
  if (waitsEvidence === undefined || waitsEvidence.kind === "unsourced") return undefined;
  return Object.hasOwn(waits, signal) ? waits[signal] : undefined;
}

/** The response of the user's own program, as its source has it. */
function byItsSource(
  application: Application | undefined,
  handling: Handling,
  { place, signal }: Arrival,
  wasted: Act & { readonly grace: Stopper },
): Response {
  const act = { actor: wasted.actor, signal };
  switch (handling.is) {
    case "unknown":
      return reaching(act, { ...yourCode(application), doubt: handling.doubt }, { kind: "gets", signal });
    case "handled": {
      const note: Note = { kind: "handles", signal };
      const effect: Effect = { ...yourCode(application), handler: handling };
      if (handling.does === "exits")
        return respondWith(
          "abrupt",
          { kind: "cuts work", how: "exits", handler: handling, ...act },
          { kind: "exits", signal },
        );
      return handling.does === "finishes"
        ? respondWith("graceful", { kind: "reaches", effect, ...act }, note)
        : reaching(act, effect, note);
    }
    case "unhandled":
      // A handler that does nothing takes the default action away, below PID 1 too.
      if (place === "pid1" || handling.idle)
        return respondWith(
          "stuck",
          { kind: "unhandled", unhandled: handling, ...wasted },
          { kind: "ignores", signal, how: place === "pid1" ? "as PID 1" : "certainly" },
        );
      return respondWith(
        "abrupt",
        { kind: "cuts work", how: "is killed", unhandled: handling, ...act },
        { kind: "is killed", signal },
      );
  }
}

function yourCode(application: Application | undefined): Extract<Effect, { is: "your code" }> {
  const entry = application?.entry;
  return { is: "your code", path: entry?.kind === "file" ? entry.path : undefined };
}

function reaching(act: Act, effect: Effect, note: Note): Response {
  return respondWith("delivered", { kind: "reaches", effect, ...act }, note);
}

function respondWith(outcome: SignalOutcome, reason: Reason, note: Note): Response {
  return { outcome, reason, notes: [note] };
}
