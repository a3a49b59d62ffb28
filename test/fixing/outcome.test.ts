import { describe, expect, test } from "@jest/globals";
import { rules } from "../../rules/index.ts";
import { memoryTree } from "../../src/files/tree.ts";
import { lint } from "../../src/lint/lint.ts";
import type { Linted } from "../../src/lint/lint.ts";
import { fixAll } from "../examples.ts";
import { notBetter } from "./better.ts";

test("what is not better is told", () => {
  const linted = (dockerfile: string): Linted =>
    lint(memoryTree({ "/Dockerfile": dockerfile }), ["/Dockerfile"], {
      rules,
      severities: new Map(),
      project: () => ({ top: "/" }),
    });
  const [stuck, graceful] = [
    linted("FROM debian:12\nCMD redis-server\n"),
    linted('FROM debian:12\nCMD ["redis-server"]\n'),
  ];
  expect(notBetter(stuck, graceful)).toBeUndefined();
  expect(notBetter(stuck, linted('FROM debian:12\nCMD ["setsid", "redis-server"]\n'))).toMatch(
    /stuck becomes unknown$/,
  );
  expect(notBetter(stuck, linted("FROM debian:12\nCMD redis-server --port 1\n"))).toMatch(/^.*stuck stays stuck/);
  expect(notBetter(graceful, linted('FROM debian:12\nCMD ["cd", "/x"]\n'))).toMatch(/graceful becomes fails$/);
  expect(notBetter(graceful, stuck)).toMatch(/graceful becomes stuck$/);
});

interface Shown {
  readonly outcomes: string;
  readonly text: string;
  readonly reasons: readonly string[];
  /** Rules that still warn. */
  readonly left: readonly string[];
}

function shown(dockerfile: string, scripts: Readonly<Record<string, string>> = {}, unsafe = false): Shown {
  const files: Record<string, { readonly text: string; readonly executable: boolean }> = {
    "/Dockerfile": { text: dockerfile, executable: false },
  };
  for (const [path, text] of Object.entries(scripts)) files[path] = { text, executable: path.endsWith(".sh") };
  const fixed = fixAll(memoryTree(files), { files, unlinted: [] }, unsafe);
  return {
    outcomes: fixed.linted.projects.flatMap(({ images }) => images.map(({ startUp }) => startUp.outcome)).join(),
    text: fixed.changes.map(({ after }) => after).join(""),
    reasons: fixed.withheld.map(({ reason }) => reason),
    left: fixed.linted.diagnostics.filter(({ severity }) => severity !== "info").map(({ rule }) => rule),
  };
}

const run = 'FROM debian:12\nCOPY run.sh /run.sh\nCMD ["/run.sh"]\n';

describe("a fix is withheld", () => {
  test.each([
    ["setsid in shell form", "FROM debian:12\nCMD setsid redis-server\n", {}],
    ["setsid in a script", run, { "/run.sh": "#!/bin/sh\nsetsid redis-server\n" }],
    ["a wrapper with setsid behind it", run, { "/run.sh": "#!/bin/sh\nset -e\nnice setsid gunicorn a:a\n" }],
    ["a program that nobody knows", "FROM debian:12\nCMD myserver --port 80\n", {}],
    ["a program that only the start knows", run, { "/run.sh": "#!/bin/sh\n$SERVER --port 80\n" }],
  ])("where nobody knows what comes of it: %s", (_, dockerfile, scripts) => {
    const { outcomes, text, reasons } = shown(dockerfile, scripts, true);
    expect([outcomes, text]).toEqual(["stuck", ""]);
    expect(reasons.join()).toMatch(/^the outcome would be unknown: /);
  });

  test.each([
    [
      "an inner exec below a shell that stays",
      run.replace("COPY run.sh", "COPY in.sh /in.sh\nCOPY run.sh"),
      { "/run.sh": "#!/bin/sh\n/in.sh\necho bye\n", "/in.sh": "#!/bin/sh\nredis-server\n" },
      "stuck",
    ],
    [
      "an array in front of a wrapper that keeps the signal",
      "FROM debian:12\nCOPY run.sh /run.sh\nCMD /run.sh\n",
      { "/run.sh": "#!/bin/sh\nxvfb-run redis-server\nexit 1\n" },
      "stuck",
    ],
    ["an array for a program without a handler", "FROM alpine:3.20\nCMD crond -f\n", {}, "stuck"],
  ])("where nothing is gained: %s", (_, dockerfile, scripts, outcome) => {
    const { outcomes, text, reasons } = shown(dockerfile, scripts);
    expect([outcomes, text]).toEqual([outcome, ""]);
    expect(reasons.join()).toMatch(/^the image would still be stuck: /);
  });

  test("where the program would only be cut off sooner", () => {
    const { outcomes, text } = shown(
      run,
      { "/run.sh": "#!/bin/sh\nwhile true; do node worker.js; sleep 5; done\n" },
      true,
    );
    expect([outcomes, text]).toEqual(["stuck", ""]);
  });

  test("not where a warning still says that the program is cut off", () => {
    const { outcomes, left } = shown(run, { "/run.sh": "#!/bin/sh\nredis-server &\nexec tail -f /dev/null\n" }, true);
    expect([outcomes, left]).toEqual(["abrupt", ["background-before-exec"]]);
  });
});

