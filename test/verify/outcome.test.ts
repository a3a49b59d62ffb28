import { describe, expect, test } from "@jest/globals";
import { judge } from "../../src/verify/measured-outcome.ts";
import type { Ending } from "../../src/verify/measured-outcome.ts";

/** A main program that is PID 1 and ends by itself after a third of a second. */
const orderly: Ending = {
  milliseconds: 300,
  grace: 10,
  exitCode: 0,
  outOfMemory: false,
  stopSignal: "SIGTERM",
  mainIsFirst: true,
  patience: { unknown: "not tried" },
};

describe("the outcome by what was seen", () => {
  const cases: readonly (readonly [string, Partial<Ending>, string, RegExp])[] = [
    ["the main program is PID 1 and ends", {}, "delivered", /main program is PID 1/],
    ["whatever its exit code", { exitCode: 143 }, "delivered", /by itself/],
    ["SIGKILL at the end of the grace period", { exitCode: 137, milliseconds: 10_003 }, "stuck", /SIGTERM.*after 10 s/],
    [
      "the reason names the image's own signal",
      { exitCode: 137, milliseconds: 10_003, stopSignal: "SIGQUIT" },
      "stuck",
      /SIGQUIT/,
    ],
    ["at the very end of it", { exitCode: 137, milliseconds: 10_000 }, "stuck", /killed/],
    ["SIGKILL before it is over came from somebody else", { exitCode: 137, milliseconds: 2000 }, "abrupt", /SIGKILL/],
    [
      "a program that takes all of the grace period but ends by itself",
      { milliseconds: 10_001 },
      "delivered",
      /by itself/,
    ],
    ["a grace period of nothing", { exitCode: 137, milliseconds: 4, grace: 0 }, "stuck", /after 0 s/],
    ["memory used up", { exitCode: 137, milliseconds: 10_003, outOfMemory: true }, "abrupt", /memory/],
    ["PID 1 waits for the main program", { mainIsFirst: false, patience: "waits" }, "delivered", /waits/],
    ["PID 1 leaves at once", { mainIsFirst: false, patience: { leavesAfter: 12 } }, "abrupt", /does not wait/],
    ["PID 1 gives it two seconds", { mainIsFirst: false, patience: { leavesAfter: 2004 } }, "abrupt", /waits only 2 s/],
    [
      "stuck, whatever PID 1 would do",
      { mainIsFirst: false, exitCode: 137, milliseconds: 10_010, patience: "waits" },
      "stuck",
      /nothing acted/,
    ],
    [
      "not found out",
      { mainIsFirst: false, patience: { unknown: "not root" } },
      "unknown",
      /delivered or abrupt.*not root/,
    ],
    ["the main program not known", { mainIsFirst: undefined }, "unknown", /which process is the main program/],
  ];
  test.each(cases)("%s", (_, change, outcome, reason) => {
    const verdict = judge({ ...orderly, ...change });
    expect(verdict.outcome).toBe(outcome);
    expect(verdict.reason).toMatch(reason);
  });
});
