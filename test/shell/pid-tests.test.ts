import { describe, expect, test } from "@jest/globals";
import { outcomes } from "./in-shells.ts";

describe("a test of a job's pid, in a trap", () => {
  test.each([
    [
      'k() { [ -n "$c" ] && kill $c && wait $c; }\ntrap k EXIT\napp & c=$!\nwait $c\nc=""',
      "stuck delivered stuck delivered",
    ],
    ["k() { [[ -n $c ]] && kill $c && wait $c; }\ntrap k EXIT\napp & c=$!\nwait $c", "stuck delivered stuck delivered"],
    [
      "k() { [[ ! -z $c ]] && kill $c && wait $c; }\ntrap k EXIT\napp & c=$!\nwait $c",
      "stuck delivered stuck delivered",
    ],
    [
      'k() { if [[ -n "$c" ]]; then kill $c; wait $c; fi; }\ntrap k TERM\napp & c=$!\nwait $c',
      "abrupt delivered delivered delivered",
    ],
    [
      'k() { if [[ ! -z "$c" ]]; then kill $c; wait $c; fi; }\ntrap k TERM\napp & c=$!\nwait $c',
      "abrupt delivered delivered delivered",
    ],
    [
      'k() { if [ ! -z "$c" ]; then kill $c; wait $c; fi; }\ntrap k TERM\napp & c=$!\nwait $c',
      "delivered delivered delivered delivered",
    ],
    ["trap '[[ $c ]] && kill $c; wait $c' TERM\napp & c=$!\nwait $c", "stuck delivered delivered delivered"],
    ["trap 'kill $c; wait $c' EXIT\napp & c=$!\nwait $c\nunset c", "stuck delivered stuck delivered"],
    ["trap 'kill $c; wait $c' EXIT\napp & c=$!\nwait $c\ntrap - EXIT", "stuck delivered stuck delivered"],
    [
      'c=\nk() { [ -n "$c" ] && kill $c && wait $c; }\ntrap k EXIT TERM\napp & c=$!\nwait $c\nc=',
      "delivered delivered delivered delivered",
    ],
    ['k() { [ -n "$c" ] && kill $c && wait $c; }\ntrap k EXIT\napp', "stuck abrupt stuck abrupt"],
    [
      'k() { kill $c; wait $c; }\ntrap k EXIT\ntrap "exit 0" TERM\napp & c=$!\nwait $c\nc=""',
      "delivered delivered delivered delivered",
    ],
  ])("%j: %s", (script, expected) => {
    expect(outcomes(script)).toBe(expected);
  });
});

test.each([
  ["while [ -d /proc/$! ]", "stuck stuck stuck stuck"],
  ["p=$!; while [ -e /proc/$p/ ]", "stuck stuck stuck stuck"],
  ["p=$!; trap 'kill $p' TERM; while test -d /proc/$p", "delivered delivered delivered delivered"],
  ["p=$!; trap 'kill $p; wait $p' TERM; until [ ! -d /proc/$p ]", "delivered delivered delivered delivered"],
])("a loop that watches a job's folder: %s", (head, expected) => {
  expect(outcomes(`app & ${head}; do sleep 1; done`)).toBe(expected);
});
