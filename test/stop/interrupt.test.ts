import { describe, expect, test } from "@jest/globals";
import { judged } from "../shell/walk.ts";
import { shells, startUpIn } from "./three-shells.ts";
import type { Shell } from "./three-shells.ts";

function outcomeOf(shell: Shell, script: string, entrypoint = ["/run.sh"], signal = "SIGINT"): string {
  return startUpIn(shell, script, signal, entrypoint).outcome;
}

/**
 * Measured as PID 1 of a namespace, SIGINT sent from outside: dash 0.5.12, bash 5.2, busybox 1.35; postgres stands for
 * any program that stays.
 */
describe("SIGINT without a trap on it", () => {
  test.each<[script: string, dash: string, bash: string, ash: string]>([
    ["postgres -D /d & wait", "abrupt", "stuck", "abrupt"],
    ["trap 'exit 0' TERM\npostgres -D /d & wait", "abrupt", "stuck", "abrupt"],
    ["postgres -D /d &\nwhile :; do sleep 1; done", "abrupt", "stuck", "abrupt"],
    ["postgres -D /d &\nwhile :; do sleep 1000; done", "stuck", "stuck", "stuck"],
    ["postgres -D /d\necho done", "stuck", "stuck", "stuck"],
    ["trap 'exit 0' TERM\npostgres -D /d\necho done", "stuck", "stuck", "stuck"],
    ["set -m\ntrap 'kill -INT $P; wait $P' EXIT\npostgres -D /d & P=$!\nwait", "graceful", "graceful", "graceful"],
    ["trap 'echo over' EXIT\npostgres -D /d\necho done", "stuck", "stuck", "stuck"],
    [
      "set -m\ntrap 'kill -INT $P; wait $P' EXIT\npostgres -D /d & P=$!\nwhile :; do sleep 1; done",
      "graceful",
      "stuck",
      "graceful",
    ],
    ["trap '' INT\npostgres -D /d & wait", "stuck", "stuck", "stuck"],
    ["trap 'wait' EXIT\npostgres -D /d & wait", "stuck", "stuck", "stuck"],
    ["trap 'wait $P' EXIT\npostgres -D /d & P=$!\nwait $P", "stuck", "stuck", "stuck"],
    ["trap - INT\npostgres -D /d & wait", "abrupt", "abrupt", "abrupt"],
    ["trap 'echo' INT TERM\ntrap - INT TERM\npostgres -D /d & wait", "abrupt", "abrupt", "abrupt"],
    ["trap '' INT\ntrap INT\npostgres -D /d & wait", "abrupt", "abrupt", "abrupt"],
    ["trap - TERM EXIT\npostgres -D /d & wait", "abrupt", "stuck", "abrupt"],
    ["trap - INT\npostgres -D /d &\nwhile :; do sleep 1; done", "abrupt", "stuck", "abrupt"],
    ["trap - INT\npostgres -D /d\necho done", "stuck", "stuck", "stuck"],
    ["trap 'kill 0; wait' EXIT\napp & wait", "delivered", "abrupt", "delivered"],
    ["trap 'kill -INT 0; wait' EXIT\nset -m\npostgres -D /d & wait", "abrupt", "abrupt", "abrupt"],
  ])("%j is %s, %s and %s", (script, ...outcomes) => {
    expect(shells.map((shell) => outcomeOf(shell, script))).toEqual(outcomes);
  });

  test("below an init it ends dash and busybox sh before their trap on EXIT runs", () => {
    const script = "set -m\ntrap 'kill -INT $P; wait $P' EXIT\npostgres -D /d & P=$!\nwait $P";
    const below = (shell: Shell): string => outcomeOf(shell, script, ["tini", "--", "/run.sh"]);
    expect([below("dash"), below("ash")]).toEqual(["abrupt", "abrupt"]);
  });

  /** `app` has a handler that needs half a second; "in dash, in bash, in ash". */
  test.each<[script: string, alone: string, withItsGroup: string]>([
    ["app\necho done", "stuck stuck stuck", "delivered delivered delivered"],
    ["trap 'exit 0' TERM\napp\necho done", "stuck stuck stuck", "delivered delivered delivered"],
    ["trap 'echo x' EXIT\napp\necho done", "stuck stuck stuck", "delivered delivered delivered"],
    ["trap 'exit 0' INT\napp\necho done", "stuck stuck stuck", "delivered delivered delivered"],
    ["trap '' INT\napp\necho done", "stuck stuck stuck", "delivered delivered delivered"],
    ["( app; echo )", "stuck stuck stuck", "delivered delivered delivered"],
    ["app | cat", "stuck stuck stuck", "delivered delivered delivered"],
    ["f() { app; }\nf\necho", "stuck stuck stuck", "delivered delivered delivered"],
    ["while :; do app; sleep 1; done", "stuck stuck stuck", "delivered stuck delivered"],
    ["trap 'exit' INT\nwhile :; do app; sleep 1; done", "stuck stuck stuck", "delivered delivered delivered"],
    ["app &\nwhile :; do sleep 1; done", "abrupt stuck abrupt", "abrupt abrupt abrupt"],
    ["app &\nwhile :; do sleep 1000; done", "stuck stuck stuck", "abrupt abrupt abrupt"],
    ["app & wait", "abrupt abrupt abrupt", "abrupt abrupt abrupt"],
  ])("below an init %j is %s; where the group gets it, %s", (script, alone, withItsGroup) => {
    const below = (...init: readonly string[]): string =>
      shells.map((shell) => outcomeOf(shell, script, [...init, "/run.sh"])).join(" ");
    expect([below("tini", "--"), below("dumb-init", "-c")]).toEqual([alone, alone]);
    expect([below("tini", "-g", "--"), below("dumb-init")]).toEqual([withItsGroup, withItsGroup]);
  });

  test("where it is not known which shell it is, neither is what it does between sleeps", () => {
    const dockerfile = `FROM unknown/base\nSTOPSIGNAL SIGINT\nCOPY --chmod=755 run.sh /\nENTRYPOINT ["tini", "--", "/run.sh"]\n`;
    const run = "#!/bin/sh\npostgres -D /d &\nwhile :; do sleep 1; done\n";
    expect(judged(dockerfile, { "run.sh": run }).startUp.outcome).toBe("unknown");
  });
});

