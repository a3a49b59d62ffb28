import { describe, expect, test } from "@jest/globals";
import { memoryTree } from "../../src/files/tree.ts";
import type { FileTree } from "../../src/files/tree.ts";
import { fix } from "../../src/fixing/fixer.ts";
import type { FixOptions, Fixed } from "../../src/fixing/fixer.ts";
import type { Fix, Finding, Rule } from "../../src/rule.ts";
import { rules } from "../../rules/index.ts";

const options: FixOptions = { rules, severities: new Map(), project: () => ({ top: "/" }), unsafe: false };
const script = { text: "#!/bin/sh\nset -e\nredis-server\n", executable: true };

function run(files: Parameters<typeof memoryTree>[0], more: Partial<FixOptions> = {}): Fixed {
  return fix(
    memoryTree(files),
    Object.keys(files).filter((path) => path.endsWith("Dockerfile")),
    { ...options, ...more },
  );
}

const after = ({ changes }: Fixed): Readonly<Record<string, string>> =>
  Object.fromEntries(changes.map((change) => [change.path, change.after]));

describe("fixing", () => {
  test("nothing changes nothing", () => {
    const fixed = run({ "/Dockerfile": 'FROM debian:12\nCMD ["redis-server"]\n' });
    expect(fixed).toMatchObject({ changes: [], applied: [], withheld: [], units: [] });
  });

  test("tells the text before and after, and what was done", () => {
    const text = "FROM debian:12\nCMD redis-server --port 1\n";
    const { changes, applied, tree } = run({ "/Dockerfile": text });
    const fixed = 'FROM debian:12\nCMD ["redis-server", "--port", "1"]\n';
    expect(changes).toEqual([{ path: "/Dockerfile", before: text, after: fixed }]);
    expect(applied).toEqual([
      {
        diagnostic: expect.objectContaining({ rule: "shell-form-cmd" }),
        title: 'Write CMD in exec form: ["redis-server", "--port", "1"]',
        applicability: "safe",
        places: [{ path: "/Dockerfile", start: 19, end: fixed.length - 1 }],
      },
    ]);
    expect(tree.read("/Dockerfile")).toMatchObject({ kind: "file", text: fixed });
  });

  test("mends two findings of one file", () => {
    const fixed = run({ "/Dockerfile": "FROM debian:12\nCMD a\nCMD redis-server\n" });
    expect(after(fixed)).toEqual({ "/Dockerfile": 'FROM debian:12\nCMD ["redis-server"]\n' });
    expect(fixed.applied).toHaveLength(2);
    expect(fixed.linted.diagnostics.filter(({ severity }) => severity !== "info")).toEqual([]);
  });

  test.each(["ADD git@ /", "RUN make -C /src install", "COPY $WHAT /"])(
    "removes what is overridden at once, although the lines move that a reason names: %s",
    (made) => {
      const once = after(run({ "/Dockerfile": `FROM $X\nENTRYPOINT\nENTRYPOINT a\n${made}\nENTRYPOINT "/b"]\n` }));
      expect(once["/Dockerfile"]?.match(/ENTRYPOINT/g)).toHaveLength(1);
      expect(after(run(once))).toEqual({});
    },
  );

  test("mends a Dockerfile and its script", () => {
    const fixed = run({ "/Dockerfile": "FROM debian:12\nCOPY run.sh /run.sh\nCMD /run.sh\n", "/run.sh": script });
    expect(after(fixed)).toEqual({
      "/Dockerfile": 'FROM debian:12\nCOPY run.sh /run.sh\nCMD ["/run.sh"]\n',
      "/run.sh": "#!/bin/sh\nset -e\nexec redis-server\n",
    });
  });

  test("edits a script once that two Dockerfiles share", () => {
    const files = {
      "/Dockerfile": 'FROM debian:12\nCOPY run.sh /run.sh\nCMD ["/run.sh"]\n',
      "/b.Dockerfile": 'FROM debian:11\nCOPY run.sh /x.sh\nENTRYPOINT ["/x.sh"]\n',
      "/run.sh": script,
    };
    expect(after(run(files))).toEqual({ "/run.sh": "#!/bin/sh\nset -e\nexec redis-server\n" });
  });

  test("keeps line ends, a byte order mark and a missing final line feed", () => {
    expect(after(run({ "/Dockerfile": "\uFEFFFROM debian:12\r\nCMD redis-server" }))).toEqual({
      "/Dockerfile": '\uFEFFFROM debian:12\r\nCMD ["redis-server"]',
    });
  });

  test("leaves alone what is silenced", () => {
    expect(run({ "/Dockerfile": "FROM debian:12\n# pid1lint-disable-next-line\nCMD redis-server\n" }).changes).toEqual(
      [],
    );
    expect(
      run({ "/Dockerfile": "FROM debian:12\nCMD redis-server\n" }, { severities: new Map([["shell-form-cmd", "off"]]) })
        .changes,
    ).toEqual([]);
  });

  test("a second time changes nothing", () => {
    const files = {
      "/Dockerfile":
        "FROM debian:12\nCOPY run.sh /run.sh\nENTRYPOINT ['/run.sh']\nCMD x\nCMD $A redis-server && cd /y && memcached\n",
      "/b/Dockerfile": "FROM alpine\nCMD cd /x && exec redis-server\nCMD redis-server\n",
      "/run.sh": script,
    };
    for (const unsafe of [false, true]) {
      const first = run(files, { unsafe });
      const second = fix(first.tree, ["/Dockerfile", "/b/Dockerfile"], { ...options, unsafe });
      expect(second.changes).toEqual([]);
      expect(second.linted.diagnostics).toEqual(first.linted.diagnostics);
      expect(run(files, { unsafe }).changes).toEqual(first.changes);
    }
  });
});

