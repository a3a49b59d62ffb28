import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import { rules } from "../../rules/index.ts";
import { memoryTree } from "../../src/files/tree.ts";
import { fix } from "../../src/fixing/fixer.ts";
import { shells } from "../properties/shells.ts";
import { canUnshare, stop, workers } from "./pid1.ts";
import type { Stopped } from "./pid1.ts";

/** Scripts whose fix is run for real, with the programs that have to finish their work. */
const scripts: readonly (readonly [title: string, lines: string, finished: readonly string[]])[] = [
  // A trap that calls a function.
  ["a function on one line", 'stop() { kill "$p"; }\ntrap stop TERM\nredis-server & p=$!\nwait $p', ["redis-server"]],
  [
    "a function of several lines",
    'stop() {\n  echo stopping\n  kill -TERM "$p" 2>/dev/null\n}\ntrap stop TERM INT\nredis-server &\np=$!\nwait "$p"',
    ["redis-server"],
  ],
  [
    "a function under set -e that goes on",
    'set -e\nstop() {\n  kill "$p"\n  echo "cleaned done" >> "$SAID"\n  exit 0\n}\ntrap stop TERM\nredis-server & p=$!\nwait $p',
    ["cleaned", "redis-server"],
  ],
  [
    "a function that looks first",
    'stop() {\n  if [ -n "$p" ]; then\n    kill -s TERM "$p"\n  fi\n}\ntrap stop TERM\nredis-server & p=$!\nwait $p',
    ["redis-server"],
  ],
  [
    "a function with a condition in front",
    'stop() { [ -n "$p" ] && kill "$p"; }\ntrap stop TERM\nredis-server & p=$!\nwait $p',
    ["redis-server"],
  ],
  [
    "a function that calls another",
    'end() { kill "$p"; }\nstop() { end; }\ntrap stop TERM\nredis-server & p=$!\nwait $p',
    ["redis-server"],
  ],
  [
    "a function, two children",
    "stop() { kill $a $b; }\ntrap stop TERM\nredis-server & a=$!\nmemcached & b=$!\nwait",
    ["memcached", "redis-server"],
  ],
  ["a trap without wait", "redis-server &\np=$!\ntrap 'kill $p; exit 0' TERM\nwait $p", ["redis-server"]],
  // Several children.
  ["two children", "redis-server &\nmemcached &\nwait", ["memcached", "redis-server"]],
  [
    "two children with an option set",
    "set -eu\nredis-server &\nmemcached & # cache\nwait",
    ["memcached", "redis-server"],
  ],
  ["two children on one line", "redis-server & memcached & wait", ["memcached", "redis-server"]],
  [
    "two children with redirections",
    "redis-server > /dev/null 2>&1 &\nmemcached 2>&1 &\nwait",
    ["memcached", "redis-server"],
  ],
  [
    "two children whose pids are kept",
    "redis-server & a=$!\nmemcached &\nb=$!\nwait $a $b",
    ["memcached", "redis-server"],
  ],
  [
    "children of a loop",
    "for port in 1 2; do\n  redis-server --port $port &\ndone\nwait",
    ["redis-server", "redis-server"],
  ],
  ["a log beside the program", "tail -F /dev/null &\nredis-server &\nwait $!", ["redis-server"]],
  [
    "a child that may be missing",
    'if [ -n "$PATH" ]; then\n  memcached &\nfi\nredis-server &\nwait',
    ["memcached", "redis-server"],
  ],
  ["one child", "redis-server &\nwait", ["redis-server"]],
  // Loops that only sleep.
  ["a loop of sleeps", "while true; do sleep 60; done", []],
  ["a loop of days", "while :; do\n  sleep 1d\ndone", []],
  ["a loop that tells the time", "until false; do\n  sleep 1000\n  date > /dev/null\ndone", []],
  ["a loop under set -e", "set -e\nmkdir -p /tmp\nwhile true; do sleep 3600; done", []],
  [
    "a loop that has a trap",
    'trap \'echo "trap done" >> "$SAID"; exit 0\' TERM\nwhile true; do sleep 600; done',
    ["trap"],
  ],
  ["sleep behind a trap", 'trap \'echo "trap done" >> "$SAID"; exit 0\' TERM\nsleep 600', ["trap"]],
];

interface Case {
  readonly title: string;
  readonly finished: readonly string[];
  readonly before: string;
  readonly after: string;
  readonly outcomes: readonly string[];
}

function fixed(lines: string): Pick<Case, "before" | "after" | "outcomes"> {
  const before = `#!/bin/sh\n${lines}\n`;
  const tree = memoryTree({
    "/Dockerfile": 'FROM debian:12\nCOPY run.sh /run.sh\nCMD ["/run.sh"]\n',
    "/run.sh": { text: before, executable: true },
  });
  const { changes, linted } = fix(tree, ["/Dockerfile"], {
    rules,
    severities: new Map(),
    project: () => ({ top: "/" }),
    unsafe: false,
  });
  return {
    before,
    after: changes.find(({ path }) => path === "/run.sh")?.after ?? before,
    outcomes: linted.projects.flatMap(({ images }) => images.map(({ startUp }) => startUp.outcome)),
  };
}

const cases = scripts.map(([title, lines, finished]): Case => ({ title, finished, ...fixed(lines) }));

describe("a fix of a script", () => {
  test.each(cases)("$title: ends in an outcome that is known and good", ({ before, after, outcomes }) => {
    expect(after).not.toBe(before);
    expect(["delivered", "graceful"]).toContain(outcomes.join());
  });
});

/** Processes at a time: most of them only wait. */
const atATime = 12;

(canUnshare ? describe : describe.skip)("a script that was fixed stops as PID 1, and its programs finish", () => {
  const folder = mkdtempSync(join(tmpdir(), "pid1lint-written-"));
  const bin = workers(folder, ["redis-server", "memcached"]);
  const runs = shells.flatMap((shell) => cases.map((one) => ({ shell, one, name: `${one.title}, ${shell.name}` })));
  const started = new Map<string, Promise<Stopped>>();
  let free = atATime;
  const waiting: (() => void)[] = [];
  const turn = async (work: () => Promise<Stopped>): Promise<Stopped> => {
    if (free > 0) free--;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free++;
    }
  };
  const resultOf = (name: string): Promise<Stopped> => {
    for (const [index, run] of started.size === 0 ? runs.entries() : []) {
      const programs = run.one.finished.filter((each) => each === "redis-server" || each === "memcached").length;
      const place = { folder: join(folder, String(index)), bin, programs };
      started.set(
        run.name,
        turn(() => stop(run.one.after, run.shell, place)),
      );
    }
    return started.get(name) ?? Promise.reject(new Error(`${name} was not run`));
  };

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.each(runs)(
    "$name",
    async ({ name, one }) => {
      expect({ script: one.after, ...(await resultOf(name)) }).toEqual({
        script: one.after,
        ended: true,
        finished: one.finished,
      });
    },
    120_000,
  );
});
