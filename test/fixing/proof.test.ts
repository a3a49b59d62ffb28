import { describe, expect, test } from "@jest/globals";
import { memoryTree } from "../../src/files/tree.ts";
import type { MemoryFile } from "../../src/files/tree.ts";
import { fix } from "../../src/fixing/fixer.ts";
import type { Finding, Rule } from "../../src/rule.ts";
import type { Applicability } from "../../src/text/edits.ts";
import { rules } from "../../rules/index.ts";

/** Which text a fix under proof replaces, in which file, and by what. */
interface Change {
  readonly path?: string;
  readonly from: string;
  readonly to: string;
  readonly applicability?: Applicability;
  readonly severity?: Finding["severity"];
}

/** A rule that finds a text as long as it is there. */
function wants(change: Change, texts: Readonly<Record<string, string>>): Rule {
  const { path = "/Dockerfile", from, to, applicability = "safe", severity = "error" } = change;
  return {
    id: "wants",
    summary: "wants",
    kinds: ["it"],
    alsoSilencedBy: [],
    *check({ source }): Iterable<Finding> {
      const text = path === "/Dockerfile" ? source.text : (texts[path] ?? "");
      const start = text.indexOf(from);
      if (start < 0) return;
      const at = { path, start, end: start + from.length };
      yield {
        severity,
        reason: { kind: "it" },
        message: `there is ${from}`,
        at,
        related: [],
        fixes: [{ title: "change it", applicability, edits: [{ ...at, text: to }] }],
      };
    },
  };
}

/** Why a change is withheld; undefined if it is made. */
function reason(
  dockerfile: string,
  change: Change,
  files: Readonly<Record<string, string>> = {},
  others: readonly Rule[] = [],
): string | undefined {
  const entries: Record<string, MemoryFile> = { "/Dockerfile": `FROM debian:12\n${dockerfile}\n` };
  for (const [path, text] of Object.entries(files)) entries[path] = { text, executable: true };
  const { changes, withheld } = fix(memoryTree(entries), ["/Dockerfile"], {
    rules: [wants(change, files), ...others],
    severities: new Map(),
    project: () => ({ top: "/" }),
    unsafe: true,
  });
  expect(changes.length > 0).toBe(withheld.length === 0);
  return withheld[0]?.reason;
}

