import { describe, expect, test } from "@jest/globals";
import type { MemoryFile } from "../../src/files/tree.ts";
import { chains, judged, wordsOf } from "../shell/walk.ts";

const debian = (...lines: readonly string[]): string =>
  ["FROM debian:12-slim", "COPY . /app", "WORKDIR /app", ...lines].join("\n");
const sh = '#!/bin/sh\nexec "$@"\n';

describe("a command line is followed", () => {
  test.each([
    ["to a program", ['CMD ["redis-server"]'], {}, ["redis-server"]],
    ["to a program of the user's own", ['CMD ["/app/server"]'], { server: "\u007fELF" }, ["/app/server"]],
    ["through an init", ['ENTRYPOINT ["tini", "--"]', 'CMD ["redis-server"]'], {}, ["tini | redis-server"]],
    ["through a wrapper that replaces itself", ['CMD ["gosu", "www", "redis-server"]'], {}, ["gosu > redis-server"]],
    ["through env and its assignments", ['CMD ["env", "A=1", "redis-server"]'], {}, ["env > redis-server"]],
    [
      "through several",
      ['CMD ["tini", "--", "gosu", "www", "nice", "redis-server"]'],
      {},
      ["tini | gosu > nice > redis-server"],
    ],
    ["through a shell's text", ['CMD ["sh", "-c", "exec redis-server"]'], {}, ["dash > redis-server"]],
    ["into a shell that stays", ['CMD ["sh", "-c", "redis-server"]'], {}, ["dash | redis-server"]],
    ["through shell form", ["CMD redis-server"], {}, ["dash | redis-server"]],
    ["through another shell in it", ["CMD bash -c 'exec redis-server'"], {}, ["dash | bash > redis-server"]],
    ["through bash's implicit exec", ['CMD ["bash", "-c", "redis-server"]'], {}, ["bash > redis-server"]],
    [
      "through a script",
      ['CMD ["/app/run.sh", "redis-server"]'],
      { "run.sh": sh },
      ["script /app/run.sh (dash) > redis-server"],
    ],
    [
      "through a script that ENTRYPOINT names, to CMD",
      ['ENTRYPOINT ["./run.sh"]', 'CMD ["redis-server"]'],
      { "run.sh": sh },
      ["script /app/run.sh (dash) > redis-server"],
    ],
    [
      "through a script of bash",
      ['CMD ["/app/run.sh"]'],
      { "run.sh": "#!/usr/bin/env bash\nredis-server\n" },
      ["script /app/run.sh (bash) | redis-server"],
    ],
    [
      "through a script that a shell is given",
      ['CMD ["bash", "run.sh"]'],
      { "run.sh": "exec redis-server" },
      ["bash with script /app/run.sh > redis-server"],
    ],
    [
      "through a script that starts another",
      ['CMD ["/app/a.sh"]'],
      { "a.sh": "#!/bin/sh\nexec /app/b.sh x\n", "b.sh": "#!/bin/sh\nexec redis-server\n" },
      ["script /app/a.sh (dash) > script /app/b.sh (dash) > redis-server"],
    ],
    ["to a shell at the terminal", ['CMD ["bash"]'], {}, ["bash"]],
    ["through busybox", ['CMD ["busybox", "timeout", "5", "redis-server"]'], {}, ["busybox > redis-server"]],
    ["into a pipeline", ['CMD ["sh", "-c", "redis-server | tee log"]'], {}, ["dash | redis-server"]],
    ["to a job", ['CMD ["sh", "-c", "redis-server & wait"]'], {}, ["dash | redis-server"]],
    [
      "to both ends of a choice",
      ['CMD ["sh", "-c", "if [ -n \\"$X\\" ]; then exec redis-server; else exec memcached; fi"]'],
      {},
      ["dash > redis-server", "dash > memcached"],
    ],
  ])("%s", (_, lines, files, expected) => {
    expect([...chains(debian(...lines), files)].sort()).toEqual([...expected].sort());
  });
});

