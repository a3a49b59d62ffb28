import { describe, expect, test } from "@jest/globals";
import { memoryTree } from "../../src/files/tree.ts";
import { trace } from "../library.ts";
import type { ImageReport } from "../../src/index.ts";
import { compare } from "../../src/verify/compare.ts";
import type { Comparison } from "../../src/verify/compare.ts";
import type { Measurement } from "../../src/verify/measure.ts";
import { mainProgram } from "../../src/verify/processes.ts";
import { containerOf } from "./container.ts";

function traceOf(dockerfile: string, files: Readonly<Record<string, string>> = {}): ImageReport {
  const scripts = Object.entries(files).map(([name, text]) => [`/${name}`, { text, executable: true }]);
  const [image] = trace(
    memoryTree({
      "/Dockerfile": dockerfile,
      "/app": { text: "\u007fELF\u0002\u0001\u0001", executable: true },
      ...Object.fromEntries(scripts),
    }),
    ["/Dockerfile"],
  );
  if (!image) throw new Error("no image");
  return image;
}

/** What the engine is said to have shown. */
function measured(
  outcome: Measurement["outcome"],
  lines: readonly string[],
  change: Partial<Measurement> = {},
): Measurement {
  const processes = containerOf(...lines);
  return {
    image: "x",
    stopSignal: "SIGTERM",
    outcome,
    reason: "",
    milliseconds: 100,
    exitCode: 0,
    outOfMemory: false,
    processes,
    main: mainProgram(processes),
    zombies: 0,
    orphans: { skipped: "not tried" },
    log: "",
    ...change,
  };
}

function points(compared: Comparison): readonly string[] {
  return compared.kind === "difference" ? compared.points : [compared.kind];
}

const shellForm = traceOf("FROM debian:12-slim\nCOPY app /usr/local/bin/app\nCMD app --port 80\n");
const execForm = traceOf('FROM debian:12-slim\nCOPY app /usr/local/bin/app\nCMD ["app", "--port", "80"]\n');
const script = traceOf('FROM debian:12-slim\nCOPY ep.sh /\nENTRYPOINT ["/ep.sh"]\nCMD ["app", "-x"]\n', {
  "ep.sh": '#!/bin/sh\n"$@" | tee /tmp/log\n',
});

describe("agreement", () => {
  test("the same processes and outcome", () => {
    expect(
      compare(
        measured("stuck", ["/bin/sh -c app --port 80", " app --port 80"]),
        traceOf('FROM debian:12-slim\nCMD ["sh", "-c", "app $X"]\n'),
      ).kind,
    ).toBe("difference");
    const processes = containerOf("/bin/sh -c x", " app --port 80").map((process, index) =>
      index === 0 ? { ...process, argv: ["/bin/sh", "-c", "app --port 80"] } : process,
    );
    expect(compare({ ...measured("stuck", []), processes, main: processes[1] }, shellForm)).toEqual({
      kind: "agreement",
    });
  });

  test.each([
    ["graceful", "STOPSIGNAL SIGQUIT\n"],
    ["abrupt", ""],
  ])("what the program makes of its work, %s, is not seen from outside", (outcome, setting) => {
    const nginx = traceOf(`FROM debian:12-slim\n${setting}CMD ["nginx", "-g", "daemon off;"]\n`);
    expect(nginx.outcome).toBe(outcome);
    const processes = containerOf("nginx: master process nginx -g daemon off;", " nginx: worker process").map(
      (process) => ({ ...process, argv: [process.argv.join(" ")] }),
    );
    const { stopSignal } = nginx;
    const seen = { ...measured("delivered", []), stopSignal: String(stopSignal), processes, main: processes[0] };
    expect(compare(seen, nginx)).toEqual({ kind: "agreement" });
  });

  test("a script stands behind its interpreter, and a subshell is no hop", () => {
    const lines = ["/bin/sh /ep.sh app -x", " /bin/sh /ep.sh app -x", "  app -x", " tee /tmp/log"];
    expect(compare(measured("stuck", lines), script)).toEqual({ kind: "agreement" });
  });

  test("the trace may follow what keeps the container up instead of the main program", () => {
    const tail = traceOf('FROM debian:12-slim\nCOPY ep.sh /\nCMD ["/ep.sh"]\n', {
      "ep.sh": "#!/bin/sh\napp &\ntail -f /dev/null\n",
    });
    expect(compare(measured("stuck", ["/bin/sh /ep.sh", " app", " tail -f /dev/null"]), tail)).toEqual({
      kind: "agreement",
    });
  });

  test("a program found by its path is the one that was named", () => {
    expect(compare(measured("delivered", ["/usr/local/bin/app --port 80"]), execForm)).toEqual({ kind: "agreement" });
  });
});

describe("difference", () => {
  test("another program is PID 1", () => {
    const said = points(compare(measured("delivered", ["other --port 80"]), execForm));
    expect(said).toEqual(["PID 1: the trace has app --port 80 (CMD), the container runs other --port 80"]);
  });

  test("other arguments", () => {
    expect(points(compare(measured("delivered", ["app --port 8080"]), execForm))).toEqual([
      expect.stringMatching(/^PID 1: .*8080$/),
    ]);
  });

  test("a shell that was thought to stay has gone", () => {
    const said = points(compare(measured("delivered", ["app --port 80"]), shellForm));
    expect(said).toEqual([
      expect.stringMatching(/^PID 1: the trace has \/bin\/sh -c "app --port 80"/),
      "process 2 of the chain: the trace has app --port 80, but the container has no such process",
      "outcome: the trace says stuck, the container was delivered",
    ]);
  });

  test("a process that the trace does not have", () => {
    const said = points(compare(measured("stuck", ["/bin/sh /ep.sh", " app --port 80"]), execForm));
    expect(said).toContain(
      "process 2 of the chain: the container runs app --port 80, but the trace has no such process",
    );
  });

  test("stop signal, outcome and orphans", () => {
    const said = points(
      compare(measured("abrupt", ["app --port 80"], { stopSignal: "SIGQUIT", orphans: { handed: 5, left: 2 } }), {
        ...execForm,
        reaping: true,
      }),
    );
    expect(said).toEqual([
      "stop signal: the trace says SIGTERM, the image SIGQUIT",
      "outcome: the trace says delivered, the container was abrupt",
      "orphans: the trace says that PID 1 reaps them, 2 of 5 stayed zombies",
    ]);
  });

  test("a container that ended before it was stopped", () => {
    expect(points(compare(measured("ended", []), execForm))).toEqual([
      "outcome: the trace says delivered, the container was ended",
    ]);
  });
});

test("what the trace leaves open is no difference, and says why", () => {
  const open = traceOf("FROM private.example/base:1\n");
  expect(compare(measured("delivered", ["app"]), open)).toEqual({
    kind: "silent",
    reason: expect.stringContaining("private.example/base:1"),
  });
});

test("what the trace has of a start-up that it leaves open is compared all the same", () => {
  const open = traceOf('FROM debian:12-slim\nCMD ["/opt/served", "-x"]\n');
  expect(open.outcome).toBe("unknown");
  expect(compare(measured("delivered", ["/opt/served -x"]), open).kind).toBe("silent");
  expect(points(compare(measured("delivered", ["/opt/other"]), open))).toEqual([
    expect.stringMatching(/^PID 1: the trace has \/opt\/served -x/),
  ]);
});

test("what was not measured is no difference either", () => {
  expect(
    compare(measured("delivered", ["app --port 80"], { main: undefined }), {
      ...execForm,
      reaping: false,
      stopSignal: "unknown",
    }),
  ).toEqual({ kind: "agreement" });
});
