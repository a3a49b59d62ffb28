import {
  asWritten,
  byHand,
  defineRule,
  graceOf,
  isIdle,
  isLost,
  mainJob,
  oncePerPlace,
  stayingShells,
  stopSignalOf,
} from "../../src/rule.ts";
import type { Container, Fix, Judged, ReasonOf, Staying, Unworded } from "../../src/rule.ts";
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
          fixes: [byHand(advice(signal))],
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
      fixes: [mend(shell, signal, judged.image)],
    };
  }
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
