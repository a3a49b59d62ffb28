import { insertBehind } from "../../src/remedies/arrays.ts";
import { byHand, isExpendable, isPrompt, stopSignalOf } from "../../src/rule.ts";
import type { Container, Finding, Fix, Process, Project, Rule } from "../../src/rule.ts";
import { effectOf, isForDevelopment, runnerFixes } from "./runner-fixes.ts";

/** npm, npx, su, flock, script, ... stands between PID 1 and the main program. */
export const rule: Rule = {
  id: "signal-blocking-wrapper",
  summary:
    "A wrapper such as npm, su or flock stands between PID 1 and the main program " +
    "and does not see it through a graceful stop",
  alsoSilencedBy: [],
  *check(project: Project): Iterable<Finding> {
    for (const judged of project.images) {
      const signal = stopSignalOf(judged.image);
      if (signal === "SIGKILL") continue;
      for (const path of judged.startUp.paths) {
        if (isPrompt(path) || isExpendable(path) !== undefined) continue;
        for (const process of path.processes) {
          const { role } = process;
          const hop = process.hops.at(-1);
          const at = hop?.argv[0]?.text?.locate() ?? hop?.at;
          if (role.kind !== "wrapper" || !hop || !at || at.path === "") continue;
          const { row } = role.wrapped;
          const kind = effectOf(process, path, judged.image);
          const effect = effects(signal)[kind ?? ""];
          if (effect === undefined) continue;
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
          const mild = row.evidence.kind === "unsourced" || isForDevelopment(path);
          yield {
            severity: mild ? "info" : sure ? "error" : "warning",
            message: `${row.name} ${effect}`,
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
};

function effects(signal: string): Readonly<Record<string, string>> {
  return {
    swallow: `does not pass ${signal} on to the program that it runs`,
    kill: `passes ${signal} on, but kills the program 2 s later, finished or not`,
    abandon: `ends on ${signal} before the program has finished, and the kernel kills it`,
  };
}

function mend(process: Process, image: Container): Fix {
  const hop = process.hops.at(-1);
  const text = hop?.argv[0]?.text;
  const name = process.role.kind === "wrapper" ? process.role.wrapped.row.name : "";
  const util = image.sh === "dash" || (typeof image.sh === "string" && image.sh.startsWith("bash"));
  // util-linux has an option to execute instead of waiting; it goes with a command, not with a text.
  if (
    name === "flock" &&
    util &&
    text?.text === "flock" &&
    !hop?.argv.some((arg) => arg.value === "-c" || arg.value === "--command")
  ) {
    const edit = insertBehind(text, "-F", image);
    if (edit)
      return { title: "Let flock execute the program in its own place: -F", applicability: "safe", edits: [edit] };
  }
  return byHand(advice[name] ?? "start the program without it");
}

const users = "use USER, or gosu, su-exec or setpriv, which execute the program in their own place";
const advice: Readonly<Record<string, string>> = {
  "su": users,
  "runuser": users,
  "sg": users,
  "newgrp": users,
  "npm": "start the program itself (`node server.js`), or write `exec` before it in the package.json script",
  "yarn": "start the program itself (`node server.js`), or write `exec` before it in the package.json script",
  "pnpm": "start the program itself (`node server.js`)",
  "mysqld_safe": "start mysqld or mariadbd itself; to start it again after a crash is the engine's part here",
  "mariadbd-safe": "start mariadbd itself; to start it again after a crash is the engine's part here",
  "apachectl":
    "start the server itself: `httpd -DFOREGROUND`, " +
    "on Debian `. /etc/apache2/envvars` and `exec apache2 -DFOREGROUND` in a script",
  "apache2ctl": "start the server itself: `. /etc/apache2/envvars` and `exec apache2 -DFOREGROUND` in a script",
  "rabbitmq-server": "start /usr/lib/rabbitmq/bin/rabbitmq-server as user rabbitmq, which traps the signal and waits",
  "npx": "start the program itself (`node_modules/.bin/...`)",
};
