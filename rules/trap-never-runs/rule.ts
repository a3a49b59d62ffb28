import { byHand, isIdle, reasonWords, stayingShells, stopSignalOf } from "../../src/rule.ts";
import type { Finding, Fix, Project, Rule, Running, Staying } from "../../src/rule.ts";

/** A trap waits behind a foreground child, or is never set. */
export const rule: Rule = {
  id: "trap-never-runs",
  summary:
    "A trap on the stop signal never runs in time: the shell waits for a foreground child first, " +
    "or refuses the signal's name",
  alsoSilencedBy: [],
  *check(project: Project): Iterable<Finding> {
    for (const judged of project.images) {
      const signal = stopSignalOf(judged.image);
      for (const shell of stayingShells(judged)) {
        const { steady, state } = shell.role;
        for (const refused of state.refused.filter((each) => each.signal === signal))
          yield refusedTrap(refused.at, shell);
        for (const name of ["SIGKILL", "SIGSTOP"]) {
          const trap = state.traps.get(name);
          if (trap)
            yield {
              severity: "info",
              message: `no shell can act on ${name}: this trap never runs for it`,
              at: trap.at,
              related: [],
              fixes: [byHand(`leave out ${name}`)],
            };
        }
        if (shell.trap?.kind !== "action" || steady.kind === "wait" || shell.path.onSignal.outcome !== "stuck")
          continue;
        if (steady.kind === "loop") {
          const slow = state.slept > 5;
          const message = slow
            ? "this trap runs only between the commands of the loop, and `sleep` there outlasts the grace period"
            : reasonWords(shell.path.onSignal.reason);
          const how = slow
            ? "let the loop say `sleep N & wait $!`"
            : "let the trap end the script (`exit`), or pass the signal on and `wait`";
          yield {
            severity: "warning",
            message,
            at: shell.trap.at,
            related: [{ at: steady.at, message: "the loop" }],
            fixes: [byHand(how)],
          };
          continue;
        }
        const { running } = steady;
        yield {
          severity: shell.severity,
          message:
            `this trap never runs in time: the shell acts on ${signal} only when its foreground child has ended, ` +
            "and nobody tells that to end",
          at: shell.trap.at,
          related: [{ at: running.at, message: "the foreground child" }],
          fixes: [mend(running)],
        };
      }
    }
  },
};

function mend(running: Running): Fix {
  const tail = running.how === "foreground" && !running.notTail && running.unit.locked === undefined;
  // Where nothing but idling is interrupted, the trap's own action is all that has to happen.
  if (!tail || !isIdle(running.argv ?? []))
    return byHand("start the program with `&`, `wait` for it, and let the trap pass the signal on and `wait` again");
  const end = running.unit.script.text.endOf(running.node.end);
  return {
    title: "Wait for it in the background, so that the trap runs at once",
    applicability: "safe",
    edits: [{ path: running.at.path, start: end, end, text: " & wait $!" }],
  };
}

function refusedTrap(at: Finding["at"], shell: Staying): Finding {
  const name = shell.role.shells[0]?.title ?? "this shell";
  const edit = { path: at.path, start: at.start, end: at.start + 3, text: "" };
  return {
    severity: "error",
    message: `this trap is never set: ${name} knows the signal only without SIG in front`,
    at,
    related: [],
    fixes: [{ title: "Write the signal's name without SIG", applicability: "safe", edits: [edit] }],
  };
}
