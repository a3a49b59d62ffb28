import type { Known } from "../text/diagnostic.ts";
import { mainJob } from "../startup/follow-script.ts";
import type { Outcome, Process, Role, Steady } from "../startup/process.ts";
import { ignoredInJobs, programResponse } from "./program-response.ts";
import { harmless, killed, nameOf } from "./response.ts";
import type { Place, Response, Surroundings } from "./response.ts";
import { handler } from "../shell/jobs/trap-handler.ts";
import type { Unit } from "../shell/state/state.ts";
import { agreed } from "../shell/subshell.ts";

type ShellRole = Extract<Role, { kind: "shell" }>;
type Say = (outcome: Outcome, reason: string, note: string) => Response;

/** What a signal that is sent to the first of the processes does. */
export function respond(processes: readonly Process[], signal: string, place: Place, around: Surroundings): Response {
  const [head, ...rest] = processes;
  if (!head) return { outcome: "unknown", reason: "nothing runs", notes: [] };
  if (signal === "SIGKILL")
    return {
      outcome: "abrupt",
      reason: "SIGKILL cannot be handled: every process is killed at once",
      notes: processes.map(() => undefined),
    };
  switch (head.role.kind) {
    case "program":
      return programResponse({ ...head, role: head.role }, signal, place, around.entryOf(head));
    case "unknown":
      return { outcome: "unknown", reason: head.role.reason, notes: [undefined] };
    case "ended":
      return {
        outcome: "unknown",
        reason: `${nameOf(head)} comes to its end: the container stops by itself`,
        notes: ["ends by itself"],
      };
    case "unrunnable":
      return {
        outcome: "unknown",
        reason: `the container cannot start: ${head.role.problem.message}`,
        notes: ["cannot start"],
      };
    case "interactive":
      return {
        outcome: "stuck",
        reason: `an interactive ${nameOf(head)} ignores ${signal}; ${killed}`,
        notes: [`ignores ${signal}`],
      };
    case "init":
    case "wrapper":
      return wrapperResponse(head, head.role, rest, signal, place, around);
    case "shell":
      return shellResponse(head.role, rest, signal, place, around);
  }
}

function wrapperResponse(
  process: Process,
  role: Extract<Role, { kind: "init" | "wrapper" }>,
  rest: readonly Process[],
  signal: string,
  place: Place,
  around: Surroundings,
): Response {
  const { row, rewrites } = role.wrapped;
  const name = nameOf(process);
  const child = rest.map(nameOf).at(0) ?? "its child";
  const silent = rest.map(() => undefined);
  const below = place === "job" ? "job" : "child";
  if (rewrites.has(signal) && rewrites.get(signal) === undefined) {
    return {
      outcome: "stuck",
      reason: `${name} is told to drop ${signal}; ${killed}`,
      notes: [`drops ${signal}`, ...silent],
    };
  }
  const passed = rewrites.get(signal) ?? signal;
  switch (row.kind) {
    case "exec":
    case "init":
    case "forward": {
      const main = rest.at(-1);
      if (role.wrapped.everyone && main) {
        const job =
          rest.some(({ hops }) => hops[0]?.kind === "background") &&
          !rest.some(({ role: each }) => each.kind === "shell" && each.state.monitor);
        const inner = respond([main], passed, job ? "job" : below, around);
        return {
          ...inner,
          notes: [`passes ${passed} to all that it has started and waits`, ...silent.slice(1), ...inner.notes],
        };
      }
      const inner = respond(rest, passed, below, around);
      return { ...inner, notes: [`passes ${passed} on and waits`, ...inner.notes] };
    }
    case "kill": {
      const inner = respond(rest, passed, below, around);
      const seconds = (row.killsAfter ?? 0) / 1000;
      const reason = `${name} passes ${signal} on, but kills ${child} after ${seconds} s`;
      return {
        outcome: inner.outcome === "unknown" ? "unknown" : "abrupt",
        reason: inner.outcome === "unknown" ? inner.reason : reason,
        notes: [`passes ${signal} on, kills after ${seconds} s`, ...inner.notes],
      };
    }
    case "swallow":
      if (place !== "pid1")
        return {
          outcome: "unknown",
          reason: `what ${name} does on ${signal} when it is not PID 1 is not known`,
          notes: [undefined, ...silent],
        };
      return {
        outcome: "stuck",
        reason: `${name} stays PID 1 and does not pass ${signal} on to ${child}; ${killed}`,
        notes: [`does not pass ${signal} on`, ...silent],
      };
    case "abandon":
      return {
        outcome: "abrupt",
        reason: `${name} ends on ${signal} without waiting for the program: it is killed before its handler is done`,
        notes: [`ends before its child has`, ...silent],
      };
  }
}

