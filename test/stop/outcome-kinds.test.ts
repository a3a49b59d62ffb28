import { describe, expect, test } from "@jest/globals";
import type { MemoryFile } from "../../src/files/tree.ts";
import { memoryTree } from "../../src/files/tree.ts";
import { openProject } from "../../src/project/open-project.ts";
import { Source } from "../../src/text/source.ts";
import { reasonWords } from "../../src/stop/wording/reason-words.ts";
import { judged, wordsOf } from "../shell/walk.ts";

type Files = Readonly<Record<string, MemoryFile>>;

const outcome = (lines: string, files: Files = {}): string => judged(lines, files).startUp.outcome;

/** Outcome and reason of what a compose file starts. */
function ofCompose(compose: string, files: Files = {}): readonly string[] {
  const tree = memoryTree({ ...files, "/compose.yaml": compose });
  const { images } = openProject(tree, new Source("/compose.yaml", compose), { top: "/" });
  return images.map(
    ({ startUp }) => `${startUp.outcome}: ${startUp.paths[0] ? reasonWords(startUp.paths[0].reason) : ""}`,
  );
}

describe("a grace period of next to nothing", () => {
  const service = (period: string, command = "gunicorn a:a"): string =>
    `services:\n  web:\n    image: python:3.12\n    command: ${command}\n    stop_grace_period: ${period}\n`;

  test.each(["0s", "1ms", "900ms"])("%s gives a server no time", (period) => {
    expect(ofCompose(service(period))[0]).toMatch(/^abrupt: .* gunicorn has no time to finish its work$/);
  });

  test.each(["1s", "10s"])("%s does", (period) => expect(ofCompose(service(period))[0]).toMatch(/^graceful: /));

  test("cuts what the user's own program does", () => {
    expect(ofCompose(service("0s", "python app.py"))[0]).toMatch(/^abrupt: /);
  });

  test("changes nothing of what is stuck", () => {
    expect(ofCompose(service("0s", "sleep infinity"))[0]).toMatch(/^stuck: /);
  });
});

describe("a service that only gives another time", () => {
  const files = { "/Dockerfile": 'FROM python:3.12\nCMD ["sleep", "infinity"]\n' };
  const built = (line: string): string => `services:\n  web:\n    build: .\n${line}`;

  test("is traced, with its own seconds", () => {
    expect(ofCompose(built("    stop_grace_period: 1m\n"), files)[0]).toContain("waits 60 s");
  });
  test("is not, where the time is the usual one", () => {
    expect(ofCompose(built("    stop_grace_period: 10s\n"), files)).toEqual([]);
    expect(ofCompose(built(""), files)).toEqual([]);
  });
});

describe("a signal that does nothing by default", () => {
  test.each([
    ["python", 'FROM httpd:2.4\nCMD ["python3", "a.py"]\n', "stuck"],
    ["perl below an init", 'FROM httpd:2.4\nCMD ["tini", "--", "perl", "a.pl"]\n', "stuck"],
    ["a program that nobody knows", 'FROM httpd:2.4\nCOPY app /\nCMD ["/app"]\n', "unknown"],
    ["a server that stops on it", 'FROM httpd:2.4\nCMD ["httpd-foreground"]\n', "graceful"],
  ])("%s", (_, dockerfile, expected) => {
    expect(outcome(dockerfile, { app: "\u007fELF\u0002\u0001\u0001" })).toBe(expected);
  });

  test("python with a handler for it", () => {
    const source = "import signal\nsignal.signal(signal.SIGWINCH, stop)\n";
    expect(outcome('FROM httpd:2.4\nCOPY a.py /\nCMD ["python3", "/a.py"]\n', { "a.py": source })).toBe("delivered");
  });
});

describe("a reason", () => {
  const reason = (dockerfile: string, files: Files = {}): string => wordsOf(judged(dockerfile, files).startUp);

  test.each([
    "CMD sh -c 'my-app'\n",
    'CMD ["dash", "-c", "sh -c my-app; true"]\n',
    "CMD sh -c \"sh -c 'my-app; true'\"\n",
  ])("names no shell twice: %s", (line) => {
    expect(reason(`FROM debian:12\n${line}`)).toMatch(/does not forward SIGTERM to my-app,/);
  });

  test("of a shell below PID 1 says that it is not PID 1", () => {
    const words = reason('FROM example.com/x\nENTRYPOINT ["tini", "--", "sh", "-c", "gunicorn a:a"]\n');
    expect(words).toBe(
      "cannot tell which shell this is: dash would stay in between without forwarding signals, others exec the program",
    );
  });

  test.each([
    ["pm2", 'FROM node:22\nCMD ["pm2", "start", "a.js"]\n'],
    ["cron", 'FROM debian:12\nCMD ["cron"]\n'],
    ["redis-server", "FROM debian:12\nCMD exec redis-server --daemonize yes\n"],
  ])("of a daemon is that it daemonizes: %s", (name, dockerfile) => {
    expect([outcome(dockerfile), reason(dockerfile)]).toEqual([
      "finishes",
      `${name} daemonizes: PID 1 exits and the container stops`,
    ]);
  });

  test("of what waits for its clients is that it is slow", () => {
    expect(outcome('FROM debian:12\nCMD ["postgres", "-D", "/d"]\n')).toBe("unknown");
    expect(outcome('FROM debian:12\nSTOPSIGNAL SIGINT\nCMD ["postgres", "-D", "/d"]\n')).toBe("graceful");
  });
});

describe("a loop without an end", () => {
  const ran = (script: string, shell = "/bin/sh"): string =>
    outcome('FROM debian:12\nCOPY run.sh /\nCMD ["/run.sh"]\n', { "run.sh": `#!${shell}\n${script}\n` });

  test.each([
    ["a subshell that holds", "while (true); do sleep 60; done", "/bin/sh"],
    ["a negated one that does not", "while ! (false); do sleep 60; done", "/bin/sh"],
    ["arithmetic", "while ((1)); do sleep 60; done", "/bin/bash"],
    ["arithmetic with blanks", "while (( 1 )); do sleep 60; done", "/bin/bash"],
    ["a sleep", "while sleep 60; do date; done", "/bin/sh"],
    ["a job that comes back", "while true; do curl http://x; done", "/bin/sh"],
  ])("has as its condition, or runs, %s", (_, script, shell) => expect(ran(script, shell)).toBe("stuck"));

  test.each([
    ["a subshell that does not hold", "while (false); do sleep 60; done", "/bin/sh"],
    ["no arithmetic that is nought", "while ((0)); do sleep 60; done", "/bin/bash"],
  ])("is none with %s", (_, script, shell) => expect(ran(script, shell)).toBe("finishes"));
});
