import { describe, expect, test } from "@jest/globals";
import { judged } from "./walk.ts";

/** What a script's container comes to; each was run in a PID namespace of its own, with a program that handles TERM. */
function outcome(base: string, shell: string, script: string): string {
  const dockerfile = `FROM ${base}\nCOPY ep.sh app.py /\nENTRYPOINT ["${shell}", "/ep.sh"]\n`;
  return judged(dockerfile, { "ep.sh": script, "app.py": "#!/usr/bin/python3\nprint()\n" }).startUp.outcome;
}

const shells = [
  ["dash", "debian:12", "sh"],
  ["bash", "debian:12", "bash"],
  ["ash", "alpine:3.20", "sh"],
] as const;

describe.each(shells)("in %s a trap kills the job whose pid", (_, base, shell) => {
  test.each([
    ["was written to a file", "/app.py & echo $! > /p; trap 'kill $(cat /p); wait' TERM; wait"],
    [
      "is in a file named by a variable",
      'P=/p; /app.py & echo $! > "$P"; trap \'kill "$(cat "$P")"; wait\' TERM; wait',
    ],
    ["printf wrote", "/app.py & printf '%s\\n' $! > /p; stop() { kill -TERM `cat /p`; wait; }; trap stop TERM; wait"],
    ["a loop goes through", "/app.py & a=$!; sleep 9 & b=$!; trap 'for j in $a $b; do kill $j; done; wait' TERM; wait"],
  ])("%s", (__, script) => {
    expect(outcome(base, shell, script)).toBe("delivered");
  });

  test.each([
    ["another file is read", "/app.py & echo $! > /p; trap 'kill $(cat /q); wait' TERM; wait"],
    [
      "the file holds something else since",
      "/app.py & echo $! > /p; echo 7 > /p; trap 'kill $(cat /p); wait' TERM; wait",
    ],
    ["a loop goes through what is not known", "/app.py & trap 'for j in $(cat /q); do kill $j; done; wait' TERM; wait"],
  ])("is not known where %s", (__, script) => {
    expect(outcome(base, shell, script)).toBe("unknown");
  });
});

test.each([
  ["bash", "debian:12", "bash", "delivered"],
  ["ash", "alpine:3.20", "sh", "delivered"],
] as const)("%s lists its jobs in a substitution", (_, base, shell, expected) => {
  const script = "trap 'for j in $(jobs -p); do kill $j; done; wait' TERM; /app.py & wait";
  expect(outcome(base, shell, script)).toBe(expected);
});

test("a loop over an array of pids", () => {
  const script = "/app.py & a=($!); sleep 9 & a+=($!); trap 'for j in \"${a[@]}\"; do kill $j; done; wait' TERM; wait";
  expect(outcome("debian:12", "bash", script)).toBe("delivered");
});
