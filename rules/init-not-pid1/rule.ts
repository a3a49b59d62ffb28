import { byHand, isLost, oncePerPlace, reasonWords } from "../../src/rule.ts";
import type { Finding, Judged, Project, Rule } from "../../src/rule.ts";

/** tini, dumb-init, catatonit is there, but something else is PID 1. */
export const rule: Rule = {
  id: "init-not-pid1",
  summary: "An init is there, but a shell is PID 1 in front of it, so that the init never gets the stop signal",
  alsoSilencedBy: [],
  *check(project: Project): Iterable<Finding> {
    for (const judged of project.images) yield* oncePerPlace(check(judged));
  },
};

function* check(judged: Judged): Iterable<Finding> {
  for (const path of judged.startUp.paths) {
    const [first] = path.processes;
    const init = path.processes.find((process) => process.role.kind === "init");
    if (!init || !first || first === init || first.role.kind !== "shell") continue;
    const hop = init.hops.at(-1);
    const { steady } = first.role;
    const slot = steady.kind === "foreground" ? steady.running.slot : undefined;
    const at = hop?.argv[0]?.text?.locate() ?? hop?.at;
    if (!hop || !at || at.path === "" || !isLost(path)) continue;
    yield {
      severity: judged.image.argv === "unknown" ? "warning" : "error",
      message: `${hop.what} is not PID 1 here: ${reasonWords(path.onSignal.reason)}`,
      at,
      related: [],
      fixes:
        slot?.kind === "insert"
          ? [
              {
                title: `Put \`exec\` before ${hop.what}, so that it becomes PID 1`,
                applicability: "safe",
                edits: [{ ...slot.at, text: "exec " }],
              },
            ]
          : [byHand(`make ${hop.what} the first word of ENTRYPOINT, in exec form`)],
    };
  }
}