describe("an official image's entrypoint script puts its program first", () => {
  test.each<readonly [string, string, string, Readonly<Record<string, MemoryFile>>, string]>([
    ["redis, options", "redis:7", '["--appendonly yes"]', {}, "redis-server"],
    ["redis, its file", "redis:7", '["/app/redis.conf"]', { "redis.conf": "port 1\n" }, "redis-server"],
    ["redis, a program", "redis:7", '["redis-sentinel", "x"]', {}, "redis-sentinel"],
    ["postgres", "postgres:17", '["-c", "fsync=off"]', {}, "postgres"],
    ["php, with a server", "php:8-apache", '["-k", "start"]', {}, "apache2-foreground"],
    ["php", "php:8-cli", '["-S", "0.0.0.0:80"]', {}, "php -S"],
    ["cassandra", "cassandra:5", '["-R"]', {}, "cassandra"],
    ["node, a file", "node:22", '["./a.js"]', { "a.js": "x()\n" }, "node"],
    ["node, a file along PATH", "node:22", '["a.js"]', { "a.js": "x()\n" }, "node"],
    [
      "node, a file that is a program",
      "node:22",
      '["./a.js"]',
      { "a.js": { text: "\u007fELF", executable: true } },
      "/app/a.js",
    ],
    ["nginx, which does not", "nginx:1.27", '["-x"]', {}, "-x"],
  ])("%s", (_, base, cmd, files, expected) => {
    const [path] = judged(`FROM ${base}\nCOPY . /app\nWORKDIR /app\nCMD ${cmd}\n`, files).startUp.paths;
    expect(path?.processes.at(-1)?.hops.at(-1)?.what).toBe(expected);
    expect(path?.processes.at(-1)?.role.kind).not.toBe("unrunnable");
  });
});

function onlyRole(lines: readonly string[], files: Readonly<Record<string, MemoryFile>> = {}) {
  const [path] = judged(debian(...lines), files).startUp.paths;
  return path?.processes.at(-1)?.role;
}

describe("what a shell makes of a file", () => {
  test.each([
    ["in the same text", "CMD chmod +x run.sh && ./run.sh", {}],
    ["by find", 'CMD find . -name "*.sh" -exec chmod +x {} + && ./run.sh', {}],
    [
      "in the script before",
      'CMD ["sh", "/app/first.sh"]',
      { "first.sh": "chmod 755 /app/run.sh\nexec /app/run.sh\n" },
    ],
  ])("that it makes executable first can be started: %s", (_, line, files) => {
    const role = onlyRole(["WORKDIR /app", line], { "run.sh": { text: sh, executable: false }, ...files });
    expect(role?.kind).not.toBe("unrunnable");
  });

  test.each([
    ['CMD "/opt/Media Server"', undefined],
    ["CMD true; '/opt/a b' --port 1", undefined],
    ['ENTRYPOINT ["/opt/Media Server"]', "spaces"],
    ['ENTRYPOINT ["tini", "/opt/a b"]', "spaces"],
  ])("whose name has a blank is quoted for it: %s", (line, fault) => {
    const role = onlyRole([line]);
    expect(role?.kind === "unrunnable" ? role.problem.fault.code : undefined).toBe(fault);
  });
});

describe("a command line that cannot start", () => {
  test.each([
    ["names a variable", ['CMD ["$APP"]'], {}, "variable"],
    ["names a builtin", ['CMD ["cd", "/x"]'], {}, "builtin"],
    ["is one string with spaces", ['CMD ["node server.js"]'], {}, "spaces"],
    [
      "names a script without a shebang",
      ['CMD ["/app/run.sh"]'],
      { "run.sh": { text: "echo\n", executable: true } },
      "shebang",
    ],
    [
      "names a script without an executable bit",
      ['CMD ["/app/run.sh"]'],
      { "run.sh": { text: sh, executable: false } },
      "permission",
    ],
    ["names a script with CRLF line ends", ['CMD ["/app/run.sh"]'], { "run.sh": sh.replaceAll("\n", "\r\n") }, "crlf"],
    [
      "names a script with a byte order mark",
      ['CMD ["/app/run.sh"]'],
      { "run.sh": { text: `\uFEFF${sh}`, executable: true } },
      "bom",
    ],
    [
      "names a script whose shebang is its second line",
      ['CMD ["/app/run.sh"]'],
      { "run.sh": { text: `\n${sh}`, executable: true } },
      "blank-line",
    ],
    [
      "runs a function with exec",
      ['CMD ["/app/run.sh"]'],
      { "run.sh": "#!/bin/sh\nmain() { redis-server; }\nexec main\n" },
      "function",
    ],
    ["gives a shell an array with a mistake in it", ['CMD ["sh", "-c", "[\'a\', \'b\']"]'], {}, "exec-form"],
  ] as const)("%s", (_, lines, files, code) => {
    expect(onlyRole(lines, files)).toMatchObject({ kind: "unrunnable", problem: { fault: { code } } });
  });

  test("but a shell runs a script without a shebang itself", () => {
    expect(chains(debian("CMD /app/run.sh"), { "run.sh": { text: "exec redis-server\n", executable: true } })).toEqual([
      "dash | script /app/run.sh (dash) > redis-server",
    ]);
    expect(
      onlyRole(['CMD ["sh", "/app/run.sh"]'], { "run.sh": { text: "exec redis-server\n", executable: false } }),
    ).toMatchObject({ kind: "program" });
  });

  test("on scratch, for want of the interpreter", () => {
    const dockerfile = 'FROM scratch\nCOPY run.sh /run.sh\nCMD ["/run.sh"]';
    expect(judged(dockerfile, { "run.sh": sh }).startUp.paths[0]?.processes[0]?.role).toMatchObject({
      kind: "unrunnable",
      problem: { fault: { code: "interpreter" } },
    });
  });
});

