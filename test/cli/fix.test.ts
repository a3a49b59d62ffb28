import { chmodSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { buildCommand, execForm, folderWith, git, pid1lint, shellForm, textIn } from "./command.ts";

buildCommand();

const withScript = 'FROM debian:12-slim\nCOPY run.sh /\nCMD ["/run.sh"]\n';
const noExec = "#!/bin/sh\nmkdir -p /run/gunicorn\ngunicorn 'api:app()'\n";
const withExec = "#!/bin/sh\nmkdir -p /run/gunicorn\nexec gunicorn 'api:app()'\n";
const service = { "api/Dockerfile": shellForm, "web/Dockerfile": withScript, "web/run.sh": noExec };

describe("--fix", () => {
  test("writes Dockerfiles and scripts, and says what it did", () => {
    const folder = folderWith(service);
    const { code, stdout } = pid1lint(folder, ["--fix"]);
    expect(textIn(folder, "api/Dockerfile")).toBe(execForm);
    expect(textIn(folder, "web/run.sh")).toBe(withExec);
    expect(textIn(folder, "web/Dockerfile")).toBe(withScript);
    expect(stdout).toMatch(/^fixed api\/Dockerfile: .*\nfixed web\/run\.sh: .*\nrewrote 2 files; no findings in 2 files\n$/m);
    expect(code).toBe(0);
  });

  test("keeps the file's mode", () => {
    const folder = folderWith(service);
    pid1lint(folder, ["--fix"]);
    expect(statSync(join(folder, "web/run.sh")).mode & 0o777).toBe(0o755);
  });

  test("a second time changes nothing", () => {
    const folder = folderWith(service);
    pid1lint(folder, ["--fix"]);
    const before = statSync(join(folder, "web/run.sh")).mtimeMs;
    expect(pid1lint(folder, ["--fix"])).toEqual({ code: 0, stdout: "no findings in 2 files\n", stderr: "" });
    expect(statSync(join(folder, "web/run.sh")).mtimeMs).toBe(before);
  });

  test("exits by what remains", () => {
    const folder = folderWith({ Dockerfile: "FROM debian:12-slim\nCMD gunicorn 'api:app()' | tee /log\n", "b/Dockerfile": shellForm });
    const { code } = pid1lint(folder, ["--fix"]);
    expect(textIn(folder, "b/Dockerfile")).toBe(execForm);
    expect(code).toBe(1);
    expect(pid1lint(folder, ["b", "--fix"]).code).toBe(0);
  });

  test("a file that may not be written: told, exit code 2, and no file is changed", () => {
    const folder = folderWith(service);
    chmodSync(join(folder, "web/run.sh"), 0o555);
    const { code, stdout, stderr } = pid1lint(folder, ["--fix"]);
    expect(stderr).toBe("pid1lint: web/run.sh was not written: the file is read-only; no file was changed\n");
    expect(stdout).toBe("");
    expect(textIn(folder, "api/Dockerfile")).toBe(shellForm);
    expect(code).toBe(2);
  });

  test("does not apply unsafe fixes unless it is told to", () => {
    const unsafe = "FROM debian:12-slim\nCMD [\"gunicorn\", \"api:app()\"\n";
    const folder = folderWith({ Dockerfile: unsafe });
    expect(pid1lint(folder, ["--fix"]).code).toBe(1);
    expect(textIn(folder, "Dockerfile")).toBe(unsafe);
    expect(pid1lint(folder, ["--fix", "--unsafe-fixes"]).code).toBe(0);
    expect(textIn(folder, "Dockerfile")).toBe(execForm);
  });

  test("a finding that is disabled is not fixed", () => {
    const text = shellForm.replace("CMD", "# pid1lint-disable-next-line shell-form-cmd -- the shell stays on purpose\nCMD");
    const folder = folderWith({ Dockerfile: text });
    expect(pid1lint(folder, ["--fix"]).code).toBe(0);
    expect(textIn(folder, "Dockerfile")).toBe(text);
  });
});

describe("--diff", () => {
  test("prints what --fix would write and writes nothing; exits by the findings", () => {
    const folder = folderWith(service);
    git(folder, "init", "-q");
    const { code, stdout } = pid1lint(folder, ["--diff"]);
    expect(code).toBe(1);
    expect(textIn(folder, "api/Dockerfile")).toBe(shellForm);
    expect(stdout).toMatch(/^\+exec gunicorn 'api:app\(\)'$/m);

    const fixed = folderWith(service);
    pid1lint(fixed, ["--fix"]);
    git(folder, "add", ".");
    git(folder, "commit", "-qm", "before");
    pid1lint(folder, ["--diff", "--output-file", join(fixed, "patch")]);
    git(folder, "apply", join(fixed, "patch"));
    for (const name of Object.keys(service)) expect(textIn(folder, name)).toBe(textIn(fixed, name));
  });

  test("paths are the repository's, wherever it is run", () => {
    const folder = folderWith(service);
    git(folder, "init", "-q");
    expect(pid1lint(join(folder, "api"), ["--diff"]).stdout).toMatch(/^--- a\/api\/Dockerfile$/m);
    expect(pid1lint(join(folder, "api"), ["--diff", "../web"]).stdout).toMatch(/^--- a\/web\/run\.sh$/m);
  });

  test("outside a repository they are the working directory's", () => {
    expect(pid1lint(join(folderWith(service), "api"), ["--diff"]).stdout).toMatch(/^--- a\/Dockerfile$/m);
  });

  test("nothing to fix: no patch, exit code 0", () => {
    expect(pid1lint(folderWith({ Dockerfile: execForm }), ["--diff"])).toEqual({ code: 0, stdout: "", stderr: "" });
  });
});

describe("what is not the user's to edit here", () => {
  test("a script that git ignores is left alone, and the report says so", () => {
    const folder = folderWith({ ...service, ".gitignore": "run.sh\n" });
    git(folder, "init", "-q");
    const { code, stdout } = pid1lint(folder, ["--fix"]);
    expect(textIn(folder, "web/run.sh")).toBe(noExec);
    expect(textIn(folder, "api/Dockerfile")).toBe(execForm);
    expect(stdout).toMatch(/^ +fix .*\(left to you: git ignores the file\) \[manual\]$/m);
    expect(code).toBe(1);
  });

  test("so is one in a folder that git ignores", () => {
    const folder = folderWith({ Dockerfile: withScript.replace("run.sh", "build/run.sh"), "build/run.sh": noExec, ".gitignore": "/build/\n" });
    git(folder, "init", "-q");
    expect(pid1lint(folder, ["--fix"]).stdout).toContain("git ignores the file");
    expect(textIn(folder, "build/run.sh")).toBe(noExec);
  });

  test("a Dockerfile that git ignores is edited when it is named", () => {
    const folder = folderWith({ Dockerfile: shellForm, ".gitignore": "Dockerfile\n" });
    git(folder, "init", "-q");
    expect(pid1lint(folder, ["--fix"]).stderr).toBe("pid1lint: no Dockerfile found in .\n");
    expect(pid1lint(folder, ["--fix", "Dockerfile"]).code).toBe(0);
    expect(textIn(folder, "Dockerfile")).toBe(execForm);
  });

  test("a submodule is left alone unless it is named", () => {
    const inner = folderWith({ Dockerfile: shellForm });
    git(inner, "init", "-q");
    git(inner, "add", ".");
    git(inner, "commit", "-qm", "inner");
    const outer = folderWith({ "own/Dockerfile": shellForm });
    git(outer, "init", "-q");
    git(outer, "submodule", "--quiet", "add", inner, "vendored");
    const { stdout } = pid1lint(outer, ["--fix"]);
    expect(stdout).toContain("(left to you: the file is in a git submodule) [manual]");
    expect(textIn(outer, "own/Dockerfile")).toBe(execForm);
    expect(textIn(outer, "vendored/Dockerfile")).toBe(shellForm);
    expect(pid1lint(outer, ["--fix", "vendored"]).code).toBe(0);
    expect(textIn(outer, "vendored/Dockerfile")).toBe(execForm);
  });
});
