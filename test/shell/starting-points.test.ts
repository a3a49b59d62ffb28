import { describe, expect, test } from "@jest/globals";
import { outcomes } from "./in-shells.ts";
import { judged } from "./walk.ts";

/** Measured as PID 1 in dash, bash, ash and bash called as sh; `pidof` with a binary, which it finds by its name. */
describe("what a script starts and finds again", () => {
  test.each([
    ['[ "$$" -eq 1 ] && exec app\nexec sleep 900', "delivered delivered delivered delivered"],
    ['if [ $$ = 1 ]; then exec tini -- "$0" "$@"; fi\n"$@"\necho', "abrupt abrupt abrupt abrupt"],
    ["if [ $$ != 1 ]; then exec app; fi\napp\necho", "stuck stuck stuck stuck"],
    ['[ "$AGAIN" ] || { AGAIN=1 "$0" "$@" & wait; exit; }\nexec "$@"', "stuck stuck stuck stuck"],
    ["setsid app & c=$!\ntrap 'kill $c; wait $c' TERM\nwait $c", "delivered delivered delivered delivered"],
    ["trap 'kill $(pidof app); wait' TERM\napp & wait", "delivered delivered delivered delivered"],
    ["trap 'pkill -P $$; wait' TERM\napp & wait $!", "delivered delivered delivered delivered"],
    ["echo x | app & c=$!\ntrap 'kill $c; wait $c' TERM\nwait $c", "delivered delivered delivered delivered"],
    ["read -r a b <<END\nexec app serve\nEND\n$a $b", "delivered delivered delivered delivered"],
    ['echo app > /tmp/name\nread -r n < /tmp/name\nexec "$n"', "delivered delivered delivered delivered"],
    ['exec "$(command -v app)"', "delivered delivered delivered delivered"],
    ['out=$( (app) )\necho "$out"', "stuck stuck stuck stuck"],
  ])("%j: %s", (script, expected) => {
    expect(outcomes(script)).toBe(expected);
  });

  test("a file that is written twice is left open", () => {
    const script = "echo app > /tmp/name\necho other >> /tmp/name\nread -r n < /tmp/name\nexec $n";
    expect(outcomes(script)).toBe("unknown unknown unknown unknown");
  });

  test("pidof finds no script by its name", () => {
    const { startUp } = judged('FROM debian:12-slim\nCOPY app /usr/local/bin/\nCOPY ep.sh /\nENTRYPOINT ["/ep.sh"]\n', {
      "app": "#!/bin/sh\nexec redis-server\n",
      "ep.sh": "#!/bin/sh\ntrap 'kill $(pidof app); wait' TERM\napp & wait\n",
    });
    expect(startUp.outcome).toBe("unknown");
  });

  test("a coprocess is a job", () => {
    expect(outcomes("coproc app\nwait $COPROC_PID")).toMatch(/ stuck .* stuck$/);
    expect(outcomes("coproc W { exec app; }\ntrap 'kill $W_PID; wait $W_PID' TERM\nwait $W_PID")).toMatch(
      / delivered .* delivered$/,
    );
  });
});

describe("what a script waits in", () => {
  test.each([
    ["app & mkfifo /tmp/pipe-1\ncat /tmp/pipe-1", "stuck stuck stuck stuck"],
    [
      "app & c=$!\ntrap 'kill $c; wait $c; exit 0' TERM\nmkfifo /tmp/pipe-1\nread -r l < /tmp/pipe-1",
      "delivered delivered delivered delivered",
    ],
    ["app & c=$!\ntrap 'kill $c' TERM\nwait $c\nsleep 900", "stuck stuck stuck stuck"],
    ["app & c=$!\ntrap 'kill $c; exit 0' TERM\nwait $c\nsleep 900", "abrupt abrupt abrupt abrupt"],
    ["set -e\ntrap : TERM\napp & c=$!\nwhile kill -0 $c; do wait $c; done", "abrupt abrupt abrupt abrupt"],
    ["set -e\ntrap : TERM\napp & c=$!\nwhile kill -0 $c; do wait $c || true; done", "stuck stuck stuck stuck"],
    ["app & c=$!\ntrap 'kill $c; wait $c' TERM\nsleep 900\nexit 0", "stuck stuck stuck stuck"],
    ["until while :; do app & trap 'exit 0' TERM; wait; break; done; do sleep 1; done", "abrupt abrupt abrupt abrupt"],
    [
      "for i in 1; do trap 'trap - TERM; kill 0; wait' TERM; app & wait $!; done",
      "delivered delivered delivered delivered",
    ],
    ["( app & tail -f /dev/null ) & c=$!\ntrap 'kill $c; wait $c' TERM\nwait $c", "abrupt abrupt abrupt abrupt"],
  ])("%j: %s", (script, expected) => {
    expect(outcomes(script)).toBe(expected);
  });
});
