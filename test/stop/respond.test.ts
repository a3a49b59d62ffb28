import { describe, expect, test } from "@jest/globals";
import { findProgram } from "../../src/known/programs/programs.ts";
import { shells } from "../../src/known/shells/shells.ts";
import type { ShellFamily } from "../../src/known/shells/shells.ts";
import { unwrap } from "../../src/known/wrappers/wrappers.ts";
import type { Hop, Process, Role, Steady } from "../../src/startup/process.ts";
import type { Outcome } from "../../src/stop/outcome.ts";
import { nameOf } from "../../src/stop/response.ts";
import type { Surroundings } from "../../src/stop/response.ts";
import { respond } from "../../src/stop/respond.ts";
import { noteWords } from "../../src/stop/wording/note-words.ts";
import { reasonWords } from "../../src/stop/wording/reason-words.ts";
import { host, unit, walk } from "../shell/walk.ts";

const hop = (what: string): Hop => ({
  argv: [],
  kind: "exec",
  via: "CMD",
  at: undefined,
  what,
  cwd: "/",
  env: new Map(),
  running: undefined,
});
const process = (what: string, role: Role): Process => ({ hops: [hop(what)], role });

/** A program by its command line; a name that no table knows is one of the user's own. */
function program(line: string): Process {
  const argv = line.split(" ");
  const row = findProgram(argv);
  return process(argv[0] ?? "", { kind: "program", row, own: row === undefined });
}

/** An init or wrapper by its command line. */
function around(line: string): Process {
  const wrapped = unwrap([...line.split(" "), "app"]);
  if (!wrapped) throw new Error(`${line} is no wrapper`);
  return process(wrapped.row.name, { kind: wrapped.row.kind === "init" ? "init" : "wrapper", wrapped });
}

/** A shell that stays with a script, in the way in which the script ends. */
function shell(text: string, ...families: readonly ShellFamily[]): Process {
  const names = families.length > 0 ? families : ["dash" as const];
  const [ending] = walk(text, { shells: names });
  if (ending?.kind !== "foreground" && ending?.kind !== "wait" && ending?.kind !== "loop")
    throw new Error(`${text} does not stay`);
  const steady: Steady =
    ending.kind === "foreground"
      ? { kind: "foreground", running: ending.running }
      : ending.kind === "wait"
        ? { kind: "wait", wait: ending.wait, running: ending.state.jobs.at(-1) }
        : { kind: "loop", at: ending.at, running: ending.state.jobs.at(-1) };
  return process("script /ep.sh", {
    kind: "shell",
    shells: names.map((name) => shells[name]),
    unit: unit(text),
    steady,
    state: ending.state,
  });
}

const surroundings: Surroundings = {
  host: host(),
  grace: { name: "docker stop", kind: "command", seconds: 10 },
  applicationOf: () => undefined,
};

const outcome = (chain: readonly Process[], signal = "SIGTERM", pid1 = true): Outcome =>
  respond(chain, signal, pid1 ? "pid1" : "child", surroundings).outcome;

const roles: Readonly<Record<string, Role>> = {
  unknown: { kind: "unknown", why: { kind: "cause", cause: "why" } },
  ended: { kind: "ended" },
  unrunnable: {
    kind: "unrunnable",
    problem: { fault: { code: "shebang", path: "/x", empty: false }, at: undefined, file: undefined },
  },
  interactive: { kind: "interactive", shells: [shells.bash] },
};

describe("a process alone", () => {
  test.each([
    ["that handles the signal", program("redis-server"), "SIGTERM", true, "graceful"],
    ["that handles the signal as a child", program("redis-server"), "SIGTERM", false, "graceful"],
    [
      "that waits for its clients, for longer than the grace period unless its settings say so",
      program("squid -N"),
      "SIGTERM",
      true,
      "unknown",
    ],
    ["of the user's own", program("/app/server"), "SIGTERM", true, "delivered"],
    ["that ignores the signal at PID 1", program("sleep infinity"), "SIGTERM", true, "stuck"],
    ["that ignores the signal only at PID 1", program("sleep infinity"), "SIGTERM", false, "delivered"],
    ["that nothing makes of a harmless signal", program("sleep infinity"), "SIGWINCH", false, "stuck"],
    ["that hands the decision to its script", program("node server.js"), "SIGTERM", true, "delivered"],
    ["that takes the signal for something else", program("uwsgi --master --http :80"), "SIGTERM", true, "stuck"],
    ["that is told SIGKILL", program("redis-server"), "SIGKILL", true, "abrupt"],
    ["that is unknown", process("x", roles.unknown ?? { kind: "ended" }), "SIGTERM", true, "unknown"],
    ["that ends by itself", process("x", { kind: "ended" }), "SIGTERM", true, "unknown"],
    ["that cannot start", process("x", roles.unrunnable ?? { kind: "ended" }), "SIGTERM", true, "unknown"],
    ["that waits at the terminal", process("bash", roles.interactive ?? { kind: "ended" }), "SIGTERM", true, "stuck"],
  ] as const)("%s", (_, only, signal, pid1, expected) => {
    expect(outcome([only], signal, pid1)).toBe(expected);
  });

  test.each([
    ["without a handler", program("sleep infinity"), "SIGINT", "stuck"],
    ["without a handler, on another signal", program("sleep infinity"), "SIGTERM", "delivered"],
    ["with a handler of its own", program("redis-server"), "SIGINT", "graceful"],
    ["with a handler for another signal", program("redis-server"), "SIGQUIT", "stuck"],
    ["of Python, which leaves SIGINT ignored", program("python3 -m http.server"), "SIGINT", "stuck"],
    ["of Java, whose program may handle it by itself", program("java -jar app.jar"), "SIGINT", "unknown"],
    ["of node, which starts with the default for all signals", program("node server.js"), "SIGINT", "delivered"],
    ["that is a shell, whatever trap it sets", shell("trap 'exit' INT\napp &\nwait"), "SIGINT", "stuck"],
    ["that is a shell, on another signal", shell("trap 'exit' TERM\napp &\nwait"), "SIGTERM", "abrupt"],
  ] as const)("that is a background job %s", (_, only, signal, expected) => {
    expect(respond([only], signal, "job", surroundings).outcome).toBe(expected);
  });

  test("that is under an init in the background starts with the signal ignored too", () => {
    expect(respond([around("tini --"), program("sleep infinity")], "SIGINT", "job", surroundings).outcome).toBe(
      "stuck",
    );
  });

  test("nothing runs", () => {
    expect(outcome([])).toBe("unknown");
  });
});

