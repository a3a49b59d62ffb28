import { execFileSync } from "node:child_process";
import { appendFileSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { lint, memoryTree } from "../library.ts";
import { buildCommand, commandLine, execForm, folderWith, git, pid1lint, shellForm } from "../cli/command.ts";

buildCommand();

const runs = 'FROM debian:12-slim\nCOPY run.sh /\nCMD ["/run.sh"]\n';
const noExec = "#!/bin/sh\nmkdir /x\ngunicorn a:a\n";

describe("a file is not hidden by what stands in it", () => {
  test.each<readonly [string, Readonly<Record<string, string>>, RegExp]>([
    [
      "a zero in a comment of a script",
      { "Dockerfile": runs, "run.sh": `#!/bin/sh\n# \0\n${"# comment\n".repeat(600)}mkdir /x\ngunicorn a:a\n` },
      /^run\.sh:604:1: error/m,
    ],
    [
      "a zero in a Dockerfile",
      { Dockerfile: `FROM debian:12-slim\n# \0\n${"# comment\n".repeat(600)}CMD gunicorn a\n` },
      /^Dockerfile:603:1: error/m,
    ],
    [
      "a template's tag in a comment of a manifest",
      {
        "k8s/a.yaml":
          "# {{\napiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n    - name: a\n      image: debian:12-slim\n      command: [sh, -c, 'gunicorn a; true']\n",
      },
      /^k8s\/a\.yaml:9:\d+: error/m,
    ],
    [
      "a template's tag in a block of a compose file",
      {
        "compose.yaml":
          "x-y: |\n  {{\nservices:\n  a:\n    image: debian:12-slim\n    command: sh -c 'gunicorn a; true'\n",
      },
      /^compose\.yaml:6:\d+: error/m,
    ],
    [
      "a template's tag in a RUN",
      { Dockerfile: "FROM debian:12-slim\nRUN true || \\\n {{ || true\nCMD gunicorn a\n" },
      /^Dockerfile:4:1: error/m,
    ],
    [
      "a Dockerfile of any name that a service builds",
      { "compose.yaml": "services: {a: {build: {context: ., dockerfile: img.txt}}}\n", "img.txt": shellForm },
      /^img\.txt:2:1: error/m,
    ],
    ["a name over two lines", { "Dockerfile.a\nb": shellForm }, /^Dockerfile\.a\\nb:2:1: error/m],
  ])("%s", (_, files, expected) => {
    const { code, stdout } = pid1lint(folderWith(files), []);
    expect([code, stdout]).toEqual([1, expect.stringMatching(expected)]);
  });

  test("a template stays one where a tag stands for YAML or for an instruction", () => {
    for (const files of [
      { "compose.yaml": "services:\n  a:\n    {{ if x }}\n    image: a\n" },
      { "compose.yaml": "services: \n  a:\n    command: {{ x }}\n    image: a\n" },
      { Dockerfile: "FROM a\n{% if x %}\nCMD gunicorn a\n{% endif %}\n" },
      { Dockerfile: "FROM {{ x }}\nCMD gunicorn a\n" },
    ]) {
      expect(pid1lint(folderWith(files), [])).toMatchObject({
        code: 0,
        stdout: expect.stringContaining("This is a template"),
      });
    }
  });
});

describe("a name costs no other file its findings", () => {
  test("one that is no UTF-8", () => {
    const folder = folderWith({ Dockerfile: shellForm });
    for (const end of ["", ".py"])
      writeFileSync(
        Buffer.concat([Buffer.from(`${folder}/Dockerfile.`), Buffer.from([0xff]), Buffer.from(end)]),
        shellForm,
      );
    const { code, stdout, stderr } = pid1lint(folder, []);
    expect([code, stdout]).toEqual([1, expect.stringContaining("Dockerfile:2:1: error")]);
    expect(stderr).toMatch(/^pid1lint: Dockerfile\.\S+ was not read: no such file or directory$/m);
  });

  test("one that leads nowhere, to a device or in a circle, among those that are named", () => {
    const folder = folderWith({ Dockerfile: shellForm });
    for (const [name, target] of [
      ["Dockerfile.a", "/dev/null"],
      ["Dockerfile.b", "gone"],
      ["Dockerfile.c", "Dockerfile.c"],
    ] as const) {
      symlinkSync(target, join(folder, name));
      expect(pid1lint(folder, ["Dockerfile", name])).toMatchObject({
        code: 2,
        stdout: expect.stringContaining("Dockerfile:2:1: error"),
        stderr: expect.stringContaining(name),
      });
      expect(pid1lint(folder, [name])).toMatchObject({ code: 2, stdout: "" });
    }
  });
});

describe("a name is no option", () => {
  test.each(["--output-file=report", "--fail-on=never", "--fix", "--no-config", "-q"])("%s", (name) => {
    const folder = folderWith({ Dockerfile: shellForm, [name]: "x" });
    const listed = readdirSync(folder);
    expect(pid1lint(folder, ["Dockerfile", name])).toMatchObject({
      code: 2,
      stdout: "",
      stderr: expect.stringContaining(
        `${name} is an option, and also the name of a file here; put -- before file names`,
      ),
    });
    expect(pid1lint(folder, ["--", "Dockerfile", name]).stdout).toContain("Dockerfile:2:1: error");
    expect(readdirSync(folder)).toEqual(listed);
  });

  test("of a path either", () => {
    const folder = folderWith({ Dockerfile: shellForm, x: "" });
    mkdirSync(join(folder, "--output-file=", folder), { recursive: true });
    writeFileSync(join(folder, `--output-file=${folder}/new`), "");
    expect(pid1lint(folder, ["Dockerfile", `--output-file=${folder}/new`]).code).toBe(2);
    expect(readdirSync(folder)).not.toContain("new");
  });
});

describe("a change is judged by its base", () => {
  function repository(): string {
    const folder = folderWith({ "Dockerfile": shellForm, "a/Dockerfile": execForm });
    git(folder, "init", "--quiet");
    git(folder, "add", "--all");
    git(folder, "commit", "--quiet", "-m", "x");
    git(folder, "checkout", "--quiet", "-b", "change");
    return folder;
  }
  const base = ["--base", "main", "--config-from", "base"];

  test("an ignore file does not leave out what git tracks", () => {
    const folder = repository();
    writeFileSync(join(folder, ".gitignore"), "*\n");
    expect(pid1lint(folder, base)).toMatchObject({ code: 1, stdout: expect.stringContaining("Dockerfile:2:1: error") });
    mkdirSync(join(folder, "b"));
    writeFileSync(join(folder, "b/Dockerfile"), shellForm);
    git(folder, "add", "--force", "b");
    expect(pid1lint(folder, base).stdout).toContain("b/Dockerfile:2:1: error");
  });

  test("what --since leaves out is not counted", () => {
    const folder = repository();
    writeFileSync(join(folder, "README"), "");
    expect(
      JSON.parse(pid1lint(folder, ["--base", "main", "--since", "main", "--format", "json"]).stdout),
    ).toMatchObject({ leftOut: { configuration: 0, baseline: 0, comments: 0 } });
    writeFileSync(join(folder, "pid1lint.yaml"), "rules: {shell-form-cmd: off}\n");
    expect(JSON.parse(pid1lint(folder, ["--base", "main", "--format", "json", "Dockerfile"]).stdout)).toMatchObject({
      leftOut: { configuration: 1 },
    });
  });

  test("a comment of the base covers what it covered then, and no other command", () => {
    const folder = folderWith({
      Dockerfile: "FROM debian:12-slim\n# pid1lint-disable-next-line\nCMD \\\n  old | cat\n",
    });
    git(folder, "init", "--quiet");
    git(folder, "add", "--all");
    git(folder, "commit", "--quiet", "-m", "x");
    git(folder, "branch", "start");
    writeFileSync(
      join(folder, "Dockerfile"),
      "FROM debian:12-slim\n# pid1lint-disable-next-line\nCMD \\\n  gunicorn a | cat\n",
    );
    expect(JSON.parse(pid1lint(folder, ["--base", "start", "--format", "json"]).stdout)).toMatchObject({
      leftOut: { comments: 1 },
    });
  });

  test("a revision of which something is missing is refused, not taken for one without a configuration", () => {
    const origin = folderWith({ "Dockerfile": shellForm, "pid1lint.yaml": "fail-on: never\n" });
    git(origin, "init", "--quiet");
    git(origin, "config", "uploadpack.allowFilter", "true");
    git(origin, "add", "--all");
    git(origin, "commit", "--quiet", "-m", "x");
    git(origin, "branch", "old");
    writeFileSync(join(origin, "pid1lint.yaml"), "fail-on: error\n");
    git(origin, "commit", "--quiet", "-am", "y");
    const clone = folderWith({});
    git(clone, "clone", "--quiet", "--filter=blob:none", `file://${origin}`, ".");
    expect(pid1lint(clone, ["--base", "origin/old", "--config-from", "base"])).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/cannot read .* in that revision: .*; fetch it first/),
    });
  });
});

