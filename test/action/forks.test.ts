import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { buildCommand, folderWith, git, shellForm } from "../cli/command.ts";
import { checkOutAction, step } from "./runner.ts";
import type { Step } from "./runner.ts";

buildCommand();
checkOutAction();

const home = "owner/app";

/**
 * A clone as actions/checkout makes it of a pull request's merge, `depth` commits deep; `silent`: the change switches
 * the rule off.
 */
function pullRequest(
  depth: number,
  silent = true,
): { readonly workspace: string; readonly base: string; readonly merge: string } {
  const origin = folderWith({ "Dockerfile": shellForm, "pid1lint.yaml": "fail-on: error\n" });
  git(origin, "init", "--quiet");
  git(origin, "add", "--all");
  git(origin, "commit", "--quiet", "-m", "first");
  writeFileSync(join(origin, "other"), "");
  git(origin, "add", "--all");
  git(origin, "commit", "--quiet", "-m", "base");
  const base = git(origin, "rev-parse", "HEAD").trim();
  git(origin, "checkout", "--quiet", "-b", "change");
  writeFileSync(join(origin, "pid1lint.yaml"), silent ? "rules: {shell-form-cmd: off}\n" : "fail-on: error\n# more\n");
  git(origin, "commit", "--quiet", "-am", "change");
  git(origin, "checkout", "--quiet", "main");
  git(origin, "merge", "--quiet", "--no-ff", "--no-edit", "change");
  const merge = git(origin, "rev-parse", "HEAD").trim();
  const workspace = folderWith({});
  git(workspace, "clone", "--quiet", "--depth", String(depth), `file://${origin}`, ".");
  return { workspace, base, merge };
}

/** A step of a workflow on that event. */
function on(
  { workspace, base, merge }: ReturnType<typeof pullRequest>,
  from: string | null,
  inputs: Readonly<Record<string, string>> = {},
  name = "pull_request",
): Step {
  const event = {
    pull_request: {
      base: { sha: base, repo: { full_name: home } },
      head: { repo: from === null ? null : { full_name: from } },
    },
  };
  const folder = folderWith({ "event.json": JSON.stringify(name === "push" ? { ref: "x" } : event) });
  return step(workspace, inputs, {
    env: { GITHUB_EVENT_NAME: name, GITHUB_EVENT_PATH: join(folder, "event.json"), GITHUB_SHA: merge },
  });
}

describe("config-from", () => {
  test("from a fork the configuration of the base branch counts: the change cannot switch a rule off", () => {
    for (const from of ["stranger/app", null]) {
      const { code, outputs, summary } = on(pullRequest(2), from);
      expect([code, outputs["errors"], summary.includes("this change hides")]).toEqual([1, "1", false]);
    }
  });

  test("from the same repository its own counts; what it leaves out is said in log, summary and an annotation", () => {
    const { code, outputs, summary, stdout, commands } = on(pullRequest(2), home);
    const told = "this change hides 1 finding: 1 by its configuration";
    expect([code, outputs["errors"]]).toEqual([0, "0"]);
    expect([summary, stdout]).toEqual([expect.stringContaining(`**${told}**`), expect.stringContaining(told)]);
    expect(commands).toEqual([`::warning title=pid1lint::${told}`]);
  });

  test("the input says otherwise", () => {
    expect(on(pullRequest(2), "stranger/app", { "config-from": "head" }).code).toBe(0);
    expect(on(pullRequest(2), home, { "config-from": "base" }).code).toBe(1);
    expect(on(pullRequest(2), home, { "config-from": "elsewhere" })).toMatchObject({
      code: 2,
      stdout: expect.stringContaining("input config-from: elsewhere: use base or head"),
    });
    expect(on(pullRequest(2), home, { "config-from": "base" }, "push")).toMatchObject({
      code: 2,
      stdout: expect.stringContaining("this event is not a pull request"),
    });
  });

  test("without the base commit a fork's pull request fails with what to do; another goes on, and says what is not counted", () => {
    expect(on(pullRequest(1), "stranger/app")).toMatchObject({
      code: 2,
      stdout: expect.stringMatching(
        /^::error title=pid1lint::.*set fetch-depth on actions\/checkout: 2 for the merge commit, 0 for any other, or set config-from: head/m,
      ),
    });
    expect(on(pullRequest(1), home)).toMatchObject({
      code: 0,
      commands: [
        expect.stringMatching(
          /^::notice title=pid1lint::cannot count the findings that this pull request's configuration and comments hide; /,
        ),
      ],
    });
  });

  test("the first parent of a merge is the base only where the platform made the merge", () => {
    const pull = pullRequest(2);
    const unknown = { ...pull, base: "0".repeat(40) };
    expect(on(unknown, "stranger/app").code).toBe(1);
    expect(on({ ...unknown, merge: "1".repeat(40) }, "stranger/app")).toMatchObject({
      code: 2,
      stdout: expect.stringContaining("set fetch-depth on actions/checkout: 2"),
    });
  });

  test("outside of a repository, and on a push, nothing is compared", () => {
    const pull = pullRequest(2);
    expect(on(pull, null, {}, "push")).toMatchObject({ code: 0, commands: [] });
    rmSync(join(pull.workspace, ".git"), { recursive: true });
    expect(on(pull, home).code).toBe(0);
    expect(on(pull, "stranger/app").code).toBe(2);
  });
});
