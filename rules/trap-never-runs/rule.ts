import { byHand, defineRule, graceOf, isIdle, stayingShells, stopSignalOf } from "../../src/rule.ts";
import type { Fix, Judged, Location, ReasonOf, Running, Staying, Unworded } from "../../src/rule.ts";
import { keepAliveTrap } from "../../src/remedies/keep-alive.ts";
import { messages, places } from "./messages.ts";

type Finding = Unworded<ReasonOf<typeof messages>>;

/** A trap waits behind a foreground child, or is never set. */
export const rule = defineRule({
  id: "trap-never-runs",
  summary:
    "A trap on the stop signal never runs in time: the shell waits for its foreground child first, " +
    "or refuses the signal's name",
  alsoSilencedBy: [],
  messages,
  *check(project) {
    for (const judged of project.images) {
      for (const shell of stayingShells(judged)) {
        yield* neverSet(shell, stopSignalOf(judged.image));
        yield* late(shell, judged);
      }
    }
  },
});

/** Traps whose signal the shell refuses, or nobody can handle. */
function* neverSet({ path, role: { state, shells } }: Staying, signal: string): Iterable<Finding> {
  for (const refused of state.refused.filter((each) => each.signal === signal)) {
    const actor = shells[0]?.title ?? "this shell";
    const { at } = refused;
    yield {
      path,
      severity: "error",
      reason: { kind: "refused", actor, signal },
      at,
      related: [],
      fixes: [{ title: `Write ${signal.slice(3)} without SIG`, applicability: "safe", edits: [withoutPrefix(at)] }],
    };
  }
  for (const name of ["SIGKILL", "SIGSTOP"]) {
    const trap = state.traps.get(name);
    if (!trap) continue;
    yield {
      severity: "info",
      reason: { kind: "not to be trapped", signal: name },
      at: trap.at,
      related: [],
      fixes: [byHand(`remove ${name} from the trap`)],
    };
  }
}

/** A trap on the stop signal that runs when it is too late. */
function* late(shell: Staying, judged: Judged): Iterable<Finding> {
  const { role, trap, path, severity, process } = shell;
  const { steady, state } = role;
  if (trap?.kind !== "action" || steady.kind === "wait" || path.onSignal.outcome !== "stuck") return;
  const grace = graceOf(judged.image);
  if (steady.kind === "loop") {
    const slow = state.slept > 5;
    yield {
      path,
      severity: "warning",
      reason: slow
        ? { kind: "sleep outlasts the grace period", grace }
        : { kind: "loop goes on", outcome: path.onSignal.reason },
      at: trap.at,
      related: [{ at: steady.at, message: places.loop }],
      fixes: [
        keepAliveTrap(process, judged) ??
          byHand(
            slow
              ? "write `sleep N & wait $!` in the loop"
              : "end the script in the trap (`exit`), or forward the signal and `wait`",
          ),
      ],
    };
    return;
  }
  yield {
    path,
    severity,
    reason: { kind: "deferred", grace },
    at: trap.at,
    related: [{ at: steady.running.at, message: places.child }],
    fixes: [keepAliveTrap(process, judged) ?? waitForIt(steady.running)],
  };
}

function waitForIt(running: Running): Fix {
  const tail = running.how === "foreground" && !running.notTail && running.unit.locked === undefined;
  // Where nothing but idling is interrupted, the trap's own action is all that has to happen.
  if (!tail || !isIdle(running.argv ?? []))
    return byHand("start the program with `&`, `wait` for it, forward the signal in the trap and `wait` again");
  const end = running.unit.script.text.endOf(running.node.end);
  return {
    title: "Run it in the background and `wait` for it, so that the trap runs at once",
    applicability: "safe",
    edits: [{ path: running.at.path, start: end, end, text: " & wait $!" }],
  };
}

function withoutPrefix({ path, start }: Location): Fix["edits"][number] {
  return { path, start, end: start + 3, text: "" };
}
