import { appendFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { buildCommand, execForm, folderWith, git, pid1lint, shellForm, textIn } from "./command.ts";

buildCommand();

const runsScript = 'FROM debian:12-slim\nCOPY run.sh /\nCMD ["/run.sh"]\n';
const script = "#!/bin/sh\ngunicorn 'api:app()'\n";

/** Files that images were reported for, or the one line that says why not. */
function images(folder: string, ...args: readonly string[]): readonly string[] | string {
  const { stdout, stderr } = pid1lint(folder, ["--format", "json", ...args]);
  if (stdout === "") return stderr;
  const { images: reported }: { readonly images: readonly { readonly file: string }[] } = JSON.parse(stdout);
  return [...new Set(reported.map(({ file }) => file))];
}

function repository(files: Readonly<Record<string, string>>): string {
  const folder = folderWith(files);
  git(folder, "init");
  commit(folder);
  git(folder, "checkout", "-b", "feature");
  return folder;
}

function commit(folder: string): void {
  git(folder, "add", "--all");
  git(folder, "commit", "-m", "x");
}

const services = {
  "api/Dockerfile": runsScript,
  "api/run.sh": script,
  "web/Dockerfile": 'FROM node:22\nCOPY package.json .\nCMD ["npm", "start"]\n',
  "web/package.json": '{"scripts": {"start": "node x.js"}}',
  "web/Dockerfile.old": execForm,
  "db/Dockerfile": execForm,
  "run.sh": script,
  "package.json": "{}",
};

describe("--since", () => {
  test("takes a makefile that builds the base for a part of an image, and no script or workflow that builds nothing", () => {
    const folder = repository({
      "Dockerfile": "FROM corp/base:1\nCMD exec gunicorn 'api:app()'\n",
      "base/Dockerfile": execForm,
      "tool.sh": "#!/bin/sh\nls\n",
      ".github/workflows/ci.yml": "on: push\njobs: {}\n",
      "Makefile": "base:\n\tdocker build -t corp/base:1 base\n",
    });
    for (const name of ["tool.sh", ".github/workflows/ci.yml"]) appendFileSync(join(folder, name), "# x\n");
    expect(images(folder, "--since", "HEAD")).toEqual([]);
    appendFileSync(join(folder, "Makefile"), "# x\n");
    expect(images(folder, "--since", "HEAD")).toEqual(["Dockerfile"]);
  });

  test("reports only images that have changed since the branch began: of a commit, of the index, of the folder, and of no commit yet", () => {
    const folder = repository(services);
    expect(pid1lint(folder, ["--since", "main"])).toEqual({
      code: 0,
      stdout: "",
      stderr: "pid1lint: no image changed since main\n",
    });
    appendFileSync(join(folder, "db/Dockerfile"), "USER x\n");
    commit(folder);
    expect(images(folder, "--since", "main")).toEqual(["db/Dockerfile"]);
    appendFileSync(join(folder, "api/run.sh"), "# x\n");
    expect(images(folder, "--since", "main")).toEqual(["api/Dockerfile", "db/Dockerfile"]);
    git(folder, "add", "api");
    expect(images(folder, "--since", "HEAD")).toEqual(["api/Dockerfile"]);
    writeFileSync(join(folder, "web/new.Dockerfile"), execForm);
    expect(images(folder, "--since", "HEAD")).toEqual(["api/Dockerfile", "web/new.Dockerfile"]);
    expect(images(folder, "--since", "main", "db", "web")).toEqual(["db/Dockerfile", "web/new.Dockerfile"]);
    expect(pid1lint(folder, ["trace", "--since", "HEAD"]).stdout).toMatch(/^api\/Dockerfile — stuck/);
  });

  test("what has changed on the other branch meanwhile does not count", () => {
    const folder = repository(services);
    git(folder, "checkout", "main");
    appendFileSync(join(folder, "db/Dockerfile"), "USER x\n");
    commit(folder);
    git(folder, "checkout", "feature");
    expect(images(folder, "--since", "main")).toEqual([]);
  });

  test("a file that an image reads, gone or changed; not one of that name elsewhere", () => {
    const folder = repository(services);
    appendFileSync(join(folder, "run.sh"), "# x\n");
    appendFileSync(join(folder, "package.json"), "\n");
    expect(images(folder, "--since", "main")).toEqual([]);
    rmSync(join(folder, "api/run.sh"));
    appendFileSync(join(folder, "web/package.json"), "\n");
    expect(images(folder, "--since", "main")).toEqual(["api/Dockerfile", "web/Dockerfile"]);
  });

  test("a script behind a link, a script moved away, a .dockerignore", () => {
    const folder = repository({
      "a/Dockerfile": runsScript.replace("run.sh /", "bin /bin"),
      "a/scripts/run.sh": script,
      "b/Dockerfile": runsScript,
      "b/run.sh": script,
      "c/Dockerfile": execForm.replace("CMD", "COPY . .\nCMD"),
      "c/.dockerignore": "x\n",
    });
    git(folder, "mv", "b/run.sh", "b/start.sh");
    expect(images(folder, "--since", "main")).toEqual(["b/Dockerfile"]);
    writeFileSync(join(folder, "c/.dockerignore"), "y\n");
    expect(images(folder, "--since", "main")).toEqual(["b/Dockerfile", "c/Dockerfile"]);
  });

  test("a compose file: its services, and the images that it builds; a base image's description: the images built on it", () => {
    const compose = "services:\n  api:\n    build: api\n    command: [sh, -c, 'a; b']\n  db:\n    image: postgres\n";
    const folder = repository({
      ...services,
      "compose.yaml": compose,
      "pid1lint.yaml": "base-images: {reg.example/base: base/Dockerfile, reg.example/other: other.json}\n",
      "other.json": "{}",
      "base/Dockerfile": execForm,
      "on/Dockerfile": "FROM reg.example/base\nCMD x\n",
    });
    writeFileSync(join(folder, "compose.yaml"), `${compose}    environment: {A: b}\n`);
    expect(images(folder, "--since", "main")).toEqual(["api/Dockerfile", "compose.yaml"]);
    git(folder, "checkout", "compose.yaml");
    appendFileSync(join(folder, "base/Dockerfile"), "USER x\n");
    expect(images(folder, "--since", "main")).toEqual(["base/Dockerfile", "on/Dockerfile"]);
  });

  test("the configuration that holds for a Dockerfile or its script, come, changed or gone; no other", () => {
    const folder = repository({
      ...services,
      "pid1lint.yaml": "rules: {}\n",
      "api/pid1lint.yaml": "rules: {}\n",
      "web/package.json": '{"pid1lint": {}, "scripts": {"start": "node x.js"}}',
      "db/Dockerfile": runsScript.replace("run.sh", "bin/run.sh"),
      "db/bin/run.sh": script,
    });
    const all = ["api/Dockerfile", "db/Dockerfile", "web/Dockerfile", "web/Dockerfile.old"];
    appendFileSync(join(folder, "pid1lint.yaml"), "ignore: [x]\n");
    expect(images(folder, "--since", "main")).toEqual(["db/Dockerfile"]);
    expect(images(folder, "--since", "main", "--no-config")).toEqual([]);
    expect(images(folder, "--since", "main", "--config", "pid1lint.yaml")).toEqual(all);
    expect(images(folder, "--since", "main", "--config", "api/pid1lint.yaml")).toEqual([]);
    rmSync(join(folder, "api/pid1lint.yaml"));
    expect(images(folder, "--since", "main")).toEqual(["api/Dockerfile", "db/Dockerfile"]);
    git(folder, "checkout", ".");
    writeFileSync(join(folder, "db/bin/.pid1lint.yml"), "fail-on: never\n");
    expect(images(folder, "--since", "main")).toEqual(["db/Dockerfile"]);
    rmSync(join(folder, "db/bin/.pid1lint.yml"));
    writeFileSync(
      join(folder, "web/package.json"),
      '{"pid1lint": {"fail-on": "info"}, "scripts": {"start": "node x.js"}}',
    );
    expect(images(folder, "--since", "main")).toEqual(["web/Dockerfile", "web/Dockerfile.old"]);
  });

  test("from a folder below the top, in a worktree, with names that git would quote", () => {
    const folder = repository({ 'süd/über "x"/Dockerfile': shellForm, "Dockerfile": execForm });
    appendFileSync(join(folder, 'süd/über "x"/Dockerfile'), "USER x\n");
    git(folder, "config", "diff.relative", "true");
    expect(images(join(folder, "süd"), "--since", "main")).toEqual(['über "x"/Dockerfile']);
    const tree = join(folderWith({}), "tree");
    git(folder, "worktree", "add", tree, "main");
    appendFileSync(join(tree, "Dockerfile"), "USER x\n");
    expect(images(tree, "--since", "feature")).toEqual(["Dockerfile"]);
  });

  test("as a hook calls it, with git's own variables set", () => {
    const [folder, other] = [repository(services), repository({ x: "" })];
    appendFileSync(join(folder, "db/Dockerfile"), "USER x\n");
    const { stdout } = pid1lint(folder, ["--since", "main", "--format", "json"], {
      env: { GIT_DIR: join(other, ".git"), GIT_WORK_TREE: other },
    });
    expect(stdout).toContain('"file": "db/Dockerfile"');
  });

  test("what cannot be told is refused, with what to do", () => {
    const outside = folderWith({ Dockerfile: execForm });
    expect(images(outside, "--since", "main")).toBe("pid1lint: --since main: . is not in a git repository\n");
    git(outside, "init");
    expect(images(outside, "--since", "HEAD")).toMatch(/^pid1lint: --since HEAD: unknown git revision; name a branch/);
    const folder = repository(services);
    for (const name of ["mian", "--all", "HEAD:db", "main..feature"])
      expect(images(folder, `--since=${name}`)).toMatch(
        /^pid1lint: --since .*: unknown git revision; name a branch, a tag or a commit/,
      );
    git(folder, "checkout", "--orphan", "island");
    // The same files in the same second would be the same commit.
    appendFileSync(join(folder, "run.sh"), "# island\n");
    commit(folder);
    expect(images(folder, "--since", "main")).toBe(
      "pid1lint: --since main: it shares no history with the current branch\n",
    );
    expect(pid1lint(folder, ["--since", "main"], { env: { PATH: "/nonexistent" } })).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^pid1lint: --since main: cannot run git: .*ENOENT/),
    });
    expect(pid1lint(folder, ["-", "--since", "main"]).stderr).toBe(
      "pid1lint: --since, --base and --baseline do not work with standard input\n",
    );
  });

  test("a shallow clone without the commit where the branch began", () => {
    const folder = repository(services);
    for (const branch of ["main", "feature"]) {
      git(folder, "checkout", branch);
      appendFileSync(join(folder, "db/Dockerfile"), `# ${branch}\n`);
      commit(folder);
    }
    const clone = join(folderWith({}), "clone");
    git(folder, "clone", "--depth", "1", "--no-single-branch", `file://${folder}`, clone);
    expect(images(clone, "--since", "origin/main")).toBe(
      "pid1lint: --since origin/main: cannot tell where the current branch left it: this is a shallow clone; fetch the whole history (git fetch --unshallow)\n",
    );
    expect(images(clone, "--since", "origin/main~1")).toMatch(/unknown git revision; this is a shallow clone/);
    git(clone, "fetch", "--unshallow");
    expect(images(clone, "--since", "origin/main")).toEqual(["db/Dockerfile"]);
  });
});

