import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { memoryTree } from "../../src/files/tree.ts";
import { trace } from "../library.ts";
import { painter } from "../../src/report/terminal.ts";
import type { Comparison } from "../../src/verify/compare.ts";
import type { Measurement } from "../../src/verify/measure.ts";
import { mainProgram } from "../../src/verify/processes.ts";
import { renderVerified, renderVerifiedJson } from "../../src/verify/verify-report.ts";
import type { Verified } from "../../src/verify/verify-report.ts";
import { hostileText } from "../report/arbitrary.ts";
import { executed, hasMarker, unseen } from "../runner-log.ts";
import { containerOf } from "./container.ts";

const processes = containerOf("tini -- /ep.sh", " /bin/sh /ep.sh", "  app --port 80", "Z old", "Z older");
const measured: Measurement = {
  image: "shop:1",
  stopSignal: "SIGTERM",
  outcome: "abrupt",
  reason: "PID 1 does not wait for the main program, which is killed when PID 1 exits",
  milliseconds: 140.4,
  exitCode: 143,
  outOfMemory: false,
  processes,
  main: mainProgram(processes),
  zombies: 2,
  orphans: { handed: 5, left: 0 },
  log: "ready\n",
};

function verified(change: Partial<Measurement> = {}, comparison?: Comparison): Verified {
  const [image] = trace(memoryTree({ "/Dockerfile": "FROM debian:12-slim\nCMD nginx -g 'daemon off;'\n" }), [
    "/Dockerfile",
  ]);
  return {
    measured: { ...measured, ...change },
    title: "shop:1",
    traced: comparison && image && { image, dockerfile: "Dockerfile", comparison },
  };
}

function text(...args: Parameters<typeof verified>): string {
  return renderVerified(verified(...args), painter(false));
}

describe("for people", () => {
  test("verdict, process tree, time, exit code and zombies", () => {
    expect(text()).toBe(`\
shop:1 — abrupt: PID 1 does not wait for the main program, which is killed when PID 1 exits
  1  tini -- /ep.sh        SIGTERM: handled
     └─ /bin/sh /ep.sh     SIGTERM: handled
        └─ app --port 80   main program; SIGTERM: handled
     └─                    zombie
     └─                    zombie
     ended 0.1 s after SIGTERM; exit code 143; 0 of 5 orphans stayed zombies; 2 zombies before that
`);
  });

  test("what a process does with another stop signal", () => {
    const said = text({ stopSignal: "SIGQUIT" });
    expect(said).toContain("tini -- /ep.sh        SIGQUIT: taken by the init\n");
    expect(said).toContain("app --port 80   main program; SIGQUIT: no handler\n");
    expect(text({ stopSignal: "SIGQUIT", processes: containerOf("app"), main: undefined })).toContain(
      "1  app   SIGQUIT: no handler, so the kernel discards it\n",
    );
  });

  test("what could not be seen is said", () => {
    const blind = processes.map((process) => ({ ...process, status: undefined }));
    const said = text({ processes: blind, orphans: { skipped: "the image has no shell to start them with" } });
    expect(said).toContain("cannot see from here what it does with SIGTERM");
    expect(said).toContain("orphans not tried: the image has no shell to start them with");
  });

  test("a container that ended by itself shows its last words", () => {
    const said = text({
      outcome: "ended",
      reason: "it exited by itself with code 3",
      processes: [],
      main: undefined,
      milliseconds: undefined,
      log: "no\nconfiguration\u001b[31m\n",
    });
    expect(said).toContain("last output: no | configuration\\x1b[31m\n");
    expect(said).not.toContain("after SIGTERM");
  });

  test.each<readonly [Comparison, string]>([
    [{ kind: "agreement" }, "trace of Dockerfile: stuck — agreement\n"],
    [
      { kind: "silent", reason: "the base image is not known" },
      "trace of Dockerfile: stuck: the base image is not known\n",
    ],
    [
      { kind: "difference", points: ["PID 1: one", "outcome: two"] },
      "trace of Dockerfile: stuck — differs\n       PID 1: one\n       outcome: two\n",
    ],
  ])("the comparison %j", (comparison, end) => expect(text({}, comparison).endsWith(end)).toBe(true));
});

test("nothing that image, container and engine say steers a terminal or a runner", () => {
  fc.assert(
    fc.property(hostileText, hostileText, (one, two) => {
      const [pid1] = processes;
      const told = verified(
        {
          reason: one,
          stopSignal: two,
          processes: pid1 ? [{ ...pid1, argv: [one, two] }] : [],
          orphans: { skipped: two },
          outcome: "ended",
          log: `${one}\n${two}`,
        },
        { kind: "difference", points: [one, two] },
      );
      const hostile: Verified = { ...told, title: one, traced: told.traced && { ...told.traced, dockerfile: two } };
      for (const shown of [renderVerified(hostile, painter(false)), renderVerifiedJson(hostile)]) {
        expect(unseen(shown)).toEqual([]);
        expect(executed(shown)).toEqual([]);
        expect(hasMarker(shown)).toBe(false);
      }
    }),
  );
});

test("for programs: numbers as the container counts them, null for what is not known", () => {
  const report: unknown = JSON.parse(
    renderVerifiedJson(verified({ milliseconds: undefined, exitCode: undefined }, { kind: "agreement" })),
  );
  expect(report).toMatchObject({
    version: 2,
    image: "shop:1",
    outcome: "abrupt",
    stopSignal: "SIGTERM",
    milliseconds: null,
    exitCode: null,
    main: 3,
    zombies: 2,
    orphans: { handed: 5, left: 0 },
    trace: { dockerfile: "Dockerfile", stage: "0", outcome: "stuck", kind: "agreement" },
  });
  expect(report).toHaveProperty("processes.2", {
    pid: 3,
    parent: 2,
    argv: ["app", "--port", "80"],
    signal: "handled",
    blocked: false,
    zombie: false,
  });
  expect(report).toHaveProperty("processes.3.zombie", true);
  expect(JSON.parse(renderVerifiedJson(verified()))).toHaveProperty("trace", null);
});
