import {
  byHand,
  defineRule,
  graceOf,
  isGrouped,
  isIdle,
  isLost,
  nameOf,
  stayingShells,
  stopSignalOf,
} from "../../src/rule.ts";
import type { Container, Fix, Judged, ReasonOf, Staying, Unworded } from "../../src/rule.ts";
import { adviceFor, forwardToAll } from "./forward-to-all.ts";
import { oncePerPlace } from "../once-per-place.ts";
import { messages, places } from "./messages.ts";

/** Background child and `wait`, no trap. */
export const rule = defineRule({
  id: "unforwarded-signal",
  summary: "A script starts the program in the background and waits for it, but no trap forwards the stop signal",
  alsoSilencedBy: [],
  messages,
  *check(project) {
    for (const judged of project.images) yield* oncePerPlace(check(judged));
  },
});

function* check(judged: Judged): Iterable<Unworded<ReasonOf<typeof messages>>> {
  const signal = stopSignalOf(judged.image);
  const grace = graceOf(judged.image);
  const shells = stayingShells(judged);
  for (const shell of shells) {
    const { steady, state } = shell.role;
    if (!steady.running || !isLost(shell.path) || state.refused.some((each) => each.signal === signal)) continue;
    const related = [{ at: steady.running.at, message: places.child }];
    // A trap that is there, and of no use: what it does instead is the reason for the outcome.
    if (shell.trap && isNoHelp(shell, shells)) {
      yield {
        path: shell.path,
        severity: shell.severity,
        reason: { kind: "trap is no help", outcome: shell.path.onSignal.reason },
        at: shell.trap.at,
        related,
        fixes: [byHand(adviceFor(signal))],
      };
    }
    if (steady.kind === "foreground") {
      // Of PID 1 itself `missing-init` speaks, of shell form other rules.
      if (steady.running.loops && !shell.trap && !shell.first && !shell.shellForm) yield restarted(shell, signal);
      continue;
    }
    if (shell.trap || (steady.kind === "loop" && shell.shellForm)) continue;
    const grouped = isGrouped(shell.path, shell.process);
    yield {
      path: shell.path,
      // Where nothing but idling is cut off, only time is lost; a child that gets the signal too may be quick enough.
      severity: isIdle(steady.running.argv ?? []) || grouped ? "warning" : shell.severity,
      reason: {
        effect: steady.kind === "wait" ? "waits" : "loops",
        signal,
        ...(shell.path.onSignal.outcome === "stuck"
          ? { kind: "no trap", grace }
          : { kind: grouped ? "shell leaves first" : "shell is killed" }),
      },
      at: steady.kind === "wait" ? steady.wait.at : steady.at,
      related,
      fixes: [mend(widest(shell, shells), signal, judged.image)],
    };
  }
}

/** Whether a trap is set in vain, and no rule but this one says so: of actions that come too late another speaks. */
function isNoHelp(shell: Staying, shells: readonly Staying[]): boolean {
  const { trap, role, path } = shell;
  return (
    (trap?.kind === "ignore" || (trap?.kind === "action" && role.steady.kind === "wait")) &&
    path.onSignal.outcome === "stuck" &&
    shell === blamed(shell, shells)
  );
}

/**
 * The shell of a way whose trap is of no use: the first that does not pass the signal on; where each does that can be
 * named, the outermost.
 */
function blamed({ path }: Staying, shells: readonly Staying[]): Staying | undefined {
  const those = shells.filter((each) => each.path === path);
  return those.find(({ forwards, trap, role }) => !forwards && (role.steady.kind !== "foreground" || trap)) ?? those[0];
}

/** The shell at the same `wait` on the way that has the most children there. */
function widest(shell: Staying, shells: readonly Staying[]): Staying {
  const at = placeOf(shell);
  let most = shell;
  for (const other of shells) if (placeOf(other) === at && jobsOf(other) > jobsOf(most)) most = other;
  return most;
}

/** A shell below PID 1 that starts a program again and again: killed, it leaves the program to be killed. */
function restarted({ path, process, role }: Staying, signal: string): Unworded<ReasonOf<typeof messages>> {
  const child = path.processes[path.processes.indexOf(process) + 1];
  return {
    path,
    severity: "warning",
    reason: { kind: "loop is killed", actor: nameOf(process), program: child ? nameOf(child) : "its child", signal },
    at: role.steady.running?.at ?? role.unit.script.text.locate(),
    related: [],
    fixes: [
      byHand("`exec` the program and leave restarts to the restart policy, or start it with `&`, forward and `wait`"),
    ],
  };
}

function placeOf({ role: { steady } }: Staying): string {
  return steady.kind === "wait" ? `${steady.wait.at.path}:${steady.wait.at.start}` : "";
}

function jobsOf({ role: { steady } }: Staying): number {
  return steady.kind === "wait" ? steady.wait.state.jobs.length : 0;
}

/** A trap before `wait` is all that is missing, unless the children start deaf. */
function mend({ role: { steady, unit }, deaf }: Staying, signal: string, image: Container): Fix {
  if (deaf)
    return byHand(
      `set a trap on ${signal.slice(3)} that sends TERM to every child and waits for them`,
      `a shell starts its background jobs with ${signal} ignored`,
    );
  return steady.kind === "wait" && steady.wait.unit === unit
    ? forwardToAll(steady.wait, signal, image)
    : byHand(adviceFor(signal));
}
