import { mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { parse } from "yaml";
import { buildCommand, execForm, folderWith, git, pid1lint, shellForm, textIn } from "./command.ts";

buildCommand();

/** Each finding as "path severity rule". */
function found(folder: string, ...args: readonly string[]): readonly string[] {
  const { stdout, stderr } = pid1lint(folder, ["--format", "json", ...args]);
  if (stdout === "") throw new Error(stderr);
  const {
    diagnostics,
  }: { readonly diagnostics: readonly { readonly path: string; readonly severity: string; readonly rule: string }[] } =
    JSON.parse(stdout);
  return diagnostics.map(({ path, severity, rule }) => `${path} ${severity} ${rule}`);
}

const runsScript = 'FROM debian:12-slim\nCOPY run.sh /\nCMD ["/run.sh"]\n';
const script = "#!/bin/sh\ngunicorn 'api:app()'\n";

describe("a configuration", () => {
  test("holds for its folder and those below, the nearest alone", () => {
    const folder = folderWith({
      "pid1lint.yaml": "rules: {shell-form-cmd: info}\n",
      "Dockerfile": shellForm,
      "a/Dockerfile": shellForm,
      "b/.pid1lint.yaml": "rules: {missing-exec: off}\n",
      "b/c/Dockerfile": shellForm,
      "d/package.json": '{"pid1lint": {"rules": {"shell-form-cmd": "off"}}}',
      "d/Dockerfile": shellForm,
    });
    expect(found(folder)).toEqual([
      "Dockerfile info shell-form-cmd",
      "a/Dockerfile info shell-form-cmd",
      "b/c/Dockerfile error shell-form-cmd",
    ]);
    expect(found(join(folder, "b"), "../a/Dockerfile", "c")).toEqual([
      "../a/Dockerfile error shell-form-cmd",
      "c/Dockerfile error shell-form-cmd",
    ]);
  });

  test("is looked for up to the top of the repository, beyond that of a submodule", () => {
    const other = folderWith({ Dockerfile: shellForm });
    git(other, "init");
    git(other, "add", ".");
    git(other, "commit", "-m", "x");
    const folder = folderWith({ "pid1lint.yaml": "rules: {shell-form-cmd: off}\n", "repo/Dockerfile": shellForm });
    const repository = join(folder, "repo");
    git(repository, "init");
    git(repository, "submodule", "add", other, "sub");
    expect(found(folder)).toEqual(["repo/Dockerfile error shell-form-cmd", "repo/sub/Dockerfile error shell-form-cmd"]);
    writeFileSync(join(repository, "pid1lint.yaml"), "ignore: [/sub]\n");
    expect(found(folder)).toEqual(["repo/Dockerfile error shell-form-cmd"]);
  });

  test("gives a finding the severity for the file that it is in", () => {
    const folder = folderWith({
      "pid1lint.yaml": "overrides:\n  - {files: [run.sh], rules: {missing-exec: warning}}\n",
      "Dockerfile": runsScript,
      "run.sh": script,
      "sub/Dockerfile": runsScript,
      "sub/run.sh": script,
      "sub/pid1lint.yaml": "rules: {missing-exec: info}\n",
    });
    expect(found(folder)).toEqual(["run.sh warning missing-exec", "sub/run.sh info missing-exec"]);
  });

  test("decides what fails, for the files it holds for", () => {
    const folder = folderWith({
      "pid1lint.yaml": "fail-on: never\n",
      "Dockerfile": shellForm,
      "sub/pid1lint.yaml": "rules: {shell-form-cmd: info}\nfail-on: info\n",
    });
    expect(pid1lint(folder, []).code).toBe(0);
    expect(pid1lint(folder, ["--fail-on", "error"]).code).toBe(1);
    writeFileSync(join(folder, "sub/Dockerfile"), shellForm);
    expect(pid1lint(folder, []).code).toBe(1);
  });

  test("of the working directory decides on the format", () => {
    const folder = folderWith({
      "pid1lint.yaml": "format: github\n",
      "Dockerfile": shellForm,
      "sub/pid1lint.yaml": "format: json\n",
      "sub/Dockerfile": execForm,
    });
    expect(pid1lint(folder, []).stdout).toMatch(/^::error file=Dockerfile/);
    expect(pid1lint(folder, ["--format", "text"]).stdout).toMatch(/^Dockerfile:2:1: error/);
    expect(pid1lint(folder, ["--diff"]).stdout).toMatch(/^diff --git/);
    expect(pid1lint(folder, ["trace"]).stdout).toMatch(/^Dockerfile — stuck/);
  });

  test("never says where a report goes; the command line does, in the format that it chooses", () => {
    const folder = folderWith({
      "pid1lint.yaml": "format: [text, sarif=a.sarif]\n",
      "Dockerfile": shellForm,
      "sub/package.json": '{"pid1lint": {"format": "json=../a.json"}}',
      "sub/Dockerfile": shellForm,
    });
    for (const from of [folder, join(folder, "sub")]) {
      expect(pid1lint(from, [])).toMatchObject({
        code: 2,
        stdout: "",
        stderr: expect.stringMatching(/format: a configuration names a format, not a file; use --format /),
      });
    }
    expect(readdirSync(folder).sort()).toEqual(["Dockerfile", "pid1lint.yaml", "sub"]);
    writeFileSync(join(folder, "pid1lint.yaml"), "format: gitlab\n");
    expect(pid1lint(folder, ["--output-file", "x", "Dockerfile"])).toMatchObject({ code: 1, stdout: "" });
    expect(JSON.parse(textIn(folder, "x"))).toMatchObject([{ check_name: "shell-form-cmd" }]);
  });

  test("that asks for a patch makes way for unsafe fixes in it", () => {
    const folder = folderWith({
      "pid1lint.yaml": "format: diff\n",
      "Dockerfile": 'FROM debian:12-slim\nCMD ["gunicorn", "api:app()"\n',
    });
    expect(pid1lint(folder, []).stdout).toBe("");
    expect(pid1lint(folder, ["--unsafe-fixes"]).stdout).toMatch(/^\+CMD \["gunicorn", "api:app\(\)"\]$/m);
    expect(pid1lint(folder, ["--unsafe-fixes", "--no-config"])).toEqual({
      code: 2,
      stdout: "",
      stderr: "pid1lint: --unsafe-fixes needs --fix or --diff\n",
    });
  });

  test("keeps what it leaves out from being fixed through a link, with the reason", () => {
    const folder = folderWith({ "pid1lint.yaml": "ignore: [shared/]\n", "shared/Dockerfile": shellForm });
    symlinkSync("shared/Dockerfile", join(folder, "Dockerfile"));
    const { code, stdout } = pid1lint(folder, ["--fix", "Dockerfile"]);
    expect(stdout).toMatch(
      /^not fixed Dockerfile:2: .*: (?:shared\/Dockerfile: )?the configuration ignores the file \[shell-form-cmd\]$/m,
    );
    expect([code, textIn(folder, "shared/Dockerfile")]).toEqual([1, shellForm]);
    expect(pid1lint(folder, ["--diff", "Dockerfile"])).toMatchObject({
      stdout: "",
      stderr: expect.stringMatching(/not in the patch: .*the configuration ignores the file/),
    });
  });

  test("spares no file that it leaves out the harm of a fix: the image is there, linted or not", () => {
    const folder = folderWith({
      "pid1lint.yaml": "ignore: [old.Dockerfile]\n",
      "Dockerfile": runsScript,
      "run.sh": script,
      "old.Dockerfile": runsScript.replace('["/run.sh"]', '["/bin/sh", "-c", ". /run.sh; echo end"]'),
    });
    expect(pid1lint(folder, ["--fix"]).stdout).toMatch(/^not fixed run\.sh:2: .*old\.Dockerfile/m);
    expect(textIn(folder, "run.sh")).toBe(script);
  });

  test("names context, target and base images, seen from its folder; the command line beats it", () => {
    const folder = folderWith({
      "sub/pid1lint.yaml":
        "base-images: {reg.example/app: base.json}\noverrides:\n  - {files: [docker/Dockerfile], context: src, target: 0}\n",
      "sub/base.json": '{"sh": "dash"}',
      "sub/docker/Dockerfile": `FROM reg.example/app\nCOPY run.sh /\nCMD ["/run.sh"]\n${execForm}`,
      "sub/src/run.sh": script,
      "sub/src/base.json": '{"sh": "bash"}',
    });
    expect(found(folder)).toEqual(["sub/src/run.sh error missing-exec"]);
    expect(found(folder, "--target", "1")).toEqual([]);
    expect(found(folder, "--context", "sub/docker")).toEqual([]);
    expect(pid1lint(folder, ["trace"]).stdout).toMatch(/^sub\/docker\/Dockerfile — stuck: dash stays/);
    expect(pid1lint(folder, ["trace", "--base-image", "reg.example/app=sub/src/base.json"]).stdout).toMatch(
      /^sub\/docker\/Dockerfile — stuck: bash stays/,
    );
  });

  test("leaves files out, named ones too, and says so; what others have in them is not told and not fixed", () => {
    const folder = folderWith({
      "pid1lint.yaml": "ignore:\n  - legacy/\n  - run.sh\n",
      "legacy/Dockerfile": shellForm,
      "Dockerfile": runsScript,
      "run.sh": script,
    });
    expect(found(folder)).toEqual([]);
    expect(pid1lint(folder, ["legacy/Dockerfile"])).toEqual({
      code: 0,
      stdout: "",
      stderr: 'pid1lint: legacy/Dockerfile is ignored by "legacy/" (pid1lint.yaml:2:5)\n',
    });
    expect(pid1lint(folder, ["legacy/Dockerfile", "--quiet"]).stderr).toBe("");
    expect(pid1lint(folder, ["legacy"])).toEqual({
      code: 0,
      stdout: "",
      stderr: "pid1lint: the configuration ignores every Dockerfile found\n",
    });
    expect(pid1lint(folder, ["--fix"]).code).toBe(0);
    expect([textIn(folder, "run.sh"), textIn(folder, "legacy/Dockerfile")]).toEqual([script, shellForm]);
    expect(found(folder, "--no-config")).toEqual([
      "legacy/Dockerfile error shell-form-cmd",
      "run.sh error missing-exec",
    ]);
  });

  test("that --config names is used instead of every other", () => {
    const folder = folderWith({
      "pid1lint.yaml": "rules: {shell-form-cmd: off}\n",
      "strict.yaml": "rules: {shell-form-cmd: warning}\n",
      "Dockerfile": shellForm,
    });
    expect(found(folder)).toEqual([]);
    expect(found(folder, "--config", "strict.yaml")).toEqual(["Dockerfile warning shell-form-cmd"]);
    expect(found(folder, "--rule", "shell-form-cmd=info")).toEqual(["Dockerfile info shell-form-cmd"]);
    expect(found(folder, "--no-config")).toEqual(["Dockerfile error shell-form-cmd"]);
  });

  test("holds for text from standard input by the name it is given", () => {
    const folder = folderWith({ "api/pid1lint.yaml": "rules: {shell-form-cmd: info}\n" });
    expect(pid1lint(folder, ["-", "--stdin-filename", "api/Dockerfile"], { input: shellForm }).stdout).toMatch(
      /^api\/Dockerfile:2:1: info/,
    );
  });
});

describe("what is wrong with a configuration is one line with its place, and exit code 2", () => {
  test.each([
    [
      { "pid1lint.yaml": "rules:\n  shell-form-cmb: off\n" },
      [],
      'pid1lint.yaml:2:3: rules: unknown key "shell-form-cmb"; did you mean "shell-form-cmd"?',
    ],
    [{ "pid1lint.yaml": "fail-on: [\nrules: x\n" }, [], /^pid1lint\.yaml:\d:\d: This YAML cannot be read: /],
    [
      { "pid1lint.yaml": "ignore: x\nformat: y\n" },
      [],
      "pid1lint.yaml:1:9: ignore must be a list, not a string; use [x] (and 1 more)",
    ],
    [
      { "sub/pid1lint.yaml": "overrides: [{files: [x], context: nowhere}]\n", "sub/Dockerfile": execForm },
      [],
      'sub/pid1lint.yaml:1:35: context: "nowhere": no such folder',
    ],
    [
      { "pid1lint.yaml": "overrides: [{files: [Dockerfile], target: prod}]\n" },
      [],
      "pid1lint.yaml:1:43: target: prod: Dockerfile has no such stage; its only stage is 0 (unnamed)",
    ],
    [
      { "pid1lint.yaml": "base-images:\n  reg.example/a: missing.json\n" },
      [],
      "pid1lint.yaml:2:18: base-images.reg.example/a: missing.json: no such file",
    ],
    [
      { "pid1lint.yaml": "", "package.json": '{"pid1lint": {}}' },
      [],
      "pid1lint.yaml and package.json both configure pid1lint: keep one, or name one with --config",
    ],
    [
      { "package.json": '{\n  "pid1lint": {"rules": {"x": "off"}}\n}' },
      [],
      /^package\.json:2:26: rules: unknown key "x"; known are shell-form-entrypoint, /,
    ],
    [{ "package.json": '{"pid1lint": {},}' }, [], /^package\.json: invalid JSON: /],
    [
      { "pid1lint.yaml": "rules: {}\nformat: a.sarif\n" },
      [],
      /^pid1lint\.yaml:2:9: format: "a\.sarif" is not one of text, json, github, /,
    ],
    [{}, ["--config", "nowhere.yaml"], "--config nowhere.yaml: no such file"],
    [{ "package.json": "{}" }, ["--config", "package.json"], '--config package.json: it has no "pid1lint"'],
    [{ "a/b": "" }, ["--config", "a"], "--config a: name a file, not a folder"],
    [{}, ["--config", "x", "--no-config"], "--config and --no-config contradict each other: choose one"],
  ])("%j %j", (files, args, message) => {
    const { code, stdout, stderr } = pid1lint(folderWith({ Dockerfile: execForm, ...files }), args);
    if (typeof message === "string") expect(stderr).toBe(`pid1lint: ${message}\n`);
    else expect(stderr.replace(/^pid1lint: /, "")).toMatch(message);
    expect([code, stdout, stderr.trimEnd().split("\n").length]).toEqual([2, "", 1]);
  });
});

describe("pid1lint config", () => {
  const files = {
    "pid1lint.yaml":
      "rules: {shell-form-cmd: warning, missing-init: off}\nignore: [old/]\nbase-images: {reg.example/a: b.json}\noverrides:\n  - {files: [api/], rules: {missing-init: info}, context: ., target: 1}\n",
    "b.json": "{}",
    "api/Dockerfile": execForm,
    "old/Dockerfile": execForm,
  };

  test("prints what holds for a file, and who says so", () => {
    const { code, stdout } = pid1lint(folderWith(files), [
      "config",
      "api/Dockerfile",
      "--fail-on",
      "error",
      "--rule",
      "missing-exec=info",
    ]);
    expect(stdout).toBe(`# Settings for "api/Dockerfile"; configuration: "pid1lint.yaml"
rules:
  shell-form-cmd: warning  # pid1lint.yaml:1:25
  missing-exec: info       # command line
  missing-init: info       # pid1lint.yaml:5:43
base-images:
  reg.example/a: b.json    # pid1lint.yaml:3:30
ignored: false             # default
context: .                 # pid1lint.yaml:5:59
target: "1"                # pid1lint.yaml:5:70
fail-on: error             # command line
format: text               # default
`);
    expect(code).toBe(0);
  });

  test("as JSON says the same", () => {
    const folder = folderWith(files);
    const json: Readonly<Record<string, unknown>> = JSON.parse(
      pid1lint(folder, ["config", "old", "--format", "json"]).stdout,
    );
    expect(json).toMatchObject({
      "path": "old/Dockerfile",
      "config": "pid1lint.yaml",
      "rules": { "missing-init": { value: "off", from: "pid1lint.yaml:1:48" } },
      "ignored": { value: true, from: "pid1lint.yaml:2:10" },
      "base-images": { "reg.example/a": { value: "b.json" } },
      "context": { value: null, from: "default" },
      "fail-on": { value: "warning", from: "default" },
    });
    const yaml: unknown = parse(pid1lint(folder, ["config", "old"]).stdout);
    expect(yaml).toMatchObject({ rules: { "missing-init": "off" }, ignored: true, context: null });
  });

  test("without a configuration shows the defaults", () => {
    expect(pid1lint(folderWith({}), ["config"]).stdout).toMatch(
      /^# Settings for "Dockerfile"; no configuration\nrules: \{\} +# default\n/,
    );
  });

  test.each([
    [["config", "nowhere"], "nowhere: no such file or folder"],
    [["config", "a", "b"], "pid1lint config takes one file or folder at a time"],
    [["config", "--format", "github"], "pid1lint config prints YAML, or JSON with --format json"],
    [["config", "--fix"], "pid1lint config does not accept --fix"],
    [["init", "x"], "pid1lint init takes no argument: it writes pid1lint.yaml into the working directory"],
    [["init", "--no-config"], "pid1lint init does not accept --no-config"],
  ])("%j is refused", (args, message) => {
    expect(pid1lint(folderWith({}), args)).toEqual({ code: 2, stdout: "", stderr: `pid1lint: ${message}\n` });
  });
});

describe("pid1lint init", () => {
  test("writes a configuration that changes nothing, and never over another", () => {
    const folder = folderWith({ Dockerfile: shellForm });
    const before = found(folder);
    expect(pid1lint(folder, ["init"])).toEqual({ code: 0, stdout: "", stderr: "pid1lint: wrote pid1lint.yaml\n" });
    expect(found(folder)).toEqual(before);
    writeFileSync(join(folder, "pid1lint.yaml"), "rules: {}\n");
    expect(pid1lint(folder, ["init"])).toEqual({
      code: 2,
      stdout: "",
      stderr: "pid1lint: pid1lint.yaml already holds a configuration and was left as it is\n",
    });
    expect(textIn(folder, "pid1lint.yaml")).toBe("rules: {}\n");
    rmSync(join(folder, "pid1lint.yaml"));
    writeFileSync(join(folder, "package.json"), '{"pid1lint": {}}');
    expect(pid1lint(folder, ["init"]).stderr).toMatch(/package\.json already holds a configuration/);
    rmSync(join(folder, "package.json"));
    mkdirSync(join(folder, "pid1lint.yaml"));
    expect(pid1lint(folder, ["init"])).toMatchObject({ code: 2 });
  });

  test("its comments are examples that hold when they are taken in", () => {
    const folder = folderWith({
      "docker/api.Dockerfile": `FROM debian:12 AS production\n${shellForm.split("\n")[1]}\n`,
      "docker/base.Dockerfile": execForm,
    });
    pid1lint(folder, ["init"]);
    const taken = textIn(folder, "pid1lint.yaml").replace(/^( *)# (?=( *[-\w./]+:|- ))/gm, "$1");
    writeFileSync(join(folder, "pid1lint.yaml"), taken);
    const { stdout, stderr } = pid1lint(folder, ["config", "docker/api.Dockerfile"]);
    expect(stderr).toBe("");
    expect(parse(stdout)).toMatchObject({
      "rules": { "missing-init": "off" },
      "base-images": { "registry.example.com/base/node": "docker/base.Dockerfile" },
      "context": ".",
      "target": "production",
      "fail-on": "warning",
      "format": "text",
    });
  });

  test("carries over what hadolint's says", () => {
    const folder = folderWith({
      "Dockerfile": shellForm,
      ".hadolint.yaml": "ignored:\n  - DL3008\n  - DL3025\nfailure-threshold: error\ntrustedRegistries: [docker.io]\n",
    });
    expect(pid1lint(folder, ["init"]).stderr).toBe(
      "pid1lint: wrote pid1lint.yaml, with the settings of .hadolint.yaml for the same rules\n",
    );
    expect(textIn(folder, "pid1lint.yaml")).toContain(
      "\nrules:\n  shell-form-entrypoint: off # DL3025 is ignored in .hadolint.yaml\n  shell-form-cmd: off # DL3025 is ignored in .hadolint.yaml\n",
    );
    expect(parse(pid1lint(folder, ["config"]).stdout)).toMatchObject({
      "rules": { "shell-form-cmd": "off" },
      "fail-on": "error",
    });
    expect(found(folder)).toEqual([]);
  });

  test("refuses a hadolint configuration that it cannot read, and writes nothing", () => {
    const folder = folderWith({ ".hadolint.yml": "ignored: [\n" });
    expect(pid1lint(folder, ["init"]).stderr).toMatch(
      /^pid1lint: \.hadolint\.yml:2:1: This YAML cannot be read: .* Fix or move it, then run pid1lint init again\n$/,
    );
    expect(() => textIn(folder, "pid1lint.yaml")).toThrow(/ENOENT/);
  });

  test("names the schema to editors where the project has the package", () => {
    const folder = folderWith({ "node_modules/pid1lint/pid1lint.schema.json": "{}" });
    pid1lint(folder, ["init"]);
    expect(textIn(folder, "pid1lint.yaml")).toMatch(
      /^# yaml-language-server: \$schema=node_modules\/pid1lint\/pid1lint\.schema\.json\n/,
    );
  });
});
