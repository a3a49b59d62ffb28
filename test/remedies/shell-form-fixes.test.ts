import { describe, expect, test } from "@jest/globals";
import { apply } from "../../src/text/edits.ts";
import type { Fix } from "../../src/text/edits.ts";
import type { MemoryFile } from "../../src/files/tree.ts";
import { shellFormOf } from "../../src/image/shell-form-of.ts";
import { commandShells } from "../../src/stop/command-shells.ts";
import { bareArray } from "../../rules/missing-exec/bare-array.ts";
import { judgeShellForm } from "../../rules/shell-form.ts";
import { judged } from "../shell/walk.ts";

type Files = Readonly<Record<string, MemoryFile>>;
const head = "FROM debian:12-slim\nCOPY . /app\nWORKDIR /app\n";
const sh = '#!/bin/sh\nexec "$@"\n';

/** The last line of a Dockerfile with a fix applied, and how safe it is. */
function applied(dockerfile: string, fix: Fix | undefined): string {
  if (!fix) return "nothing";
  if (fix.applicability === "manual") return fix.title;
  return `${fix.applicability}: ${apply(dockerfile, fix.edits).slice(head.length)}`;
}

function fixes(line: string, files: Files = {}, keyword: "CMD" | "ENTRYPOINT" = "CMD"): readonly string[] {
  const dockerfile = head + line;
  return judgeShellForm(judged(dockerfile, files), keyword)?.fixes.map((fix) => applied(dockerfile, fix)) ?? [];
}

describe("CMD in shell form becomes", () => {
  test.each([
    [
      "an array, where it is one plain command",
      "CMD redis-server --a 'b c'",
      ['safe: CMD ["redis-server", "--a", "b c"]'],
    ],
    ["an array without the `exec` in it", "CMD node server.js", ['safe: CMD ["node", "server.js"]']],
    [
      "a shell with exec, where it needs one",
      "CMD redis-server $OPTS",
      ['safe: CMD ["/bin/sh", "-c", "exec redis-server $OPTS"]'],
    ],
    [
      "a shell with exec behind &&",
      "CMD cd /x && redis-server",
      ['safe: CMD ["/bin/sh", "-c", "cd /x && exec redis-server"]'],
    ],
    [
      "a shell with quotes escaped",
      'CMD redis-server "$A"',
      ['safe: CMD ["/bin/sh", "-c", "exec redis-server \\"$A\\""]'],
    ],
    [
      "a shell with exec in every branch",
      'CMD if [ -n "$A" ]; then redis-server; else memcached; fi',
      ['safe: CMD ["/bin/sh", "-c", "if [ -n \\"$A\\" ]; then exec redis-server; else exec memcached; fi"]'],
    ],
    [
      "the same over several lines, with exec in place",
      "CMD cd /x \\\n  && redis-server",
      ["safe: CMD cd /x \\\n  && exec redis-server"],
    ],
    [
      "a shell, where a redirection needs one",
      "CMD redis-server > log",
      ['safe: CMD ["/bin/sh", "-c", "exec redis-server > log"]'],
    ],
    [
      "what a person makes of a pipeline",
      "CMD redis-server | tee log",
      ["By hand, since it is part of a pipeline: move the command into an entrypoint script that ends in `exec`"],
    ],
    [
      "what a person makes of a job",
      "CMD redis-server & wait",
      [
        "By hand, since the program runs in the background: move the command into an entrypoint script that ends in `exec`",
      ],
    ],
    [
      "what a person makes of commands that follow",
      "CMD redis-server; echo",
      ["By hand, since other commands follow it: move the command into an entrypoint script that ends in `exec`"],
    ],
  ])("%s", (_, line, expected) => {
    expect(fixes(line)).toEqual(expected);
  });

  test("nothing, where exec is there or nothing runs", () => {
    expect(fixes("CMD exec redis-server")).toEqual([]);
    expect(fixes("CMD bash")).toEqual([]);
  });

  test("a shell of the effective SHELL", () => {
    expect(fixes('SHELL ["/bin/bash", "-o", "pipefail", "-c"]\nCMD redis-server > log')).toEqual([
      'safe: SHELL ["/bin/bash", "-o", "pipefail", "-c"]\nCMD ["/bin/bash", "-o", "pipefail", "-c", "exec redis-server > log"]',
    ]);
  });

  test.each([
    ["a script that only hands them on", { "e.sh": sh }, 'safe: ENTRYPOINT ["./e.sh"]\nCMD ["redis-server"]'],
    ["a script that looks at the first", { "e.sh": '#!/bin/sh\n[ "$1" = x ] && shift\nexec "$@"\n' }, undefined],
    ["a script that counts them", { "e.sh": '#!/bin/sh\n[ $# -gt 0 ] || exit 1\nexec "$@"\n' }, undefined],
  ])("an array safely only if ENTRYPOINT does not look at its arguments: %s", (_, files, expected) => {
    const [first] = fixes('ENTRYPOINT ["./e.sh"]\nCMD redis-server', files);
    if (expected === undefined) expect(first).not.toBe('safe: ENTRYPOINT ["./e.sh"]\nCMD ["redis-server"]');
    else expect(first).toBe(expected);
  });

  test.each([
    ["without a shebang", { text: "exec redis-server\n", executable: true }],
    ["without an executable bit", { text: sh, executable: false }],
    ["with CRLF line ends", { text: sh.replaceAll("\n", "\r\n"), executable: true }],
  ])("no array where the script is one that only a shell can start: %s", (_, file) => {
    expect(fixes("CMD ./run.sh", { "run.sh": file }).filter((each) => each.includes('["./run.sh"]'))).toEqual([]);
  });
});

