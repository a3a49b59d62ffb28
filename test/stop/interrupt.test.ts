import { describe, expect, test } from "@jest/globals";
import { judged } from "../shell/walk.ts";

const images = { dash: "debian:12", bash: "debian:12", ash: "alpine:3.20" };
type Shell = keyof typeof images;

function outcomeOf(shell: Shell, script: string, entrypoint = '["/run.sh"]'): string {
  const dockerfile = `FROM ${images[shell]}\nSTOPSIGNAL SIGINT\nCOPY --chmod=755 run.sh /\nENTRYPOINT ${entrypoint}\n`;
  const shebang = `#!/bin/${shell === "bash" ? "bash" : "sh"}`;
  return judged(dockerfile, { "run.sh": `${shebang}\n${script}\n` }).startUp.outcome;
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
  ])("%j is %s, %s and %s", (script, ...outcomes) => {
    const shells: readonly Shell[] = ["dash", "bash", "ash"];
    expect(shells.map((shell) => outcomeOf(shell, script))).toEqual(outcomes);
  });

  test("below an init it ends dash and busybox sh before their trap on EXIT runs", () => {
    const script = "set -m\ntrap 'kill -INT $P; wait $P' EXIT\npostgres -D /d & P=$!\nwait $P";
    const below = (shell: Shell): string => outcomeOf(shell, script, '["tini", "--", "/run.sh"]');
    expect([below("dash"), below("ash")]).toEqual(["abrupt", "abrupt"]);
  });
});
