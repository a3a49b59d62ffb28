import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { buildCommand, commandLine, folderWith, pid1lint, shellForm } from "./command.ts";

buildCommand();

const version: unknown = JSON.parse(readFileSync("package.json", "utf8")).version;

describe("wrong usage is one line on standard error and exit code 2", () => {
  const cases: readonly (readonly [string, readonly string[], RegExp])[] = [
    ["unknown option", ["--fxi"], /^pid1lint: unknown option --fxi; did you mean "--fix"\?\n$/],
    ["unknown option like none", ["--zzzzzzzz"], /^pid1lint: unknown option --zzzzzzzz; see pid1lint --help\n$/],
    ["unknown letter", ["-x"], /^pid1lint: unknown option -x/],
    ["missing path", ["nowhere"], /^pid1lint: nowhere: no such file or folder; .*\n$/],
    ["missing path beside one that is there", [".", "nowhere"], /^pid1lint: nowhere: no such file/],
    ["value missing", ["--format"], /^pid1lint: --format needs a value; see pid1lint --help\n$/],
    ["wrong value", ["--format", "xml"], /^pid1lint: --format xml: choose text, json, .* or tree\n$/],
    ["wrong threshold", ["--fail-on=fatal"], /^pid1lint: --fail-on fatal: choose error, warning, info or never\n$/],
    ["value for a switch", ["--quiet=yes"], /^pid1lint: --quiet takes no value\n$/],
    [
      "--fix of an unknown rule",
      ["--fix=missing-exce"],
      /^pid1lint: --fix=missing-exce: unknown rule "missing-exce"; did you mean "missing-exec"\?\n$/,
    ],
    [
      "--diff of an unknown rule",
      ["--diff=shell-form-cmd,zzzzzzzz"],
      /^pid1lint: --diff=zzzzzzzz: unknown rule "zzzzzzzz"; pid1lint rules lists them\n$/,
    ],
    ["--fix of no rule", ["--fix="], /^pid1lint: --fix= needs rule ids: /],
    ["--fix of a path", ["--fix=./Dockerfile"], /^pid1lint: --fix=\.\/Dockerfile: unknown rule/],
    ["--dry-run of nothing", ["--dry-run"], /^pid1lint: --dry-run needs --fix; /],
    [
      "--dry-run as JSON",
      ["--fix", "--dry-run", "--format", "json"],
      /^pid1lint: --fix --dry-run prints a patch: give --format a file \(--format json=FILE\), or leave out --format\n$/,
    ],
    [
      "unknown rule",
      ["--rule", "shell-from-cmd=off"],
      /unknown rule "shell-from-cmd"; did you mean "shell-form-cmd"\?\n$/,
    ],
    ["unknown severity", ["--rule", "shell-form-cmd=fatal"], /^pid1lint: --rule shell-form-cmd=fatal: use ID=off, /],
    ["rule without severity", ["--rule", "shell-form-cmd"], /use ID=off/],
    [
      "unknown stage",
      ["--target", "prod"],
      /^pid1lint: --target prod: Dockerfile has no such stage; its only stage is 0 \(unnamed\)\n$/,
    ],
    ["unknown context", ["--context", "nowhere"], /^pid1lint: --context nowhere: no such folder\n$/],
    ["unsafe fixes of nothing", ["--unsafe-fixes"], /^pid1lint: --unsafe-fixes needs --fix or --diff\n$/],
    ["--fix and --diff", ["--fix", "--diff"], /choose one\n$/],
    ["a patch as JSON", ["--diff", "--format", "json"], /leave out --format\n$/],
    ["a misspelt format", ["--format", "githb"], /^pid1lint: --format githb: choose .*; did you mean "github"\?\n$/],
    ["a format without its file", ["--format", "json="], /^pid1lint: --format json=: name a file after =/],
    [
      "two reports on standard output",
      ["--format", "json", "--format", "text"],
      /^pid1lint: --format json and --format text both write to standard output: give one a file \(--format text=FILE\)\n$/,
    ],
    [
      "two reports in one file",
      ["--format", "json=out", "--format", "text=./out"],
      /^pid1lint: two reports would be written to out: /,
    ],
    [
      "--output-file and two formats",
      ["--format", "json", "--format", "text=out", "--output-file", "x"],
      /^pid1lint: --output-file needs a single --format/,
    ],
    [
      "--output-file and a format with its file",
      ["--format", "json=out", "--output-file", "x"],
      /use --format json=FILE instead\n$/,
    ],
    [
      "a report into a folder that is not there",
      ["--format", "json=no/such/report"],
      /^pid1lint: cannot write no\/such\/report: no folder no\/such; create it first\n$/,
    ],
    [
      "a report into a file's folder",
      ["--format", "json=Dockerfile/report"],
      /^pid1lint: cannot write Dockerfile\/report: no folder Dockerfile;/,
    ],
    ["a report over a folder", ["--format", "json=../"], /^pid1lint: cannot write \.\.\/: /],
    ["--stdin-filename without -", ["--stdin-filename", "Dockerfile"], /needs the path - \(standard input\)\n$/],
    ["- and a path", ["-", "Dockerfile"], /^pid1lint: - \(standard input\) cannot be combined with other paths\n$/],
    ["--fix of standard input", ["-", "--fix"], /^pid1lint: --fix cannot write to standard input/],
    ["an option of another command", ["trace", "--fix"], /^pid1lint: pid1lint trace does not accept --fix\n$/],
    [
      "a format of another command",
      ["trace", "--format", "github"],
      /^pid1lint: pid1lint trace supports only --format text, tree or json\n$/,
    ],
    ["explain without a rule", ["explain"], /^pid1lint: pid1lint explain needs the id of one rule/],
    [
      "explain an unknown rule",
      ["explain", "missing-exe"],
      /unknown rule "missing-exe"; did you mean "missing-exec"\?\n$/,
    ],
    [
      "output into a folder that is not there",
      ["--output-file", "no/report"],
      /^pid1lint: cannot write no\/report: no folder no; create it first\n$/,
    ],
  ];
  test.each(cases)("%s", (_, args, message) => {
    const { code, stdout, stderr } = pid1lint(folderWith({ Dockerfile: shellForm }), args);
    expect(stderr).toMatch(message);
    expect(stderr.split("\n")).toHaveLength(2);
    expect(stdout).toBe("");
    expect(code).toBe(2);
  });

  test("a file that cannot be read", () => {
    const folder = folderWith({});
    execFileSync("mkfifo", [join(folder, "Dockerfile")]);
    const { code, stderr } = pid1lint(folder, ["Dockerfile"]);
    expect(stderr).toMatch(/^pid1lint: cannot read Dockerfile: not a regular file; use - /);
    expect(code).toBe(2);
  });
});

