import { describe, expect, test } from "@jest/globals";
import { outcomes } from "./in-shells.ts";

describe("a job that is a subshell or a list, behind a trap that kills it and waits", () => {
  test.each([
    ["( trap 'echo x' EXIT; app ) &", "abrupt abrupt abrupt abrupt"],
    ["( cd /; app ) &", "delivered delivered delivered delivered"],
    ["( app ) &", "delivered delivered delivered delivered"],
    ["( cd / && app ) &", "delivered delivered delivered delivered"],
    ["{ cd /; app; } &", "delivered abrupt delivered abrupt"],
    ["( export A=1; A=2 app x ) &", "delivered delivered delivered delivered"],
    ["( cd /; app > /dev/null ) &", "delivered abrupt delivered abrupt"],
    ["( cd /; app ) > /dev/null &", "delivered delivered delivered delivered"],
    ["( if true; then app; fi ) &", "delivered abrupt delivered abrupt"],
    ["( cd /; app; echo ) &", "abrupt abrupt abrupt abrupt"],
    ["( trap 'exit 0' TERM; app ) &", "stuck stuck stuck stuck"],
    ["cd / && app &", "delivered abrupt delivered abrupt"],
    ["( ( app ) ) &", "delivered delivered delivered delivered"],
    ["( sleep 1000 & app ) &", "delivered abrupt delivered abrupt"],
    ["( false || app ) &", "delivered delivered delivered delivered"],
    ["( for i in 1; do app; done ) &", "abrupt abrupt abrupt abrupt"],
    ["( { app; } ) &", "delivered abrupt delivered abrupt"],
    ["trap 'echo bye' EXIT\n( cd /; app ) &", "delivered delivered delivered delivered"],
    ["{ cd /; app; } > /dev/null &", "delivered abrupt delivered abrupt"],
    ["{ app; } > /dev/null &", "delivered abrupt delivered abrupt"],
    ["( ( cd /; app ) ) &", "delivered delivered delivered delivered"],
    ["(\n  cd /\n  # x\n  app\n) &", "delivered delivered delivered delivered"],
    ["( trap - TERM; app ) &", "delivered delivered delivered delivered"],
    ["( trap '' HUP; app ) &", "delivered delivered delivered delivered"],
    ["( trap 'echo x' EXIT; exec app ) &", "delivered delivered delivered delivered"],
    ["( set -e; cd /; app ) &", "delivered delivered delivered delivered"],
    ["f() { app; }\n( f ) &", "abrupt abrupt abrupt abrupt"],
    ["( cd /; nice app ) &", "delivered delivered delivered delivered"],
    ["( app | cat ) &", "abrupt abrupt abrupt abrupt"],
    ["( cd /; command app ) &", "delivered delivered delivered delivered"],
    ["( cd / && A=1 app x || exit 1 ) &", "abrupt abrupt abrupt abrupt"],
    ["( ! app ) &", "abrupt abrupt abrupt abrupt"],
  ])("%j: %s", (job, expected) => {
    expect(outcomes(`${job}\np=$!\ntrap 'kill $p; wait $p' TERM\nwait $p`)).toBe(expected);
  });
});

describe("a signal that was ignored when a shell started", () => {
  test.each([
    ["trap '' TERM; exec sh -c 'app & p=$!; trap \"kill $p; wait $p\" TERM; wait $p'", "stuck stuck stuck stuck"],
    ["trap '' TERM\nsh -c 'app & p=$!; trap \"kill $p; wait $p\" TERM; wait $p'", "stuck stuck stuck stuck"],
    ["trap '' TERM\napp & p=$!\ntrap 'kill $p; wait $p' TERM\nwait $p", "delivered delivered delivered delivered"],
    ["trap '' TERM\nexec sh -c 'trap \"exit 0\" TERM; app & wait'", "stuck stuck stuck stuck"],
    [
      "trap '' INT\nexec sh -c 'app & p=$!; trap \"kill $p; wait $p\" INT TERM; wait $p'",
      "delivered delivered delivered delivered",
    ],
    [
      "trap '' TERM\nexec env A=1 sh -c 'app & p=$!; trap \"kill $p; wait $p\" TERM; wait $p'",
      "stuck stuck stuck stuck",
    ],
    ["trap '' TERM\nexec app", "delivered delivered delivered delivered"],
    ["trap '' TERM\nexec sh -c 'trap \"\" HUP; exec app'", "delivered delivered delivered delivered"],
    ["trap '' TERM\nexec sh -c 'trap - TERM; app & wait'", "stuck stuck stuck stuck"],
    ["trap '' TERM\nexec sh -c 'trap \"kill $!\" EXIT; app & wait'", "stuck stuck stuck stuck"],
    ["trap '' TERM\n( app & p=$!; trap \"kill $p; wait $p\" TERM; wait $p )", "stuck stuck stuck stuck"],
    [
      'if [ -z "$R" ]; then trap "" TERM; export R=1; exec "$0"; fi\napp & p=$!\ntrap \'kill $p; wait $p\' TERM\nwait $p',
      "stuck stuck stuck stuck",
    ],
    [
      'if [ -z "$R" ]; then trap "" TERM; trap - TERM; export R=1; exec "$0"; fi\napp & p=$!\ntrap \'kill $p; wait $p\' TERM\nwait $p',
      "delivered delivered delivered delivered",
    ],
    [
      'if [ -z "$R" ]; then trap "echo" TERM; export R=1; exec "$0"; fi\napp & p=$!\ntrap \'kill $p; wait $p\' TERM\nwait $p',
      "delivered delivered delivered delivered",
    ],
    [
      'if [ -z "$R" ]; then trap "" HUP; export R=1; exec "$0"; fi\napp & p=$!\ntrap \'kill $p; wait $p\' TERM\nwait $p',
      "delivered delivered delivered delivered",
    ],
  ])("%j: %s", (script, expected) => {
    expect(outcomes(script)).toBe(expected);
  });
});