describe("a file that is none to lint", () => {
  test("stands for the images of its repository that read it", () => {
    const folder = repository(services);
    expect(images(folder, "api/run.sh")).toEqual(["api/Dockerfile"]);
    expect(images(folder, "web/package.json", "db/Dockerfile")).toEqual(["db/Dockerfile", "web/Dockerfile"]);
    expect(images(join(folder, "api"), "run.sh")).toEqual(["Dockerfile"]);
  });

  test("is fixed with them", () => {
    const folder = repository(services);
    expect(pid1lint(folder, ["--fix", "api/run.sh"]).code).toBe(0);
    expect(textIn(folder, "api/run.sh")).toBe(script.replace("gunicorn", "exec gunicorn"));
  });

  test("outside of a repository is looked for in the working directory", () => {
    expect(images(folderWith(services), "api/run.sh")).toEqual(["api/Dockerfile"]);
  });

  test("that no image reads is told of and is no failure", () => {
    expect(pid1lint(folderWith({ "ci.yml": "on: push\n" }), ["ci.yml"])).toEqual({
      code: 0,
      stdout: "",
      stderr: "pid1lint: ci.yml is not a Dockerfile, and no image under . uses it\n",
    });
    expect(pid1lint(folderWith(services), ["run.sh"])).toEqual({
      code: 0,
      stdout: "",
      stderr: "pid1lint: run.sh is not a Dockerfile, and no image under . uses it\n",
    });
  });

  test("a Dockerfile may have any name; one that cannot be read is told of", () => {
    const folder = folderWith({
      "odd": shellForm,
      "lower": "# x\nfrom --platform=x debian as y\ncmd x\n",
      "broken": "# x\n\nFROM\nRUN x\n",
      "query.sql": "SELECT *\nFROM users\n",
      "app.py": "from x import y\n",
    });
    expect(images(folder, "odd", "lower")).toEqual(["lower", "odd"]);
    expect(pid1lint(folder, ["broken"]).stdout).toMatch(/^broken:3:1: warning: .*\[parse-error\]$/m);
    expect(pid1lint(folder, ["query.sql", "app.py"]).stderr.trimEnd().split("\n")).toHaveLength(2);
  });
});