describe("what is not known ends the chain, with a reason", () => {
  test.each([
    ["a variable in a script's exec", ['CMD ["/app/run.sh"]'], { "run.sh": "#!/bin/sh\nexec $APP\n" }, "$APP"],
    ["a program that no source tells of", ['CMD ["start-it"]'], {}, "start-it"],
    [
      "an option of the shell that a variable gives",
      ['CMD ["/app/run.sh"]'],
      { "run.sh": "#!/bin/sh\nexec sh $OPTS -c x\n" },
      "options",
    ],
    ["a script with a syntax error", ['CMD ["/app/run.sh"]'], { "run.sh": "#!/bin/sh\nif\n" }, "cannot be parsed"],
    ["a script that RUN changes", ["RUN sed -i s/x/y/ /app/run.sh", 'CMD ["/app/run.sh"]'], { "run.sh": sh }, ""],
    ["an interpreter that no table knows", ['CMD ["/app/run"]'], { run: "#!/usr/bin/env frobnicate\n" }, "frobnicate"],
    ["nothing to run", ['ENTRYPOINT ["tini", "--"]'], {}, ""],
  ] as const)("%s", (_, lines, files, reason) => {
    const { startUp } = judged(debian(...lines), files);
    expect(startUp.outcome).toBe("unknown");
    expect(wordsOf(startUp)).toContain(reason);
  });

  test("an unknown way never hides the worse one beside it", () => {
    const files = { "run.sh": '#!/bin/sh\nif [ -n "$X" ]; then exec $X; fi\nredis-server\n' };
    expect(judged(debian('CMD ["/app/run.sh"]'), files).startUp).toMatchObject({
      outcome: "stuck",
      paths: [{ outcome: "stuck" }, { outcome: "unknown" }],
    });
  });
});

describe("a start-up that goes round in a circle", () => {
  test.each([
    ["a script that starts itself", { "run.sh": "#!/bin/sh\nexec /app/run.sh\n" }],
    ["a script that starts itself with more arguments each time", { "run.sh": '#!/bin/sh\nexec /app/run.sh x "$@"\n' }],
    [
      "two scripts that start each other",
      { "run.sh": "#!/bin/sh\nexec /app/b.sh\n", "b.sh": "#!/bin/sh\nexec /app/run.sh\n" },
    ],
    ["a script that is its own interpreter", { "run.sh": "#!/app/run.sh\n" }],
  ])("%s is unknown", (_, files) => {
    expect(judged(debian('CMD ["/app/run.sh"]'), files).startUp.outcome).toBe("unknown");
  });

  test("a script that starts itself once as another user is followed to its program", () => {
    const files = {
      "run.sh": '#!/bin/sh\nif [ "$(id -u)" = 0 ]; then exec gosu www "$0" "$@"; fi\nexec redis-server\n',
    };
    expect(chains(debian('CMD ["/app/run.sh"]'), files)).toEqual([
      "script /app/run.sh (dash) > gosu > script /app/run.sh (dash) > redis-server",
    ]);
  });
});