test("a file that is not valid UTF-8 is not edited, and no other file of the same fix", () => {
  const files = { "/Dockerfile": "FROM debian:12\nCMD redis-server # caf\uFFFD\n" };
  const tree = memoryTree(files);
  const lossy: FileTree = {
    read: (path, ...bounds) => {
      const entry = tree.read(path, ...bounds);
      return entry.kind === "file" ? { ...entry, lossless: false } : entry;
    },
  };
  const { changes, withheld } = fix(lossy, ["/Dockerfile"], options);
  expect(changes).toEqual([]);
  expect(withheld.map(({ reason, path }) => [path, reason])).toEqual([
    ["/Dockerfile", "the file is not valid UTF-8, so other bytes would change too"],
  ]);
});

/** A rule that finds a word, and replaces it. */
function replaces(
  id: string,
  word: string,
  text: string,
  applicability: Fix["applicability"] = "safe",
  severity: Finding["severity"] = "warning",
): Rule {
  return {
    id,
    summary: id,
    kinds: ["it"],
    alsoSilencedBy: [],
    *check({ source }): Iterable<Finding> {
      for (const match of source.text.matchAll(new RegExp(word, "g"))) {
        const at = source.at(match.index, match.index + word.length);
        yield {
          severity,
          reason: { kind: "it" },
          message: `${word} at ${match.index}`,
          at,
          related: [],
          fixes: [{ title: `${word} to ${text}`, applicability, edits: [{ ...at, text }] }],
        };
      }
    },
  };
}

