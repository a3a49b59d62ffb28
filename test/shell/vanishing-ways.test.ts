import { describe, expect, test } from "@jest/globals";
import type { Outcome } from "../../src/stop/outcome.ts";
import { judged } from "./walk.ts";

/** What the stop signal does to a script at PID 1; `app` is a program with a slow handler. */
function outcome(script: string, shell: "/bin/sh" | "/bin/bash"): Outcome {
  const files = { "app": "\u007fELF", "ep.sh": `#!${shell}\n${script}\n` };
  return judged(
    `FROM debian:12-slim\nCOPY app /usr/local/bin/app\nCOPY ep.sh /ep.sh\nENTRYPOINT ["/ep.sh"]\nCMD ["app"]\n`,
    files,
  ).startUp.outcome;
}

/** Those that are stuck were run as PID 1 of dash, bash and ash, which agree; of the others, steps come back. */
const measured: readonly (readonly [outcome: Outcome, scripts: readonly string[]])[] = [
  [
    "stuck",
    [
      "app serve\nexit 1",
      "app serve\nexit 0",
      "app || exit 1",
      '[ -n "$DEV" ] && exec app dev\napp serve\nexit 1',
      'case "$1" in run) exec app;; *) app serve; echo died; exit 1;; esac',
      '[ -n "$DEV" ] && exec app dev\ndie() { echo "$1"; exit 1; }\napp serve || true\ndie ended',
      '[ -n "$DEV" ] && exec app dev\nfor i in 1 2 3; do app; sleep 1; done\nexit 1',
      '[ -n "$DEV" ] && exec app dev\napp & wait $!\nexit 1',
      '[ -n "$DEV" ] && exec app dev\napp | cat\nexit 1',
      '[ -n "$DEV" ] && exec app dev\n( app; exit 3 )\nexit 4',
      '[ -n "$DEV" ] && exec app dev\nwhile [ -d /proc/self ]; do app; exit 2; done',
      '[ -n "$DEV" ] || { app; exit 1; }\nexec app dev',
    ],
  ],
  [
    "delivered",
    [
      '[ -n "$1" ] || exit 1\nexec app',
      '[ -z "$HELP" ] || { echo usage; exit 1; }\nexec app',
      "app migrate || exit 1\nexec app",
      "app warm || { echo cold; exit 1; }\nexec app serve",
      "if ! app warm; then exit 1; fi\nexec app serve",
      "app warm & wait $! || exit 1\nexec app serve",
    ],
  ],
];

describe.each(measured)("a way that leaves: %s", (expected, scripts) => {
  test.each(scripts)("%s", (script) => {
    expect([outcome(script, "/bin/sh"), outcome(script, "/bin/bash")]).toEqual([expected, expected]);
  });
});

describe("a wait for what the script itself has told to end is short", () => {
  test.each<readonly [string, Outcome]>([
    ["app serve & p=$!\nkill -TERM $p\nwait $p\nexec app", "delivered"],
    ["app serve & p=$!\nkill $p; wait $p || true\necho done\nexec gunicorn a:b", "graceful"],
    ["mysqld --skip-networking & p=$!\nmysqladmin shutdown\nwait $p\nexec app", "delivered"],
    [
      'd=$(mktemp -d)\n"$d/bin/mysqld" & p=$!\nif ! "$d/bin/mysqladmin" shutdown; then exit 1; fi\nwait $p\nexec app',
      "delivered",
    ],
    ["app serve & p=$!\nkill -HUP $p\nwait $p", "stuck"],
    ["app serve & p=$!\nkill -0 $p\nwait $p", "stuck"],
    ["app serve & p=$!\nkill -TERM $p\napp other & q=$!\nwait $q", "stuck"],
  ])("%j is %s", (script, expected) => expect(outcome(script, "/bin/bash")).toBe(expected));

  test("in a trap the wait still counts", () => {
    expect(outcome("app & p=$!\ntrap 'kill $p; wait $p' TERM\nwait $p", "/bin/bash")).toBe("delivered");
  });
});
