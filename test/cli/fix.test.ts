import { statSync } from "node:fs";
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
    expect(stdout).toMatch(
      /^fixed api\/Dockerfile:2: .* \[shell-form-cmd\]\nfixed web\/run\.sh:3: .* \[missing-exec\]\nrewrote 2 files; no findings in 2 files\n2 images: 2 graceful\n$/m,
    );
    expect(code).toBe(0);
  });

  test("keeps the file's mode", () => {
    const folder = folderWith(service);
    pid1lint(folder, ["--fix"]);
    expect(statSync(join(folder, "web/run.sh")).mode & 0o777).toBe(0o755);
  });

  test.each([
    ["--fix=shell-form-cmd", execForm, noExec],
    ["--fix=missing-exec,missing-init", shellForm, withExec],
    ["--fix=missing-exec, shell-form-cmd", execForm, withExec],
  ])("%s mends the findings of these rules", (option, dockerfile, script) => {
    const folder = folderWith(service);
    const { code, stdout } = pid1lint(folder, [option]);
    expect([textIn(folder, "api/Dockerfile"), textIn(folder, "web/run.sh")]).toEqual([dockerfile, script]);
    expect(stdout.match(/^rewrote .*$/m)?.[0]).toBe(
      dockerfile === execForm && script === withExec
        ? "rewrote 2 files; no findings in 2 files"
        : "rewrote 1 file; 1 error in 2 files; 1 fixable with --fix",
    );
    expect(code).toBe(dockerfile === execForm && script === withExec ? 0 : 1);
  });

  test("does not swallow the path after it, nor takes a path after -- for rules", () => {
    const folder = folderWith({ ...service, "--fix=x/Dockerfile": shellForm });
    expect(pid1lint(folder, ["--fix", "api/Dockerfile"]).code).toBe(0);
    expect([
      textIn(folder, "api/Dockerfile"),
      textIn(folder, "web/run.sh"),
      textIn(folder, "--fix=x/Dockerfile"),
    ]).toEqual([execForm, noExec, shellForm]);
    expect(pid1lint(folder, ["--fix", "--", "--fix=x/Dockerfile"]).code).toBe(0);
    expect(textIn(folder, "--fix=x/Dockerfile")).toBe(execForm);
  });

  test("says what it did and what it did not in JSON too", () => {
    const folder = folderWith({ ...service, ".gitignore": "run.sh\n" });
    git(folder, "init", "-q");
    const { code, stdout } = pid1lint(folder, ["--fix", "--format", "json"]);
    const place = {
      path: "api/Dockerfile",
      start: { line: 2, column: 5, offset: 24 },
      end: { line: 2, column: 30, offset: 49 },
    };
    expect(JSON.parse(stdout)).toMatchObject({
      diagnostics: [{ rule: "missing-exec", path: "web/run.sh" }],
      fixed: [
        {
          rule: "shell-form-cmd",
          title: 'Write CMD in exec form: ["gunicorn", "api:app()"]',
          applicability: "safe",
          places: [place],
        },
      ],
      withheld: [{ rule: "missing-exec", path: "web/run.sh", start: { line: 3 }, reason: "git ignores the file" }],
    });
    expect(code).toBe(1);
  });

  test("a second time changes nothing", () => {
    const folder = folderWith(service);
    pid1lint(folder, ["--fix"]);
    const before = statSync(join(folder, "web/run.sh")).mtimeMs;
    expect(pid1lint(folder, ["--fix"])).toEqual({
      code: 0,
      stdout: "no findings in 2 files\n2 images: 2 graceful\n",
      stderr: "",
    });
    expect(statSync(join(folder, "web/run.sh")).mtimeMs).toBe(before);
  });

  test("exits by what remains", () => {
    const folder = folderWith({
      "Dockerfile": "FROM debian:12-slim\nCMD gunicorn 'api:app()' | tee /log\n",
      "b/Dockerfile": shellForm,
    });
    const { code } = pid1lint(folder, ["--fix"]);
    expect(textIn(folder, "b/Dockerfile")).toBe(execForm);
    expect(code).toBe(1);
    expect(pid1lint(folder, ["b", "--fix"]).code).toBe(0);
  });

  test("does not apply unsafe fixes unless it is told to", () => {
    const unsafe = 'FROM debian:12-slim\nCMD ["gunicorn", "api:app()"\n';
    const folder = folderWith({ Dockerfile: unsafe });
    expect(pid1lint(folder, ["--fix"]).code).toBe(1);
    expect(textIn(folder, "Dockerfile")).toBe(unsafe);
    expect(pid1lint(folder, ["--fix", "--unsafe-fixes"]).code).toBe(0);
    expect(textIn(folder, "Dockerfile")).toBe(execForm);
  });

  test("a finding that is disabled is not fixed", () => {
    const text = shellForm.replace(
      "CMD",
      "# pid1lint-disable-next-line shell-form-cmd -- the shell stays on purpose\nCMD",
    );
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

  test("--fix --dry-run is the same, and what is not in the patch is told on standard error", () => {
    const folder = folderWith({ ...service, ".gitignore": "run.sh\n" });
    git(folder, "init", "-q");
    const diff = pid1lint(folder, ["--diff"]);
    expect(diff).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^pid1lint: web\/run\.sh:3: not in the patch: .*: git ignores the file\n$/),
    });
    expect(diff.stdout.match(/^--- .*$/gm)).toEqual(["--- a/api/Dockerfile"]);
    expect(pid1lint(folder, ["--fix", "--dry-run"])).toEqual(diff);
    expect(pid1lint(folder, ["--diff=missing-exec"]).stdout).toBe("");
    expect(pid1lint(folder, ["--fix=shell-form-cmd", "--dry-run"]).stdout).toBe(diff.stdout);
    expect(textIn(folder, "api/Dockerfile")).toBe(shellForm);
  });

  test("of standard input: its text need not be on disk", () => {
    const folder = folderWith({ "web/run.sh": noExec });
    const { stdout, stderr } = pid1lint(folder, ["-", "--diff", "--stdin-filename", "web/Dockerfile"], {
      input: withScript.replace('["/run.sh"]', "/run.sh"),
    });
    expect(stdout.match(/^\+.*$/gm)).toEqual([
      "+++ b/web/Dockerfile",
      '+CMD ["/run.sh"]',
      "+++ b/web/run.sh",
      "+exec gunicorn 'api:app()'",
    ]);
    expect(stderr).toBe("");
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
    expect(stdout).toMatch(/^ +fix .* \[safe\]\n +not applied: git ignores the file$/m);
    expect(stdout).toMatch(/^not fixed web\/run\.sh:3: .*: git ignores the file \[missing-exec\]$/m);
    expect(code).toBe(1);
  });

  test("so is one in a folder that git ignores", () => {
    const folder = folderWith({
      "Dockerfile": withScript.replace("run.sh", "build/run.sh"),
      "build/run.sh": noExec,
      ".gitignore": "/build/\n",
    });
    git(folder, "init", "-q");
    expect(pid1lint(folder, ["--fix"]).stdout).toContain("git ignores the file");
    expect(textIn(folder, "build/run.sh")).toBe(noExec);
  });

  test("a Dockerfile that git ignores is edited when it is named", () => {
    const folder = folderWith({ "Dockerfile": shellForm, ".gitignore": "Dockerfile\n" });
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
    expect(stdout).toMatch(
      /^not fixed vendored\/Dockerfile:2: .*: the file is in a git submodule \[shell-form-cmd\]$/m,
    );
    expect(textIn(outer, "own/Dockerfile")).toBe(execForm);
    expect(textIn(outer, "vendored/Dockerfile")).toBe(shellForm);
    expect(pid1lint(outer, ["--fix", "vendored"]).code).toBe(0);
    expect(textIn(outer, "vendored/Dockerfile")).toBe(execForm);
  });
});
