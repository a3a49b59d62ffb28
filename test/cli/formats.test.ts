import { chmodSync, mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { apply } from "../../src/text/edits.ts";
import { formats } from "../../src/report/formats.ts";
import { sarifErrors } from "../report/schema.ts";
import { engineChecks } from "../../src/lint/check-messages.ts";
import { buildCommand, execForm, folderWith, git, pid1lint, shellForm, textIn } from "./command.ts";

buildCommand();

const service = {
  "api/Dockerfile": shellForm,
  "web/Dockerfile": 'FROM debian:12-slim\nCOPY run.sh /\nCMD ["/run.sh"]\n',
  "web/run.sh": "#!/bin/sh\n# ä😀\ngunicorn 'web:app()'\n",
};

/** What a SARIF fix does to a file. */
interface Change {
  readonly artifactLocation: { readonly uri: string };
  readonly replacements: readonly {
    readonly deletedRegion: { readonly charOffset: number; readonly charLength: number };
    readonly insertedContent: { readonly text: string };
  }[];
}

function repositoryWith(files: Readonly<Record<string, string>>): string {
  const folder = folderWith(files);
  git(folder, "init", "-q");
  return folder;
}

describe("several reports at once", () => {
  test("each into its file, one to standard output; the exit code is that of the findings", () => {
    const folder = folderWith(service);
    const { code, stdout, stderr } = pid1lint(folder, [
      "--format",
      "sarif=a.sarif",
      "--format=junit=b.xml",
      "--format",
      "text",
      "--format",
      "json=c.json",
    ]);
    expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
    expect(stdout).toBe(pid1lint(folder, []).stdout);
    expect(textIn(folder, "b.xml")).toMatch(/^<\?xml .*\n<testsuites name="pid1lint" tests="3" failures="2" /);
    expect(JSON.parse(textIn(folder, "c.json")).diagnostics).toHaveLength(2);
    expect(sarifErrors(JSON.parse(textIn(folder, "a.sarif")))).toEqual([]);
  });

  test("none to standard output, if all have files", () => {
    const folder = folderWith(service);
    expect(pid1lint(folder, ["--format", "text=report", "--fail-on", "never"])).toEqual({
      code: 0,
      stdout: "",
      stderr: "",
    });
    expect(textIn(folder, "report")).toMatch(/^api\/Dockerfile:2:/);
  });

  test("a patch and a report of the same run", () => {
    const folder = folderWith(service);
    const both = pid1lint(folder, ["--diff", "--format", "json=report.json"]);
    expect(both.stdout).toBe(pid1lint(folder, ["--diff"]).stdout);
    expect(both.stdout).toMatch(/^\+exec gunicorn/m);
    expect(JSON.parse(textIn(folder, "report.json")).diagnostics).toHaveLength(2);
    expect(pid1lint(folder, ["--format", "diff"]).stdout).toBe(both.stdout);
  });

  test("the patch of one rule's fixes, and all findings in the report beside it", () => {
    const folder = folderWith(service);
    const both = pid1lint(folder, ["--fix=missing-exec", "--dry-run", "--format", "json=report.json"]);
    expect(both.stdout.match(/^\+\+\+ .*$/gm)).toEqual(["+++ b/web/run.sh"]);
    expect(JSON.parse(textIn(folder, "report.json"))).toMatchObject({
      diagnostics: [{ path: "api/Dockerfile" }, { path: "web/run.sh" }],
      fixed: [],
      withheld: [],
    });
    expect(pid1lint(folder, ["--diff=missing-exec", "--format", "markdown=summary.md"]).stdout).toBe(both.stdout);
    expect(textIn(folder, "summary.md").match(/^\+\+\+ .*$/gm)).toEqual(["+++ b/web/run.sh"]);
    expect(textIn(folder, "web/run.sh")).toBe(service["web/run.sh"]);
  });

  test("after --fix each says what was withheld, in its way, and the patch lacks it", () => {
    const folder = folderWith(service);
    chmodSync(join(folder, "web/run.sh"), 0o555);
    const { code, stdout, stderr } = pid1lint(folder, [
      "--fix",
      ...["text", "json=a.json", "sarif=a.sarif", "markdown=a.md", "rdjsonl=a.rdjsonl"].flatMap((each) => [
        "--format",
        each,
      ]),
    ]);
    expect(stdout).toMatch(
      /^fixed api\/Dockerfile:2: .*\nnot fixed web\/run\.sh:3: .*: the file is read-only \[missing-exec\]\n/m,
    );
    expect(JSON.parse(textIn(folder, "a.json"))).toMatchObject({
      fixed: [{ rule: "shell-form-cmd" }],
      withheld: [{ rule: "missing-exec", reason: "the file is read-only" }],
    });
    const { results } = JSON.parse(textIn(folder, "a.sarif")).runs[0];
    expect(results).toMatchObject([{ ruleId: "missing-exec" }]);
    expect(results[0]).not.toHaveProperty("fixes");
    expect(textIn(folder, "a.rdjsonl")).not.toContain("suggestions");
    expect(textIn(folder, "a.md")).toContain("<br />not applied: the file is read-only |");
    expect(textIn(folder, "a.md").match(/^\+\+\+ .*$/gm)).toEqual(["+++ b/api/Dockerfile"]);
    expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
  });

  test("a report beside a patch is what it is alone: nothing was fixed", () => {
    const folder = folderWith(service);
    const text = pid1lint(folder, ["--format", "text", "--format", "markdown=summary.md"]).stdout;
    expect(text).toBe(pid1lint(folder, []).stdout);
    expect(textIn(folder, "summary.md")).toMatch(
      /^### pid1lint: 2 errors in 2 files; 2 fixable with --fix\n[^]*^```diff\n[^]*^\+exec gunicorn/m,
    );
    expect(textIn(folder, "web/run.sh")).toBe(service["web/run.sh"]);
  });

  test("after --fix they tell of what remains, and the patch is what was written", () => {
    const folder = folderWith(service);
    const { code, stdout } = pid1lint(folder, ["--fix", "--format", "diff", "--format", "json=report.json"]);
    expect(stdout).toMatch(/^\+exec gunicorn/m);
    expect(JSON.parse(textIn(folder, "report.json")).diagnostics).toEqual([]);
    expect(textIn(folder, "api/Dockerfile")).toBe(execForm);
    expect(code).toBe(0);
  });

  test("--unsafe-fixes widens the patch of a format", () => {
    const folder = folderWith({ Dockerfile: 'FROM debian:12-slim\nCMD ["gunicorn", "api:app()"\n' });
    expect(pid1lint(folder, ["--format", "diff"]).stdout).toBe("");
    expect(pid1lint(folder, ["--format", "diff", "--unsafe-fixes"]).stdout).toMatch(
      /^\+CMD \["gunicorn", "api:app\(\)"\]$/m,
    );
  });

  test("a missing folder is told before anything is fixed", () => {
    const folder = folderWith(service);
    const { code, stderr } = pid1lint(folder, ["--fix", "--format", "sarif=out/a.sarif"]);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: "pid1lint: cannot write out/a.sarif: no folder out; create it first\n",
    });
    expect(textIn(folder, "api/Dockerfile")).toBe(shellForm);
    mkdirSync(join(folder, "out"));
    expect(pid1lint(folder, ["--fix", "--format", "sarif=out/a.sarif"]).code).toBe(0);
    expect(statSync(join(folder, "out/a.sarif")).size).toBeGreaterThan(1000);
  });

  test("--output-file is the file of the one format", () => {
    const folder = folderWith(service);
    expect(pid1lint(folder, ["--format", "checkstyle", "--output-file", "x.xml"]).stdout).toBe("");
    expect(textIn(folder, "x.xml")).toBe(pid1lint(folder, ["--format", "checkstyle"]).stdout);
    pid1lint(folder, ["--diff", "--output-file", "x.patch"]);
    expect(textIn(folder, "x.patch")).toBe(pid1lint(folder, ["--diff"]).stdout);
  });

  test("colours only where a terminal or --color asks for them, and never in what a program reads", () => {
    const folder = folderWith(service);
    pid1lint(folder, [...formats.flatMap((format) => ["--format", `${format}=${format}.out`]), "--color", "always"]);
    expect(formats.filter((format) => textIn(folder, `${format}.out`).includes("\u001b"))).toEqual([
      "text",
      "diff",
      "tree",
    ]);
  });
});