describe("what stands in front of the program", () => {
  const app = program("/app/server");
  test.each([
    ["an init passes the signal on", [around("tini --"), app], "SIGTERM", "delivered"],
    [
      "an init passes it to a program without a handler, which dies then",
      [around("tini --"), program("sleep infinity")],
      "SIGTERM",
      "delivered",
    ],
    ["an init does not replace exec", [around("tini --"), shell("app"), app], "SIGTERM", "abrupt"],
    [
      "dumb-init sends another signal",
      [around("dumb-init --rewrite 15:3"), program("nginx -g daemon off;")],
      "SIGTERM",
      "graceful",
    ],
    ["dumb-init drops the signal", [around("dumb-init --rewrite 15:0"), app], "SIGTERM", "stuck"],
    ["timeout passes it on", [around("timeout 10"), app], "SIGTERM", "delivered"],
    ["flock swallows it at PID 1", [around("flock /lock"), app], "SIGTERM", "stuck"],
    ["what flock does elsewhere is not known", [around("tini --"), around("flock /lock"), app], "SIGTERM", "unknown"],
    ["su kills what it runs", [around("su www -c"), app], "SIGTERM", "abrupt"],
    [
      "su in front of what is not known",
      [around("su www -c"), process("?", { kind: "unknown", why: { kind: "cause", cause: "?" } })],
      "SIGTERM",
      "unknown",
    ],
    ["SIGKILL reaches everybody", [around("tini --"), app], "SIGKILL", "abrupt"],
    ["two inits are one too many, but harmless", [around("tini --"), around("dumb-init"), app], "SIGTERM", "delivered"],
  ] as const)("%s", (_, chain, signal, expected) => {
    expect(outcome(chain, signal)).toBe(expected);
  });
});

