import { describe, expect, test } from "@jest/globals";
import type { ShellFamily } from "../../src/known/shells/shells.ts";
import type { Outcome } from "../../src/stop/outcome.ts";
import { judged } from "./walk.ts";

/** What the stop signal does to a script at PID 1; `app` is a program with a slow handler. */
function outcome(script: string, family: ShellFamily): Outcome {
  const [from, shell] =
    family === "ash" ? ["alpine:3.20", "/bin/sh"] : ["debian:12-slim", family === "bash" ? "/bin/bash" : "/bin/sh"];
  const files = { "app": "\u007fELF", "ep.sh": `#!${shell}\n${script}\n` };
  return judged(`FROM ${from}\nCOPY app /usr/local/bin/app\nCOPY ep.sh /ep.sh\nCMD ["/ep.sh", "app"]\n`, files).startUp
    .outcome;
}

const stop = 'stop() { kill "$pid"; wait "$pid"; }\ntrap stop TERM\n';
const run = 'run() { app & pid=$!; wait "$pid"; }\n';
const flag = (trap: string, loop: string): string =>
  `trap '${trap}' TERM\napp & c=$!\n${loop}\nkill -TERM "$c"; wait "$c"`;

/** Run as PID 1 of dash, bash and ash, which agree. */
const measured: readonly (readonly [what: string, outcome: Outcome, scripts: readonly string[]])[] = [
  [
    "a loop that starts the program again after the trap",
    "stuck",
    [
      `${stop}while true; do app & pid=$!; wait "$pid"; sleep 1; done`,
      `${stop}${run}until run; do sleep 1; done`,
      `${stop}${run}while ! run; do sleep 1; done`,
      `${stop}for i in 1 2 3; do app & pid=$!; wait "$pid"; done`,
      "app & pid=$!\ntrap 'kill $pid; wait $pid' TERM\nwhile :; do wait $pid; sleep 1; done",
    ],
  ],
  [
    "a loop that the trap ends",
    "delivered",
    [
      "trap 'kill $pid; wait $pid; exit 0' TERM\nwhile :; do app & pid=$!; wait $pid; done",
      "trap 'stop=1; kill $pid; wait $pid' TERM\nwhile [ -z \"$stop\" ]; do app & pid=$!; wait $pid; done",
      `${stop}while true; do app & pid=$!; wait "$pid"; break; done`,
      "trap 'kill $pid; wait $pid; exit 0' TERM\nfor i in 1 2 3; do app & pid=$!; wait \"$pid\"; done",
    ],
  ],
  [
    "a flag that the trap sets, in front of `kill` and `wait`",
    "delivered",
    [
      `run=1\n${flag("run=0", 'while [ "$run" -eq 1 ]; do sleep 1; done')}`,
      `run=1\n${flag("run=", 'while [ "$run" = 1 ]; do sleep 1; done')}`,
      `run=true\n${flag("run=false", "while $run; do sleep 1; done")}`,
      flag("stop=1", 'until [ -n "$stop" ]; do sleep 1; done'),
      flag("stop=1", 'while [ ! "$stop" ]; do sleep 1; done'),
      flag("stop=yes", 'until [ "$stop" = yes ]; do sleep 1; done'),
      `run=1\n${flag("run=0", 'while test "$run" != 0; do sleep 1; done')}`,
      `stop=false\n${flag("stop=true", "until $stop; do sleep 1; done")}`,
      `run=1\n${flag("run=0", "while [ $run -gt 0 ]; do sleep 1; done")}`,
      flag("stop=1", 'while :; do [ "$stop" ] && break; sleep 1; done'),
      flag("stop=1", 'while true; do if [ -n "$stop" ]; then break; fi; sleep 1; done'),
      `on() { stop=1; }\n${flag("on", 'while [ -z "$stop" ]; do sleep 1; done')}`,
      `run=1\n${flag("run=0", "while [ $run = 1 ]; do sleep 1 & wait $!; done")}`,
    ],
  ],
  [
    "a flag with nothing behind the loop that waits",
    "abrupt",
    [
      "run=1; trap 'run=0' TERM\napp & c=$!\nwhile [ $run = 1 ]; do sleep 1; done\nexit 0",
      "run=1; trap 'run=0' TERM\napp & c=$!\nwhile [ $run = 1 ]; do sleep 1; done\nkill $c",
    ],
  ],
  [
    "a flag that nothing asks for",
    "stuck",
    [`run=1\n${flag("other=0", "while [ $run = 1 ]; do sleep 1; done")}`, flag("stop=1", "while :; do sleep 1; done")],
  ],
  [
    "a bare `wait` in the trap, which waits for helpers as well",
    "stuck",
    [
      "sleep 60 & app & p=$!\ntrap 'kill $p; wait' TERM\nwait $p",
      "tail -F l & app & p=$!; trap 'kill $p; wait' TERM; wait $p",
      "sleep 60 & app & p=$!; trap 'kill $p; wait; exit 0' TERM; wait $p",
      "sleep 60 & app & p=$!; trap 'kill $p; wait $p' TERM; wait $p; wait",
    ],
  ],
  [
    "a `wait` for the program alone, or for helpers that are told as well",
    "delivered",
    [
      "sleep 60 & app & p=$!; trap 'kill $p; wait $p' TERM; wait",
      "sleep 60 & app & p=$!; trap 'kill $p; wait $p' TERM; wait $p",
      "sleep 60 & q=$!; app & p=$!; trap 'kill $q $p; wait' TERM; wait $p",
      "app & p=$!; sleep 60 & trap 'kill $p; wait $p; exit' TERM; wait",
    ],
  ],
];

describe.each(measured)("after a signal: %s: %s", (_, expected, scripts) => {
  test.each(scripts)("%s", (script) => {
    const all: readonly ShellFamily[] = ["dash", "bash", "ash"];
    expect(all.map((family) => outcome(script, family))).toEqual(all.map(() => expected));
  });
});

test.each([
  "while ((run)); do sleep 1; done",
  "while (( run == 1 )); do sleep 1; done",
  "while [[ $run == 1 ]]; do sleep 1; done",
])("in bash: %s", (loop) => {
  expect(outcome(`run=1\n${flag("run=0", loop)}`, "bash")).toBe("delivered");
});
