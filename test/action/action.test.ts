import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { buildCommand, execForm, folderWith, git, pid1lint, shellForm, textIn } from "../cli/command.ts";
import { checkOutAction, manifest, step } from "./runner.ts";

buildCommand();
checkOutAction();

const script = "#!/bin/sh\ngunicorn 'api:app()'\n";
const behindScript = 'FROM debian:12-slim\nCOPY run.sh /\nENTRYPOINT ["/run.sh"]\n';

/** A Dockerfile in each of so many folders. */
function many(count: number, text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`service-${String(index).padStart(2, "0")}/Dockerfile`, text]),
  );
}

describe("a workspace with errors", () => {
  const files = { "api/Dockerfile": shellForm, "worker/Dockerfile": behindScript, "worker/run.sh": script };

  test("fails the step, annotates the lines, sets outputs and writes a summary with process trees and the patch", () => {
    const workspace = folderWith(files);
    const { code, stdout, stderr, outputs, summary, commands } = step(workspace);
    expect([code, stderr]).toEqual([1, ""]);
    expect(stdout).toMatch(/^api\/Dockerfile:2:1: error: /m);
    expect(commands.map((line) => line.replace(/title=.*/s, ""))).toEqual([
      "::error file=api/Dockerfile,line=2,endLine=2,col=1,endColumn=25,",
      "::error file=worker/run.sh,line=2,endLine=2,col=1,endColumn=21,",
    ]);
    expect(outputs).toEqual({ findings: "2", errors: "2", fixed: "0", sarif: "" });
    expect(Object.keys(manifest.outputs)).toEqual(Object.keys(outputs));
    expect(summary).toMatch(/^### pid1lint: 2 errors in 2 files; 2 fixable with --fix\n/);
    expect(summary).toMatch(/^```text\nworker\/Dockerfile — stuck: /m);
    expect(summary).toMatch(/^\+exec gunicorn/m);
    expect(textIn(workspace, "api/Dockerfile")).toBe(shellForm);
  });

  test("with sarif-file: a report for code scanning, whose path is an output", () => {
    const workspace = folderWith(files);
    const { code, outputs } = step(workspace, { "sarif-file": "pid1lint.sarif" });
    expect(code).toBe(1);
    expect(outputs["sarif"]).toBe(join(workspace, "pid1lint.sarif"));
    const { runs }: { readonly runs: readonly { readonly results: readonly { readonly ruleId: string }[] }[] } =
      JSON.parse(readFileSync(outputs["sarif"] ?? "", "utf8"));
    expect(runs[0]?.results.map(({ ruleId }) => ruleId)).toEqual(["shell-form-cmd", "missing-exec"]);
  });

  test("fix writes them, and the step passes", () => {
    const workspace = folderWith(files);
    const { code, outputs, summary, commands } = step(workspace, { fix: "true" });
    expect([code, commands]).toEqual([0, []]);
    expect(outputs).toEqual({ findings: "0", errors: "0", fixed: "2", sarif: "" });
    expect(summary).toMatch(/^\+CMD \["gunicorn", "api:app\(\)"\]$/m);
    expect([textIn(workspace, "api/Dockerfile"), textIn(workspace, "worker/run.sh")]).toEqual([
      execForm,
      script.replace("gunicorn", "exec gunicorn"),
    ]);
  });

  test("fail-on says what fails the step", () => {
    const { code, outputs } = step(folderWith(files), { "fail-on": "never" });
    expect([code, outputs["errors"]]).toEqual([0, "2"]);
  });

  test("annotations and summary can be switched off", () => {
    const { code, summary, commands, outputs } = step(folderWith(files), { annotations: "false", summary: "False" });
    expect([code, summary, commands, outputs["findings"]]).toEqual([1, "", [], "2"]);
  });

  test("args are options, over lines and in quotes", () => {
    const { code, outputs } = step(folderWith(files), {
      args: "--rule shell-form-cmd=off\n  --rule 'missing-exec=info'",
    });
    expect([code, outputs["findings"], outputs["errors"]]).toEqual([0, "1", "0"]);
  });

  test("working-directory is where paths are seen from; annotations stay relative to the repository", () => {
    const workspace = folderWith({ ".git/HEAD": "", "a/b/Dockerfile": shellForm, "a/other/Dockerfile": shellForm });
    const { outputs, commands } = step(workspace, {
      "working-directory": "a",
      "paths": "b",
      "sarif-file": "out.sarif",
    });
    expect(outputs).toMatchObject({ findings: "1", sarif: join(workspace, "a/out.sarif") });
    expect(commands.map((line) => line.split(",")[0])).toEqual(["::error file=a/b/Dockerfile"]);
    expect(existsSync(join(workspace, "a/out.sarif"))).toBe(true);
  });

  test("config and baseline are seen from working-directory", () => {
    const workspace = folderWith({ ...files, "ci.yaml": "rules:\n  shell-form-cmd: off\n" });
    expect(step(workspace, { config: "ci.yaml" }).outputs).toMatchObject({ findings: "1" });
    expect(pid1lint(workspace, ["--baseline", "known.json", "--write-baseline"]).code).toBe(0);
    expect(step(workspace, { baseline: "known.json" })).toMatchObject({
      code: 0,
      commands: [],
      outputs: { findings: "0" },
    });
  });

  test("since leaves out what a pull request does not touch", () => {
    const workspace = folderWith(files);
    git(workspace, "init", "--quiet");
    git(workspace, "add", "--all");
    git(workspace, "commit", "--quiet", "--message", "first");
    git(workspace, "switch", "--quiet", "--create", "change");
    writeFileSync(join(workspace, "worker/run.sh"), `${script}# changed\n`);
    expect(step(workspace, { since: "main" }).commands).toEqual([
      expect.stringMatching(/^::error file=worker\/run\.sh,/),
    ]);
  });

  test("paths may be several, with spaces in their names, and begin with a dash", () => {
    const workspace = folderWith({
      "one/Dockerfile": shellForm,
      "two words/Dockerfile": shellForm,
      "-x/Dockerfile": shellForm,
      "four/Dockerfile": shellForm,
    });
    expect(step(workspace, { paths: "one 'two words'\n-x\n" }).outputs["findings"]).toBe("3");
  });
});

describe("a workspace without findings", () => {
  test("passes, and the summary says so", () => {
    const { code, stderr, outputs, summary, commands } = step(folderWith({ Dockerfile: execForm }));
    expect([code, stderr, commands]).toEqual([0, "", []]);
    expect(outputs).toEqual({ findings: "0", errors: "0", fixed: "0", sarif: "" });
    expect(summary).toBe("### pid1lint: no findings in 1 file\n");
  });

  test("without Dockerfiles as well", () => {
    const { code, stderr, outputs, summary } = step(folderWith({}));
    expect([code, stderr]).toEqual([0, "pid1lint: no Dockerfile found in .\n"]);
    expect([outputs["findings"], summary]).toEqual(["0", "### pid1lint: no Dockerfile found\n"]);
  });
});

describe("what GitHub limits", () => {
  test("ten annotations of a kind, the most severe first; the log tells of the others, the summary has all", () => {
    const workspace = folderWith({ ...many(12, shellForm), "a/Dockerfile": "FROM nginx:1\nSTOPSIGNAL SIGTERM\n" });
    const { stdout, outputs, summary, commands } = step(workspace);
    expect(commands.map((line) => line.split(" ")[0])).toEqual([
      ...Array.from({ length: 10 }, () => "::error"),
      "::warning",
    ]);
    expect(stdout).toMatch(/\npid1lint: 2 more without annotation: GitHub shows 10 of each kind per step\n$/);
    expect(outputs).toMatchObject({ findings: "13", errors: "12" });
    expect(summary.match(/^\| error /gm)).toHaveLength(12);
  });

  test("a summary of 1 MiB, with what is there already", () => {
    const before = `${"x".repeat(1024 * 1024 - 3001)}\n`;
    const { code, summary } = step(folderWith(many(12, shellForm)), {}, { summary: before });
    expect(code).toBe(1);
    expect(summary.startsWith(before)).toBe(true);
    expect(summary).toMatch(/\n\*\*This summary is cut: [^\n]*\n$/);
    expect(Buffer.byteLength(summary)).toBeLessThanOrEqual(1024 * 1024);
    expect(Buffer.byteLength(summary)).toBeGreaterThan(1024 * 1024 - 1500);
  });
});

describe("text of strangers", () => {
  test("is no command to the runner", () => {
    const workspace = folderWith({
      "::add-mask::a/Dockerfile": "FROM debian:12\nCMD node x.js; \\\n::warning::injected\n",
    });
    const { stdout, commands } = step(workspace);
    expect(stdout).toMatch(/^\\x3a:add-mask::a\/Dockerfile:2:1: error: /m);
    expect(commands.length).toBeGreaterThan(0);
    expect(commands.filter((line) => !line.startsWith("::error file=%3A%3Aadd-mask%3A%3Aa/Dockerfile,"))).toEqual([]);
  });

  test("cannot end an output", () => {
    const { outputs } = step(folderWith({ Dockerfile: execForm }), { "sarif-file": "a\nfindings=7\nerrors<<b" });
    expect(outputs).toEqual({
      findings: "0",
      errors: "0",
      fixed: "0",
      sarif: expect.stringMatching(/\/a\nfindings=7\nerrors<<b$/),
    });
  });
});

describe("bad input fails the step with an error that says what to do", () => {
  test.each<[string, Readonly<Record<string, string>>, string]>([
    ["no such path", { paths: "missing" }, "missing: no such file or folder; name Dockerfiles, or folders to search"],
    [
      "a glob",
      { paths: "services/*" },
      "input paths: services/*: nothing is expanded here; write the value, or put it in single quotes to keep it as it is",
    ],
    [
      "a variable",
      { args: "--target $STAGE" },
      "input args: $STAGE: nothing is expanded here; write the value, or put it in single quotes to keep it as it is",
    ],
    [
      "a quote left open",
      { args: "--target 'a" },
      "input args: --target 'a: cannot split this into words; quote spaces and characters that a shell would read",
    ],
    [
      "two commands",
      { args: "--quiet; rm -rf /" },
      "input args: --quiet; rm -rf /: cannot split this into words; quote spaces and characters that a shell would read",
    ],
    ["no switch", { fix: "yes" }, "input fix: yes: use true or false"],
    ["no severity", { "fail-on": "fatal" }, "--fail-on fatal: choose error, warning, info or never"],
    ["an unknown option", { args: "--unsafe-fix" }, 'unknown option --unsafe-fix; did you mean "--unsafe-fixes"?'],
    ["a command", { args: "trace" }, "pid1lint trace supports only --format text, tree or json"],
    [
      "help",
      { args: "--help" },
      "input args takes options only, such as --rule missing-init=off; files and folders go into paths",
    ],
    [
      "no such folder",
      { "working-directory": "missing" },
      "input working-directory: missing: no such folder in the workspace; run actions/checkout first",
    ],
    [
      "no folder for the report",
      { "sarif-file": "missing/out.sarif" },
      "cannot write missing/out.sarif: no folder missing; create it first",
    ],
  ])("%s", (_, inputs, message) => {
    const workspace = folderWith({ Dockerfile: shellForm });
    const { code, stderr, commands, outputs, summary } = step(workspace, inputs);
    expect(commands).toEqual([`::error title=pid1lint::${message}`]);
    expect([code, stderr, outputs, summary]).toEqual([2, "", {}, ""]);
    expect(textIn(workspace, "Dockerfile")).toBe(shellForm);
  });

  test("outside of a runner it says what it cannot write", () => {
    const { code, commands } = step(
      folderWith({ Dockerfile: execForm }),
      {},
      { env: { GITHUB_OUTPUT: "", GITHUB_STEP_SUMMARY: "" } },
    );
    expect(code).toBe(0);
    expect(commands).toEqual([
      "::warning title=pid1lint::GITHUB_STEP_SUMMARY is not set: cannot write the job summary",
      "::warning title=pid1lint::GITHUB_OUTPUT is not set: cannot write the outputs of this step",
    ]);
  });
});