describe("a shell that stays with", () => {
  const app = program("/app/server");
  test.each([
    ["a foreground child keeps the signal", "app", "dash", true, "stuck"],
    ["a foreground child dies of it as a child", "app", "dash", false, "abrupt"],
    ["a trap for later", "trap 'exit' TERM\napp", "dash", true, "stuck"],
    ["a trap for later, not at PID 1 either", "trap 'exit' TERM\napp", "dash", false, "stuck"],
    ["an ignored signal", "trap '' TERM\napp", "dash", true, "stuck"],
    ["a trap on EXIT, dash", "trap 'echo' EXIT\napp", "dash", true, "stuck"],
    ["a trap on EXIT, bash", "trap 'echo' EXIT\napp", "bash", true, "abrupt"],
    ["a job and no trap", "app &\nwait", "dash", true, "stuck"],
    ["a job and no trap, as a child", "app &\nwait", "dash", false, "abrupt"],
    ["a job, a trap and one wait", "app & P=$!\ntrap 'kill -TERM $P' TERM\nwait $P", "dash", true, "abrupt"],
    [
      "a job, a trap and two waits",
      "app & P=$!\ntrap 'kill -TERM $P' TERM\nwait $P\nwait $P",
      "dash",
      true,
      "delivered",
    ],
    [
      "a job and a trap that waits",
      "app & P=$!\ntrap 'kill -TERM $P; wait $P' TERM\nwait $P",
      "dash",
      true,
      "delivered",
    ],
    [
      "a job and a trap that waits and exits",
      "app & P=$!\ntrap 'kill -TERM $P; wait $P; exit $?' TERM\nwait $P",
      "dash",
      true,
      "delivered",
    ],
    ["a job and a trap that only exits", "app &\ntrap 'exit 0' TERM\nwait", "dash", true, "abrupt"],
    ["a job and a trap that only says something", "app &\ntrap 'echo' TERM\nwait", "dash", true, "abrupt"],
    [
      "a job and a trap that says something, then waits on",
      "app & P=$!\ntrap 'echo' TERM\nwait $P\nwait $P",
      "dash",
      true,
      "stuck",
    ],
    ["a job and a trap that waits for it", "app & P=$!\ntrap 'wait $P' TERM\nwait $P", "dash", true, "stuck"],
    ["a job and a trap on another signal", "app & P=$!\ntrap 'kill $P; wait $P' INT\nwait $P", "dash", true, "stuck"],
    [
      "a job and `trap ... SIGTERM` in dash",
      "app & P=$!\ntrap 'kill $P; wait $P' SIGTERM\nwait $P",
      "dash",
      true,
      "stuck",
    ],
    [
      "a job and `trap ... SIGTERM` in bash",
      "app & P=$!\ntrap 'kill $P; wait $P' SIGTERM\nwait $P",
      "bash",
      true,
      "delivered",
    ],
    [
      "a job and `kill $(jobs -p)` in bash",
      "app &\ntrap 'kill $(jobs -p); wait' TERM\nwait",
      "bash",
      true,
      "delivered",
    ],
    ["a job and a trap that kills it", "app & P=$!\ntrap 'kill -9 $P' TERM\nwait $P", "dash", true, "abrupt"],
    [
      "a job and a function as trap",
      "stop() { kill -TERM $P; wait $P; }\ntrap stop TERM\napp & P=$!\nwait $P",
      "dash",
      true,
      "delivered",
    ],
    [
      "a job, a trap that exits and one on EXIT that forwards",
      "app & P=$!\ntrap 'exit' TERM\ntrap 'kill $P; wait $P' EXIT\nwait $P",
      "dash",
      true,
      "delivered",
    ],
    ["a loop and no trap", "while true; do sleep 1; done", "dash", true, "stuck"],
    ["a loop and a trap that exits", "trap 'exit' TERM\nwhile true; do sleep 1; done", "dash", true, "delivered"],
    ["a loop and a trap that does not end it", "trap 'echo' TERM\nwhile true; do sleep 1; done", "dash", true, "stuck"],
    [
      "a loop that sleeps too long for its trap",
      "trap 'exit' TERM\nwhile true; do sleep 60; done",
      "dash",
      true,
      "stuck",
    ],
  ] as const)("%s", (_, text, family, pid1, expected) => {
    const main = shell(text, family);
    const steady = main.role.kind === "shell" ? main.role.steady : undefined;
    expect(outcome(steady?.running ? [main, app] : [main], "SIGTERM", pid1)).toBe(expected);
  });

  test("what it is, is not known: only what all shells do is certain", () => {
    expect(outcome([shell("trap 'echo' EXIT\napp", "dash", "bash"), app])).toBe("unknown");
    expect(outcome([shell("app; echo", "dash", "bash", "ash"), app])).toBe("stuck");
  });

  test("the signal that the trap sends is the one that counts", () => {
    const text = "app & P=$!\ntrap 'kill -QUIT $P; wait $P' TERM\nwait $P";
    expect(outcome([shell(text), program("nginx -g daemon off;")])).toBe("graceful");
    expect(outcome([shell(text.replace("QUIT", "WINCH")), program("sleep infinity")])).toBe("stuck");
  });

  test("a background job ignores SIGINT, unless the shell has job control", () => {
    const text = "trap 'kill -INT $!; wait' TERM\napp &\nwait";
    expect(outcome([shell(text), program("sleep infinity")])).toBe("stuck");
    expect(outcome([shell(`set -m\n${text}`), program("sleep infinity")])).toBe("delivered");
    expect(outcome([shell(`set -o monitor\n${text}`), program("sleep infinity")])).toBe("delivered");
    expect(outcome([shell(`set -m +m\n${text}`), program("sleep infinity")])).toBe("stuck");
    expect(outcome([shell(text.replace("INT", "TERM")), program("sleep infinity")])).toBe("delivered");
  });
});

test("a reason names the actor and the effect, and each process has its note", () => {
  const { reason, notes } = respond([shell("app"), program("/app/server")], "SIGTERM", "pid1", surroundings);
  expect(reasonWords(reason)).toBe(
    "dash stays PID 1 and does not forward SIGTERM to /app/server, so `docker stop` waits 10 s and then sends SIGKILL",
  );
  expect(notes.map((note) => note && noteWords(note))).toEqual(["does not forward SIGTERM", undefined]);
  const handed = respond([around("tini --"), program("redis-server")], "SIGTERM", "pid1", surroundings);
  expect(handed.notes.map((note) => note && noteWords(note))).toEqual([
    "forwards SIGTERM and waits",
    "handles SIGTERM",
  ]);
});

test.each([
  ["script /opt/run.sh (bash)", "run.sh"],
  ["dash with script /opt/run.sh", "run.sh"],
  ["node", "node"],
  ["dash", "dash"],
])("%s is called %s", (what, name) => {
  expect(nameOf(process(what, { kind: "ended" }))).toBe(name);
});
