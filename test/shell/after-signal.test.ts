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

const watch = (body: string, test = "kill -0 $p"): string =>
  `app & p=$!\ntrap 'kill $p' TERM\nwhile ${test}; do ${body}; done`;
const looking = (body: string): readonly string[] =>
  ["kill -0 $p", "kill -0 $p > /dev/null 2>&1", "[ -d /proc/$p ]", "test -e /proc/$p"].map((test) => watch(body, test));
const patient = (rounds: string): string =>
  `stop() { kill $p; for i in ${rounds}; do kill -0 $p || exit 0; sleep 1; done; kill -9 $p; exit 1; }`;

/** Run as PID 1 of dash, bash and ash, which agree. */
const measured: readonly (readonly [what: string, outcome: Outcome, scripts: readonly string[]])[] = [
  [
    "a loop that comes behind a wait or a sleep which is over",
    "delivered",
    [
      "sleep 0.1 & wait\ntrap 'kill $p; wait $p; exit 0' TERM\napp & p=$!\nwhile :; do sleep 1; done",
      "sleep 0.1 & wait $!\ntrap 'kill $p; wait $p; exit 0' TERM\napp & p=$!\nwhile :; do sleep 1 & wait $!; done",
      "sleep 6\ntrap 'kill $p; wait $p; exit 0' TERM\napp & p=$!\nwhile :; do sleep 1; done",
      "for i in 1 2; do sleep 6; done\ntrap 'kill $p; wait $p; exit 0' TERM\napp & p=$!\nuntil false; do sleep 1; done",
      "sleep 0.1 & wait\ntrap 'kill $p; wait $p; exit 0' TERM\napp & p=$!\nwhile :; do sleep 30 & wait $!; for x in a b; do :; done; done",
    ],
  ],
  [
    "a loop that sleeps long itself, or waits without a trap",
    "stuck",
    [
      "sleep 0.1 & wait\ntrap 'kill $p; wait $p; exit 0' TERM\napp & p=$!\nwhile :; do sleep 30; done",
      "app & p=$!\ntrap 'kill $p; wait $p; exit 0' TERM\nwhile :; do for i in 1 2; do sleep 30; done; done",
      "sleep 0.1 & wait\napp & while :; do sleep 30 & wait $!; for x in a b; do :; done; done",
    ],
  ],
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
  [
    "a loop that looks for the program, and sleeps on once more in the background",
    "stuck",
    [
      ...looking("sleep 30 & wait $!"),
      `${watch("sleep 30 & wait $!")}\nwait $p`,
      "app & p=$!\ntrap 'kill $p; kill $s' TERM\nwhile kill -0 $p; do sleep 30 & s=$!; wait $s; done",
      "app & p=$!\ntrap 'kill $p' TERM\nwhile :; do kill -0 $p || break; sleep 30 & wait $!; done",
      "app & p=$!\ntrap 'kill $p' TERM\nwhile :; do sleep 30 & wait $!; kill -0 $p || exit 0; done",
      ...looking("sleep 30"),
    ],
  ],
  [
    "a loop that looks for the program, and sleeps for a moment",
    "delivered",
    [
      ...looking("sleep 1"),
      ...looking("sleep 1 & wait $!"),
      ...looking("sleep 5 & wait $!"),
      ...looking("wait $p"),
      "app & p=$!\ntrap 'kill $p; wait $p' TERM\nwhile kill -0 $p; do sleep 30 & wait $!; done",
      "app & p=$!\ntrap 'kill $p; sleep 1' TERM\nwhile kill -0 $p; do sleep 30 & wait $!; done",
    ],
  ],
  [
    "a trap that looks for the program for a while",
    "delivered",
    [
      "app & p=$!\ntrap 'kill $p; while kill -0 $p; do sleep 1; done; exit 0' TERM\nwait $p",
      "app & p=$!\ntrap 'kill $p; for i in 1 2 3; do kill -0 $p || break; sleep 1; done' TERM\nwait $p",
      `${patient("$(seq 1 9)")}\ntrap stop TERM\napp & p=$!\nwait $p`,
      `${patient("1 2 3 4 5")}\ntrap stop TERM\napp & p=$!\nwait $p`,
      "app & p=$!\ntrap 'kill $p; sleep 5; kill -9 $p; exit 0' TERM\nwait $p",
      "app & p=$!\ntrap 'kill $p; sleep 1; kill -0 $p && kill -9 $p; exit' TERM\nwait $p",
      "app & p=$!\ntrap 'kill $p; sleep 1; while kill -0 $p; do sleep 1; done; exit' TERM\nwait $p",
      "app & p=$!\ntrap 'kill $p; sleep 2; exit' TERM\nwait $p",
      "app & p=$!\ntrap 'kill $p; timeout -k 20 2 sleep 100; exit' TERM\nwait $p",
      "app & p=$!\ntrap 'kill $p; for i in 1 2 3 4 5 6 7 8 9 10 11 12; do kill -0 $p || break; sleep 1; done; exit 0' TERM\nwait $p",
      "stop() { kill $p; for i in $(seq 30); do kill -0 $p || exit 0; sleep 1; done; }\ntrap stop TERM\napp & p=$!\nwait $p",
      "stop() { kill $p; for i in $(seq 30); do kill -0 $p || return; sleep 1; done; }\ntrap stop TERM\napp & p=$!\nwait $p",
    ],
  ],
  [
    "a trap that kills what it has told to end at once, or leaves",
    "abrupt",
    [
      "app & p=$!\ntrap 'kill $p; timeout -k 5 0.2 sleep 100; exit' TERM\nwait $p",
      "app & p=$!\ntrap 'kill $p; for i in $(seq 3); do kill -0 $p || break; done; exit 0' TERM\nwait $p",
      "app & p=$!\ntrap 'kill $p; kill -9 $p' TERM\nwait $p",
    ],
  ],
  [
    "a trap that sleeps for longer than the platform waits",
    "stuck",
    [
      "app & p=$!\ntrap 'kill $p; sleep 5; sleep 6; exit 0' TERM\nwait $p",
      "app & p=$!\ntrap 'kill $p; while kill -0 $p; do sleep 30; done; exit 0' TERM\nwait $p",
      "app & p=$!\ntrap 'sleep 30; kill $p; wait $p' TERM\nwait $p",
    ],
  ],
];

describe.each(measured)("after a signal: %s: %s", (_, expected, scripts) => {
  test.each(scripts)("%s", (script) => {
    const all: readonly ShellFamily[] = ["dash", "bash", "ash"];
    expect(all.map((family) => outcome(script, family))).toEqual(all.map(() => expected));
  });
});

test("in bash: a loop that looks for the program with [[ ]]", () => {
  const looks = (body: string): Outcome => outcome(watch(body, "[[ -d /proc/$p ]]"), "bash");
  expect([looks("sleep 30 & wait $!"), looks("sleep 1 & wait $!"), looks("sleep 1")]).toEqual([
    "stuck",
    "delivered",
    "delivered",
  ]);
});

test.each([
  "while ((run)); do sleep 1; done",
  "while (( run == 1 )); do sleep 1; done",
  "while [[ $run == 1 ]]; do sleep 1; done",
])("in bash: %s", (loop) => {
  expect(outcome(`run=1\n${flag("run=0", loop)}`, "bash")).toBe("delivered");
});
