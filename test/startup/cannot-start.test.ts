import { describe, expect, test } from "@jest/globals";
import { judged } from "../shell/walk.ts";

const app = "\u007fELF\u0002\u0001\u0001";

function outcome(dockerfile: string, files: Readonly<Record<string, string>> = {}): string {
  return judged(dockerfile, { app, ...files }).startUp.outcome;
}

/** The code of the fault, or the outcome of what starts. */
function fault(dockerfile: string, files: Readonly<Record<string, string>> = {}): string {
  const { startUp } = judged(dockerfile, { app, ...files });
  const role = startUp.paths[0]?.processes.at(-1)?.role;
  return role?.kind === "unrunnable" ? role.problem.fault.code : startUp.outcome;
}

const debian = "FROM debian:12-slim\nCOPY --chmod=755 app /usr/local/bin/app\n";
const alpine = "FROM alpine:3.20\nCOPY --chmod=755 app /usr/local/bin/app\n";

/** Each was run with the text as it stands: the program exits with an error. */
describe("variables that no shell expands", () => {
  test.each([
    'CMD ["uvicorn", "a:a", "--port", "${PORT}"]',
    'CMD ["uvicorn", "a:a", "--port=$PORT"]',
    'CMD ["uvicorn", "a:a", "--workers", "$WORKERS"]',
    'CMD ["gunicorn", "-b", "0.0.0.0:$PORT", "a:a"]',
    'CMD ["gunicorn", "--bind=:${PORT:-80}", "a:a"]',
    'CMD ["gunicorn", "-w", "$N", "a:a"]',
    'CMD ["python", "-m", "gunicorn", "-w", "$N", "a:a"]',
    'CMD ["hypercorn", "a:a", "-b", "0.0.0.0:$PORT"]',
    'CMD ["daphne", "-p", "$PORT", "a:a"]',
    'CMD ["flask", "run", "-p", "$PORT"]',
    'CMD ["waitress-serve", "--listen=*:$PORT", "a:a"]',
    'CMD ["granian", "--interface", "wsgi", "--port", "$PORT", "a:a"]',
    'CMD ["redis-server", "--port", "$PORT"]',
    'CMD ["java", "$JAVA_OPTS", "-jar", "a.jar"]',
    'CMD ["java", "-Xmx1g", "-jar", "$JAR"]',
    'CMD ["java", "-cp", "a.jar", "${MAIN}"]',
    'CMD ["node", "$OPTIONS", "a.js"]',
    'CMD ["python", "-m", "$MODULE"]',
    'ENTRYPOINT ["tini", "--", "python", "$SCRIPT"]',
    `CMD ["sh", "-c", "exec java '$OPTS' -jar a.jar"]`,
  ])("%s", (line) => expect(fault(`${debian}${line}\n`)).toBe("unexpanded"));

  test.each([
    ['CMD ["uvicorn", "a:a", "--host", "$HOST"]', "graceful"],
    ['CMD ["java", "-Dport=$PORT", "-jar", "a.jar"]', "delivered"],
    [`CMD ["python", "-c", "print('$x')"]`, "delivered"],
    ['CMD ["node", "a.js", "$PORT"]', "delivered"],
    ['CMD ["node", "-e", "$(x)"]', "delivered"],
    ['CMD ["sh", "-c", "exec uvicorn a:a --port $PORT"]', "graceful"],
    ['CMD ["sh", "-c", "exec java $JAVA_OPTS -jar a.jar"]', "delivered"],
  ])("starts, or may: %s", (line, expected) => expect(outcome(`${debian}${line}\n`)).toBe(expected));
});

