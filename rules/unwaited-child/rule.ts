import {
  byHand,
  defineRule,
  isCutOff,
  isExpendable,
  isIdle,
  isSubshell,
  mainJob,
  stayingShells,
  stopSignalOf,
} from "../../src/rule.ts";
import type { Path, ReasonOf } from "../../src/rule.ts";
import { messages, places } from "./messages.ts";
import { waitInTrap } from "./wait-in-trap.ts";

/** The trap forwards the signal, but the shell leaves before the child has finished. */
export const rule = defineRule({
  id: "unwaited-child",
  summary: "A trap forwards the stop signal, but the shell exits without waiting for its child, which is then killed",
  alsoSilencedBy: [],
  messages,
  *check(project) {
    for (const judged of project.images) {
      const signal = stopSignalOf(judged.image);
      for (const { role, trap, path, process, severity, forwards } of stayingShells(judged)) {
        if (role.steady.kind === "foreground" || trap?.kind !== "action" || !isCutOff(path)) continue;
        const { running } = role.steady;
        const main = mainJob(role.steady.kind === "wait" ? role.steady.wait.state.jobs : role.state.jobs);
        // Nothing is lost with what only idles.
        if (!running || isIdle(main?.argv ?? [])) continue;
        const child = path.processes[path.processes.indexOf(process) + 1];
        const subshell = child !== undefined && isSubshell(child);
        if (forwards && !subshell) continue;
        yield {
          // Rounds of short commands are cut off at any time as well.
          severity: subshell && isExpendable(path) === "idle" ? "warning" : severity,
          reason: reasonOf(path, signal, subshell),
          at: trap.at,
          related: [{ at: running.at, message: places.child }],
          fixes: [
            subshell
              ? byHand(
                  "start the program with `&` and nothing around it, so that `$!` is the program and not a subshell, " +
                    "and `wait` for it in the trap",
                )
              : waitInTrap(trap, role.steady.kind === "wait" ? role.steady.wait.state : role.state, judged.image),
          ],
        };
      }
    }
  },
});

function reasonOf({ onSignal: { reason } }: Path, signal: string, subshell: boolean): ReasonOf<typeof messages> {
  if (reason.kind === "leaves") return { kind: "exits without forwarding", signal };
  // A trap may send the child another signal than the one that it is set on.
  const sent = reason.kind === "leaves early" ? reason.signal : signal;
  return { kind: subshell ? "signals a subshell" : "forwards without waiting", signal: sent };
}