test("what is too much to read is said", () => {
  const { diagnostics } = lint(
    memoryTree({
      "/a/Dockerfile": `FROM debian:12-slim\n${"USER a\n".repeat(100_001)}CMD gunicorn a\n`,
      "/a/compose.yaml": `services:\n${Array.from({ length: 10_002 }, (_, index) => `  s${index}: {image: debian, command: gunicorn a}\n`).join("")}`,
    }),
    ["/a/Dockerfile", "/a/compose.yaml"],
  );
  expect(
    diagnostics
      .filter(({ severity, rule }) => severity !== "error" && rule !== "missing-init")
      .map(({ rule, message }) => `${rule}: ${message}`),
  ).toEqual([
    "parse-error: The file has more than 100000 instructions, too many to read.",
    "not-read: containers from here on were not checked: the file starts more than 10000",
  ]);
});

test("a start-up whose other ways are cut off is judged by its default run, and that is said in the report", () => {
  const branches = Array.from({ length: 40 }, (_, index) => `if [ "$A${index}" ]; then p${index} & fi`).join("\n");
  const { code, stdout } = pid1lint(folderWith({ "Dockerfile": runs, "run.sh": `#!/bin/sh\n${branches}\napp\n` }), []);
  expect([code, stdout]).toEqual([
    1,
    expect.stringMatching(
      /^Dockerfile:3:1: info: the start-up branches too often or is too long to follow \(up to run\.sh:\d+\), so only the default run was judged \[not-read\]$/m,
    ),
  ]);
});