describe("what a shell is given", () => {
  test.each([
    ["options in one word", ["sh", "-ec", "exec redis-server"], "program"],
    ["options with values", ["bash", "-o", "pipefail", "-c", "exec redis-server"], "program"],
    ["long options", ["bash", "--login", "-c", "exec redis-server"], "program"],
    ["an option to end the options", ["sh", "--", "run.sh"], "program"],
    ["parameters for its text", ["sh", "-c", 'exec "$@"', "sh", "redis-server"], "program"],
    ["the first word behind the text, which is its $0", ["sh", "-c", 'exec "$0"', "redis-server"], "program"],
    ["no text", ["sh", "-c"], "unknown"],
    ["only options", ["sh", "-l"], "interactive"],
    ["a script from its input", ["sh", "-s", "redis-server"], "interactive"],
    ["options with a plus", ["sh", "+x", "-c", "exec redis-server"], "program"],
  ])("%s", (_, argv, kind) => {
    expect(onlyRole([`CMD ${JSON.stringify(argv)}`], { "run.sh": "exec redis-server\n" })?.kind).toBe(kind);
  });
});

test("reaping is known of what PID 1 is", () => {
  const reaping = (...lines: readonly string[]) => judged(debian(...lines)).startUp.reaping;
  expect(reaping("CMD redis-server")).toBe(true);
  expect(reaping('CMD ["redis-server"]')).toBe(false);
  expect(reaping('CMD ["tini", "redis-server"]')).toBe(true);
  expect(reaping('CMD ["sh", "-c", "if [ -f /x ]; then exec redis-server; else exec tini redis-server; fi"]')).toBe(
    "unknown",
  );
});

test("what a script leaves behind when it replaces itself is kept", () => {
  const left = (text: string) =>
    judged(debian('CMD ["/app/run.sh"]'), { "run.sh": `#!/bin/sh\n${text}\n` }).startUp.paths[0]?.leftBehind.map(
      (each) => each.argv?.[0]?.value,
    );
  expect(left("helper &\nexec redis-server")).toEqual(["helper"]);
  expect(left("helper &\nwait $!\nexec redis-server")).toEqual([]);
  expect(left("helper & P=$!\nkill $P\nexec redis-server")).toEqual([]);
});

test("a script that several ways lead to is told on each of them, from where it was started", () => {
  const files = {
    "start.sh": '#!/bin/sh\ncase "$1" in\n  a) exec /a.sh;;\n  *) [ -f /x ] && exec /a.sh\n     exec /b.sh;;\nesac\n',
    "a.sh": "#!/bin/sh\nexec /end.sh one\n",
    "b.sh": "#!/bin/sh\n/end.sh one\n",
    "end.sh": '#!/bin/sh\nredis-server "$1"\n',
  };
  const image = judged('FROM debian:12-slim\nCOPY *.sh /\nENTRYPOINT ["/start.sh"]\nCMD ["c"]\n', files);
  const shown = image.startUp.paths.map(({ processes }) =>
    processes
      .map((process) =>
        process.hops
          .map((each) => `${each.kind} ${each.what.replace(/^script \/| \(dash\)$/g, "")} of ${each.via}`)
          .join(" > "),
      )
      .join(" | "),
  );
  expect(shown).toEqual([
    "start start.sh of ENTRYPOINT > exec a.sh of start.sh > exec end.sh of a.sh | fork redis-server of end.sh",
    "start start.sh of ENTRYPOINT > exec b.sh of start.sh | fork end.sh of b.sh | fork redis-server of end.sh",
  ]);
});

test("what runs on a way beside the default run, and goes on on another, is a step", () => {
  const outcomes = (text: string): readonly string[] =>
    judged(debian('CMD ["/app/run.sh"]'), { "run.sh": `#!/bin/bash\n${text}\n` }).startUp.paths.map(
      ({ outcome }) => outcome,
    );
  const end = "if pgrep redis; then echo there; else exec redis-server; fi";
  expect(outcomes(`[ "$IMPORT" ] && load-users "$IMPORT"\nmkdir -p /x\n${end}`)).not.toContain("stuck");
  // Nothing that is known goes on behind it.
  expect(outcomes('[ "$IMPORT" ] && load-users "$IMPORT"\nmkdir -p /x')).toContain("stuck");
});
