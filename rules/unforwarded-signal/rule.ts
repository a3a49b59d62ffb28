import {
  asWritten,
  byHand,
  defineRule,
  graceOf,
  isIdle,
  isLost,
  mainJob,
  nameOf,
  stayingShells,
  stopSignalOf,
} from "../../src/rule.ts";
import type { Container, Fix, Judged, ReasonOf, Staying, Unworded } from "../../src/rule.ts";
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
  for (const shell of stayingShells(judged)) {
    const { steady, state } = shell.role;
    if (!steady.running || !isLost(shell.path) || state.refused.some((each) => each.signal === signal)) continue;
    if (steady.kind === "foreground") {
      // Of PID 1 itself `missing-init` speaks, of shell form other rules.
      if (steady.running.loops && !shell.trap && !shell.first && !shell.shellForm) yield restarted(shell, signal);
      continue;
    }
    if (steady.kind === "loop" && shell.shellForm) continue;
    const related = [{ at: steady.running.at, message: places.child }];
    if (shell.trap) {
      // A trap that is there, and of no use: what it does instead is the reason for the outcome.
      if (
        steady.kind === "wait" &&
        shell.trap.kind !== "unknown" &&
        shell.first &&
        shell.path.onSignal.outcome === "stuck"
      ) {
        yield {
          severity: shell.severity,
          reason: { kind: "trap is no help", outcome: shell.path.onSignal.reason },
          at: shell.trap.at,
          related,
          fixes: [byHand(advice(signal))],
        };
      }
      continue;
    }
    yield {
      // Where nothing but idling is cut off, only time is lost.
      severity: isIdle(steady.running.argv ?? []) ? "warning" : shell.severity,
      reason: {
        effect: steady.kind === "wait" ? "waits" : "loops",
        signal,
        ...(shell.path.onSignal.outcome === "stuck" ? { kind: "no trap", grace } : { kind: "shell is killed" }),
      },
      at: steady.kind === "wait" ? steady.wait.at : steady.at,
      related,
      fixes: [mend(shell, signal, judged.image)],
    };
  }
}

/** A shell below PID 1 that starts a program again and again: killed, it leaves the program to be killed. */
function restarted({ path, process, role }: Staying, signal: string): Unworded<ReasonOf<typeof messages>> {
  const child = path.processes[path.processes.indexOf(process) + 1];
  return {
    severity: "warning",
    reason: { kind: "loop is killed", actor: nameOf(process), program: child ? nameOf(child) : "its child", signal },
    at: role.steady.running?.at ?? role.unit.script.text.locate(),
    related: [],
    fixes: [
      byHand("`exec` the program and leave restarts to the restart policy, or start it with `&`, forward and `wait`"),
    ],
  };
}

function advice(signal: string): string {
  return `set a trap on ${signal.slice(3)} that sends it to every child and waits for them`;
}

/** With one program in the background, a trap before `wait` is all that is missing. */
function mend({ role, deaf }: Staying, signal: string, image: Container): Fix {
  if (deaf)
    return byHand(
      `set a trap on ${signal.slice(3)} that sends TERM to every child and waits for them`,
      `a shell starts its background jobs with ${signal} ignored`,
    );
  const { steady, state, unit } = role;
  const idle = state.jobs.some((job) => isIdle(job.argv ?? []));
  const job = mainJob(state.jobs);
  // Any other command is a subshell with the program behind it, and `$!` is the subshell.
  const own = job?.node.kind === "simple" && !state.functions.has(job.argv?.[0]?.value ?? "");
  const one = !idle && state.jobs.length === 1 && own && state.traps.size === 0;
  if (steady.kind !== "wait" || steady.wait.again || steady.wait.unit !== unit || unit.locked !== undefined || !one) {
    return byHand(advice(signal));
  }
  const { at } = steady.wait;
  const source = unit.script.text;
  const start = source.text.lastIndexOf("\n", Math.max(0, indexOf(source, at.start) - 1)) + 1;
  const indent = /^[ \t]*/.exec(source.text.slice(start))?.[0] ?? "";
  // In a block of YAML the file has an indentation of its own, and within quotes a line end is written as something
  // else.
  const verbatim = start === 0 || source.startOf(start) === source.startOf(start - 1) + 1;
  const alone = verbatim && source.text.slice(start, indexOf(source, at.start)).trim() === "";
  const trap = `trap 'kill -${signal.slice(3)} $!; wait $!' ${signal.slice(3)}`;
  const written = asWritten(trap, at.path, image);
  return {
    title: `Forward ${signal} and wait for the program: ${trap}`,
    applicability: "safe",
    edits: [{ path: at.path, start: at.start, end: at.start, text: alone ? `${written}\n${indent}` : `${written}; ` }],
  };
}

/** The index in a unit's text of an offset in its file. */
function indexOf(text: Staying["role"]["unit"]["script"]["text"], offset: number): number {
  for (let index = 0; index < text.text.length; index++) if (text.startOf(index) >= offset) return index;
  return text.text.length;
}
