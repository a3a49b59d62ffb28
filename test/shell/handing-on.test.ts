import { describe, expect, test } from "@jest/globals";
import { outcomes } from "./in-shells.ts";

const asks = `exec sh -c 'if [ "$X" = 1 ]; then app; echo; else exec app; fi'`;

/** Run as PID 1 of dash, bash and busybox ash; dash ends at `export -n`. */
describe("what a shell hands on", () => {
  test.each([
    ["X=1", "delivered delivered delivered delivered"],
    ["export X=1", "stuck stuck stuck stuck"],
    ["X=1; export X; export -n X", "fails delivered delivered delivered"],
    ["export -n X=1", "fails delivered delivered delivered"],
    ["export X=1; export -n X; export X", "fails stuck stuck stuck"],
    ["export X=1 Y=2; export -n Y", "fails stuck stuck stuck"],
    ["export X=1; declare +x X", "stuck delivered stuck delivered"],
    ["export X=1; typeset +x X", "stuck delivered stuck delivered"],
  ])("%s: %s", (script, expected) => {
    expect(outcomes(`${script}\n${asks}`)).toBe(expected);
  });
});

/** Run as PID 1 of dash, bash and busybox ash, of which bash alone has the option; the others go on behind it. */
describe("`wait -p` names the job that has ended", () => {
  test.each([
    ["wait -p other $r", "delivered delivered delivered delivered"],
    ["wait -n -p other $r", "delivered delivered delivered delivered"],
    ["wait -p q $r", "delivered abrupt delivered abrupt"],
    ["wait -n -p q $r", "delivered abrupt delivered abrupt"],
  ])("%s: %s", (wait, expected) => {
    expect(outcomes(`app & q=$!\nsleep 1 & r=$!\n${wait}\ntrap 'kill $q; wait $q' TERM\nwait`)).toBe(expected);
  });
});