describe("an internal failure", () => {
  const preload = 'String.prototype.matchAll = () => { throw new TypeError("boom"); };';

  test("is told, with what to do about it, and is exit code 3", () => {
    const { code, stdout, stderr } = pid1lint(folderWith({ Dockerfile: shellForm }), [], { preload });
    expect(stderr).toMatch(
      /^pid1lint: internal failure: boom\npid1lint: this is a bug; please report it .*PID1LINT_DEBUG=1.*\n$/,
    );
    expect(stdout).toBe("");
    expect(code).toBe(3);
  });

  test("has a stack when it is asked for", () => {
    const { stderr } = pid1lint(folderWith({ Dockerfile: shellForm }), [], { preload, env: { PID1LINT_DEBUG: "1" } });
    expect(stderr).toMatch(/\n {4}at /);
  });
});

describe("pages", () => {
  test("--help names every option, in groups, with examples and exit codes", () => {
    const { code, stdout } = pid1lint(folderWith({}), ["--help"]);
    const options =
      "--fix --unsafe-fixes --diff --dry-run --context --target --stdin-filename --config --no-config --since --rule --baseline --write-baseline --fail-on --format --output-file --quiet --color --help --version";
    for (const option of options.split(" ")) expect(stdout).toMatch(new RegExp(`^ +(-h, )?${option} `, "m"));
    expect(stdout).toMatch(/^Usage: pid1lint \[path\.\.\.\].*\n {7}pid1lint trace/);
    expect(stdout).toMatch(/^Fixes:$/m);
    expect(stdout).toMatch(/^Examples:$/m);
    expect(stdout).toMatch(/^Exit codes: 0 clean, 1 /m);
    expect(code).toBe(0);
  });

  test("--help fits a terminal", () => {
    const { stdout } = pid1lint(folderWith({}), ["--help"]);
    expect(stdout.split("\n").filter((line) => line.length > 110)).toEqual([]);
  });

  test("--version", () => {
    expect(pid1lint(folderWith({}), ["--version"])).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
  });

  test("rules lists each rule once", () => {
    const { code, stdout } = pid1lint(folderWith({}), ["rules"]);
    const ids = readdirSync("rules", { withFileTypes: true })
      .filter((item) => item.isDirectory() && !item.name.startsWith("_"))
      .map((item) => item.name);
    expect(
      stdout
        .trimEnd()
        .split("\n")
        .map((line) => line.split(" ")[0])
        .sort(),
    ).toEqual(ids.sort());
    expect(stdout).toMatch(/^shell-form-cmd +fixes +CMD in shell form /m);
    expect(code).toBe(0);
  });

  test("explain prints the rule's page as it is", () => {
    const { code, stdout } = pid1lint(folderWith({}), ["explain", "shell-form-cmd"]);
    expect(stdout).toBe(readFileSync("rules/shell-form-cmd/README.md", "utf8"));
    expect(code).toBe(0);
  });

  test("explain in colour leaves out the marks of Markdown", () => {
    const { stdout } = pid1lint(folderWith({}), ["explain", "shell-form-cmd", "--color", "always"]);
    expect(stdout).toContain("\u001b[1mWhy it matters\u001b[0m");
    expect(stdout).not.toMatch(/^(```|#+ )/m);
  });
});

test("a reader that goes away is no failure", () => {
  const folder = folderWith(
    Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`${index}/Dockerfile`, shellForm])),
  );
  const script = `${commandLine("--fail-on", "never")} | head -n 1; echo "\${PIPESTATUS[0]}"`;
  const output = execFileSync("bash", ["-c", script], { cwd: folder, encoding: "utf8" });
  expect(output).toMatch(/^0\/Dockerfile:2:.*\n0\n$/);
});