describe("ENTRYPOINT in shell form", () => {
  test("keeps its shell, since an array would get CMD and run arguments; the array is the unsafe way", () => {
    expect(fixes("ENTRYPOINT redis-server", {}, "ENTRYPOINT")).toEqual([
      'safe: ENTRYPOINT ["/bin/sh", "-c", "exec redis-server"]',
      'unsafe: ENTRYPOINT ["redis-server"]',
    ]);
  });

  test("is not blamed for CMD, nor CMD for it", () => {
    expect(fixes("ENTRYPOINT redis-server", {}, "CMD")).toEqual([]);
    expect(
      fixes(
        'SHELL ["/bin/bash", "-o", "pipefail", "-c"]\nENTRYPOINT mkdir "$@"; redis-server\nCMD memcached a',
        {},
        "CMD",
      ),
    ).toEqual([]);
  });
});

describe("a `-c` text in exec form", () => {
  const bare = (line: string, files: Files = {}): string => {
    const dockerfile = head + line;
    const image = judged(dockerfile, files);
    const text = image.startUp.paths[0]?.processes
      .flatMap((process) => process.hops)
      .flatMap((hop) => hop.argv)
      .find((arg) => arg.value.includes("redis"))?.text;
    return applied(dockerfile, text && bareArray(image, text));
  };

  test.each([
    [
      "is left out where it is one plain command",
      'CMD ["sh", "-c", "redis-server --a"]',
      'safe: CMD ["redis-server", "--a"]',
    ],
    ["stays where the shell has options", 'CMD ["sh", "-e", "-c", "redis-server"]', "nothing"],
    ["stays where the shell is needed", 'CMD ["sh", "-c", "redis-server $A"]', "nothing"],
    ["stays where it has parameters", 'CMD ["sh", "-c", "redis-server", "x"]', "nothing"],
    ["stays in ENTRYPOINT", 'ENTRYPOINT ["sh", "-c", "redis-server"]', "nothing"],
  ])("%s", (_, line, expected) => {
    expect(bare(line)).toBe(expected);
  });
});

describe("what becomes of the shell of shell form", () => {
  test.each([
    ["it stays", "FROM debian:12\nCMD redis-server", ["stays"]],
    ["it is replaced by exec", "FROM debian:12\nCMD exec redis-server", ["replaced"]],
    ["it replaces itself", "FROM alpine:3.20\nCMD redis-server", ["replaced implicit"]],
    [
      "it is not known which shell it is",
      "FROM example.com/base\nENTRYPOINT []\nCMD redis-server",
      ["stays undetermined"],
    ],
    [
      "it stays on one way and not on the other",
      "FROM debian:12\nCMD if [ -f /x ]; then exec redis-server; fi; memcached",
      ["replaced", "stays"],
    ],
    ["a program gets it for an argument", 'FROM debian:12\nENTRYPOINT ["redis-server"]\nCMD --port 1', ["other"]],
    ["nothing runs it", "FROM debian:12\nENTRYPOINT redis-server\nCMD x", ["absent"]],
    ["an init stands before it", 'FROM debian:12\nENTRYPOINT ["tini", "--"]\nCMD redis-server', ["stays"]],
    ["it reads from the terminal or ends", "FROM debian:12\nCMD echo", ["other"]],
  ])("%s", (_, dockerfile, expected) => {
    const { image, startUp } = judged(dockerfile);
    const form = shellFormOf(image.cmd);
    const kinds = form
      ? commandShells(form.text, startUp).map(
          (shell) =>
            `${shell.kind}${shell.kind === "replaced" && shell.implicit ? " implicit" : shell.kind === "stays" && shell.undetermined ? " undetermined" : ""}`,
        )
      : [];
    expect([...kinds].sort()).toEqual([...expected].sort());
  });
});
