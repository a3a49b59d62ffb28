import { describe, expect, test } from "@jest/globals";
import type { MemoryFile } from "../../src/files/tree.ts";
import { isExpendable, isKnownProgram, isPrompt, severityOf } from "../../src/stop/severity.ts";
import { ignoredCmd } from "../../rules/ignored-cmd/ignored-cmd.ts";
import { wholeLines } from "../../src/remedies/instruction-lines.ts";
import { countedStages } from "../../rules/counted-stages.ts";
import { commandInstructions } from "../../rules/invalid-exec-form/invalid-forms.ts";
import { missingExecs } from "../../rules/missing-exec/missing-execs.ts";
import { unhandledAtPid1 } from "../../rules/missing-init/unhandled.ts";
import { startFixes, unrunnables } from "../../rules/unrunnable-command/unrunnables.ts";
import { Source } from "../../src/text/source.ts";
import { judged, project } from "../shell/walk.ts";

type Files = Readonly<Record<string, MemoryFile>>;
const head = "FROM debian:12-slim\nCOPY . /app\nWORKDIR /app\n";
const image = (lines: string, files: Files = {}) => judged(head + lines, files);

describe("the program that is to blame", () => {
  test.each([
    ["one that is known", "CMD redis-server", undefined, true, "error"],
    ["one that CMD names", "CMD my-server", undefined, true, "error"],
    ["a job with an end", "CMD make build", "job", true, "info"],
    ["what only keeps the container up", "CMD tail -f /dev/null", "idle", true, "warning"],
    ["sleep", "CMD sleep infinity", "idle", true, "warning"],
    ["nothing, where it stops as it should", 'CMD ["redis-server"]', undefined, true, undefined],
  ] as const)("%s", (_, line, expendable, known, severity) => {
    const judgedImage = image(line);
    const [path] = judgedImage.startUp.paths;
    if (!path) throw new Error("no way");
    expect([isExpendable(path), path.outcome === "unknown" || isKnownProgram(path, judgedImage.image)]).toEqual([
      expendable,
      known,
    ]);
    if (path.outcome !== "unknown") expect(severityOf(path)).toBe(severity);
  });

  test.each([
    ["CMD bash", true],
    ['CMD ["python3"]', true],
    ['CMD ["python3", "app.py"]', false],
    ["CMD redis-server", false],
  ])("%s is a prompt: %s", (line, expected) => {
    expect(image(line).startUp.paths.map(isPrompt)).toEqual([expected]);
  });
});

describe("exec is missing", () => {
  const missing = (script: string, line = 'CMD ["/app/run.sh"]'): readonly string[] =>
    missingExecs(image(line, { "run.sh": `#!/bin/sh\n${script}\n` })).map(
      ({ severity, running }) => `${severity} ${running.argv?.map((field) => field.value).join(" ") ?? ""}`,
    );

  test.each([
    ["before the last program of a script", "redis-server", ["error redis-server"]],
    ["not where it is", "exec redis-server", []],
    [
      "in both branches",
      'if [ -n "$A" ]; then redis-server; else memcached; fi',
      ["warning redis-server", "error memcached"],
    ],
    ["in one of two branches", 'if [ -n "$A" ]; then exec redis-server; fi\nmemcached', ["error memcached"]],
    [
      "less certainly beside the default run",
      'if [ -n "$A" ]; then redis-server; exit; fi\nexec memcached',
      ["warning redis-server"],
    ],
    ["not in a pipeline, which is another fault", "redis-server | tee log", []],
    ["not for a job in the background", "redis-server &\nwait", []],
    ["not for a run that ends by itself", "npm ci\nmake build", []],
    ["not for a shell at the terminal", "bash", []],
    ["by luck, where bash replaces itself", "exec bash -c redis-server", ["info redis-server"]],
  ] as const)("%s", (_, script, expected) => {
    expect([...missing(script)].sort()).toEqual([...expected].sort());
  });

  test("before a program of the user's own that CMD names", () => {
    expect(missing('"$@"', 'ENTRYPOINT ["/app/run.sh"]\nCMD ["my-server"]')).toEqual(["error my-server"]);
  });

  test("less certainly where the base image may have an ENTRYPOINT", () => {
    const found = missingExecs(
      judged('FROM example.com/base\nCOPY run.sh /run.sh\nCMD ["/run.sh"]\n', {
        "run.sh": "#!/bin/sh\nredis-server\n",
      }),
    );
    expect(found.map(({ severity }) => severity)).not.toContain("error");
  });

  test("for an init that signals the whole group, only slow stops are cut off", () => {
    expect(missing("redis-server", 'ENTRYPOINT ["tini", "-g", "--"]\nCMD ["/app/run.sh"]')).toEqual([
      "info redis-server",
    ]);
    expect(missing("redis-server", 'ENTRYPOINT ["tini", "--"]\nCMD ["/app/run.sh"]')).toEqual(["error redis-server"]);
  });
});

