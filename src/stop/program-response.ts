import type { Known } from "../text/diagnostic.ts";
import type { Outcome, Process, Role } from "../startup/process.ts";
import { entryOf, handlingOf } from "../application/entry.ts";
import type { Entry, Files } from "../application/entry.ts";
import { harmless, killed, nameOf } from "./response.ts";
import type { Place, Response } from "./response.ts";
import type { State } from "../shell/state/state.ts";
import { effectOn } from "../known/programs/program.ts";

type ProgramRole = Extract<Role, { kind: "program" }>;
type Program = Process & { readonly role: ProgramRole };

/** Signals that a shell without job control lets its background jobs ignore: POSIX, Shell Command Language, 2.12. */
export const ignoredInJobs = new Set(["SIGINT", "SIGQUIT"]);

/** Whether a background job of a shell may have been started with a signal ignored, and may leave it so. */
export function mayIgnore(job: Process | undefined, signal: string, { monitor }: State, files: Files): boolean {
  if (!ignoredInJobs.has(signal) || monitor) return false;
  return job?.role.kind !== "program" || asJob(job.role, entryOf(job, files), signal) !== false;
}

/** Whether a program that starts with a signal ignored leaves it so. */
function asJob({ row }: ProgramRole, entry: Entry | undefined, signal: string): Known<boolean> {
  if (!row || (entry?.kind === "file" && handlingOf(entry, signal) === "handles")) return false;
  const effect = effectOn(row, signal);
  if (row.keepsIgnored.includes(signal)) return row.longRunning || "unknown";
  return effect === "ignored" || ((effect === "ends" || effect === undefined) && "unknown");
}

/** What a signal does to a program. */
export function programResponse(process: Program, signal: string, place: Place, entry: Entry | undefined): Response {
  const { role } = process;
  const { row } = role;
  const name = nameOf(process);
  const result = (outcome: Outcome, reason: string, note: string): Response => ({ outcome, reason, notes: [note] });
  if (!row)
    return result("delivered", `${signal} reaches ${name}, which is the user's own to handle it`, `gets ${signal}`);
  const effect = effectOn(row, signal);
  if (place === "job" && ignoredInJobs.has(signal)) {
    const deaf = asJob(role, entry, signal);
    const job = `a shell starts its background jobs with ${signal} ignored`;
    if (deaf === true) return result("stuck", `${job}, and ${name} leaves it so; ${killed}`, `ignores ${signal}`);
    if (deaf === "unknown")
      return result("unknown", `${job}; whether ${name} handles it all the same is not known`, `may ignore ${signal}`);
  }
  switch (effect) {
    case "handled":
      return row.evidence.kind === "unsourced"
        ? result("delivered", `${signal} reaches ${name}`, `gets ${signal}`)
        : result(
            "graceful",
            `${signal} reaches ${name}, which ${row.gracefulSignal === undefined || row.gracefulSignal === signal ? "shuts down in order" : "shuts down at once"}`,
            `handles ${signal}`,
          );
    case "slow":
      return result(
        "unknown",
        `${name} waits on ${signal} for what it serves, for longer than most grace periods unless its settings say otherwise`,
        `waits for what it serves`,
      );
    case "ends":
      return result("delivered", `${signal} reaches ${name}, which ends at once`, `ends on ${signal}`);
    case "own": {
      if (entry?.kind !== "file")
        return result(
          "delivered",
          `${signal} reaches ${name}; whether it is handled is the program's own business`,
          `gets ${signal}`,
        );
      const handled = handlingOf(entry, signal) === "handles";
      return result(
        "delivered",
        `${signal} reaches ${name}; ${handled ? `${entry.path} has a handler for it` : `whether it is handled is up to ${entry.path}`}`,
        `gets ${signal}`,
      );
    }
    case "other":
      return result(
        "stuck",
        `${name} takes ${signal} for something other than the order to stop; ${killed}`,
        `does not stop on ${signal}`,
      );
    case "ignored":
      if (place === "pid1")
        return result(
          "stuck",
          `${name} has no handler for ${signal}, and the kernel drops it at PID 1; ${killed}`,
          `ignores ${signal} as PID 1`,
        );
      return harmless.has(signal)
        ? result("stuck", `${signal} does nothing to ${name}; ${killed}`, `ignores ${signal}`)
        : result("delivered", `${signal} reaches ${name}, which ends at once`, `ends on ${signal}`);
    default:
      if (row.oneShot) return result("unknown", `${name} ends by itself when its work is done`, "ends by itself");
      if (harmless.has(signal) && row.asPid1.SIGTERM === "ignored")
        return result("stuck", `${signal} does nothing to ${name}; ${killed}`, `ignores ${signal}`);
      return result("unknown", `what ${name} does on ${signal} is not known`, `gets ${signal}`);
  }
}