describe("the fixpoint", () => {
  const file = { "/Dockerfile": "FROM a\nRUN one two\n" };

  test("is reached over several passes", () => {
    const chain = [
      replaces("r1", "one", "1ne", "safe", "error"),
      replaces("r2", "1ne", "11e"),
      replaces("r3", "11e", "111", "safe", "info"),
    ];
    const fixed = run(file, { rules: chain });
    expect(after(fixed)).toEqual({ "/Dockerfile": "FROM a\nRUN 111 two\n" });
    expect(fixed.applied.map(({ title }) => title)).toEqual(["one to 1ne", "1ne to 11e", "11e to 111"]);
  });

  test("is not left for a fix that brings a finding as severe as the one it mends", () => {
    const { changes, withheld } = run(file, { rules: [replaces("r1", "one", "1ne"), replaces("r2", "1ne", "11e")] });
    expect(changes).toEqual([]);
    expect(withheld.map(({ reason }) => reason)).toEqual(["it would cause a new finding: 1ne at 11"]);
  });

  test("takes in turn what touches in one pass", () => {
    expect(
      after(
        run(
          { "/Dockerfile": "FROM a\nRUN onetwo\n" },
          { rules: [replaces("r1", "one", "1"), replaces("r2", "two", "2")] },
        ),
      ),
    ).toEqual({ "/Dockerfile": "FROM a\nRUN 12\n" });
  });

  test("is looked for in ten passes and no more", () => {
    const endless = { "/Dockerfile": `FROM a\nRUN ${"x".repeat(30)}\n` };
    // Each pass takes one letter; a finding for each letter left is one finding less each time.
    const each: Rule = {
      ...replaces("r", "x", ""),
      *check(project) {
        for (const finding of replaces("r", "x", "").check(project))
          yield { ...finding, fixes: finding.at.start === 11 ? finding.fixes : [] };
      },
    };
    expect(after(run(endless, { rules: [each] }))).toEqual({ "/Dockerfile": `FROM a\nRUN ${"x".repeat(20)}\n` });
  });

  test("leaves nothing withheld that a later pass has made", () => {
    const conflict: Rule = {
      ...replaces("conflict", "new", "new"),
      *check(project) {
        if (project.source.text.includes("gone")) yield* replaces("conflict", "new", "new", "manual").check(project);
      },
    };
    const fixed = run(
      { "/Dockerfile": "FROM a\nRUN old gone\n" },
      { rules: [replaces("r1", "old", "new"), replaces("r2", "gone", ""), conflict] },
    );
    expect(after(fixed)).toEqual({ "/Dockerfile": "FROM a\nRUN new \n" });
    expect(fixed.withheld).toEqual([]);
  });

  test("counts each finding once where all are mended in one pass", () => {
    expect(run({ "/Dockerfile": "FROM a\nRUN one two one\n" }, { rules: [replaces("r1", "one", "1")] })).toMatchObject({
      applied: [{}, {}],
      withheld: [],
    });
  });

  test("is not reached by fixes that undo each other: the second is withheld", () => {
    const fixed = run(file, { rules: [replaces("r1", "one", "uno", "safe", "error"), replaces("r2", "uno", "one")] });
    expect(after(fixed)).toEqual({ "/Dockerfile": "FROM a\nRUN uno two\n" });
    expect(fixed.withheld.map(({ reason }) => reason)).toEqual(["it would cause a new finding: one at 11"]);
  });
});

describe("which fixes are made", () => {
  const file = { "/Dockerfile": "FROM a\nRUN one\n" };
  test.each([
    ["a safe one", "safe", false, true],
    ["an unsafe one only if asked for", "unsafe", false, false],
    ["an unsafe one that is asked for", "unsafe", true, true],
    ["never one that is left to people", "manual", true, false],
  ] as const)("%s", (_, applicability, unsafe, made) => {
    expect(run(file, { rules: [replaces("r", "one", "1", applicability)], unsafe }).changes).toHaveLength(made ? 1 : 0);
  });
});

describe("the fixes of some rules only", () => {
  test("are made; the other findings stay as they are, and are not withheld", () => {
    const fixed = run(
      { "/Dockerfile": "FROM a\nRUN one two\n" },
      { rules: [replaces("r1", "one", "1"), replaces("r2", "two", "2")], only: new Set(["r2"]) },
    );
    expect(after(fixed)).toEqual({ "/Dockerfile": "FROM a\nRUN one 2\n" });
    expect(fixed.linted.diagnostics.map(({ rule }) => rule)).toEqual(["r1"]);
    expect(fixed.withheld).toEqual([]);
  });
});

