import { byHand, defineRule, graceOf, isLost, stayingShells, stopSignalOf } from "../../src/rule.ts";
import type { Fix, Staying } from "../../src/rule.ts";
import { messages } from "./messages.ts";
import { pipelineOf } from "./pipeline.ts";

/** `app | tee log`. */
export const rule = defineRule({
  id: "piped-main-program",
  summary: "The main program runs in a pipeline, whose shell does not forward the stop signal to it",
  alsoSilencedBy: [],
  messages,
  *check(project) {
    for (const judged of project.images) {
      for (const shell of stayingShells(judged)) {
        const { steady } = shell.role;
        if (steady.kind !== "foreground" || steady.running.how !== "pipe" || shell.shellForm) continue;
        // Of a loop other rules speak.
        if (!isLost(shell.path) || steady.running.loops || shell.step) continue;
        const signal = stopSignalOf(judged.image);
        const grace = graceOf(judged.image);
        yield {
          severity: shell.severity,
          reason:
            shell.path.onSignal.outcome === "stuck"
              ? { kind: "shell stays", signal, grace }
              : { kind: "shell is killed", signal },
          at: steady.running.at,
          related: [],
          fixes: [mend(shell)],
        };
      }
    }
  },
});

/** bash and zsh can feed `tee` beside the program instead of behind it. */
function mend({ role: { steady, state, shells } }: Staying): Fix {
  const bash = shells.every((row) => row.family.startsWith("bash") || row.family === "zsh");
  const pipeline = steady.kind === "foreground" ? pipelineOf(steady.running) : undefined;
  const [program, tee, ...more] = pipeline?.commands ?? [];
  // The text that the pipeline stands in: a sourced file's, where it comes from there.
  const unit = steady.kind === "foreground" ? steady.running.unit : undefined;
  if (
    !bash ||
    !pipeline ||
    !unit ||
    unit.locked !== undefined ||
    state.traps.size > 0 ||
    more.length > 0 ||
    program?.kind !== "simple" ||
    tee?.kind !== "simple" ||
    tee.words[0]?.literal !== "tee" ||
    tee.redirects.length > 0
  ) {
    return byHand(
      "log to a file or to stdout without a pipe; in bash, `exec > >(tee LOG)` and then `exec` with the program",
    );
  }
  const { text } = unit.script;
  const errors =
    program.redirects.some((each) => text.text.slice(each.start, each.end) === "2>&1") ||
    /\|&/.test(text.text.slice(program.end, tee.start));
  const [first] = program.words;
  const last = program.words.at(-1);
  if (!first || !last || first.literal === "exec" || program.redirects.length > (errors ? 1 : 0))
    return byHand("`exec > >(tee LOG)` and then `exec` with the program");
  const between = (start: number, end: number): string => text.text.slice(start, end);
  const command = `${between(program.start, first.start)}exec ${between(first.start, last.end)}`;
  const written = `${command} > >(${between(tee.start, tee.end)})${errors ? " 2>&1" : ""}`;
  return {
    title: `Let tee run beside the program: ${written}`,
    applicability: "unsafe",
    edits: [{ ...text.locate(program.start, tee.end), text: written }],
  };
}
