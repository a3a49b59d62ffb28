import type { Wrapped } from "../known/wrappers/wrappers.ts";
import type { Process, Role } from "../startup/process.ts";
import { programResponse } from "./program-response.ts";
import { childOf, isInGroup, isInJob, limited, nameOf } from "./response.ts";
import type { Note, Reason } from "./reason.ts";
import type { Arrival, Place, Response, Surroundings } from "./response.ts";
import { shellResponse } from "./shell/shell-response.ts";

/** What a signal that is sent to the first of the processes does. */
export function respond(processes: readonly Process[], signal: string, place: Place, around: Surroundings): Response {
  const [head, ...rest] = processes;
  if (!head) return { outcome: "unknown", reason: { kind: "nothing runs" }, notes: [] };
  if (signal === "SIGKILL")
    return { outcome: "abrupt", reason: { kind: "SIGKILL" }, notes: processes.map(() => undefined) };
  const arrival: Arrival = { signal, place, around };
  const actor = nameOf(head);
  const { role } = head;
  switch (role.kind) {
    case "program":
      return programResponse({ ...head, role }, arrival);
    case "unknown":
      return { outcome: "unknown", reason: { kind: "unresolved", why: role.why }, notes: [undefined] };
    case "ended":
      return {
        outcome: "unknown",
        reason: { kind: "exits by itself", actor, as: "script" },
        notes: [{ kind: "exits by itself" }],
      };
    case "unrunnable":
      return {
        outcome: "unknown",
        reason: { kind: "cannot start", problem: role.problem },
        notes: [{ kind: "cannot start" }],
      };
    case "interactive":
      return {
        outcome: "stuck",
        reason: { kind: "harmless", actor: `an interactive ${actor}`, signal, grace: around.grace },
        notes: [{ kind: "ignores", signal, how: "certainly" }],
      };
    case "init":
    case "wrapper":
      return wrapperResponse({ ...head, role }, rest, arrival);
    case "shell":
      return shellResponse(role, rest, arrival, (child, sent, where) => respond(child, sent, where, around));
  }
}

type Wrapper = Process & { readonly role: Extract<Role, { kind: "init" | "wrapper" }> };

function wrapperResponse(process: Wrapper, rest: readonly Process[], arrival: Arrival): Response {
  const { signal, place, around } = arrival;
  const { wrapped } = process.role;
  const { row, rewrites } = wrapped;
  const act = { actor: nameOf(process), signal };
  const [main] = rest.slice(-1);
  const child = childOf(act.actor, wrapped.everyone && main ? [main] : rest) ?? "its child";
  const silent = rest.map(() => undefined);
  const below = belowOf(wrapped, place);
  const wasted = { ...act, grace: around.grace };
  if (rewrites.has(signal) && rewrites.get(signal) === undefined) {
    const note: Note = { kind: "drops", signal };
    if (!isInGroup(place)) return { outcome: "stuck", reason: { kind: "drops", ...wasted }, notes: [note, ...silent] };
    // What it runs has got the signal with it.
    const inner = respond(rest, signal, place, around);
    return { ...inner, notes: [note, ...inner.notes] };
  }
  const passed = rewrites.get(signal) ?? signal;
  if (main && rest.length > 1 && wrapped.sweeps !== undefined && !wrapped.everyone) {
    // What dies in between leaves the program to the wrapper, which then turns to all that is left.
    const swept = { ...wrapped, row: { ...row, kind: "limit" as const, killsAfter: wrapped.sweeps }, everyone: true };
    if (respond(rest, passed, below, around).outcome === "abrupt")
      return wrapperResponse({ ...process, role: { ...process.role, wrapped: swept } }, rest, arrival);
  }
  switch (row.kind) {
    case "exec":
    case "init":
    case "forward": {
      if (wrapped.everyone && main) {
        const inner = respond([main], passed, isJob(rest) ? "job" : below, around);
        const note = { kind: "forwards" as const, signal: passed, to: "everyone" as const };
        return { ...inner, notes: [note, ...silent.slice(1), ...inner.notes] };
      }
      const inner = respond(rest, passed, below, around);
      const notes: Response["notes"] = [{ kind: "forwards", signal: passed, to: "its child" }, ...inner.notes];
      if (servesUnknown(wrapped, inner, rest)) return served(act, notes);
      return { ...inner, notes };
    }
    case "kill":
    case "limit": {
      const inner = respond(wrapped.everyone && main ? [main] : rest, passed, below, around);
      const after = (row.killsAfter ?? 0) / 1000;
      const toAll = wrapped.everyone ? "everyone" : "its child";
      const killed: Reason = { kind: "kills", actor: act.actor, signal: passed, child, after };
      const note: Note = { kind: "kills", signal: passed, after };
      const notes = [note, ...(wrapped.everyone ? silent.slice(1) : []), ...inner.notes];
      if (servesUnknown(wrapped, inner, rest)) return served(act, notes);
      const always = row.kind === "kill";
      // The platform does not wait that long.
      const idle = !always && inner.outcome !== "unknown" && after >= around.grace.seconds;
      const first: Note = idle ? { kind: "forwards", signal: passed, to: toAll } : note;
      const result = limited(inner, { seconds: after, killed, always }, around.grace);
      return { ...result, notes: [first, ...notes.slice(1)] };
    }
    case "swallow":
      return place === "pid1"
        ? {
            outcome: "stuck",
            reason: { kind: "keeps", ...wasted, child },
            notes: [{ kind: "keeps", signal }, ...silent],
          }
        : {
            outcome: "unknown",
            reason: { kind: "effect unknown", ...act, below: true },
            notes: [undefined, ...silent],
          };
    case "abandon":
      return { outcome: "abrupt", reason: { kind: "abandons", ...act }, notes: [{ kind: "exits first" }, ...silent] };
  }
}

/** Where what a wrapper runs is. */
function belowOf({ group, row }: Wrapped, place: Place): Place {
  if (isInJob(place)) return row.kind === "exec" ? place : "job";
  return group || (isInGroup(place) && row.kind === "exec") ? "group" : "child";
}

/** Whether it is a server's own child that is not known: it gets the signal from it, be it what it will. */
function servesUnknown(wrapped: Wrapped, { reason }: Response, rest: readonly Process[]): boolean {
  return wrapped.serves === true && reason.kind === "unresolved" && (wrapped.everyone || rest.length === 1);
}

function served(act: { readonly actor: string; readonly signal: string }, notes: Response["notes"]): Response {
  return { outcome: "delivered", reason: { kind: "reaches", effect: { is: "handled" }, ...act }, notes };
}

/** Whether what a wrapper signals directly runs as a background job of a shell. */
function isJob(rest: readonly Process[]): boolean {
  return (
    rest.some(({ hops }) => hops[0]?.kind === "background") &&
    !rest.some(({ role }) => role.kind === "shell" && role.state.monitor)
  );
}
