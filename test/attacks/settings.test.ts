import { appendFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { buildCommand, folderWith, git, pid1lint, shellForm } from "../cli/command.ts";

buildCommand();

/** A repository on a branch of its own, and what its change does to it. */
function change(before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>): string {
  const folder = folderWith({ Dockerfile: shellForm, ...before });
  git(folder, "init", "--quiet");
  git(folder, "add", "--all");
  git(folder, "commit", "--quiet", "-m", "x");
  git(folder, "checkout", "--quiet", "-b", "change");
  for (const [name, text] of Object.entries(after)) writeFileSync(join(folder, name), text);
  git(folder, "add", "--all");
  git(folder, "commit", "--quiet", "--allow-empty", "-m", "y");
  return folder;
}

const leftOut = (folder: string, ...args: readonly string[]): unknown => {
  const report: { readonly leftOut?: unknown } = JSON.parse(
    pid1lint(folder, ["--format", "json", "--base", "main", ...args]).stdout,
  );
  return report.leftOut;
};
const none = { configuration: 0, baseline: 0, comments: 0 };
const silent = `# pid1lint-disable-file\n${shellForm}`;

describe("S9: what a change's own settings leave out is counted", () => {
  test.each<readonly [string, Readonly<Record<string, string>>]>([
    ["ignore", { "pid1lint.yaml": "ignore: ['*']\n" }],
    ["a rule that is off", { "pid1lint.yaml": "rules: {shell-form-cmd: off}\n" }],
    ["a severity below the threshold", { "pid1lint.yaml": "rules: {shell-form-cmd: info}\n" }],
    ["a threshold", { "pid1lint.yaml": "fail-on: never\n" }],
    ["an override", { ".pid1lint.yml": "overrides: [{files: [Dockerfile], rules: {shell-form-cmd: off}}]\n" }],
    ["package.json", { "package.json": '{"pid1lint": {"ignore": ["Dockerfile"]}}' }],
  ])("%s", (_, after) => {
    const folder = change({}, after);
    expect(leftOut(folder)).toEqual({ ...none, configuration: 1 });
    expect(pid1lint(folder, []).code).toBe(0);
    const { code, stdout } = pid1lint(folder, ["--base", "main"]);
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/^this change hides 1 finding: 1 by its configuration$/m),
    ]);
    expect(pid1lint(folder, ["--base", "main", "--format", "github"]).stdout).toMatch(
      /^::warning title=pid1lint::this change hides 1 finding: 1 by its configuration$/m,
    );
    expect(pid1lint(folder, ["--base", "main", "--format", "markdown"]).stdout).toContain(
      "**this change hides 1 finding: 1 by its configuration**",
    );
    expect(pid1lint(folder, ["--base", "main", "--config-from", "base"])).toMatchObject({
      code: 1,
      stdout: expect.stringContaining("Dockerfile:2:1: error"),
    });
    expect(leftOut(folder, "--config-from", "base")).toEqual(none);
  });

  test.each<readonly [string, string]>([
    ["disable-file", silent],
    ["disable-next-line", shellForm.replace("CMD", "# pid1lint-disable-next-line shell-form-cmd -- mine\nCMD")],
    ["hadolint's", shellForm.replace("CMD", "# hadolint ignore=DL3025\nCMD")],
    ["BuildKit's", `# check=skip=JSONArgsRecommended\n${shellForm}`],
  ])("a comment: %s", (_, text) => {
    const folder = change({}, { Dockerfile: text });
    expect(leftOut(folder)).toEqual({ ...none, comments: 1 });
    expect(leftOut(folder, "--config-from", "base")).toEqual({ ...none, comments: 1 });
  });

  test("a baseline", () => {
    const folder = change({}, {});
    pid1lint(folder, ["--baseline", "known.json", "--write-baseline"]);
    expect(leftOut(folder, "--baseline", "known.json")).toEqual({ ...none, baseline: 1 });
    expect(pid1lint(folder, ["--base", "main", "--config-from", "base", "--baseline", "known.json"]).code).toBe(1);
    git(folder, "add", "--all");
    git(folder, "commit", "--quiet", "-m", "z");
    git(folder, "branch", "--force", "main");
    expect(leftOut(folder, "--baseline", "known.json")).toEqual(none);
    expect(pid1lint(folder, ["--base", "main", "--config-from", "base", "--baseline", "known.json"]).code).toBe(0);
  });

  test("what was there before does not count, nor what another line moves", () => {
    const folder = change({ "pid1lint.yaml": "rules: {shell-form-cmd: info}\n", "a/Dockerfile": silent }, {});
    expect(leftOut(folder)).toEqual(none);
    expect(pid1lint(folder, ["--base", "main"]).stdout).not.toContain("this change hides");
    writeFileSync(join(folder, "a/Dockerfile"), `# new\n\n${silent}`);
    expect(leftOut(folder)).toEqual(none);
    appendFileSync(join(folder, "a/Dockerfile"), "# pid1lint-disable-next-line\nCMD gunicorn b\n");
    expect(leftOut(folder)).toEqual(none);
  });

  test("without a configuration on the base branch there is none; one that is wrong there is said", () => {
    const folder = change({}, { "pid1lint.yaml": "rules: {nonsense: off}\n" });
    expect(pid1lint(folder, ["--base", "main"])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("pid1lint.yaml:1:9"),
    });
    expect(pid1lint(folder, ["--base", "main", "--config-from", "base"])).toMatchObject({ code: 1, stderr: "" });
    const other = change(
      { "pid1lint.yaml": "rules: {nonsense: off}\n" },
      { "pid1lint.yaml": "rules: {shell-form-cmd: off}\n" },
    );
    expect(pid1lint(other, ["--base", "main"])).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(
        /^pid1lint: cannot count the findings that this change hides: pid1lint\.yaml:1:9: /,
      ),
    });
    expect(pid1lint(other, ["--base", "main", "--config-from", "base"]).code).toBe(2);
  });

  test("descriptions of base images come from there too; a link there is nothing", () => {
    const folder = change(
      {
        "pid1lint.yaml": "base-images: {reg.example/x: b.json}\n",
        "b.json": '{"cmd": ["sh", "-c", "gunicorn a"], "sh": "dash"}',
        "Dockerfile": "FROM reg.example/x\n",
      },
      { "b.json": '{"cmd": ["gunicorn", "a"]}' },
    );
    expect(pid1lint(folder, ["trace"]).stdout).toMatch(/^Dockerfile — (?:graceful|delivered)/);
    const { stdout } = pid1lint(folder, ["--base", "main", "--config-from", "base", "--format", "json"]);
    expect(JSON.parse(stdout)).toMatchObject({ images: [{ outcome: "stuck" }] });
  });

  test.each([
    [["--base", "nowhere"], /^pid1lint: --base nowhere: unknown git revision; fetch it first/],
    [["--base", "--output=x"], /^pid1lint: /],
    [["--config-from", "base"], /^pid1lint: --config-from base needs --base REVISION$/m],
    [["--base", "main", "--config-from", "elsewhere"], /^pid1lint: --config-from elsewhere: choose head or base$/m],
  ])("%j is refused", (args, message) => {
    expect(pid1lint(change({}, {}), args)).toMatchObject({
      code: 2,
      stdout: "",
      stderr: expect.stringMatching(message),
    });
  });
});
