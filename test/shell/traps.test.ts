import { describe, expect, test } from "@jest/globals";
import type { ShellFamily } from "../../src/known/shells/shells.ts";
import type { Outcome } from "../../src/stop/outcome.ts";
import { judged } from "./walk.ts";

/**
 * What the stop signal does to a script at PID 1; `app` is a program with a slow handler. Rows without "unknown" were
 * run so in dash, bash and ash.
 */
function outcome(script: string, family: ShellFamily = "dash"): Outcome {
  const [from, shell] =
    family === "ash" ? ["alpine:3.20", "/bin/sh"] : ["debian:12-slim", family === "bash" ? "/bin/bash" : "/bin/sh"];
  const files = { "app": "\u007fELF", "ep.sh": `#!${shell}\n${script}\n` };
  return judged(`FROM ${from}\nCOPY app /usr/local/bin/app\nCOPY ep.sh /ep.sh\nCMD ["/ep.sh", "app"]\n`, files).startUp
    .outcome;
}

const trapped = (action: string): string => `trap '${action}; wait $P' TERM\napp & P=$!\nwait $P`;

describe("a trap that tells the program to end in so many words, and waits", () => {
  test.each([
    "kill $P",
    "kill -15 $P",
    "kill -s TERM -- $P",
    'kill "${P}" || :',
    "kill $PIDS $P",
    "{ kill $P; }",
    "kill $P 2>/dev/null",
    'if [ -n "$P" ]; then kill $P; fi',
    '[ -n "$P" ] && kill $P',
    "kill -0 $P && kill $P",
    "if kill -0 $P; then kill $P; fi",
    "kill ${P:-}",
  ])("%s", (action) => {
    expect(outcome(trapped(action))).toBe("delivered");
  });

  test.each([
    "( kill $P )",
    "eval kill $P",
    "for p in $P; do kill $p; done",
    "while kill -0 $P; do kill $P; sleep 1; done",
    "/bin/kill $P",
    "env kill $P",
    "pkill app",
    "pkill -P $$",
    "killall app",
    "kill $(pgrep app)",
    "kill $(pidof app)",
    "kill $(cat /run/app.pid)",
    "echo $P | xargs kill",
    "supervisorctl stop all",
    "redis-cli shutdown",
    "kill $OTHER",
  ])("or in words that may mean it: %s", (action) => {
    expect(["unknown", "delivered"]).toContain(outcome(trapped(action)));
  });

  test("gives its function the pid", () => {
    expect(outcome(`stop() { kill "$1"; }\n${trapped("stop $P")}`)).toBe("delivered");
  });

  test("knows the pid by another name", () => {
    expect(outcome("app & P=$!\nQ=$P\ntrap 'kill $Q; wait $Q' TERM\nwait $Q")).toBe("delivered");
  });

  test("lets the trap on EXIT wait", () => {
    expect(outcome("trap 'wait' EXIT\napp &\ntrap 'kill $!; exit' TERM\nwait")).toBe("delivered");
  });

  test("is set for several signals in a loop", () => {
    expect(outcome("for s in TERM INT; do trap 'kill $P; wait $P' $s; done\napp & P=$!\nwait $P")).not.toBe("stuck");
  });

  test("in a prefix that dash's kill does not know, fails there", () => {
    expect(outcome(trapped("kill -SIGTERM $P"), "dash")).toBe("stuck");
    expect(outcome(trapped("kill -SIGTERM $P"), "bash")).toBe("delivered");
  });
});

describe("the wait that the signal has ended", () => {
  const forwards = "app & P=$!\ntrap 'kill $P' TERM\n";
  test.each([
    ["comes again", "wait $P\nwait $P", "delivered"],
    ["comes again where it has failed", "wait $P || wait $P", "delivered"],
    ["comes again until it has not failed", "until wait $P; do :; done", "delivered"],
    [
      "comes again for a status that a signal gives",
      "wait $P\nrc=$?\nif [ $rc -gt 128 ]; then wait $P; fi\nexit $rc",
      "delivered",
    ],
    ["comes again as long as the program is there", "while kill -0 $P; do wait $P; done", "delivered"],
    ["is the last", "wait $P\nexit $?", "abrupt"],
    ["ends a script under `set -e`", "set -e\nwait $P\nwait $P", "abrupt"],
    ["does not end a script under `set -e` that allows for it", "set -e\nwait $P || true\nwait $P", "delivered"],
  ])("%s", (_, waits, expected) => {
    expect(outcome(forwards + waits)).toBe(expected);
  });
});

describe("a job that is no single program", () => {
  const job = (text: string): string => `${text} & P=$!\ntrap 'kill $P; wait $P' TERM\nwait $P`;
  test.each([
    ["a subshell that execs", "( exec app )", "delivered"],
    ["a group with the program last, which dash and ash start in its place", "{ app; }", "delivered"],
    ["a list with the program last, the same", "cd / && app", "delivered"],
    ["a subshell in which more follows", "( app; echo )", "abrupt"],
    ["a function, which no shell replaces", "f() { app; }; f", "abrupt"],
  ])("%s", (_, text, expected) => {
    expect(outcome(job(text))).toBe(expected);
    if (expected !== "delivered") expect(outcome(job(text), "bash")).toBe(expected);
  });

  test("a signal for a pipeline reaches its last command, and not the program", () => {
    expect(["stuck", "unknown"]).toContain(outcome(job("app | tee /dev/null")));
  });

  test.each(["{ app; }", "cd / && app"])("bash starts %s as a child of a subshell", (text) => {
    expect(outcome(job(text), "bash")).toBe("abrupt");
  });
});

test("a long sleep at the end is no end, and its trap comes too late", () => {
  expect(outcome("app & P=$!\ntrap 'kill $P; wait $P; exit' TERM\nsleep 1000")).toBe("stuck");
});