describe("sarif", () => {
  test("is valid, tells all rules with their pages, and its fixes are what --fix writes", () => {
    const folder = repositoryWith(service);
    const log = JSON.parse(pid1lint(join(folder, "web"), ["..", "--format", "sarif"]).stdout);
    expect(sarifErrors(log)).toEqual([]);
    const [run] = log.runs;
    expect(run.invocations[0].arguments).toEqual(["..", "--format", "sarif"]);
    expect(run.originalUriBaseIds.SRCROOT.uri).toBe(`file://${folder}/`);
    for (const rule of run.tool.driver.rules.filter(
      (each: { readonly id: string }) => !engineChecks.some(({ id }) => id === each.id),
    )) {
      expect(rule.help.markdown).toMatch(/^## When to ignore it$/m);
      expect(rule.help.markdown).not.toContain("](../");
    }
    const changes: readonly Change[] = run.results.flatMap(
      (result: { readonly fixes: readonly [{ readonly artifactChanges: readonly Change[] }] }) =>
        result.fixes[0].artifactChanges,
    );
    const texts = new Map<string, string>();
    for (const {
      artifactLocation: { uri },
      replacements,
    } of changes) {
      const edits = replacements.map(({ deletedRegion: { charOffset, charLength }, insertedContent: { text } }) => ({
        path: uri,
        start: charOffset,
        end: charOffset + charLength,
        text,
      }));
      texts.set(uri, apply(textIn(folder, uri), edits));
    }
    expect([...texts.keys()]).toEqual(["api/Dockerfile", "web/run.sh"]);
    pid1lint(folder, ["--fix"]);
    for (const [path, text] of texts) expect(textIn(folder, path)).toBe(text);
  });

  test("knows a finding again, from any folder and after lines were put above it", () => {
    const fingerprint = (folder: string, ...paths: readonly string[]): unknown =>
      JSON.parse(pid1lint(folder, [...paths, "--format", "sarif"]).stdout).runs[0].results[0].partialFingerprints;
    const folder = repositoryWith({ "api/Dockerfile": shellForm });
    const moved = repositoryWith({ "api/Dockerfile": `# syntax=docker/dockerfile:1\n\n${shellForm}` });
    expect(fingerprint(join(folder, "api"))).toEqual(fingerprint(folder));
    expect(fingerprint(folder, "api/Dockerfile")).toEqual(fingerprint(folder));
    expect(fingerprint(moved)).toEqual(fingerprint(folder));
  });
});

test("gitlab and github name paths from the top of the repository", () => {
  const folder = join(repositoryWith(service), "api");
  expect(JSON.parse(pid1lint(folder, ["--format", "gitlab"]).stdout)).toMatchObject([
    { location: { path: "api/Dockerfile" } },
  ]);
  expect(pid1lint(folder, ["--format", "github"]).stdout).toMatch(/^::error file=api\/Dockerfile,/);
  expect(pid1lint(folder, ["--format", "rdjsonl"]).stdout).toMatch(/"location":\{"path":"Dockerfile"/);
});

test("files of another repository are named from that one's top", () => {
  const other = repositoryWith(service);
  const here = repositoryWith({});
  expect(JSON.parse(pid1lint(here, [join(other, "api"), "--format", "gitlab"]).stdout)).toMatchObject([
    { location: { path: "api/Dockerfile" } },
  ]);
});

test("markdown links to the lines of the commit on runners of GitHub and GitLab", () => {
  const folder = repositoryWith(service);
  const github = { GITHUB_SERVER_URL: "https://example.org", GITHUB_REPOSITORY: "o/r", GITHUB_SHA: "0123abc" };
  expect(pid1lint(folder, ["--format", "markdown"], { env: github }).stdout).toContain(
    "](<https://example.org/o/r/blob/0123abc/web/run.sh#L3>)",
  );
  const gitlab = { CI_PROJECT_URL: "https://example.org/g/p", CI_COMMIT_SHA: "0123abc" };
  expect(pid1lint(folder, ["--format", "markdown"], { env: gitlab }).stdout).toContain(
    "](<https://example.org/g/p/-/blob/0123abc/api/Dockerfile#L2>)",
  );
  expect(pid1lint(folder, ["--format", "markdown"]).stdout).not.toContain("](");
});

test("trace prints trees, or JSON, into files as well", () => {
  const folder = folderWith(service);
  const { code, stdout } = pid1lint(folder, ["trace", "--format", "tree", "--format", "json=images.json"]);
  expect(stdout).toBe(pid1lint(folder, ["trace"]).stdout);
  expect(stdout).toBe(pid1lint(folder, ["--format", "tree"]).stdout);
  expect(JSON.parse(textIn(folder, "images.json")).images).toHaveLength(2);
  expect(code).toBe(0);
});

test("nothing to lint: programs get a whole report all the same", () => {
  const folder = folderWith({});
  const { code } = pid1lint(
    folder,
    formats.flatMap((format) => ["--format", `${format}=${format}.out`]),
  );
  const texts = new Map(formats.map((format) => [format, textIn(folder, `${format}.out`)]));
  expect(sarifErrors(JSON.parse(texts.get("sarif") ?? ""))).toEqual([]);
  expect(texts.get("gitlab")).toBe("[]\n");
  expect(texts.get("checkstyle")).toMatch(/\n<checkstyle version="4\.3">\n<\/checkstyle>\n$/);
  expect(texts.get("junit")).toMatch(
    /\n<testsuites name="pid1lint" tests="0" failures="0" errors="0">\n<\/testsuites>\n$/,
  );
  expect(texts.get("markdown")).toBe("### pid1lint: no Dockerfile found\n");
  for (const format of ["github", "rdjsonl", "diff", "tree"] as const) expect(texts.get(format)).toBe("");
  expect(code).toBe(0);
});