describe("--baseline", () => {
  const known = ["--baseline", "known.json"];

  test("is written once; after that what it knows is neither reported nor counted nor fixed, and what is new is", () => {
    const folder = folderWith({ "a/Dockerfile": shellForm, "b/Dockerfile": runsScript, "b/run.sh": script });
    expect(pid1lint(folder, [...known, "--write-baseline"])).toEqual({
      code: 0,
      stdout: "",
      stderr: "pid1lint: 2 findings recorded in known.json\n",
    });
    expect(pid1lint(folder, known)).toEqual({
      code: 0,
      stdout: "no findings in 2 files\n2 images: 2 stuck\n",
      stderr: "",
    });
    writeFileSync(join(folder, "a/Dockerfile"), `# a comment moves it\n${shellForm}`);
    writeFileSync(join(folder, "c.Dockerfile"), shellForm);
    const { code, stdout, stderr } = pid1lint(folder, known);
    expect([code, stderr]).toEqual([1, ""]);
    expect(stdout).toMatch(/^c\.Dockerfile:2:1: error/);
    expect(stdout).not.toContain("a/Dockerfile");
    pid1lint(folder, [...known, "--fix"]);
    expect([textIn(folder, "c.Dockerfile"), textIn(folder, "b/run.sh")]).toEqual([execForm, script]);
    expect(pid1lint(folder, ["--fix"]).code).toBe(0);
    expect(textIn(folder, "b/run.sh")).toContain("exec gunicorn");
  });

  test("tells what no longer occurs in what was searched, and gives it up when it is written again; what was not searched stays", () => {
    const folder = folderWith({ "a/Dockerfile": shellForm, "b/Dockerfile": runsScript, "b/run.sh": script });
    pid1lint(folder, [...known, "--write-baseline"]);
    writeFileSync(join(folder, "a/Dockerfile"), execForm);
    rmSync(join(folder, "b"), { recursive: true });
    const line = (rule: string, path: string, text: string): string =>
      `pid1lint: known.json: ${rule} in ${path} (${text}) no longer occurs; --write-baseline removes it\n`;
    const [a, b] = [
      line("shell-form-cmd", "a/Dockerfile", "CMD gunicorn 'api:app()'"),
      line("missing-exec", "b/run.sh", "gunicorn 'api:app()'"),
    ];
    expect(pid1lint(folder, known)).toEqual({ code: 0, stdout: "no findings in 1 file\n", stderr: a + b });
    expect(pid1lint(folder, [...known, "a"]).stderr).toBe(a);
    expect(pid1lint(folder, [...known, "a/Dockerfile"]).stderr).toBe(a);
    expect(pid1lint(folder, [...known, "--quiet"]).stderr).toBe("");
    pid1lint(folder, [...known, "--write-baseline", "a"]);
    expect(JSON.parse(textIn(folder, "known.json"))).toMatchObject({ findings: [{ path: "b/run.sh" }] });
    pid1lint(folder, [...known, "--write-baseline"]);
    expect(JSON.parse(textIn(folder, "known.json"))).toEqual({ findings: [] });
  });

  test("that is not there yet knows nothing, and says so", () => {
    const { code, stderr } = pid1lint(folderWith({ Dockerfile: shellForm }), known);
    expect([code, stderr]).toEqual([
      1,
      "pid1lint: --baseline known.json: no such file yet; --write-baseline creates it\n",
    ]);
  });

  test("is written in the same way twice, and seen from its own folder", () => {
    const folder = folderWith({ "a/Dockerfile": shellForm, "ci/x": "" });
    const write = (): string => {
      pid1lint(folder, ["--baseline", "ci/known.json", "--write-baseline"]);
      return readFileSync(join(folder, "ci/known.json"), "utf8");
    };
    expect(write()).toBe(write());
    expect(pid1lint(join(folder, "a"), ["--baseline", "../ci/known.json"]).code).toBe(0);
  });

  test.each([
    ["[]", [], "known.json:1:1: the file must be a mapping, not a list"],
    ['{"findings": [{"rule": 1}]}', [], "known.json:1:15: findings[0].path is missing"],
    ["{}", ["--write-baseline", "--fix"], "--write-baseline cannot be combined with --fix or --diff"],
    [
      "{}",
      ["--write-baseline", "--format", "json"],
      "--write-baseline cannot be combined with --format or --output-file: it makes no report",
    ],
    [
      "{}",
      ["--write-baseline", "--since", "x"],
      "--write-baseline cannot be combined with --since: it records all findings",
    ],
  ])("%s with %j is refused", (text, args, message) => {
    expect(pid1lint(folderWith({ "Dockerfile": execForm, "known.json": text }), [...known, ...args])).toEqual({
      code: 2,
      stdout: "",
      stderr: `pid1lint: ${message}\n`,
    });
  });

  test("a folder that cannot be written to, and --write-baseline alone, are refused", () => {
    const folder = folderWith({ Dockerfile: execForm });
    expect(pid1lint(folder, ["--write-baseline"]).stderr).toBe("pid1lint: --write-baseline needs --baseline FILE\n");
    expect(pid1lint(folder, ["--baseline", "no/known.json", "--write-baseline"]).stderr).toMatch(
      /^pid1lint: cannot write --baseline no\/known\.json: /,
    );
  });
});