describe("fixes that help only together are made together", () => {
  test.each([
    [
      "a Dockerfile and its script",
      "FROM debian:12\nCOPY run.sh /run.sh\nCMD /run.sh\n",
      { "/run.sh": "#!/bin/sh\nset -e\nredis-server\n" },
    ],
    [
      "two scripts",
      run.replace("COPY run.sh", "COPY in.sh /in.sh\nCOPY run.sh"),
      { "/run.sh": "#!/bin/sh\n/in.sh\n", "/in.sh": "#!/bin/sh\nredis-server\n" },
    ],
    ["a text that the outer shell completes", 'FROM debian:12\nCMD sh -c "uvicorn main:app --port $PORT"\n', {}],
    ["the same with a default", 'FROM debian:12\nCMD sh -c "uvicorn main:app --port ${PORT:-80}"\n', {}],
    ["the same with a value", 'FROM debian:12\nENV PORT=80\nCMD sh -c "uvicorn main:app --port ${PORT}"\n', {}],
    ["the same in a script", run, { "/run.sh": '#!/bin/sh\nsh -c "gunicorn a:a -b $BIND"\n' }],
  ])("%s", (_, dockerfile, scripts) => {
    const { outcomes, reasons } = shown(dockerfile, scripts);
    expect([outcomes, reasons]).toEqual(["graceful", []]);
  });
});

describe("variables in an array get a shell with exec", () => {
  test.each([
    ['["daphne", "x", "-p", $PORT]', '["/bin/sh", "-c", "exec daphne x -p \\"$PORT\\""]'],
    ['["daphne", "x", "-p", "$PORT"]', '["/bin/sh", "-c", "exec daphne x -p \\"$PORT\\""]'],
    ["['uvicorn', 'a:a', '--port=${PORT:-80}']", '["/bin/sh", "-c", "exec uvicorn a:a \\"--port=${PORT:-80}\\""]'],
    ['["java", "$JAVA_OPTS", "-jar", "a b.jar"]', '["/bin/sh", "-c", "exec java $JAVA_OPTS -jar \'a b.jar\'"]'],
  ])("%s", (array, expected) => {
    const dockerfile = `FROM debian:12\nCMD ${array}\n`;
    expect(shown(dockerfile).text).toBe("");
    expect(shown(dockerfile, {}, true).text).toBe(`FROM debian:12\nCMD ${expected}\n`);
  });

  test("behind an ENTRYPOINT its arguments are handed on", () => {
    expect(shown('FROM debian:12\nENTRYPOINT ["gunicorn", "-b", "$BIND"]\n', {}, true).text).toBe(
      'FROM debian:12\nENTRYPOINT ["/bin/sh", "-c", "exec gunicorn -b \\"$BIND\\" \\"$@\\"", "sh"]\n',
    );
  });
});

describe("nothing is written twice", () => {
  const dockerfile = 'FROM python:3.12\nCMD ["uwsgi", "--http", ":80", "--master"]\n';
  test("a stop signal that the image has needs no line in the service that builds it", () => {
    const service = "services:\n  web:\n    build: .\n    command: uwsgi --http :90 --master\n";
    expect(shown(dockerfile, { "/compose.yaml": service }, true).text).toBe(
      dockerfile.replace("CMD", "STOPSIGNAL SIGQUIT\nCMD"),
    );
  });

  test("but one that the service sets itself is set right", () => {
    const service =
      "services:\n  web:\n    build: .\n    command: uwsgi --http :90 --master\n    stop_signal: SIGTERM\n";
    expect(shown(dockerfile, { "/compose.yaml": service }, true).text).toContain("stop_signal: SIGQUIT");
  });
});

test("a script with carriage returns gets a shebang and loses them", () => {
  const { outcomes, text } = shown(run, { "/run.sh": "set -e\r\nredis-server\r\n" }, true);
  expect([outcomes, text]).toEqual(["graceful", "#!/bin/sh\nset -e\nexec redis-server\n"]);
});
