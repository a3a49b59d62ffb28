import {
  byHand,
  defineRule,
  graceOf,
  isIdle,
  isLost,
  oncePerPlace,
  stayingShells,
  stopSignalOf,
} from "../../src/rule.ts";
import type { Container, Fix, Judged, ReasonOf, Staying, Unworded } from "../../src/rule.ts";
import { adviceFor, forwardToAll } from "./forward-to-all.ts";
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
    const { steady } = shell.role;
    if (steady.kind !== "wait" || !steady.running || shell.role.state.refused.some((each) => each.signal === signal))
      continue;
    if (!isLost(shell.path)) continue;
    const related = [{ at: steady.running.at, message: places.child }];
    if (shell.trap) {
      // A trap that is there, and of no use: what it does instead is the reason for the outcome.
      if (shell.trap.kind !== "unknown" && shell.first && shell.path.onSignal.outcome === "stuck") {
        yield {
          path: shell.path,
          severity: shell.severity,
          reason: { kind: "trap is no help", outcome: shell.path.onSignal.reason },
          at: shell.trap.at,
          related,
          fixes: [byHand(adviceFor(signal))],
        };
      }
      continue;
    }
    yield {
      path: shell.path,
      // Where nothing but idling is cut off, only time is lost.
      severity: isIdle(steady.running.argv ?? []) ? "warning" : shell.severity,
      reason:
        shell.path.onSignal.outcome === "stuck"
          ? { kind: "no trap", signal, grace }
          : { kind: "shell is killed", signal },
      at: steady.wait.at,
      related,
      fixes: [mend(widest(shell, shells), signal, judged.image)],
    };
  }
}

/** The shell at the same `wait` on the way that has the most children there. */
function widest(shell: Staying, shells: readonly Staying[]): Staying {
  const at = placeOf(shell);
  let most = shell;
  for (const other of shells) if (placeOf(other) === at && jobsOf(other) > jobsOf(most)) most = other;
  return most;
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
