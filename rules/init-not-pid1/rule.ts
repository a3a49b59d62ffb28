import { byHand, defineRule, isLost } from "../../src/rule.ts";
import { oncePerPlace } from "../once-per-place.ts";
import type { Judged, ReasonOf, Unworded } from "../../src/rule.ts";
import { messages } from "./messages.ts";

/** tini, dumb-init, catatonit is there, but something else is PID 1. */
export const rule = defineRule({
  id: "init-not-pid1",
  summary: "An init does not run as PID 1: a shell does, and the init never gets the stop signal",
  alsoSilencedBy: [],
  messages,
  *check(project) {
    for (const judged of project.images) yield* oncePerPlace(check(judged));
  },
});

function* check(judged: Judged): Iterable<Unworded<ReasonOf<typeof messages>>> {
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
      path,
      severity: judged.image.argv === "unknown" ? "warning" : "error",
      reason: { kind: "not PID 1", program: hop.what, outcome: path.onSignal.reason },
      at,
      related: [],
      fixes:
        slot?.kind === "insert"
          ? [
              {
                title: `Put \`exec\` before ${hop.what}, so that it runs as PID 1`,
                applicability: "safe",
                edits: [{ ...slot.at, text: "exec " }],
              },
            ]
          : [byHand(`make ${hop.what} the first word of ENTRYPOINT, in exec form`)],
    };
  }
}