describe("PID 1 without a handler", () => {
  test.each([
    ["is a finding for a program that has none", 'CMD ["tail", "-f", "/x"]', "warning"],
    ["is a hint for a runtime, whose program decides", 'CMD ["node", "a.js"]', "info"],
    ["is none under an init", 'CMD ["tini", "--", "tail", "-f", "/x"]', undefined],
    ["is none for a program that handles the signal", 'CMD ["redis-server"]', undefined],
    ["is none of the child's business", "CMD tail -f /x", undefined],
    ["is none at a prompt", 'CMD ["python3"]', undefined],
    ["is found behind exec", 'CMD ["sh", "-c", "exec tail -f /x"]', "warning"],
    ["is judged by the stop signal: SIGINT stops Python", 'STOPSIGNAL SIGINT\nCMD ["python3", "a.py"]', undefined],
  ])("%s", (_, line, severity) => {
    expect(unhandledAtPid1(image(line))?.severity).toBe(severity);
  });
});

describe("a CMD that is ignored", () => {
  const deaf = { "run.sh": "#!/bin/sh\nexec redis-server\n" };
  test.each([
    ["by ENTRYPOINT in shell form", 'ENTRYPOINT redis-server\nCMD ["x"]', {}, true],
    ["not by one that uses its arguments", 'ENTRYPOINT redis-server "$@"\nCMD ["x"]', {}, false],
    ["by a script that does not look at its arguments", 'ENTRYPOINT ["/app/run.sh"]\nCMD ["x"]', deaf, true],
    [
      "not by a script that hands them on",
      'ENTRYPOINT ["/app/run.sh"]\nCMD ["x"]',
      { "run.sh": '#!/bin/sh\nexec "$@"\n' },
      false,
    ],
    [
      "not by a script that takes one",
      'ENTRYPOINT ["/app/run.sh"]\nCMD ["x"]',
      { "run.sh": "#!/bin/sh\nexec redis-server ${1}\n" },
      false,
    ],
    [
      "not by a script that sources another",
      'ENTRYPOINT ["/app/run.sh"]\nCMD ["x"]',
      { "run.sh": "#!/bin/sh\n. ./lib.sh\nexec redis-server\n", "lib.sh": "" },
      false,
    ],
    ["not where there is none", "ENTRYPOINT redis-server\nCMD []", {}, false],
    ["not by a program", 'ENTRYPOINT ["redis-server"]\nCMD ["x"]', {}, false],
  ])("%s", (_, lines, files, ignored) => {
    expect(ignoredCmd(image(lines, files)) !== undefined).toBe(ignored);
  });

  test("by the ENTRYPOINT of a stage that is built on its own", () => {
    const found = ignoredCmd(judged('FROM debian:12 AS base\nCMD ["x"]\nFROM base\nENTRYPOINT ["redis-server"]\n'));
    expect(found?.reason).toEqual({ kind: "cleared" });
    expect(
      ignoredCmd(judged('FROM debian:12 AS base\nCMD ["x"]\nFROM base\nENTRYPOINT ["redis-server"]\nCMD ["y"]\n')),
    ).toBeUndefined();
  });
});