function shellResponse(
  role: ShellRole,
  rest: readonly Process[],
  signal: string,
  place: Place,
  around: Surroundings,
): Response {
  const { steady, state, shells } = role;
  const name = shells.length === 1 ? (shells[0]?.title ?? "the shell") : "the shell";
  const child = rest[0] ? nameOf(rest[0]) : steady.running ? "its child" : "its commands";
  const silent = rest.map(() => undefined);
  const say = (outcome: Outcome, reason: string, note: string): Response => ({
    outcome,
    reason,
    notes: [note, ...silent],
  });
  const stays = place === "pid1" ? `${name} stays PID 1` : `${name} stays`;
  const running = steady.kind === "foreground" ? steady.running : undefined;
  if (running?.implicit === "unknown") {
    return say(
      "unknown",
      "which shell /bin/sh is here is not known: some, dash among them, would stay in front of the program and keep the signal, others would not",
      "may stay or not",
    );
  }
  const traps = steady.kind === "wait" ? steady.wait.traps : state.traps;
  if (place === "job" && ignoredInJobs.has(signal))
    return say(
      "stuck",
      `a shell starts its background jobs with ${signal} ignored, and ${name} cannot set a trap on it; ${killed}`,
      `ignores ${signal}`,
    );
  const trap = traps.get(signal);
  if (trap?.kind === "ignore")
    return say("stuck", `${name} was told to ignore ${signal}; ${killed}`, `ignores ${signal}`);
  if (!trap) {
    if (state.opaque !== undefined && steady.kind !== "foreground")
      return say("unknown", `a trap may be set where it cannot be seen: ${state.opaque}`, "may have a trap");
    const interrupts: Known<boolean> = traps.has("EXIT") ? agreed(shells.map((row) => row.exitTrapInterrupts)) : false;
    if (interrupts === "unknown" && place === "pid1")
      return say(
        "unknown",
        "bash acts on a signal where a trap on EXIT is set, other shells do not; which shell this is is not known",
        "may act or not",
      );
    const last = traps.get("EXIT");
    if (interrupts === true && last?.kind === "action") return onExit(last.unit, role, rest, around, say);
    if (interrupts === true) return say("unknown", "what the trap on EXIT does is not known", "runs its trap on EXIT");
    if (place === "pid1")
      return say("stuck", `${stays} and does not pass ${signal} to ${child}; ${killed}`, `does not pass ${signal} on`);
    if (harmless.has(signal)) return say("stuck", `${signal} does nothing to ${name}; ${killed}`, `ignores ${signal}`);
    return say(
      "abrupt",
      `${name} dies of ${signal} without passing it to ${child}, which is killed when PID 1 ends`,
      `dies of ${signal}`,
    );
  }
  if (steady.kind === "foreground") {
    return say(
      "stuck",
      `${name} runs the trap on ${signal} only when ${child} has ended, and nobody tells ${child} to end; ${killed}`,
      "its trap waits for the foreground child",
    );
  }
  if (trap.kind === "unknown") return say("unknown", trap.reason, "has a trap");
  if (steady.kind === "loop" && state.slept > 5) {
    return say(
      "stuck",
      `${name} runs the trap on ${signal} only between the commands of its loop, and \`sleep\` there takes too long; ${killed}`,
      "its trap waits for `sleep`",
    );
  }
  return trapped(steady, role, trap.unit, rest, signal, around, say);
}