describe("what exec takes for a program", () => {
  test.each([
    [debian, "exec A=b app", "assignment"],
    [alpine, "exec A=b app", "assignment"],
    [debian, "A=b exec app", "delivered"],
    [debian, "exec env A=b app", "delivered"],
    [debian, "exec -- app", "dialect"],
    [debian, "exec -a x app", "dialect"],
    [debian, "exec -c app", "dialect"],
    [debian, "exec -l app", "dialect"],
    [alpine, "exec -- app", "delivered"],
    [alpine, "exec -a x app", "delivered"],
    [alpine, "exec -c app", "dialect"],
  ])("%s %s: %s", (from, text, expected) =>
    expect(fault(`${from}CMD ["sh", "-c", ${JSON.stringify(text)}]\n`)).toBe(expected),
  );

  test.each(["exec -- app", "exec -a x app", "exec -cl app"])("in bash: %s", (text) =>
    expect(outcome(`${debian}CMD ["bash", "-c", ${JSON.stringify(text)}]\n`)).toBe("delivered"),
  );

  test("an assignment in an array", () => expect(fault(`${debian}CMD ["A=b", "app"]\n`)).toBe("assignment"));
});

/** Measured with dash, bash and busybox ash: the carriage return is part of the last word of a line. */
describe("a script with CRLF that a shell is given", () => {
  const run = (from: string, shell: string, script: string): string =>
    fault(`${from}COPY s.sh /s.sh\nCMD ["${shell}", "/s.sh"]\n`, { "s.sh": script.replaceAll("\n", "\r\n") });

  test.each([
    ["set -e\nexec app -x\n", "dash", "carriage-return"],
    ["set -eu\nexec app -x\n", "ash", "carriage-return"],
    ["exec app\n", "dash", "carriage-return"],
    ["exec app\n", "bash", "carriage-return"],
    ["exec app\n", "ash", "carriage-return"],
    ["if true; then\necho x\nfi\nexec app -x\n", "dash", "carriage-return"],
    ["for x in 1 2; do\necho x\ndone\nexec app -x\n", "bash", "carriage-return"],
    ["exec app -x\n", "dash", "delivered"],
    ["set -e\nexec app -x\n", "bash", "delivered"],
  ])("%j in %s: %s", (script, shell, expected) =>
    expect(run(shell === "ash" ? alpine : debian, shell === "bash" ? "bash" : "sh", `#!/bin/sh\n${script}`)).toBe(
      expected,
    ),
  );

  test("whose line endings a RUN changes", () =>
    expect(
      fault(`${debian}COPY s.sh /s.sh\nRUN sed -i 's/\\r$//' /s.sh\nCMD ["sh", "/s.sh"]\n`, {
        "s.sh": "#!/bin/sh\r\nset -e\r\nexec app\r\n",
      }),
    ).toBe("delivered"));
});

describe("settings that are none", () => {
  test.each(["SIGFOO", "0", "65", "SIG15", "TERM,INT"])("STOPSIGNAL %s", (signal) =>
    expect(fault(`${debian}STOPSIGNAL ${signal}\nCMD ["app"]\n`)).toBe("no-signal"),
  );

  test.each(["TERM", "sigquit", "15", "SIGRTMIN+3", "64"])("STOPSIGNAL %s is one", (signal) =>
    expect(fault(`${debian}STOPSIGNAL ${signal}\nCMD ["app"]\n`)).not.toBe("no-signal"),
  );

  test.each([
    ["/bin/ash", debian, "interpreter"],
    ["/bin/ash", alpine, "delivered"],
    ["/usr/bin/env ash", debian, "interpreter"],
    ["/bin/ash", "FROM python:3.12-slim\nCOPY --chmod=755 app /usr/local/bin/app\n", "interpreter"],
    ["/bin/ash", `${debian}RUN ln -s /bin/busybox /bin/ash\n`, "delivered"],
  ])("#!%s", (interpreter, from, expected) =>
    expect(
      fault(`${from}COPY --chmod=755 s.sh /s.sh\nCMD ["/s.sh"]\n`, { "s.sh": `#!${interpreter}\nexec app\n` }),
    ).toBe(expected),
  );

  test("a backtick that escapes makes no Windows image", () =>
    expect(outcome(`# escape=\`\n${debian}CMD app\n`)).toBe("stuck"));
});