describe("fixes for what cannot start", () => {
  test.each([
    [
      "one string with spaces, by splitting it",
      'CMD ["node server.js"]',
      {},
      ['Write each word as its own string: ["node", "server.js"]'],
    ],
    [
      "a string that needs a shell, by hand",
      'CMD ["node $X | tee"]',
      {},
      ["By hand: write each word as its own string, or run the text with `sh -c`"],
    ],
    ["a variable, by a shell", 'CMD ["$APP", "x"]', {}, ['Write ["/bin/sh", "-c", "exec $APP x"]']],
    [
      "a builtin, by a shell",
      'CMD ["cd", "/x", "&&", "node", "a.js"]',
      {},
      ['Write ["/bin/sh", "-c", "cd /x && exec node a.js"]'],
    ],
    ["`exec` in exec form, by leaving it out", 'CMD ["exec", "node", "a b"]', {}, ['Write ["node", "a b"]']],
    ["a builtin alone, by hand", 'CMD ["cd", "/x"]', {}, ["By hand: run the command with `sh -c`"]],
    ["a missing shebang, by one", 'CMD ["/app/a"]', { a: { text: "x\n", executable: true } }, ["Add a shebang"]],
    ["CRLF, by LF", 'CMD ["/app/a"]', { a: "#!/bin/sh\r\nx\r\n" }, ["Use LF line endings in the script"]],
  ])("%s", (_, line, files, titles) => {
    const judgedImage = image(line, files);
    expect(
      unrunnables(judgedImage)
        .flatMap(({ problem, process }) => startFixes(problem, process, judgedImage))
        .map(({ title }) => title),
    ).toEqual(titles);
  });

  test("is certain only where no other way starts", () => {
    expect(unrunnables(image('CMD ["$APP"]')).map(({ sure }) => sure)).toEqual([true]);
    expect(
      unrunnables(
        image('CMD ["sh", "-c", "if [ -f /x ]; then exec /app/a; fi; exec redis-server"]', {
          a: { text: "#!/bin/sh\n", executable: false },
        }),
      ).map(({ sure }) => sure),
    ).toEqual([false]);
  });
});

describe("the layout of a Dockerfile", () => {
  test("the stages of an image are those that it is built on, from the base up", () => {
    const { stages, ...rest } = project("FROM a AS one\nFROM b AS two\nFROM one AS three\nCOPY --from=two /x /\n");
    expect(countedStages({ stages, ...rest }).map(({ name }) => name)).toEqual(["one", "three"]);
  });

  test("of several commands, the last of each kind counts, ONBUILD's for itself", () => {
    const found = commandInstructions(project("FROM a\nCMD a\nONBUILD CMD b\nENTRYPOINT c\nCMD d\n"));
    expect(found.map(({ keyword, body }) => `${keyword} ${body.text}`).sort()).toEqual([
      "CMD b",
      "CMD d",
      "ENTRYPOINT c",
    ]);
  });

  test.each([
    ["the first line", "a\nb\nc", 0, 1, "b\nc"],
    ["a middle line", "a\nb\nc", 2, 3, "a\nc"],
    ["the last line, which has no line feed", "a\nb", 2, 3, "a"],
    ["the only line", "a", 0, 1, ""],
    ["the last line, CRLF", "a\r\nb", 3, 4, "a"],
    ["a line with CRLF", "a\r\nb\r\nc", 3, 4, "a\r\nc"],
    ["two lines", "a\nb\nc\nd\n", 2, 5, "a\nd\n"],
  ])("deleting %s leaves nothing of it", (_, text, start, end, expected) => {
    const source = new Source("/f", text);
    const lines = wholeLines(source, source.at(start, end));
    expect(text.slice(0, lines.start) + text.slice(lines.end)).toBe(expected);
  });
});