describe("a safe fix keeps the main program's", () => {
  const changed = "the arguments, environment or directory of the main program would change";
  test.each([
    ["arguments", 'CMD ["redis-server", "--a"]', { from: '"--a"', to: '"--b"' }],
    ["number of arguments", 'CMD ["redis-server", "a b"]', { from: '"a b"', to: '"a", "b"' }],
    ["name", 'CMD ["redis-server"]', { from: "redis-server", to: "memcached" }],
    ["folder", 'WORKDIR /a\nCMD ["redis-server"]', { from: "/a", to: "/b" }],
    ["environment", 'CMD ["env", "A=1", "redis-server"]', { from: "A=1", to: "A=2" }],
    ["environment as a shell sets it", "CMD A=1 exec redis-server", { from: "A=1 ", to: "" }],
    ["folder as a shell sets it", "CMD cd /a && exec redis-server", { from: "/a", to: "/b" }],
    [
      "ways, none more",
      "CMD exec redis-server",
      { from: "CMD exec", to: "CMD if [ -f /x ]; then exec memcached; fi; exec" },
    ],
    [
      "ways, none less",
      "CMD if [ -f /x ]; then exec memcached; fi; exec redis-server",
      { from: "if [ -f /x ]; then exec memcached; fi; ", to: "" },
    ],
    ["text where it is not known", "CMD exec redis-server $A", { from: "$A", to: "$B" }],
    ["image's environment", 'ENV A=1\nCMD ["redis-server"]', { from: "A=1", to: "A=2" }],
  ])("%s", (_, dockerfile, change) => {
    expect(reason(dockerfile, change)).toBe(changed);
    expect(reason(dockerfile, { ...change, applicability: "unsafe" })).toBeUndefined();
  });

  test.each([
    ["exec before it", "CMD redis-server --a", { from: "CMD redis", to: "CMD exec redis" }],
    [
      "its shell left out",
      'CMD ["sh", "-c", "redis-server --a"]',
      { from: '"sh", "-c", "redis-server --a"', to: '"redis-server", "--a"' },
    ],
    ["an init before it", 'CMD ["node", "a.js"]', { from: '["node"', to: '["tini", "--", "node"' }],
  ])("all of it is kept by %s", (_, dockerfile, change) => {
    expect(reason(dockerfile, change)).toBeUndefined();
  });

  const files = (step: string): Record<string, string> => ({
    "/run.sh": `#!/bin/sh\n${step}\nexec redis-server "$2"\n`,
  });
  test.each([
    ["a job", 'memcached "$@" &'],
    ["a daemon", 'daemonize "$@"\nnginx -g "$1"'],
    ["a step that comes back", 'migrate "$@"'],
    ["a step on one way of two", 'if [ -f /x ]; then :; else migrate "$1"; fi'],
    ["a step in front of another one", 'if [ -f /x ]; then migrate "$1"; fi\nprepare'],
    ["a step in a function", 'prepare() { migrate "$1"; }\nprepare "$@"'],
    ["a step in a subshell", '(migrate "$@"; prepare)'],
    ["a job of a subshell", '(migrate "$@" & prepare)'],
    ["a step in a pipeline", 'migrate "$@" | prepare'],
    ["a group in the background", '{ migrate "$@"; prepare; } &'],
    ["a step of a group that is the main job", '{ migrate "$1"; shop --x; } &\nwait'],
    ["a wrapper in the background", 'gosu app memcached "$1" &'],
    ["a job that a trap and `wait` stand behind", 'trap "kill $!" TERM\nmemcached "$1" &\nredis-server --x &\nwait'],
  ])("beside it %s is started as before", (_, step) => {
    const dockerfile = 'COPY run.sh /run.sh\nENTRYPOINT ["/run.sh"]\nCMD ["a", "b"]';
    const change = { from: '"a"', to: '"c"' };
    expect(reason(dockerfile, change, files(step))).toBe("the arguments or directory of another program would change");
    expect(reason(dockerfile, { ...change, applicability: "unsafe" }, files(step))).toBeUndefined();
    expect(reason(dockerfile, change, files(step.replace(/"\$[@1]"/g, "one")))).toBeUndefined();
  });

  test.each([
    ["utilities", 'echo "starting $@"\nmkdir -p "$1"'],
    ["a step that does not see it", 'migrate "$2" &'],
  ])("what counts is not %s", (_, step) => {
    expect(
      reason('COPY run.sh /run.sh\nENTRYPOINT ["/run.sh"]\nCMD ["a", "b"]', { from: '"a"', to: '"c"' }, files(step)),
    ).toBeUndefined();
  });

  test("in a script, too", () => {
    const dockerfile = 'COPY run.sh /run.sh\nCMD ["/run.sh", "a"]';
    const change = { path: "/run.sh", from: '"$@"', to: "" };
    const files = { "/run.sh": '#!/bin/sh\nexec redis-server "$@"\n' };
    const withheld = fix(
      memoryTree({
        "/Dockerfile": `FROM debian:12\n${dockerfile}\n`,
        "/run.sh": { text: files["/run.sh"], executable: true },
      }),
      ["/Dockerfile"],
      { rules: [wants(change, files)], severities: new Map(), project: () => ({ top: "/" }), unsafe: false },
    ).withheld;
    expect(withheld.map((each) => each.reason)).toEqual([changed]);
  });

  test("unless the container could not start before", () => {
    expect(
      reason('CMD ["redis-server --a"]', { from: '"redis-server --a"', to: '"redis-server", "--a"' }),
    ).toBeUndefined();
  });
});

