import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { execForm, folderWith, git, removeFolders, shellForm, textIn } from "../cli/command.ts";

// The hooks as users get them: pre-commit clones the repository at a commit, builds the package with npm, and runs it
// from git's hook.

let repository = "";
let revision = "";
let home = "";

beforeAll(() => {
  home = folderWith({});
  repository = folderWith({});
  // The files as they are, committed or not.
  const files = git(".", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate")
    .split("\0")
    .filter(Boolean);
  const deleted = new Set(git(".", "ls-files", "-z", "--deleted").split("\0"));
  for (const file of files) if (!deleted.has(file)) cpSync(file, join(repository, file), { verbatimSymlinks: true });
  git(repository, "init", "--quiet");
  git(repository, "add", "--all", "--force");
  git(repository, "commit", "--quiet", "--message", "as it is");
  revision = git(repository, "rev-parse", "HEAD").trim();
  const { code, output } = run(project({}, "pid1lint"), "pre-commit", "install-hooks");
  expect(output).toContain("Installing environment");
  expect(code).toBe(0);
});

afterAll(removeFolders);

/** What a command came to, with all that it printed. */
interface Ran {
  readonly code: number | null;
  readonly output: string;
}

function run(folder: string, program: string, ...args: readonly string[]): Ran {
  const env = {
    ...process.env,
    PRE_COMMIT_HOME: home,
    PRE_COMMIT_COLOR: "never",
    GIT_AUTHOR_NAME: "test",
    GIT_AUTHOR_EMAIL: "test@localhost",
    GIT_COMMITTER_NAME: "test",
    GIT_COMMITTER_EMAIL: "test@localhost",
  };
  const { status, stdout, stderr, error } = spawnSync(program, [...args], { cwd: folder, encoding: "utf8", env });
  if (error) throw error;
  return { code: status, output: stdout + stderr };
}

/** A repository with these files, all staged, and a hook that is installed. */
function project(files: Readonly<Record<string, string>>, hook: string): string {
  const config = `repos:\n  - repo: ${repository}\n    rev: ${revision}\n    hooks:\n      - id: ${hook}\n`;
  const folder = folderWith({ ...files, ".pre-commit-config.yaml": config });
  git(folder, "init", "--quiet");
  git(folder, "add", "--all");
  expect(run(folder, "pre-commit", "install").code).toBe(0);
  return folder;
}

/** The same with everything committed, whatever the hook would say. */
function committed(files: Readonly<Record<string, string>>, hook: string): string {
  const folder = project(files, hook);
  git(folder, "commit", "--quiet", "--no-verify", "--message", "first");
  return folder;
}

/** Writes a file and stages it alone. */
function stage(folder: string, name: string, text: string): void {
  const from = folderWith({ [name]: text });
  cpSync(join(from, name), join(folder, name));
  git(folder, "add", name);
}

const commit = (folder: string): Ran => run(folder, "git", "commit", "--message", "change");
const count = (folder: string): number => Number(git(folder, "rev-list", "--count", "--all"));

const script = (command: string): string => `#!/bin/sh\nset -e\n${command} 'api:app()'\n`;
const behindScript = {
  "api/Dockerfile": 'FROM debian:12-slim\nCOPY --chmod=755 start /\nENTRYPOINT ["/start"]\n',
  "api/start": script("exec gunicorn"),
  "other/Dockerfile": shellForm,
};

describe("pid1lint", () => {
  test("a commit with findings is refused", () => {
    const folder = project({ Dockerfile: shellForm }, "pid1lint");
    const { code, output } = commit(folder);
    expect(output).toMatch(/^pid1lint\.+Failed$/m);
    expect(output).toMatch(/^Dockerfile:2:1: error: .* \[shell-form-cmd\]$/m);
    expect([code, count(folder)]).toEqual([1, 0]);
    expect(textIn(folder, "Dockerfile")).toBe(shellForm);
  });

  test("a commit without findings passes", () => {
    const folder = project({ Dockerfile: execForm }, "pid1lint");
    const { code, output } = commit(folder);
    expect(output).toMatch(/^pid1lint\.+Passed$/m);
    expect([code, count(folder)]).toEqual([0, 1]);
  });

  test("a changed script alone is refused, for the image that reads it and for no other", () => {
    const folder = committed(behindScript, "pid1lint");
    stage(folder, "api/start", script("gunicorn"));
    const { code, output } = commit(folder);
    expect(output).toMatch(/^api\/start:3:1: error: .* \[missing-exec\]$/m);
    expect(output).not.toContain("other/Dockerfile");
    expect([code, count(folder)]).toEqual([1, 1]);
  });

  test("findings in files that are not part of the commit do not refuse it", () => {
    const folder = committed(behindScript, "pid1lint");
    stage(folder, "api/start", `${script("exec gunicorn")}# the same\n`);
    expect(commit(folder).code).toBe(0);
  });

  test("what is no image's business passes", () => {
    const folder = committed({ "Dockerfile": shellForm, "app.py": "" }, "pid1lint");
    for (const [name, text] of Object.entries({ "README.md": "docs\n", "app.py": "x = 1\n" }))
      stage(folder, name, text);
    expect(commit(folder).output).toMatch(/^pid1lint\.+\(no files to check\)Skipped$/m);
    const others = {
      ".github/workflows/ci.yml": "on: push\njobs: {}\n",
      "mkdocs.yml": "site_name: x\n",
      "package.json": "{}\n",
      "tool.sh": "#!/bin/sh\nls\n",
      "LICENSE": "MIT\n",
    };
    for (const [name, text] of Object.entries(others)) stage(folder, name, text);
    const { code, output } = commit(folder);
    expect(output).toMatch(/^pid1lint\.+Passed$/m);
    expect(code).toBe(0);
  });

  test("compose files and manifests are read, whatever they are called", () => {
    const compose = "services:\n  web:\n    image: debian:12-slim\n    command: sh -c \"gunicorn 'api:app()'; true\"\n";
    const manifest =
      'apiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec:\n  containers:\n    - name: web\n      image: debian:12-slim\n      command: ["sh", "-c", "gunicorn api:app; true"]\n';
    const { code, output } = commit(project({ "stack.yml": compose, "deploy/web.yaml": manifest }, "pid1lint"));
    expect(output).toMatch(/^stack\.yml:4:/m);
    expect(output).toMatch(/^deploy\/web\.yaml:8:/m);
    expect(code).toBe(1);
  });

  test("--all-files finds everything, each finding once", () => {
    const folder = committed({ ...behindScript, "api/start": script("gunicorn") }, "pid1lint");
    const { code, output } = run(folder, "pre-commit", "run", "--all-files");
    expect(output.match(/^\S+:\d+:\d+: error/gm)).toEqual(["api/start:3:1: error", "other/Dockerfile:2:1: error"]);
    expect(code).toBe(1);
  });
});

describe("pid1lint-fix", () => {
  test("mends what is committed; committing again passes", () => {
    const folder = project({ Dockerfile: shellForm }, "pid1lint-fix");
    const { code, output } = commit(folder);
    expect(output).toMatch(/^pid1lint --fix\.+Failed$/m);
    expect(output).toContain("files were modified by this hook");
    expect([code, count(folder), textIn(folder, "Dockerfile")]).toEqual([1, 0, execForm]);
    git(folder, "add", "Dockerfile");
    expect(commit(folder).code).toBe(0);
    expect(git(folder, "show", "HEAD:Dockerfile")).toBe(execForm);
  });

  test("mends a changed script", () => {
    const folder = committed(behindScript, "pid1lint-fix");
    stage(folder, "api/start", script("gunicorn"));
    expect(commit(folder).code).toBe(1);
    expect(textIn(folder, "api/start")).toBe(script("exec gunicorn"));
    expect(textIn(folder, "other/Dockerfile")).toBe(shellForm);
  });

  test("tells of what it cannot mend", () => {
    const folder = project({ Dockerfile: 'FROM debian:12-slim\nENTRYPOINT ["cd"]\n' }, "pid1lint-fix");
    const { code, output } = commit(folder);
    expect(output).toMatch(/^Dockerfile:2:\d+: error: .* \[unrunnable-command\]$/m);
    expect(output).not.toContain("files were modified");
    expect(code).toBe(1);
  });
});

describe("the package from its repository", () => {
  test("is installed by npm install -g, as pre-commit 4 does it", () => {
    const prefix = folderWith({});
    const { code, output } = run(
      prefix,
      "npm",
      "install",
      "--prefix",
      prefix,
      "--allow-git=root",
      "--install-links",
      "-g",
      `git+file://${repository}`,
    );
    expect(output).toMatch(/added \d+ packages/);
    expect(code).toBe(0);
    const ran = run(folderWith({ Dockerfile: shellForm }), join(prefix, "bin/pid1lint"), "--quiet");
    expect(ran.output).toMatch(/^Dockerfile:2:1: error: /);
    expect(ran.code).toBe(1);
  });
});

describe("the files that the hooks are for", () => {
  const wanted = [
    "Dockerfile",
    "api/Dockerfile",
    "Dockerfile.dev",
    "Dockerfile-dev",
    "api.Dockerfile",
    "Containerfile",
    "build/Containerfile.prod",
    "Procfile",
    "Procfile.dev",
    "docker-entrypoint",
    "bin/start",
    "run.sh",
    "docker-entrypoint.bash",
    "docker-entrypoint.py",
    "entrypoint.prod",
    "compose.yaml",
    "docker-compose.override.yml",
    "k8s/web.yaml",
    "web/package.json",
    ".dockerignore",
    "Dockerfile.dockerignore",
  ];
  const others = [
    "README.md",
    "app.py",
    "package-lock.json",
    "config.json",
    "src/main.go",
    "notes.txt",
    "web/my-package.json",
    ".git/COMMIT_EDITMSG",
    "index.js",
    "x.sha",
  ];

  test.each(["pid1lint", "pid1lint-fix"])("%s", (id) => {
    // As pre-commit reads the manifest, and with Python's regular expressions.
    const python =
      "import json, re, sys, yaml; hook = next(h for h in yaml.safe_load(open('.pre-commit-hooks.yaml')) if h['id'] == sys.argv[1]); print(json.dumps([n for n in sys.argv[2:] if re.search(hook['files'], n)]))";
    const matched: unknown = JSON.parse(
      execFileSync(interpreter(), ["-c", python, id, ...wanted, ...others], { encoding: "utf8" }),
    );
    expect(matched).toEqual(wanted);
  });
});

describe("configurations in the documentation", () => {
  test.each(["README.md", "docs/pre-commit.md"])("%s", (page) => {
    const blocks = [...readFileSync(page, "utf8").matchAll(/^```yaml\n(repos:\n.*?)^```$/gms)].map(
      (match) => match[1] ?? "",
    );
    expect(blocks.length).toBeGreaterThan(0);
    for (const block of blocks) {
      const folder = folderWith({ ".pre-commit-config.yaml": block });
      expect(run(folder, "pre-commit", "validate-config", ".pre-commit-config.yaml")).toEqual({ code: 0, output: "" });
      expect(
        [...block.matchAll(/id: (\S+)/g)]
          .map((match) => match[1])
          .filter((id) => id !== "pid1lint" && id !== "pid1lint-fix"),
      ).toEqual([]);
    }
  });
});

/** The Python that pre-commit runs in, which has its libraries. */
function interpreter(): string {
  const first =
    readFileSync(execFileSync("sh", ["-c", "command -v pre-commit"], { encoding: "utf8" }).trim(), "utf8").split(
      "\n",
    )[0] ?? "";
  return first.replace(/^#!\s*/, "").split(" ")[0] ?? "";
}