/** Run below dumb-init in dash, bash and ash, which agree. */
test.each<[script: string, outcome: string]>([
  ["trap 'wait' TERM\napp & wait", "delivered"],
  ["trap 'echo' TERM\napp & wait; wait", "delivered"],
  ["trap 'echo' TERM\napp & wait", "abrupt"],
  ["trap 'exit 0' TERM\napp\necho", "delivered"],
  ["trap '' TERM\napp\necho", "delivered"],
  ["trap 'echo' TERM\napp\nrm -f /run/app.pid", "delivered"],
  // The rest takes too long, as measured, or not: only what it is tells.
  ["trap 'echo' TERM\napp\nsleep 60", "unknown"],
  ["trap 'sleep 60; exit' TERM\napp", "unknown"],
  ["trap 'exit 0' TERM\napp\nsleep 60", "delivered"],
  ["trap 'kill $p; wait $p' TERM\napp & p=$!\nwhile :; do sleep 1000; done", "stuck"],
  ["trap 'kill $p; wait $p; exit' TERM\napp & p=$!\nwhile :; do sleep 1000; done", "delivered"],
  ["trap 'exit' TERM\nwhile :; do app; sleep 1; done", "delivered"],
  ["trap 'echo' TERM\nwhile :; do app; sleep 1; done", "stuck"],
])("SIGTERM to a whole group: %j is %s", (script, outcome) => {
  expect(shells.map((shell) => outcomeOf(shell, script, ["dumb-init", "/run.sh"], "SIGTERM"))).toEqual(
    shells.map(() => outcome),
  );
});
