import { insertBehind } from "../../src/remedies/arrays.ts";
import {
  byHand,
  defineRule,
  graceOf,
  isExpendable,
  isForDevelopment,
  isGrouped,
  isKilledAnyway,
  isPrompt,
  mainRow,
  stopSignalOf,
} from "../../src/rule.ts";
import type { Container, Fix, Judged, Path, Process, ReasonOf } from "../../src/rule.ts";
import { messages } from "./messages.ts";
import { effectOf, runnerFixes } from "./runner-fixes.ts";

/** npm, npx, su, flock, script, ... stands between PID 1 and the main program. */
export const rule = defineRule({
  id: "signal-blocking-wrapper",
  summary:
    "A wrapper such as npm, su or flock sits between PID 1 and the main program " +
    "and keeps it from shutting down gracefully",
  alsoSilencedBy: [],
  messages,
  *check(project) {
    for (const judged of project.images) {
      const signal = stopSignalOf(judged.image);
      if (signal === "SIGKILL") continue;
      for (const path of judged.startUp.paths) {
        if (isPrompt(path) || isExpendable(path) !== undefined) continue;
        for (const process of path.processes) {
          const { role } = process;
          const hop = process.hops.at(-1);
          const at = hop?.argv[0]?.text?.locate() ?? hop?.at;
          if ((role.kind !== "wrapper" && role.kind !== "init") || !hop || !at || at.path === "") continue;
          const { row } = role.wrapped;
          const reason = reasonOf(process, path, judged);
          if (!reason) continue;
          // What a trap in front of it does with the signal is the script's own design.
          if (
            path.processes.some(
              (each) => each.role.kind === "shell" && each.role.state.traps.get(signal)?.kind === "action",
            )
          )
            continue;
          const sure =
            row.evidence.kind === "measured" &&
            judged.image.argv !== "unknown" &&
            row.kind === "swallow" &&
            process === path.processes[0];
          const mild =
            row.evidence.kind === "unsourced" ||
            isForDevelopment(path) ||
            isKilledAnyway(path, signal) ||
            // The program gets the signal too; only a slow shutdown is cut off.
            isGrouped(path, process);
          yield {
            path,
            severity: mild ? "info" : sure ? "error" : "warning",
            reason,
            at,
            related: [],
            fixes: [...runnerFixes(process, path, judged.image), mend(process, judged.image)],
          };
          // What stands behind it counts when it is gone.
          break;
        }
      }
    }
  },
});

function reasonOf(process: Process, path: Path, { image }: Judged): ReasonOf<typeof messages> | undefined {
  const { role } = process;
  if (role.kind !== "wrapper" && role.kind !== "init") return undefined;
  const { row, rewrites } = role.wrapped;
  const act = { actor: row.name, signal: stopSignalOf(image) };
  const sent = rewrites.get(act.signal);
  if (rewrites.has(act.signal) && sent === undefined && path.onSignal.outcome === "stuck")
    return { kind: "drops", ...act, grace: graceOf(image) };
  const better = mainRow(path)?.gracefulSignal;
  const { reason } = path.onSignal;
  if (sent !== undefined && better !== undefined && reason.kind === "cuts work" && reason.signal === sent)
    return { kind: "sends another signal", ...act, program: reason.actor, names: [sent], better };
  switch (effectOf(process, path, image)) {
    case "swallow":
      // Behind an init or a shell, what the container does is not known.
      return {
        kind: "does not forward",
        ...act,
        grace: path.onSignal.outcome === "stuck" ? graceOf(image) : undefined,
      };
    case "kill":
    case "limit":
      return {
        kind: "kills",
        actor: row.name,
        signal: rewrites.get(act.signal) ?? act.signal,
        after: (row.killsAfter ?? 0) / 1000,
      };
    case "abandon":
      return { kind: "abandons", ...act };
    case "shell killed":
      return { kind: "shell is killed", ...act };
    case "shell in doubt":
      return { kind: "shell may be killed", ...act };
    default:
      return undefined;
  }
}

function mend(process: Process, image: Container): Fix {
  const hop = process.hops.at(-1);
  const text = hop?.argv[0]?.text;
  const name = process.role.kind === "wrapper" ? process.role.wrapped.row.name : "";
  const util = image.sh === "dash" || (typeof image.sh === "string" && image.sh.startsWith("bash"));
  // util-linux has an option to exec instead of waiting; it goes with a command, not with a text.
  if (
    name === "flock" &&
    util &&
    text?.text === "flock" &&
    !hop?.argv.some((arg) => arg.value === "-c" || arg.value === "--command")
  ) {
    const edit = insertBehind(text, "-F", image);
    if (edit) return { title: "Let flock exec the program: -F", applicability: "safe", edits: [edit] };
  }
  return byHand(advice[name] ?? "start the program without it");
}

const users = "use USER, or gosu, su-exec or setpriv, which exec the program";
const advice: Readonly<Record<string, string>> = {
  "su": users,
  "runuser": users,
  "sg": users,
  "newgrp": users,
  "npm": "start the program itself (`node server.js`), or write `exec` before it in the package.json script",
  "yarn": "start the program itself (`node server.js`), or write `exec` before it in the package.json script",
  "pnpm": "start the program itself (`node server.js`)",
  "mysqld_safe": "start mysqld or mariadbd itself; leave restarts to the container's restart policy",
  "mariadbd-safe": "start mariadbd itself; leave restarts to the container's restart policy",
  "apachectl":
    "start the server itself: `httpd -DFOREGROUND`, " +
    "on Debian `. /etc/apache2/envvars` and `exec apache2 -DFOREGROUND` in a script",
  "apache2ctl": "start the server itself: `. /etc/apache2/envvars` and `exec apache2 -DFOREGROUND` in a script",
  "rabbitmq-server": "start /usr/lib/rabbitmq/bin/rabbitmq-server as user rabbitmq, which traps the signal and waits",
  "npx": "start the program itself (`node_modules/.bin/...`)",
};
