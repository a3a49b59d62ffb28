import { defineRule, isIdle, isPrompt, stopSignalOf } from "../../src/rule.ts";
import type { Path, Running } from "../../src/rule.ts";
import { withStopSignal } from "../set-stop-signal.ts";
import { foregroundWords, inForeground, keepInForeground, replaceDaemon } from "./keep-foreground.ts";
import { messages, places } from "./messages.ts";

/** `service x start && tail -f`, a daemon that forks away. */
export const rule = defineRule({
  id: "daemonized-main-program",
  summary: "The program daemonizes, so the stop signal goes to whatever keeps the container alive instead",
  alsoSilencedBy: [],
  messages,
  *check(project) {
    for (const judged of project.images) {
      const { paths } = judged.startUp;
      for (const path of paths) {
        if (isPrompt(path)) continue;
        const alone = path.processes.length === 1 ? path.processes[0] : undefined;
        const row = alone?.role.kind === "program" ? alone.role.row : undefined;
        const hop = alone?.hops.at(-1);
        const word = hop?.argv[0]?.text?.locate() ?? hop?.at;
        if (row?.daemonizes === true && hop && word && word.path !== "") {
          yield {
            path,
            severity: row.evidence.kind === "unsourced" ? "warning" : "error",
            reason: { kind: "main program daemonizes", actor: row.name },
            at: word,
            related: [],
            fixes: [withStopSignal(keepInForeground(hop, judged.image, row.foreground), inForeground(hop), judged)],
          };
          continue;
        }
        const last = lastDaemon(path);
        if (last) {
          yield {
            severity: judged.image.argv !== "unknown" && paths.every(lastDaemon) ? "error" : "warning",
            reason: { kind: "main program daemonizes", actor: nameIn(last) },
            at: last.at,
            related: [],
            fixes: [replaceDaemon(last, undefined)],
          };
          continue;
        }
        // What a trap on the stop signal does with the daemons is the script's own design.
        if (
          path.processes.some(
            ({ role }) => role.kind === "shell" && role.state.traps.get(stopSignalOf(judged.image))?.kind === "action",
          )
        )
          continue;
        const idle = idleChild(path);
        const daemons = idle ? daemonsOf(path) : [];
        for (const daemon of daemons) {
          yield {
            path,
            severity: "warning",
            reason: { kind: "daemon beside" },
            at: daemon.at,
            related: idle && idle.at.path !== "" ? [{ at: idle.at, message: places.idle }] : [],
            fixes: [
              withStopSignal(
                replaceDaemon(daemon, daemons.length === 1 ? idle : undefined),
                foregroundWords(daemon),
                judged,
              ),
            ],
          };
        }
      }
    }
  },
});

/** The daemon that a script ends with: nothing keeps the container alive then. */
function lastDaemon({ processes, started }: Path): Running | undefined {
  if (processes.at(-1)?.role.kind !== "ended") return undefined;
  return started.find((each) => each.how === "background" && each.returns && !each.notTail && each.at.path !== "");
}

/** What people call a daemon: of `service nginx start` the service. */
function nameIn({ argv }: Running): string {
  const [command, service] = argv ?? [];
  const name = command?.value.replace(/^.*\//, "") ?? "the program";
  return (name === "service" && service?.value) || name;
}

/** The command that only keeps the container alive, on this way. */
function idleChild(path: Path): Running | undefined {
  const hop = path.processes.at(-1)?.hops.at(-1);
  return hop?.running && isIdle(hop.argv) ? hop.running : undefined;
}

function daemonsOf(path: Path): readonly Running[] {
  return path.processes
    .flatMap((process) =>
      process.role.kind === "shell"
        ? process.role.state.daemons
        : process.hops.flatMap((hop) => hop.running?.state.daemons ?? []),
    )
    .filter(
      (daemon, index, all) =>
        daemon.at.path !== "" && all.findIndex((each) => each.at.start === daemon.at.start) === index,
    );
}
