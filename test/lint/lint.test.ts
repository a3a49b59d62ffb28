import { describe, expect, test } from "@jest/globals";
import { memoryTree } from "../../src/files/tree.ts";
import type { FileTree } from "../../src/files/tree.ts";
import { lint, scriptsOf } from "../../src/lint/lint.ts";
import type { LintOptions, Linted } from "../../src/lint/lint.ts";
import type { Finding, Rule } from "../../src/rule.ts";
import { rules } from "../../rules/index.ts";

const options: LintOptions = { rules, severities: new Map(), project: () => ({}) };
const stuck = "FROM debian:12\nCMD redis-server\n";

function lintFiles(files: Readonly<Record<string, string>>, more: Partial<LintOptions> = {}): Linted {
  const paths = Object.keys(files).filter((path) => path.endsWith("Dockerfile"));
  return lint(memoryTree(files), paths, { ...options, ...more });
}

const said = ({ diagnostics }: Linted): readonly string[] =>
  diagnostics.map(({ at, severity, rule }) => `${at.path} ${severity} ${rule}`);

describe("a file that cannot be understood is a finding, and the others go on:", () => {
  const tree: FileTree = {
    read: (path) =>
      path === "/a/Dockerfile"
        ? { kind: "unreadable", reason: "permission denied" }
        : memoryTree({ "/b/Dockerfile": stuck }).read(path),
  };

  test("one that the system refuses", () => {
    const linted = lint(tree, ["/a/Dockerfile", "/b/Dockerfile"], options);
    expect(said(linted)).toEqual(["/a/Dockerfile warning parse-error", "/b/Dockerfile error shell-form-cmd"]);
    expect(linted.diagnostics[0]?.message).toBe("cannot read this file: permission denied");
    expect(linted.projects).toHaveLength(1);
  });

  test.each([
    ["one that is missing", "/missing/Dockerfile"],
    ["a folder", "/b"],
  ])("%s", (_, path) => {
    const linted = lint(tree, [path, "/b/Dockerfile"], options);
    expect([...said(linted)].sort()).toEqual(
      [`${path} warning parse-error`, "/b/Dockerfile error shell-form-cmd"].sort(),
    );
  });

  test.each([
    ["no FROM", "CMD a\n"],
    ["an instruction that does not exist", "FROM a\nCOMMAND a\n"],
    ["nothing in it", ""],
    ["a heredoc that does not end", "FROM a\nRUN <<EOF\nx\n"],
  ])("one with %s", (_, text) => {
    const linted = lintFiles({ "/a/Dockerfile": text, "/b/Dockerfile": stuck });
    expect(said(linted)).toEqual(["/a/Dockerfile warning parse-error", "/b/Dockerfile error shell-form-cmd"]);
  });
});

test("where two readings of the file differ, a finding stands, and its fix is only shown", () => {
  const linted = lintFiles({ "/Dockerfile": "FROM debian:12\nRUN cat << EOF\nx\nEOF\nCMD redis-server\n" });
  expect(linted.projects[0]?.dockerfile?.unfixable).toBeDefined();
  expect(linted.diagnostics[0]?.fixes.map(({ applicability }) => applicability)).toEqual(["manual"]);
});

describe("severities that the user has chosen", () => {
  test("replace a rule's own", () => {
    expect(said(lintFiles({ "/Dockerfile": stuck }, { severities: new Map([["shell-form-cmd", "info"]]) }))).toEqual([
      "/Dockerfile info shell-form-cmd",
    ]);
  });

  test('drop a rule with "off"', () => {
    expect(said(lintFiles({ "/Dockerfile": stuck }, { severities: new Map([["shell-form-cmd", "off"]]) }))).toEqual([]);
  });

  test("go for the engine's own findings, too", () => {
    expect(said(lintFiles({ "/Dockerfile": "" }, { severities: new Map([["parse-error", "error"]]) }))).toEqual([
      "/Dockerfile error parse-error",
    ]);
  });
});

/** A rule that says the given things of each Dockerfile. */
function says(
  id: string,
  ...findings: readonly { readonly message: string; readonly start: number; readonly severity?: Finding["severity"] }[]
): Rule {
  return {
    id,
    summary: id,
    kinds: ["it"],
    alsoSilencedBy: [],
    *check({ source }): Iterable<Finding> {
      for (const { message, start, severity = "warning" } of findings)
        yield { severity, reason: { kind: "it" }, message, at: source.at(start, start + 1), related: [], fixes: [] };
    },
  };
}

describe("findings", () => {
  const files = { "/b/Dockerfile": "FROM a\n", "/a/Dockerfile": "FROM a\n" };

  test("come in the order of files, places, severity and rule", () => {
    const list = [
      says("z", { message: "late", start: 3 }, { message: "info", start: 0, severity: "info" }),
      says("b", { message: "b", start: 0 }),
      says("a", { message: "a", start: 0 }),
    ];
    const linted = lintFiles(files, { rules: list });
    expect(linted.diagnostics.map(({ at, rule, message }) => `${at.path} ${rule} ${message}`)).toEqual(
      ["a", "b"].flatMap((folder) => ["a a", "b b", "z info", "z late"].map((each) => `/${folder}/Dockerfile ${each}`)),
    );
  });

  test("that are alike in all are said once", () => {
    expect(
      lintFiles(
        { "/Dockerfile": "FROM a\n" },
        { rules: [says("a", { message: "x", start: 0 }, { message: "x", start: 0 }, { message: "y", start: 0 })] },
      ).diagnostics.map(({ message }) => message),
    ).toEqual(["x", "y"]);
  });
});

describe("a script that two Dockerfiles share", () => {
  const files = {
    "/Dockerfile": 'FROM debian:12\nCOPY --chmod=755 run.sh /run.sh\nCMD ["/run.sh"]\n',
    "/other.Dockerfile": 'FROM debian:11\nCOPY --chmod=755 run.sh /run.sh\nENTRYPOINT ["/run.sh"]\n',
    "/run.sh": "#!/bin/sh\nredis-server\n",
  };

  test("is told once of", () => {
    expect(said(lintFiles(files))).toEqual(["/run.sh error missing-exec"]);
  });

  test("counts among the scripts of both", () => {
    for (const project of lintFiles(files).projects) expect([...scriptsOf([project])]).toContain("/run.sh");
  });

  test("may silence its finding itself", () => {
    const silenced = {
      ...files,
      "/run.sh": "#!/bin/sh\n# pid1lint-disable-next-line missing-exec -- the supervisor wants it\n\nredis-server\n",
    };
    expect(said(lintFiles(silenced))).toEqual([]);
  });

  test("is told of where its comment is of no use", () => {
    const useless = {
      ...files,
      "/run.sh": "#!/bin/sh\n# pid1lint-disable-next-line missing-exec\nexec redis-server\n",
    };
    expect(said(lintFiles(useless))).toContain("/run.sh info unused-suppression");
  });
});
