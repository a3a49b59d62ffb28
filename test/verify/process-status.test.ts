import { describe, expect, test } from "@jest/globals";
import { disposition, has, readStatus, signalNumber } from "../../src/verify/process-status.ts";

/**
 * As the kernel writes it for bash with a trap on SIGUSR1, here with SIGHUP ignored, SIGTERM blocked and SIGQUIT
 * waiting to be taken.
 */
const text = `Name:\tentry point
Umask:\t0022
State:\tS (sleeping)
Tgid:\t4711
Pid:\t4711
PPid:\t4690
NSpid:\t4711\t12\t1
SigQ:\t0/95922
SigPnd:\t0000000000000000
ShdPnd:\t0000000000000004
SigBlk:\t0000000000004000
SigIgn:\t0000000000000001
SigCgt:\t0000000000010a02
`;

describe("/proc/PID/status", () => {
  test("gives name, parent, state and the numbers in each namespace", () => {
    expect(readStatus(text)).toMatchObject({ name: "entry point", parent: 4690, state: "S", numbers: [4711, 12, 1] });
  });

  test("masks have their lowest bit for signal 1", () => {
    const status = readStatus(text);
    const masks = status && {
      caught: status.caught,
      ignored: status.ignored,
      blocked: status.blocked,
      pending: status.pending,
    };
    expect(masks).toEqual({ caught: 0x10a02n, ignored: 1n, blocked: 0x4000n, pending: 4n });
  });

  test("pending are signals to the process and to the thread", () => {
    expect(readStatus(text.replace("SigPnd:\t0000000000000000", "SigPnd:\t0000000000004000"))?.pending).toBe(0x4004n);
  });

  test("a zombie has no masks worth anything, but it is one", () => {
    expect(readStatus("Name:\tsh\nState:\tZ (zombie)\nPid:\t9\nPPid:\t1\n")).toMatchObject({
      state: "Z",
      parent: 1,
      numbers: [9],
      caught: 0n,
    });
  });

  test.each(["", "no status\n", "Name:\tx\nPPid:\t1\n", "Name:\tx\nState:\tS (sleeping)\n"])(
    "%j is none",
    (nothing) => {
      expect(readStatus(nothing)).toBeUndefined();
    },
  );
});

describe("signals", () => {
  test.each([
    ["SIGHUP", 1],
    ["SIGTERM", 15],
    ["SIGWINCH", 28],
    ["SIGRTMIN", 34],
    ["SIGRTMIN+3", 37],
    ["SIGRTMAX", 64],
  ])("%s is %i", (name, number) => {
    expect(signalNumber(name)).toBe(number);
  });

  test("what is no canonical name has no number, and is in no mask", () => {
    expect([signalNumber("TERM"), signalNumber("SIGNONE")]).toEqual([undefined, undefined]);
    expect(has(~0n, "SIGNONE")).toBe(false);
  });

  test("the highest signal is found in a full mask, beyond what a double counts", () => {
    expect([has(0x8000000000000000n, "SIGRTMAX"), has(0x7fffffffffffffffn, "SIGRTMAX")]).toEqual([true, false]);
  });

  test("handled, ignored or default", () => {
    const status = readStatus(text);
    const does = ["SIGINT", "SIGUSR1", "SIGHUP", "SIGTERM"].map((signal) => status && disposition(status, signal));
    expect(does).toEqual(["handled", "handled", "ignored", "default"]);
  });
});
