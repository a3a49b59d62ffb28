import {
  asWritten,
  byHand,
  isCutOff,
  isIdle,
  isSubshell,
  mainJob,
  stayingShells,
  stopSignalOf,
} from "../../src/rule.ts";
import type { Container, Finding, Fix, Project, Rule, Trap } from "../../src/rule.ts";

/** The trap forwards the signal, but the shell leaves before the child has finished. */
export const rule: Rule = {
  id: "unwaited-child",
  summary:
    "A trap passes the stop signal on, but the shell ends before its child has finished, " +
    "and the kernel kills the child",
  alsoSilencedBy: [],
  *check(project: Project): Iterable<Finding> {
    for (const judged of project.images) {
      const signal = stopSignalOf(judged.image);
      for (const { role, trap, path, process, severity } of stayingShells(judged)) {
        if (role.steady.kind === "foreground" || trap?.kind !== "action" || !isCutOff(path)) continue;
        const { running } = role.steady;
        const main = mainJob(role.steady.kind === "wait" ? role.steady.wait.state.jobs : role.state.jobs);
        // Nothing is lost with what only idles.
        if (!running || isIdle(main?.argv ?? [])) continue;
        const child = path.processes[path.processes.indexOf(process) + 1];
        const subshell = child && isSubshell(child);
        const ends = subshell
          ? "for a subshell, which ends without its child"
          : "and ends without waiting for its child";
        yield {
          severity,
          message: `on ${signal} the shell runs this trap ${ends}; the kernel kills the child, finished or not`,
          at: trap.at,
          related: [{ at: running.at, message: "the child" }],
          fixes: [
            subshell
              ? byHand(
                  "start the program with `&` alone, so that `$!` is the program and no subshell, " +
                    "and `wait` for it in the trap",
                )
              : mend(trap, judged.image),
          ],
        };
      }
    }
  },
};

/** `wait` after the last `kill` of the trap's action, for the same children. */
function mend(trap: Extract<Trap, { kind: "action" }>, image: Container): Fix {
  const { script } = trap.unit;
  const last = script.list.items.findLast(
    (item) => item.node.kind === "simple" && item.node.words[0]?.literal === "kill",
  );
  const operands =
    last?.node.kind === "simple" ? last.node.words.slice(1).filter((word) => !word.raw.startsWith("-")) : [];
  if (!last || !trap.exact || operands.length === 0 || operands.some((word) => word.literal !== undefined)) {
    return byHand("let the trap `kill` the child and then `wait` for it");
  }
  const waited = operands.some((word) => word.raw.includes("jobs"))
    ? ""
    : ` ${operands.map((word) => word.raw).join(" ")}`;
  const at = script.text.locate(last.node.end, last.node.end);
  return {
    title: "Wait in the trap until the child has finished",
    applicability: "safe",
    edits: [
      {
        ...at,
        start: script.text.endOf(last.node.end),
        end: script.text.endOf(last.node.end),
        text: asWritten(`; wait${waited}`, at.path, image),
      },
    ],
  };
}