test("hostile images do not use up what another one needs", () => {
  const branches = Array.from({ length: 40 }, (_, index) => `if [ "$A${index}" ]; then p${index} & fi`).join("\n");
  const hostile = Object.fromEntries(
    Array.from({ length: 24 }, (_, index) => [
      [`a${index}/Dockerfile`, runs],
      [`a${index}/run.sh`, `#!/bin/sh\n${branches}\napp\n`],
    ]).flat(),
  );
  const folder = folderWith({
    ...hostile,
    "zz/Dockerfile": runs,
    "zz/run.sh": `#!/bin/sh\n${branches.split("\n").slice(0, 6).join("\n")}\n${"echo x\n".repeat(60)}gunicorn a:a\n`,
  });
  expect(pid1lint(folder, []).stdout).toMatch(/^zz\/run\.sh:\d+:1: error/m);
});

test("a report that goes to a stream leaves what is there", () => {
  const folder = folderWith({ Dockerfile: shellForm, run: noExec });
  appendFileSync(join(folder, "log"), "before\n");
  execFileSync("sh", ["-c", `{ ${commandLine("--output-file", "/dev/stdout")} || true; echo after; } >> log`], {
    cwd: folder,
  });
  expect(execFileSync("cat", ["log"], { cwd: folder, encoding: "utf8" })).toMatch(
    /^before\nDockerfile:2:1: error[^]*after\n$/,
  );
});
