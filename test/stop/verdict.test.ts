import { describe, expect, test } from "@jest/globals";
import { isLost, seenOf } from "../../src/stop/verdict.ts";
import { judged, wordsOf } from "../shell/walk.ts";

const image = (command: string, more = ""): string => `FROM debian:12-slim\nCOPY . /\n${more}CMD ${command}\n`;

describe("handling a signal and finishing the work are two facts", () => {
  test.each([
    ["both known", '["redis-server"]', "", "graceful", "SIGTERM reaches redis-server, which shuts down gracefully"],
    [
      "the work is known to be cut",
      '["nginx", "-g", "daemon off;"]',
      "",
      "abrupt",
      "SIGTERM reaches nginx, which shuts down without finishing the work in hand",
    ],
    [
      "by signal",
      '["nginx", "-g", "daemon off;"]',
      "STOPSIGNAL SIGQUIT\n",
      "graceful",
      "SIGQUIT reaches nginx, which shuts down gracefully",
    ],
    [
      "nothing is known of the work",
      '["supervisord", "-n"]',
      "",
      "delivered",
      "SIGTERM reaches supervisord, which handles it; whether it finishes its work first is not known",
    ],
    [
      "the code is the user's",
      '["node", "x.js"]',
      "",
      "delivered",
      "SIGTERM reaches node; how it is handled is up to your code",
    ],
  ])("%s", (_, command, more, outcome, words) => {
    const { startUp } = judged(image(command, more));
    expect([startUp.outcome, wordsOf(startUp)]).toEqual([outcome, words]);
    expect(startUp.paths.some(isLost)).toBe(false);
    expect(startUp.paths.map(seenOf)).toEqual(["delivered"]);
  });

  test("a program's own way to stop is not the fault of what stands in front of it", () => {
    const [path] = judged(image("nginx -g 'daemon off;'")).startUp.paths;
    expect(path?.outcome).toBe("stuck");
    expect(path && isLost(path)).toBe(true);
  });
});

describe("what does not wait to be stopped", () => {
  test.each([
    ["a job", '["pytest"]', "finishes", "pytest exits by itself when its work is done"],
    ["a job behind a shell", "pytest", "finishes", "pytest exits by itself when its work is done"],
    ["a prompt", '["bash"]', "finishes", "bash is a prompt: without a terminal it exits by itself"],
    ["a prompt of a runtime", '["python"]', "finishes", "python is a prompt: without a terminal it exits by itself"],
    ["a script of steps", '["sh", "-c", "true"]', "finishes", "dash exits by itself, and the container stops"],
    [
      "what cannot start",
      '["$APP"]',
      "fails",
      "exec form does not expand $APP, and no program has that name, " +
        'so the container exits with "executable file not found"',
    ],
  ])("%s", (_, command, outcome, words) => {
    const { startUp } = judged(image(command));
    expect([startUp.outcome, wordsOf(startUp)]).toEqual([outcome, words]);
  });

  test("keeps what the signal does while it runs", () => {
    expect(judged(image("pytest")).startUp.paths).toMatchObject([
      {
        outcome: "finishes",
        onSignal: { outcome: "stuck", reason: { kind: "keeps", actor: "dash", child: "pytest" } },
      },
    ]);
  });

  test("counts less than a way that stays", () => {
    const files = { "run.sh": '#!/bin/sh\nif [ -n "$TEST" ]; then exec pytest; fi\nexec redis-server\n' };
    const { startUp } = judged(image('["/run.sh"]'), files);
    expect(startUp.paths.map(({ outcome }) => outcome)).toEqual(["graceful", "finishes"]);
  });
});

test("a reason names the platform that waits, and its seconds", () => {
  expect(judged(image('["sh", "-c", "app $X"]')).startUp.paths[0]?.reason).toMatchObject({
    kind: "keeps",
    signal: "SIGTERM",
    grace: { name: "docker stop", kind: "command", seconds: 10 },
  });
});