/** bash runs its trap on EXIT when a signal ends it, whatever it is waiting for. */
function onExit(action: Unit, role: ShellRole, rest: readonly Process[], around: Surroundings, say: Say): Response {
  const main = mainJob(role.state.jobs);
  const child = rest[0] ? nameOf(rest[0]) : "its child";
  const act = handler(action, role.state, main ? role.state.jobs.indexOf(main) : -1, around.host, role.shells);
  if (act.kind === "unknown") return say("unknown", act.reason, "runs its trap on EXIT");
  if (act.sends === undefined || !act.waits)
    return say(
      "abrupt",
      `the shell runs its trap on EXIT and ends without waiting for ${child}, which is killed`,
      "runs its trap on EXIT and ends",
    );
  const inner = respond(rest, act.sends, role.state.monitor ? "child" : "job", around);
  return { ...inner, notes: [`passes ${act.sends} on and waits`, ...inner.notes] };
}

/** A shell that sits in `wait` or in a short loop: its trap runs at once. */
function trapped(
  steady: Exclude<Steady, { kind: "foreground" }>,
  role: ShellRole,
  action: Unit,
  rest: readonly Process[],
  signal: string,
  around: Surroundings,
  say: Say,
): Response {
  const state = steady.kind === "wait" ? steady.wait.state : role.state;
  const main = mainJob(state.jobs);
  const job = main ? state.jobs.indexOf(main) : -1;
  const child = rest[0] ? nameOf(rest[0]) : "its child";
  const first = handler(action, state, job, around.host, role.shells);
  if (first.kind === "unknown") return say("unknown", first.reason, "has a trap");
  const last = role.state.traps.get("EXIT");
  // When the action ends the shell, the trap on EXIT still runs.
  const second =
    first.exits && !first.waits && last?.kind === "action"
      ? handler(last.unit, state, job, around.host, role.shells)
      : undefined;
  if (second?.kind === "unknown") return say("unknown", second.reason, "has a trap on EXIT");
  const act = {
    sends: first.sends ?? second?.sends,
    waits: first.waits || second?.waits === true || (first.sends !== undefined && second?.hangs === true),
    exits: first.exits,
  };
  if (!main) {
    if (act.exits || steady.kind === "wait")
      return say("delivered", `the shell's trap on ${signal} runs at once`, `runs its trap on ${signal}`);
    return say(
      "stuck",
      `the shell's trap on ${signal} does not end the loop; ${killed}`,
      `runs its trap on ${signal} and goes on`,
    );
  }
  if (act.sends === undefined) {
    if (first.hangs)
      return say(
        "stuck",
        `the trap on ${signal} waits for ${child}, which nobody tells to end; ${killed}`,
        `its trap on ${signal} waits for its child`,
      );
    if (!act.exits && (steady.kind === "loop" || steady.wait.again))
      return say(
        "stuck",
        `the trap on ${signal} does not tell ${child} to end; ${killed}`,
        `runs its trap on ${signal}, which does not reach its child`,
      );
    return say(
      "abrupt",
      `the shell runs its trap on ${signal} and ends; nobody tells ${child}, which is killed`,
      `runs its trap on ${signal} and ends`,
    );
  }
  const waits = act.waits || (!act.exits && (steady.kind === "loop" || steady.wait.again));
  if (!waits)
    return say(
      "abrupt",
      `the shell passes ${act.sends} to ${child}, but ends before ${child} has finished`,
      `passes ${act.sends} on, but does not wait`,
    );
  const inner = respond(rest, act.sends, role.state.monitor ? "child" : "job", around);
  return { ...inner, notes: [`passes ${act.sends} on and waits`, ...inner.notes] };
}
