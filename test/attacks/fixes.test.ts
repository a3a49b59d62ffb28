import { describe, expect, test } from "@jest/globals";
import { fix, lint, memoryTree } from "../library.ts";
import type { MemoryFile } from "../../src/index.ts";

const paths = ["/a/Dockerfile"];
const parseErrors = (files: Readonly<Record<string, MemoryFile>>): number =>
  lint(memoryTree(files), paths).diagnostics.filter(({ rule }) => rule === "parse-error").length;
const script = (text: string, executable = true): MemoryFile => ({ text, executable });

/** The files with all fixes that are made. */
function fixed(files: Readonly<Record<string, MemoryFile>>, unsafe: boolean): Readonly<Record<string, MemoryFile>> {
  const { changes } = fix(memoryTree(files), paths, { unsafe });
  const texts = new Map(changes.map(({ path, after }) => [path, after]));
  return Object.fromEntries(
    Object.entries(files).map(([path, file]) => {
      const text = texts.get(path);
      return [path, text === undefined ? file : typeof file === "string" ? text : { ...file, text }];
    }),
  );
}

describe("S12: after a fix no more is left out of the verdict than before", () => {
  test.each<readonly [string, Readonly<Record<string, MemoryFile>>]>([
    [
      "a shebang for a script that no shell can parse",
      { "/a/Dockerfile": "FROM s\nCOPY a.sh /\nCMD [/a.sh", "/a/a.sh": script("fi") },
    ],
    [
      "the same, with an open quote",
      { "/a/Dockerfile": 'FROM debian\nCOPY a.sh /\nCMD ["/a.sh"]\n', "/a/a.sh": script("app '") },
    ],
    [
      "an executable bit for a script that no shell can parse",
      { "/a/Dockerfile": "FROM s\nCOPY run.sh /\nENTRYPOINT /run.sh", "/a/run.sh": script("while :;do s", false) },
    ],
    [
      "an array that was meant, with a text that no shell can parse",
      { "/a/Dockerfile": `FROM s\nENTRYPOINT ["sh""-c""'"` },
    ],
    ["a safe one, with a control character", { "/a/Dockerfile": 'FROM s\nENTRYPOINT ["sh","-c","\u0007;done"]' }],
    ["a comment behind an array", { "/a/Dockerfile": 'FROM s\nCMD ["sh","-c","\\""]#' }],
    [
      "an interpreter that is none",
      { "/a/Dockerfile": "FROM l\nCOPY run.sh /\nENTRYPOINT /run.sh", "/a/run.sh": script("#!\nif") },
    ],
    [
      "several rounds",
      { "/a/Dockerfile": "FROM s\nCOPY start.sh /\nCMD [/start.sh", "/a/start.sh": script("#!sh\n'", false) },
    ],
  ])("%s", (_, files) => {
    for (const unsafe of [false, true])
      expect(parseErrors(fixed(files, unsafe))).toBeLessThanOrEqual(parseErrors(files));
  });

  test("what cannot be understood is named as the reason", () => {
    const { withheld } = fix(
      memoryTree({ "/a/Dockerfile": 'FROM debian:12-slim\nCOPY a.sh /\nCMD ["/a.sh"]\n', "/a/a.sh": script("fi") }),
      paths,
      { unsafe: true },
    );
    expect(withheld.map(({ reason }) => reason)).toEqual([expect.stringMatching(/^a file would no longer parse: /)]);
  });

  test.each(["#!\r", "#!\r\r", "#! \r"])("an edit list that is empty is no fix: a script that is %j", (text) => {
    const { diagnostics } = lint(
      memoryTree({ "/a/Dockerfile": 'FROM s\nCOPY a.sh /\nCMD ["/a.sh"]\n', "/a/a.sh": script(text) }),
      paths,
    );
    for (const { fixes } of diagnostics)
      for (const { applicability, edits } of fixes) expect(applicability === "manual" || edits.length > 0).toBe(true);
  });
});

describe("a file with a finding on each of its lines costs no more than its proofs may read", () => {
  const lines = (n: number): string => `FROM debian:12-slim\n${"CMD redis-server\n".repeat(n)}`;

  test("a hundred are all fixed", () => {
    const { applied, withheld } = fix(memoryTree({ "/a/Dockerfile": lines(100) }), paths, { unsafe: true });
    expect([applied.length, withheld.length]).toEqual([100, 0]);
  });

  test("of thousands none, and each says why; no file waits for another, and a second time changes nothing", () => {
    const files = { "/a/Dockerfile": lines(1500), "/b/Dockerfile": lines(2) };
    const both = ["/a/Dockerfile", "/b/Dockerfile"];
    const { applied, withheld, changes } = fix(memoryTree(files), both, { unsafe: true });
    expect([applied.length, new Set(applied.map(({ diagnostic }) => diagnostic.at.path))]).toEqual([
      2,
      new Set(["/b/Dockerfile"]),
    ]);
    expect([withheld.length, new Set(withheld.map(({ reason }) => reason))]).toEqual([
      1500,
      new Set(["its files have too many findings to prove each fix; --fix=RULE fixes those of one rule"]),
    ]);
    expect(changes.map(({ path }) => path)).toEqual(["/b/Dockerfile"]);
    expect(
      fix(memoryTree({ ...files, "/b/Dockerfile": changes[0]?.after ?? "" }), both, { unsafe: true }).applied,
    ).toEqual([]);
  });
});
