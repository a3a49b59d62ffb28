import { execFileSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { buildCommand, execForm, folderWith, git, pid1lint, shellForm, textIn } from "./command.ts";

buildCommand();

const oneWord = "FROM debian:12-slim\nCOPY run.sh /\nCMD /run.sh\n";
const asArray = 'FROM debian:12-slim\nCOPY run.sh /\nCMD ["/run.sh"]\n';
const noExec = "#!/bin/sh\nmkdir -p /run/gunicorn\ngunicorn 'api:app()'\n";
const withExec = "#!/bin/sh\nmkdir -p /run/gunicorn\nexec gunicorn 'api:app()'\n";
const service = { "api/Dockerfile": shellForm, "web/Dockerfile": oneWord, "web/run.sh": noExec };

describe("what cannot be written", () => {
  test("a read-only file keeps its findings, with the reason, and what helps only together with it; the rest is fixed", () => {
    const folder = folderWith(service);
    chmodSync(join(folder, "web/run.sh"), 0o555);
    const { code, stdout, stderr } = pid1lint(folder, ["--fix"]);
    expect([textIn(folder, "api/Dockerfile"), textIn(folder, "web/Dockerfile"), textIn(folder, "web/run.sh")]).toEqual([
      execForm,
      oneWord,
      noExec,
    ]);
    expect(stdout).toMatch(/^web\/run\.sh:3:1: error: .*\n(.*\n){3} {2}not applied: the file is read-only\n/m);
    expect(stdout).toMatch(
      /^fixed api\/Dockerfile:2: .*\nnot fixed web\/Dockerfile:3: .*: the image would still be stuck: .*\nnot fixed web\/run\.sh:3: .*: the file is read-only \[missing-exec\]\nrewrote 1 file; 2 errors in 2 files\n2 images: 1 graceful, 1 stuck\n$/m,
    );
    expect([code, stderr]).toEqual([1, ""]);
    expect(statSync(join(folder, "web/run.sh")).mode & 0o777).toBe(0o555);
  });

  test("so does one with several hard links; a patch has it, with a word of warning", () => {
    const folder = folderWith(service);
    linkSync(join(folder, "web/run.sh"), join(folder, "web/same.sh"));
    expect(pid1lint(folder, ["--fix"]).stdout).toContain(
      "the file has 2 hard links, and only one of them would be updated",
    );
    expect([textIn(folder, "web/same.sh"), statSync(join(folder, "web/run.sh")).nlink]).toEqual([noExec, 2]);
    expect(pid1lint(folder, ["--diff"])).toMatchObject({
      stdout: expect.stringMatching(/^\+\+\+ b\/web\/run\.sh$/m),
      stderr:
        "pid1lint: in the patch, but --fix would not write it: web/run.sh: the file has 2 hard links, and only one of them would be updated\n",
    });
  });

  test("a file that somebody edits meanwhile: its image's files stay as they are, the others are written, exit code 2", () => {
    const folder = folderWith(service);
    const edited = `${noExec}# mine\n`;
    // While the first file is written, the last one of another image changes.
    const preload = `
      import fs from "node:fs"; import { syncBuiltinESMExports } from "node:module";
      const sync = fs.fsyncSync;
      fs.fsyncSync = (file) => { fs.writeFileSync(${JSON.stringify(join(folder, "web/run.sh"))}, ${JSON.stringify(edited)}); sync(file); };
      syncBuiltinESMExports();`;
    const { code, stdout, stderr } = pid1lint(folder, ["--fix", "--format", "json", "--format", "diff=patch"], {
      preload,
    });
    expect(stderr).toBe(
      "pid1lint: could not write web/run.sh: the file changed since it was read; left unchanged with it: web/Dockerfile, whose fixes need this one; then run --fix again\n",
    );
    expect([textIn(folder, "api/Dockerfile"), textIn(folder, "web/Dockerfile"), textIn(folder, "web/run.sh")]).toEqual([
      execForm,
      oneWord,
      edited,
    ]);
    expect(textIn(folder, "patch").match(/^\+\+\+ .*$/gm)).toEqual(["+++ b/api/Dockerfile"]);
    const reason = "the file changed since it was read";
    expect(JSON.parse(stdout)).toMatchObject({
      diagnostics: [
        { path: "web/Dockerfile", rule: "shell-form-cmd" },
        { path: "web/run.sh", rule: "missing-exec" },
      ],
      fixed: [{ rule: "shell-form-cmd", places: [{ path: "api/Dockerfile" }] }],
      withheld: [
        { rule: "shell-form-cmd", reason: `web/run.sh: ${reason}` },
        { rule: "missing-exec", reason },
      ],
      summary: { errors: 2 },
    });
    expect(code).toBe(2);
    expect(pid1lint(folder, ["--fix"]).code).toBe(0);
    expect([textIn(folder, "web/Dockerfile"), textIn(folder, "web/run.sh")]).toEqual([asArray, `${withExec}# mine\n`]);
  });
});

test("a fix that was only possible after another is not told of where neither was written", () => {
  const twice = shellForm.replace("CMD", "CMD old\nCMD");
  const folder = folderWith({ Dockerfile: twice });
  expect(pid1lint(folder, ["--fix", "--dry-run"]).stdout).toMatch(
    /^-CMD old\n-CMD gunicorn .*\n\+CMD \["gunicorn", .*$/m,
  );
  const preload = `
    import fs from "node:fs"; import { syncBuiltinESMExports } from "node:module";
    const sync = fs.fsyncSync;
    fs.fsyncSync = (file) => { fs.appendFileSync(${JSON.stringify(join(folder, "Dockerfile"))}, "# mine\\n"); sync(file); };
    syncBuiltinESMExports();`;
  const { code, stdout } = pid1lint(folder, ["--fix", "--format", "json"], { preload });
  const { diagnostics, fixed, withheld }: { readonly [list: string]: readonly JsonFinding[] } = JSON.parse(stdout);
  const placed = (list: readonly JsonFinding[] | undefined): unknown =>
    list?.map(({ rule, path, start: { line } }) => `${path}:${line} ${rule}`);
  expect(code).toBe(2);
  expect(fixed).toEqual([]);
  expect(withheld).not.toEqual([]);
  expect(placed(diagnostics)).toEqual(expect.arrayContaining([...Object(placed(withheld))]));
  expect(textIn(folder, "Dockerfile")).toBe(`${twice}# mine\n`);
});

interface JsonFinding {
  readonly rule: string;
  readonly path: string;
  readonly start: { readonly line: number };
}

describe("links", () => {
  const two = { "a/Dockerfile": asArray, "b/Dockerfile": asArray, "shared/start.sh": noExec };

  function linked(): string {
    const folder = folderWith(two);
    for (const name of ["a", "b"]) symlinkSync("../shared/start.sh", join(folder, name, "run.sh"));
    git(folder, "init", "-q");
    // Both Dockerfiles find the script through the folder that all three are in.
    for (const name of ["a", "b"])
      writeFileSync(join(folder, name, "Dockerfile"), asArray.replace("run.sh", `${name}/run.sh`));
    return folder;
  }

  test("stay; the file that they lead to is written once", () => {
    const folder = linked();
    const { code, stdout, stderr } = pid1lint(folder, ["--fix", "--context", "."]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(
      /^fixed shared\/start\.sh:3: .*\nrewrote 1 file; no findings in 2 files\n2 images: 2 graceful\n$/,
    );
    expect(textIn(folder, "shared/start.sh")).toBe(withExec);
    for (const name of ["a", "b"]) expect(lstatSync(join(folder, name, "run.sh")).isSymbolicLink()).toBe(true);
  });

  test("the patch names that file too", () => {
    const folder = linked();
    git(folder, "add", ".");
    writeFileSync(join(folder, "patch"), pid1lint(folder, ["--diff", "--context", "."]).stdout);
    git(folder, "apply", "--index", "patch");
    expect(textIn(folder, "shared/start.sh")).toBe(withExec);
  });

  test("a Dockerfile that is a link, named on the command line", () => {
    const folder = folderWith({ "real/My": shellForm });
    symlinkSync("real/My", join(folder, "Dockerfile"));
    expect(pid1lint(folder, ["--fix", "Dockerfile"])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^fixed real\/My:2: /),
    });
    expect([textIn(folder, "real/My"), lstatSync(join(folder, "Dockerfile")).isSymbolicLink()]).toEqual([
      execForm,
      true,
    ]);
  });
});

/** Text before and after, by name: all that makes a file odd. */
const odd: Readonly<Record<string, readonly [string, string]>> = {
  "api/Dockerfile": [shellForm, execForm],
  "crlf/Dockerfile": [shellForm.replaceAll("\n", "\r\n"), execForm.replaceAll("\n", "\r\n")],
  "crlf, no end/Dockerfile": [
    shellForm.replaceAll("\n", "\r\n").trimEnd(),
    execForm.replaceAll("\n", "\r\n").trimEnd(),
  ],
  "bom/Dockerfile": [`\uFEFF${shellForm}`, `\uFEFF${execForm}`],
  "no-end/Dockerfile": [shellForm.trimEnd(), execForm.trimEnd()],
  "tabs/Dockerfile": [
    "FROM debian:12-slim\t\n\tCMD\tgunicorn\t'api:app()'\t\n\n\n",
    'FROM debian:12-slim\t\n\tCMD\t["gunicorn", "api:app()"]\t\n\n\n',
  ],
  "mixed/Dockerfile": [`# a\r\n${shellForm}# \u2028 é \u{1f600}\r\n\t`, `# a\r\n${execForm}# \u2028 é \u{1f600}\r\n\t`],
  'größe 日本/"q"/Dockerfile': [shellForm, execForm],
  "with space/Dockerfile": [oneWord, asArray],
  "with space/run.sh": [noExec, withExec],
};
const before = Object.fromEntries(Object.entries(odd).map(([name, [text]]) => [name, text]));
const after = Object.fromEntries(Object.entries(odd).map(([name, [, text]]) => [name, text]));
const textsIn = (folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.keys(odd).map((name) => [name, textIn(folder, name)]));

describe("nothing else in a file changes by a byte", () => {
  test("--fix", () => {
    const folder = folderWith(before);
    expect(pid1lint(folder, ["--fix"]).code).toBe(0);
    expect(textsIn(folder)).toEqual(after);
  });

  test("the edits of the JSON report are the same", () => {
    const folder = folderWith(before);
    const { diagnostics }: { readonly diagnostics: readonly JsonDiagnostic[] } = JSON.parse(
      pid1lint(folder, ["--format", "json"]).stdout,
    );
    const edits = diagnostics.flatMap(
      ({ fixes }) => fixes.find(({ applicability }) => applicability === "safe")?.edits ?? [],
    );
    for (const edit of edits.toSorted((a, b) => b.start.offset - a.start.offset)) {
      const text = textIn(folder, edit.path);
      writeFileSync(
        join(folder, edit.path),
        text.slice(0, edit.start.offset) + edit.text + text.slice(edit.end.offset),
      );
    }
    expect(textsIn(folder)).toEqual(after);
  });
});

interface JsonDiagnostic {
  readonly fixes: readonly {
    readonly applicability: string;
    readonly edits: readonly {
      readonly path: string;
      readonly start: { readonly offset: number };
      readonly end: { readonly offset: number };
      readonly text: string;
    }[];
  }[];
}

describe("the patch", () => {
  function repository(): string {
    const folder = folderWith(before);
    git(folder, "init", "-q");
    git(folder, "add", ".");
    git(folder, "commit", "-qm", "before");
    return folder;
  }

  test.each(["", "api", "with space"])(
    "made in the folder %j of a repository is taken by git apply and patch -p1 at its top",
    (below) => {
      const folder = repository();
      const { stdout: patch } = pid1lint(join(folder, below), ["--diff", folder]);
      expect(pid1lint(join(folder, below), ["--fix", "--dry-run", folder]).stdout).toBe(patch);
      expect(textsIn(folder)).toEqual(before);

      execFileSync("git", ["apply", "--index", "-"], { cwd: folder, input: patch, stdio: ["pipe", "pipe", "pipe"] });
      expect(textsIn(folder)).toEqual(after);
      git(folder, "reset", "--hard", "-q");
      expect(textsIn(folder)).toEqual(before);
      execFileSync("patch", ["-p1"], { cwd: folder, input: patch, stdio: ["pipe", "pipe", "pipe"] });
      expect(textsIn(folder)).toEqual(after);
      expect(
        git(folder, "status", "--short", "--untracked-files=all")
          .split("\n")
          .filter((line) => !line.startsWith(" M") && line !== ""),
      ).toEqual([]);
    },
  );

  test("of a subfolder is taken by git apply in that subfolder as well", () => {
    const folder = repository();
    const { stdout: patch } = pid1lint(join(folder, "with space"), ["--diff"]);
    execFileSync("git", ["apply", "-"], { cwd: join(folder, "with space"), input: patch });
    expect(textsIn(folder)).toEqual({ ...before, "with space/Dockerfile": asArray, "with space/run.sh": withExec });
  });

  test("is that of files in a worktree and in a repository inside another", () => {
    const folder = repository();
    git(folder, "worktree", "add", "-q", "../tree", "HEAD");
    const tree = join(folder, "../tree");
    try {
      execFileSync("git", ["apply", "-"], { cwd: tree, input: pid1lint(join(tree, "api"), ["--diff"]).stdout });
      expect(textIn(tree, "api/Dockerfile")).toBe(execForm);
    } finally {
      rmSync(tree, { recursive: true, force: true });
    }
    const inner = join(folder, "inner");
    mkdirSync(inner);
    cpSync(join(folder, "api"), join(inner, "api"), { recursive: true });
    git(inner, "init", "-q");
    execFileSync("git", ["apply", "-"], { cwd: inner, input: pid1lint(inner, ["--diff"]).stdout });
    expect(readFileSync(join(inner, "api/Dockerfile"), "utf8")).toBe(execForm);
  });
});
