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

type Row = readonly [text: string, dash: Outcome, bash: Outcome, ash: Outcome];
const families: readonly ShellFamily[] = ["dash", "bash", "ash"];
const same = (outcome: Outcome, ...texts: readonly string[]): readonly Row[] =>
  texts.map((text) => [text, outcome, outcome, outcome]);

/** Run as PID 1: the shell waits a second time, and the program ends first. */
test.each(['echo "before exit"; sleep 1; kill $p', "# exit\nkill $p", "printf '%s\\n' exit bye; kill $p"])(
  "a word of a message ends no shell: %j",
  (action) => {
    const script = `stop() {\n${action}\n}\ntrap stop TERM\napp & p=$!\nwait $p\ntrap - TERM\nwait $p`;
    for (const family of families) expect(outcome(script, family)).toBe("delivered");
    const leaving = script.replace("}\n", "exit 0\n}\n");
    for (const family of families) expect(outcome(leaving, family)).toBe("abrupt");
  },
);

/** What is refused makes the trap miss the program, and its wait lasts. All rows were run as PID 1. */
describe("what `kill` takes", () => {
  const rows: readonly Row[] = [
    ...same("delivered", "kill -TERM $p", "kill -term $p", "kill -s TERM -- $p", "kill -- $p", "kill -s 15 $p"),
    ...same("delivered", "s=TERM; kill -$s $p", 's=15; kill "-$s" $p', "s=TERM; kill -s $s $p"),
    ...same("delivered", "for s in 0 TERM; do kill -$s $p; done"),
    ...same("abrupt", "for s in TERM KILL; do kill -$s $p; done", "s=9; kill -${s} $p"),
    ["kill -SIGTERM $p", "stuck", "delivered", "delivered"],
    ["kill -s SIGTERM $p", "stuck", "delivered", "delivered"],
    ["kill -TERM -- $p", "stuck", "delivered", "delivered"],
    ["kill -15 -- $p", "stuck", "delivered", "delivered"],
    ["kill -n 15 $p", "stuck", "delivered", "stuck"],
    ["kill -n TERM $p", "stuck", "delivered", "stuck"],
    ["kill -sTERM $p", "delivered", "delivered", "stuck"],
    ["kill %1", "stuck", "delivered", "delivered"],
    ...same("stuck", "kill -nTERM $p"),
  ];
  test.each(rows)("%s", (kill, ...expected) => {
    const script = `app & p=$!\ntrap '${kill}; wait $p' TERM\nwait $p`;
    expect(families.map((family) => outcome(script, family))).toEqual(expected);
  });
});

describe("a signal for the group of the shell, which is PID 1", () => {
  const rows: readonly Row[] = [
    ...same("delivered", "kill -TERM -$$; wait", "kill -- -$$; wait", 'trap "" TERM; kill 0; wait'),
    ...same("delivered", "trap - TERM; kill 0; wait", 'trap "" TERM; kill -TERM 0; wait', "kill -s TERM -- -$$; wait"),
    ...same("abrupt", "kill $$; wait", "kill 0; wait"),
    ["kill -TERM -- -$$; wait", "stuck", "delivered", "delivered"],
  ];
  test.each(rows)("%s", (action, ...expected) => {
    expect(families.map((family) => outcome(`trap '${action}' TERM\napp &\nwait`, family))).toEqual(expected);
  });
});

describe("what stands behind the wait", () => {
  const start = "app & p=$!\n";
  const rows: readonly Row[] = [
    ...same(
      "delivered",
      `${start}trap 'kill $p; wait $p; exit 0' TERM\nwait $p\ntail -f /dev/null`,
      `${start}trap 'kill $p; wait $p; exit 0' TERM\nwait $p\nsleep infinity`,
      `${start}stop() { kill $p; wait $p; exit 0; }\ntrap stop TERM\nwait $p\napp`,
      `set -e\n${start}trap 'kill $p; wait $p' TERM\nwait $p\ntail -f /dev/null`,
    ),
    ...same(
      "abrupt",
      `${start}trap 'kill $p; exit 0' TERM\nwait $p\ntail -f /dev/null`,
      `set -e\n${start}trap 'kill $p' TERM\nwait $p\ntail -f /dev/null`,
    ),
    ...same(
      "stuck",
      `${start}trap 'kill $p; wait $p' TERM\nwait $p\ntail -f /dev/null`,
      `${start}trap 'kill $p' TERM\nwait $p\nwait $p\ntail -f /dev/null`,
    ),
  ];
  test.each(rows)("%s", (script, ...expected) => {
    expect(families.map((family) => outcome(script, family))).toEqual(expected);
  });
});

describe("a trap in double quotes, whose words are read when it is set", () => {
  const rows: readonly Row[] = [
    ...same(
      "stuck",
      'trap "kill $(jobs -p); wait" TERM\napp &\nwait',
      'trap "kill $c; wait $c" TERM\napp & c=$!\nwait $c',
      'trap "kill ${c}; wait ${c}" TERM\napp & c=$!\nwait $c',
      'trap "kill $!; wait" TERM\napp &\nwait',
    ),
    ...same(
      "delivered",
      'app & c=$!\ntrap "kill $c; wait $c" TERM\nwait $c',
      'app &\ntrap "kill $!; wait" TERM\nwait',
      'trap "kill \\$c; wait \\$c" TERM\napp & c=$!\nwait $c',
    ),
    ...same("abrupt", 'trap "kill $c" TERM\napp & c=$!\nwait $c'),
    ['app &\ntrap "kill $(jobs -p); wait" TERM\nwait', "stuck", "delivered", "delivered"],
  ];
  test.each(rows)("%s", (script, ...expected) => {
    expect(families.map((family) => outcome(script, family))).toEqual(expected);
  });
});

describe("the trap on EXIT", () => {
  test("sees the variables as they are when the signal comes", () => {
    const script = 'k() { [ -n "$c" ] && kill $c && wait $c; }\ntrap k EXIT\napp & c=$!\nwait $c\nc=""';
    expect(outcome(script, "bash")).toBe("delivered");
  });

  test("keeps a subshell from giving its place to its last command", () => {
    const script = "( trap 'echo x' EXIT; app ) & p=$!\ntrap 'kill $p; wait $p' TERM\nwait $p";
    for (const family of families) expect(outcome(script, family)).toBe("abrupt");
  });
});

/** Measured in all three shells. */
describe("a script that runs itself once more", () => {
  const head = 'if [ -z "$RE" ]; then ';
  test.each<readonly [text: string, expected: Outcome]>([
    ['RE=1 "$0" "$@"; exit $?', "stuck"],
    ['export RE=1; sh "$0" "$@"; exit $?', "stuck"],
    ['export RE=1; "$0" "$@" & wait; exit', "stuck"],
    ['export RE=1; exec "$0" "$@"', "delivered"],
  ])("%s", (text, expected) => {
    for (const family of families) expect(outcome(`${head}${text}; fi\nexec "$@"`, family)).toBe(expected);
  });
});