describe("a file that must not be edited", () => {
  const files = { "/Dockerfile": "FROM a\nRUN one\n", "/b.sh": "one" };
  /** Two ways to mend it: the first in two files, the second in the Dockerfile alone. */
  function twoWays(second: Fix["applicability"]): Rule {
    return {
      ...replaces("r", "one", "1"),
      *check(project) {
        for (const finding of replaces("r", "one", "1").check(project)) {
          const both = {
            title: "both",
            applicability: "safe" as const,
            edits: [
              { ...finding.at, text: "1" },
              { path: "/b.sh", start: 0, end: 3, text: "1" },
            ],
          };
          yield {
            ...finding,
            fixes: [both, { title: "here", applicability: second, edits: [{ ...finding.at, text: "2" }] }],
          };
        }
      },
    };
  }
  const objection = (path: string): string | undefined => (path === "/b.sh" ? "it is mine" : undefined);

  test("keeps its fix from all of its files, with the reason", () => {
    const { changes, withheld } = run(files, { rules: [twoWays("manual")], objection });
    expect(changes).toEqual([]);
    expect(withheld).toEqual([
      { diagnostic: expect.objectContaining({ rule: "r" }), title: "both", reason: "it is mine", path: "/b.sh" },
    ]);
  });

  test("leaves the way to another fix", () => {
    const fixed = run(files, { rules: [twoWays("safe")], objection });
    expect(after(fixed)).toEqual({ "/Dockerfile": "FROM a\nRUN 2\n" });
    expect(fixed.withheld).toEqual([]);
    expect(after(run(files, { rules: [twoWays("safe")] }))).toEqual({ "/Dockerfile": "FROM a\nRUN 1\n", "/b.sh": "1" });
  });
});

test("a fix that its proof refuses leaves the way to another; where none is left, the first is told of", () => {
  const both: Rule = {
    ...replaces("r", "one", ""),
    *check(project) {
      for (const finding of replaces("r", "one", "").check(project)) {
        yield {
          ...finding,
          fixes: ["bad", "worse", "two"].map((text) => ({
            title: `make it ${text}`,
            applicability: text === "two" ? "unsafe" : "safe",
            edits: [{ ...finding.at, text }],
          })),
        };
      }
    },
  };
  const files = { "/Dockerfile": "FROM a\nRUN one\n" };
  const options = { rules: [both, replaces("no", "bad", "", "manual"), replaces("no-more", "worse", "", "manual")] };
  const fixed = run(files, { ...options, unsafe: true });
  expect(after(fixed)).toEqual({ "/Dockerfile": "FROM a\nRUN two\n" });
  expect([fixed.applied.map(({ title }) => title), fixed.withheld]).toEqual([["make it two"], []]);
  const held = run(files, options);
  expect(held.changes).toEqual([]);
  expect(held.withheld.map(({ title, reason }) => [title, reason])).toEqual([
    ["make it bad", "it would cause a new finding: bad at 11"],
  ]);
});

describe("files are written together", () => {
  const service = (
    name: string,
  ): Readonly<Record<string, { readonly text: string; readonly executable: boolean }>> => ({
    [`/${name}/Dockerfile`]: { text: "FROM debian:12\nCOPY run.sh /run.sh\nCMD /run.sh\n", executable: false },
    [`/${name}/run.sh`]: script,
  });

  test("that one image starts with; another image's are for themselves", () => {
    expect(
      run(
        { ...service("a"), ...service("b") },
        { project: (path) => ({ contextRoot: path.replace("/Dockerfile", "") }) },
      ).units,
    ).toEqual([
      ["/a/Dockerfile", "/a/run.sh"],
      ["/b/Dockerfile", "/b/run.sh"],
    ]);
  });

  test("that a shared script connects", () => {
    const dockerfile = "FROM debian:12\nCOPY run.sh /run.sh\nCMD /run.sh\n";
    const { units } = run({
      "/Dockerfile": dockerfile,
      "/b.Dockerfile": dockerfile,
      "/c.Dockerfile": "FROM debian:12\nCMD redis-server\n",
      "/run.sh": script,
    });
    expect(units).toEqual([["/Dockerfile", "/b.Dockerfile", "/run.sh"], ["/c.Dockerfile"]]);
  });
});

test("what a fix has written is found where a later one has moved it", () => {
  const later: Rule = {
    ...replaces("r2", "a", "AAA"),
    *check(project) {
      if (project.source.text.includes("long")) yield* replaces("r2", "a", "AAA", "safe", "info").check(project);
    },
  };
  const fixed = run(
    { "/Dockerfile": "FROM x\nRUN a b\n" },
    { rules: [replaces("r1", "b", "long", "safe", "error"), later] },
  );
  expect(after(fixed)).toMatchObject({ "/Dockerfile": expect.stringContaining("RUN AAA long") });
  const written = fixed.applied.map(({ title, places }) => [
    title,
    ...places.map(({ start, end }) => fixed.changes[0]?.after.slice(start, end)),
  ]);
  expect(written).toEqual([
    ["a to AAA", "AAA"],
    ["b to long", "long"],
  ]);
});
