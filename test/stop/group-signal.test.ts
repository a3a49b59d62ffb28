import { describe, expect, test } from "@jest/globals";
import { shells, startUpIn } from "./three-shells.ts";
import type { Shell } from "./three-shells.ts";

const startUpOf = (script: string, signal = "SIGTERM", shell: Shell = "dash"): ReturnType<typeof startUpIn> =>
  startUpIn(shell, script, signal, ["tini", "-g", "--", "/run.sh"]);

/**
 * Measured below `tini -g` in a PID namespace: dash 0.5.12, bash 5.2, busybox 1.35, coreutils 9.1, util-linux 2.38;
 * gunicorn stands for a program with a handler that needs half a second.
 */
describe("a signal that a process group is sent", () => {
  test.each<[script: string, onTerm: string, onInterrupt: string]>([
    ["trap : TERM INT\ngunicorn", "graceful", "delivered"],
    ["trap : TERM INT\nsetsid -w gunicorn", "stuck", "stuck"],
    ["trap : TERM INT\nsetsid gunicorn & wait; wait", "stuck", "stuck"],
    ["trap '' TERM INT\ngunicorn", "graceful", "delivered"],
    ["trap '' TERM INT\ngunicorn & wait", "graceful", "delivered"],
    ["trap '' TERM INT\nsleep 100", "stuck", "stuck"],
    ["trap '' TERM INT\nsleep 100 & wait", "stuck", "stuck"],
    ["trap '' TERM INT\nexec sleep 100", "stuck", "stuck"],
    ["trap '' TERM INT\nexec env A=b sleep 100", "stuck", "stuck"],
    ["trap : TERM INT\nsleep 300 & gunicorn & wait $!; wait", "graceful", "stuck"],
    ["trap : TERM INT\ngunicorn & sleep 300 & wait; wait", "graceful", "stuck"],
    ["trap : TERM INT\nwhile true; do gunicorn & wait $!; done", "stuck", "stuck"],
    ["trap 'echo bye' EXIT\ntrap 'exit 0' TERM INT\ngunicorn", "graceful", "delivered"],
    ["runuser -u root -- gunicorn", "abrupt", "delivered"],
  ])("%j: %s, on SIGINT %s", (script, ...outcomes) => {
    for (const shell of shells)
      expect([startUpOf(script, "SIGTERM", shell).outcome, startUpOf(script, "SIGINT", shell).outcome]).toEqual(
        outcomes,
      );
  });

  test("su blocks SIGINT, which what it runs gets beside it", () => {
    const outcomes = ["SIGTERM", "SIGINT"].map((signal) => startUpOf("exec su root -c gunicorn", signal).outcome);
    expect(outcomes).toEqual(["abrupt", "delivered"]);
    expect(startUpOf("gunicorn", "SIGINT").outcome).toBe("delivered");
  });

  test("timeout leaves the group, unless it is told not to", () => {
    const trap = "trap : TERM\n";
    expect(startUpOf(`${trap}timeout 100 gunicorn`).outcome).toBe("stuck");
    expect(startUpOf(`${trap}timeout -k 5 100 gunicorn & wait; wait`).outcome).toBe("stuck");
    expect(startUpOf(`${trap}timeout --foreground 100 gunicorn`).outcome).toBe("graceful");
    // Below dash, without a trap: dash is killed, and then the container is gone.
    expect(startUpOf("timeout 100 gunicorn").outcome).toBe("abrupt");
  });

  test("`kill` of a group reaches the job that leads one, and `kill 0` no job that does", () => {
    const alone = (script: string, shell: Shell = "dash"): string =>
      startUpIn(shell, script, "SIGTERM", ["/run.sh"]).outcome;
    const group = "trap 'kill -TERM -$p; wait $p' TERM\n";
    const everyone = "trap 'trap - TERM; kill 0; wait' TERM\n";
    expect(alone(`${group}timeout 60 gunicorn & p=$!\nwait $p`)).toBe("graceful");
    expect(alone(`${group}setsid gunicorn & p=$!\nwait $p`)).toBe("graceful");
    expect(alone(`${group}gunicorn & p=$!\nwait $p`)).toBe("stuck");
    expect(alone(`${everyone}timeout 60 gunicorn & wait`)).toBe("stuck");
    expect(alone(`${everyone}timeout --foreground 60 gunicorn & wait`)).toBe("graceful");
    // That of busybox stays in its shell's group.
    expect(alone(`${everyone}timeout 60 gunicorn & wait`, "ash")).toBe("graceful");
  });

  test("job control gives each child a group of its own", () => {
    const script = "set -m\ntrap : TERM\ngunicorn";
    expect(shells.map((shell) => startUpOf(script, "SIGTERM", shell).outcome)).toEqual(["stuck", "stuck", "stuck"]);
  });

  test.each(["gunicorn; sleep 30", "set -e\ngunicorn; sleep 30", "while true; do gunicorn; done"])(
    "bash goes on behind a program that handles SIGINT, the others do not: %j",
    (script) => {
      const outcomes = shells.map((shell) => startUpOf(script, "SIGINT", shell).outcome);
      expect(outcomes).toEqual(["delivered", "unknown", "delivered"]);
    },
  );

  test.each(["trap 'sleep 30' EXIT\ntrap 'exit 0' TERM\ngunicorn", "trap 'sleep 30' EXIT\ntrap : TERM\ngunicorn"])(
    "a trap on EXIT runs behind the program: %j",
    (script) => {
      for (const shell of shells) expect(startUpOf(script, "SIGTERM", shell).outcome).not.toBe("graceful");
    },
  );

  test("whether a loop asks for a job that the group's signal has ended is not followed", () => {
    const script = "trap stop=1 TERM\ngunicorn & p=$!\nwhile kill -0 $p; do wait $p; done";
    for (const shell of shells) expect(startUpOf(script, "SIGTERM", shell).outcome).toBe("unknown");
  });
});
