import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { dirname } from "../../src/files/tree.ts";
import { renderDiff } from "../../src/report/diff.ts";

/** Name, text before, text after. */
type Case = readonly [name: string, before: string, after: string];

function diffOf(cases: readonly Case[], color = false): string {
  const changes = cases.map(([name, before, after]) => ({ path: `/repo/${name}`, before, after }));
  return renderDiff({ changes }, { color, quiet: false, patchRoot: "/repo" });
}

const lines = (from: number, to: number): string =>
  Array.from({ length: to - from + 1 }, (_, index) => `RUN ${from + index}\n`).join("");

const hard: readonly Case[] = [
  ["plain", "FROM x\nCMD a b\n", 'FROM x\nCMD ["a", "b"]\n'],
  ["deep/er/Dockerfile", `${lines(1, 20)}CMD a\n`, `${lines(1, 9)}RUN ten\n${lines(11, 20)}CMD ["a"]\n`],
  ["no-newline", "FROM x\nCMD a", 'FROM x\nCMD ["a"]'],
  ["newline-far-away", `CMD a\n${lines(1, 2)}END`, `CMD ["a"]\n${lines(1, 2)}END`],
  ["newline-gained", "CMD a", 'CMD ["a"]\n'],
  ["newline-lost", "CMD a\n", 'CMD ["a"]'],
  ["crlf", "FROM x\r\nCMD a\r\nEXPOSE 1\r\n", 'FROM x\r\nCMD ["a"]\r\nEXPOSE 1\r\n'],
  ["crlf-no-newline", "FROM x\r\nCMD a", 'FROM x\r\nCMD ["a"]'],
  ["bom", "\uFEFFFROM x\nCMD a\n", '\uFEFFFROM x\nCMD ["a"]\n'],
  ["odd", "a\u2028b\f\u0085\rc\nCMD a\n", 'a\u2028b\f\u0085\rc\nCMD ["a"]\n'],
  ["markers", "-- a\n++ b\n@@ c\n", "-- a\n++ c\n@@ c\n"],
  ["from-empty", "", "CMD a\n"],
  ["with space/Docker file", "CMD a\n", 'CMD ["a"]\n'],
  ['with space "quote" ünïcode', "CMD a\n", 'CMD ["a"]\n'],
  ["unchanged", "x\n", "x\n"],
  ["new\nline and\ttab", "CMD a\n", 'CMD ["a"]\n'],
  ['"quotes" back\\slash \u001b[2J\u007f\r', "CMD a\n", 'CMD ["a"]\n'],
  ["日本\u202e\u0085 \u00e9", "CMD a\n", 'CMD ["a"]\n'],
  ["::error::x", " ::error::y\nCMD a\n", ' ::error::y\nCMD ["a"]\n'],
];

describe("renderDiff", () => {
  test("a git patch with paths relative to the root", () => {
    expect(
      diffOf([
        ["api/Dockerfile", "FROM x\nCMD a b\n", 'FROM x\nCMD ["a", "b"]\n'],
        ["run.sh", "app", "exec app"],
      ]),
    ).toBe(`diff --git a/api/Dockerfile b/api/Dockerfile
--- a/api/Dockerfile
+++ b/api/Dockerfile
@@ -1,2 +1,2 @@
 FROM x
-CMD a b
+CMD ["a", "b"]
diff --git a/run.sh b/run.sh
--- a/run.sh
+++ b/run.sh
@@ -1,1 +1,1 @@
-app
\\ No newline at end of file
+exec app
\\ No newline at end of file
`);
  });

  test("a name is quoted as git does where it holds what nobody sees, quotes or backslashes", () => {
    const header = (name: string): readonly string[] =>
      diffOf([[name, "a\n", "b\n"]])
        .split("\n")
        .slice(0, 3);
    expect(header('a\nb\t\u001b"\\é')).toEqual([
      'diff --git "a/a\\nb\\t\\033\\"\\\\\\303\\251" "b/a\\nb\\t\\033\\"\\\\\\303\\251"',
      '--- "a/a\\nb\\t\\033\\"\\\\\\303\\251"',
      '+++ "b/a\\nb\\t\\033\\"\\\\\\303\\251"',
    ]);
    expect(header("x\u202e")[1]).toBe('--- "a/x\\342\\200\\256"');
    expect(header("a b")[1]).toBe("--- a/a b\t");
  });

  test("no change, no patch", () => {
    expect(diffOf([])).toBe("");
    expect(diffOf([["x", "a\n", "a\n"]])).toBe("");
  });

  test("in colour nothing steers the terminal, and a line end of Windows stays unseen", () => {
    const colored = diffOf([["x", "a\u001b[2J\r\nb\r\n", "a\u001b[2J\r\nc\tc\r\n"]], true);
    expect(colored.replace(/\u001b\[\d+m/g, "")).toBe(
      "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n a\\x1b[2J\n-b\n+c\tc\n",
    );
    expect(colored).toContain("\u001b[32m+c\tc\u001b[0m");
    expect(colored).toContain("\u001b[31m-b\u001b[0m");
  });
});

describe("the patch is taken by", () => {
  let root = "";
  beforeEach(() => {
    root = mkdtempSync(`${tmpdir()}/pid1lint-diff-`);
    execFileSync("git", ["init", "-q"], { cwd: root });
    for (const [name, before] of hard) {
      mkdirSync(dirname(`${root}/${name}`), { recursive: true });
      writeFileSync(`${root}/${name}`, before);
      chmodSync(`${root}/${name}`, 0o755);
    }
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  function applied(command: string, words: readonly string[]): readonly Case[] {
    execFileSync(command, words, { cwd: root, input: diffOf(hard), stdio: ["pipe", "ignore", "pipe"] });
    return hard.map(([name, before]) => [name, before, readFileSync(`${root}/${name}`, "utf8")]);
  }

  test("git apply", () => {
    expect(applied("git", ["apply", "--check", "-"]).every(([, before, text]) => text === before)).toBe(true);
    expect(applied("git", ["apply", "-"])).toEqual(hard);
    expect(statSync(`${root}/plain`).mode & 0o777).toBe(0o755);
  });

  test("git apply, with blanks at the ends of a name, which patch does not take from git either", () => {
    writeFileSync(`${root}/ x `, "a\n");
    execFileSync("git", ["apply", "-"], { cwd: root, input: diffOf([[" x ", "a\n", "b\n"]]) });
    expect(readFileSync(`${root}/ x `, "utf8")).toBe("b\n");
  });

  test("patch -p1", () => {
    expect(applied("patch", ["-p1"])).toEqual(hard);
  });
});