describe("a fix is withheld that", () => {
  test.each([
    ["breaks the Dockerfile", "CMD a", { from: "CMD a", to: "COMMAND a" }, "the changed Dockerfile cannot be parsed"],
    [
      "leaves the finding there",
      'CMD ["redis-server"]',
      { from: "redis-server", to: "redis-server" },
      "the finding would remain",
    ],
    [
      "makes the stop worse, safe",
      'CMD ["redis-server"]',
      { from: '["redis-server"]', to: "redis-server" },
      "the image would be stuck instead of graceful",
    ],
    [
      "makes the stop worse, unsafe",
      'CMD ["redis-server"]',
      { from: '["redis-server"]', to: "redis-server", applicability: "unsafe" },
      "the image would be stuck instead of graceful",
    ],
  ] as const)("%s", (_, dockerfile, change, expected) => {
    expect(reason(dockerfile, change)).toBe(expected);
  });

  test("brings a new finding that is as severe", () => {
    const change = {
      from: 'CMD ["redis-server"]',
      to: 'CMD ["memcached"]\nCMD ["redis-server"]',
      severity: "warning",
    } as const;
    expect(reason('CMD ["redis-server"]', { ...change, from: "FROM", to: "FROM" })).toBe("the finding would remain");
    expect(
      reason('RUN one\nCMD ["redis-server"]', { ...change, from: "RUN one", to: 'CMD ["memcached"]' }, {}, rules),
    ).toMatch(/^it would cause a new finding: this CMD is overridden by a later CMD/);
  });

  test.each([
    ["$!", "compose would interpolate `$!`"],
    ["$$!", undefined],
  ])("writes %s into a compose file", (pid, expected) => {
    const text = 'services:\n  a:\n    image: debian:12\n    command: ["sh", "-c", "redis-server & wait"]\n';
    const at = text.indexOf("wait");
    const rule: Rule = {
      id: "wants",
      summary: "wants",
      kinds: ["it"],
      alsoSilencedBy: [],
      *check({ source }): Iterable<Finding> {
        if (source.text.includes("trap")) return;
        yield {
          severity: "info",
          reason: { kind: "it" },
          message: "it",
          at: { path: "/compose.yaml", start: at, end: at + 4 },
          related: [],
          fixes: [
            {
              title: "trap",
              applicability: "safe",
              edits: [{ path: "/compose.yaml", start: at, end: at, text: `trap 'kill ${pid}; wait ${pid}' TERM; ` }],
            },
          ],
        };
      },
    };
    const { withheld } = fix(memoryTree({ "/compose.yaml": text }), ["/compose.yaml"], {
      rules: [rule],
      severities: new Map(),
      project: () => ({ top: "/" }),
      unsafe: false,
    });
    expect(withheld.map((each) => each.reason)).toEqual(expected === undefined ? [] : [expected]);
  });

  test("but not one that brings a less severe one", () => {
    expect(
      reason(
        'RUN one\nCMD ["redis-server"]',
        { from: "RUN one", to: 'CMD ["memcached"]', severity: "error" },
        {},
        rules.filter((rule) => rule.id === "overridden-instruction"),
      ),
    ).toBeUndefined();
  });
});

test("what is withheld names the finding and the fix", () => {
  const { withheld } = fix(memoryTree({ "/Dockerfile": "FROM debian:12\nCMD a\n" }), ["/Dockerfile"], {
    rules: [wants({ from: "CMD a", to: "X a" }, {})],
    severities: new Map(),
    project: () => ({}),
    unsafe: false,
  });
  expect(withheld).toEqual([
    {
      diagnostic: expect.objectContaining({ rule: "wants", message: "there is CMD a" }),
      title: "change it",
      reason: "the changed Dockerfile cannot be parsed",
      path: undefined,
    },
  ]);
});
