import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { Ajv2020 } from "ajv/dist/2020.js";
import { buildCommand, execForm, folderWith, pid1lint, shellForm, textIn } from "./command.ts";
import type { Ran } from "./command.ts";

buildCommand();

const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(
  JSON.parse(readFileSync("report.schema.json", "utf8")),
);

/** What of a report these tests look at. */
interface Json {
  readonly diagnostics: readonly { readonly rule: string; readonly severity: string; readonly path: string }[];
  readonly images: readonly { readonly file: string; readonly stage: string; readonly outcome: string }[];
  readonly summary: { readonly files: number };
}

function parsed(text: string): Json {
  const value: Json = JSON.parse(text);
  validate(value);
  expect(validate.errors ?? []).toEqual([]);
  return value;
}

const warned = "FROM nginx:1\nSTOPSIGNAL SIGTERM\n";

describe("exit codes", () => {
  test("0 without findings", () => {
    const { code, stdout, stderr } = pid1lint(folderWith({ Dockerfile: execForm }), []);
    expect(stdout).toBe("no findings in 1 file\n");
    expect(stderr).toBe("");
    expect(code).toBe(0);
  });

  test("1 with an error", () => {
    const { code, stdout } = pid1lint(folderWith({ Dockerfile: shellForm }), []);
    expect(stdout).toMatch(/^Dockerfile:2:\d+: error: .*\[shell-form-cmd\]\n/);
    expect(stdout).toMatch(/\n1 error in 1 file; 1 fixable with --fix\n$/);
    expect(code).toBe(1);
  });

  test.each([
    ["error", 1, 0, 0],
    ["warning", 1, 1, 0],
    ["info", 1, 1, 1],
    ["never", 0, 0, 0],
  ])("--fail-on %s", (threshold, error, warning, info) => {
    const codeFor = (severity: string): number | null =>
      pid1lint(folderWith({ Dockerfile: shellForm }), ["--fail-on", threshold, "--rule", `shell-form-cmd=${severity}`])
        .code;
    expect([codeFor("error"), codeFor("warning"), codeFor("info")]).toEqual([error, warning, info]);
  });

  test("a warning fails by default, an info does not", () => {
    const folder = folderWith({ Dockerfile: warned });
    expect(pid1lint(folder, []).code).toBe(1);
    expect(pid1lint(folder, ["--rule", "ungraceful-stop-signal=info"]).code).toBe(0);
    expect(pid1lint(folder, ["--rule", "ungraceful-stop-signal=off"]).stdout).toMatch(/^no findings in 1 file\n/);
  });

  test("of a choice made twice the last counts", () => {
    const folder = folderWith({ Dockerfile: shellForm });
    expect(pid1lint(folder, ["--rule", "shell-form-cmd=off", "--rule", "shell-form-cmd=error"]).code).toBe(1);
    expect(pid1lint(folder, ["--fail-on", "never", "--fail-on", "error"]).code).toBe(1);
  });
});

describe("paths", () => {
  test("a folder without Dockerfiles is told of and is no failure", () => {
    expect(pid1lint(folderWith({ "README.md": "" }), [])).toEqual({
      code: 0,
      stdout: "",
      stderr: "pid1lint: no Dockerfile found in .\n",
    });
  });

  test("--quiet keeps silent about it", () => {
    expect(pid1lint(folderWith({}), ["--quiet"])).toEqual({ code: 0, stdout: "", stderr: "" });
  });

  test("a program gets its report all the same", () => {
    const { code, stdout } = pid1lint(folderWith({}), ["--format", "json"]);
    expect(parsed(stdout).summary.files).toBe(0);
    expect(code).toBe(0);
  });

  test("files and folders together, a file of any name, each once", () => {
    const folder = folderWith({
      "a/Dockerfile": shellForm,
      "b/api.Dockerfile": shellForm,
      "c/odd": shellForm,
      "d/notes": shellForm,
    });
    const { stdout } = pid1lint(folder, ["a", "b", "c/odd", "./a/Dockerfile", "--format", "json"]);
    expect(parsed(stdout).diagnostics.map(({ path }) => path)).toEqual(["a/Dockerfile", "b/api.Dockerfile", "c/odd"]);
  });

  test("are shown as seen from the working directory", () => {
    const folder = folderWith({ "x/Dockerfile": shellForm, "y/z/keep": "" });
    expect(pid1lint(join(folder, "y/z"), ["../../x"]).stdout).toMatch(/^\.\.\/\.\.\/x\/Dockerfile:2:/);
    expect(pid1lint(folder, [join(folder, "x/Dockerfile")]).stdout).toMatch(/^x\/Dockerfile:2:/);
  });

  test("that look like options or numbers", () => {
    const folder = folderWith({ "-x": shellForm, "12": shellForm });
    expect(pid1lint(folder, ["--", "-x"]).stdout).toMatch(/^-x:2:/);
    expect(pid1lint(folder, ["12"]).stdout).toMatch(/^12:2:/);
  });

  test("a file that cannot be understood does not stop the others", () => {
    const { code, stdout } = pid1lint(folderWith({ "a/Dockerfile": "{{ if }}\n", "b/Dockerfile": shellForm }), [
      "--format",
      "json",
    ]);
    expect(parsed(stdout).diagnostics.map(({ rule }) => rule)).toEqual(["parse-error", "shell-form-cmd"]);
    expect(code).toBe(1);
  });
});

describe("standard input", () => {
  test("is a Dockerfile of the working directory", () => {
    const { code, stdout } = pid1lint(folderWith({}), ["-"], { input: shellForm });
    expect(stdout).toMatch(/^Dockerfile:2:/);
    expect(code).toBe(1);
  });

  test("stands for the file that --stdin-filename names, with that file's context", () => {
    const folder = folderWith({
      "api/Dockerfile": "FROM scratch\n",
      "api/run.sh": "#!/bin/sh\ngunicorn 'api:app()'\n",
    });
    const input = 'FROM debian:12-slim\nCOPY run.sh /run.sh\nCMD ["/run.sh"]\n';
    const { stdout } = pid1lint(folder, ["-", "--stdin-filename", "api/Dockerfile", "--format", "json"], { input });
    expect(parsed(stdout).diagnostics.map(({ rule, path }) => [rule, path])).toEqual([["missing-exec", "api/run.sh"]]);
  });

  test("gives a patch", () => {
    const { stdout } = pid1lint(folderWith({}), ["-", "--stdin-filename", "api/Dockerfile", "--diff"], {
      input: shellForm,
    });
    expect(stdout).toMatch(/^--- a\/api\/Dockerfile\n\+\+\+ b\/api\/Dockerfile\n/m);
    expect(stdout).toMatch(/^\+CMD \["gunicorn", "api:app\(\)"\]$/m);
  });

  test("empty input is no Dockerfile", () => {
    const { code, stdout } = pid1lint(folderWith({}), ["-", "--format", "json"]);
    expect(parsed(stdout).diagnostics.map(({ rule }) => rule)).toEqual(["parse-error"]);
    expect(code).toBe(1);
  });
});

describe("formats", () => {
  const folder = (): string => folderWith({ "api/Dockerfile": shellForm, "Dockerfile": warned });

  test("json follows the schema", () => {
    const { stdout } = pid1lint(folder(), ["--format", "json"]);
    const report = parsed(stdout);
    expect(report.diagnostics.map(({ path, severity }) => [path, severity])).toEqual([
      ["Dockerfile", "warning"],
      ["api/Dockerfile", "error"],
    ]);
    expect(report.images.map(({ file }) => file)).toEqual(["Dockerfile", "api/Dockerfile"]);
  });

  test("github has workflow commands, most severe first", () => {
    const { stdout } = pid1lint(folder(), ["--format", "github"]);
    expect(stdout).toMatch(/^::error file=api\/Dockerfile,line=2,.*\n::warning file=Dockerfile,line=2,.*\n$/);
  });

  test.each(["text", "json", "github"])("%s into a file, and nothing on standard output", (format) => {
    const here = folder();
    const { stdout } = pid1lint(here, ["--format", format]);
    const written = pid1lint(here, ["--format", format, "--output-file", "report.out"]);
    expect(written).toEqual({ code: 1, stdout: "", stderr: "" });
    expect(textIn(here, "report.out")).toBe(stdout);
  });

  test("--quiet leaves findings only", () => {
    const { stdout } = pid1lint(folder(), ["--quiet"]);
    expect(stdout).toMatch(/\[shell-form-cmd\]/);
    expect(stdout).not.toMatch(/stuck:|in 2 files/);
  });

  test("two runs give the same bytes", () => {
    const here = folder();
    expect(pid1lint(here, [])).toEqual(pid1lint(here, []));
  });
});

describe("colour", () => {
  const coloured = (args: readonly string[], env: Readonly<Record<string, string>>): boolean =>
    pid1lint(folderWith({ Dockerfile: shellForm }), args, { env }).stdout.includes("\u001b[");

  test("none where no terminal looks on", () => expect(coloured([], {})).toBe(false));
  test("--color always", () => expect(coloured(["--color", "always"], { NO_COLOR: "1" })).toBe(true));
  test("--color never", () => expect(coloured(["--color", "never"], { FORCE_COLOR: "1" })).toBe(false));
  test("FORCE_COLOR", () => expect(coloured([], { FORCE_COLOR: "1" })).toBe(true));
  test("FORCE_COLOR=0", () => expect(coloured([], { FORCE_COLOR: "0" })).toBe(false));
  test("JSON has none", () => expect(coloured(["--format", "json", "--color", "always"], {})).toBe(false));

  /** Runs the command as if both its outputs were terminals. */
  function onTerminal(folder: string, args: readonly string[], env: Readonly<Record<string, string>>): Ran {
    const preload = "process.stdout.isTTY = true; process.stderr.isTTY = true;";
    return pid1lint(folder, args, { preload, env: { TERM: "xterm", ...env } });
  }

  test("a terminal has it, unless NO_COLOR is set or it is a dumb one", () => {
    const folder = folderWith({ Dockerfile: shellForm });
    expect(onTerminal(folder, [], {}).stdout).toContain("\u001b[1;31m");
    expect(onTerminal(folder, [], { NO_COLOR: "" }).stdout).toContain("\u001b[1;31m");
    expect(onTerminal(folder, [], { NO_COLOR: "1" }).stdout).not.toContain("\u001b[");
    expect(onTerminal(folder, [], { TERM: "dumb" }).stdout).not.toContain("\u001b[");
    expect(onTerminal(folder, ["--output-file", "report"], {}).code).toBe(1);
    expect(textIn(folder, "report")).not.toContain("\u001b[");
  });

  test("a terminal shows progress over many files and takes it away; a pipe gets none", () => {
    const folder = folderWith(
      Object.fromEntries(Array.from({ length: 400 }, (_, index) => [`${index}/Dockerfile`, shellForm])),
    );
    expect(onTerminal(folder, ["--output-file", "report"], {}).stderr).toMatch(
      /^(\r\u001b\[Kchecked \d+ of 400 files)+\r\u001b\[K$/,
    );
    expect(onTerminal(folder, ["--quiet", "--output-file", "report"], {}).stderr).toBe("");
    expect(pid1lint(folder, ["--output-file", "report"]).stderr).toBe("");
  });
});

describe("--context and --target", () => {
  test("--context says where scripts are", () => {
    const folder = folderWith({
      "docker/Dockerfile": 'FROM debian:12-slim\nCOPY run.sh /\nCMD ["/run.sh"]\n',
      "src/run.sh": "#!/bin/sh\ngunicorn 'api:app()'\n",
    });
    expect(
      parsed(pid1lint(folder, ["--context", "src", "--format", "json"]).stdout).diagnostics.map(({ path }) => path),
    ).toEqual(["src/run.sh"]);
    expect(parsed(pid1lint(folder, ["--format", "json"]).stdout).images.map(({ outcome }) => outcome)).toEqual([
      "unknown",
    ]);
  });

  test("--target chooses the stage", () => {
    const folder = folderWith({
      Dockerfile: `${shellForm.replace("FROM debian:12-slim", "FROM debian:12-slim AS dev")}${execForm}`,
    });
    expect(pid1lint(folder, []).code).toBe(0);
    expect(pid1lint(folder, ["--target", "dev"]).code).toBe(1);
    expect(pid1lint(folder, ["--target", "0"]).code).toBe(1);
    expect(pid1lint(folder, ["--target", "prod"]).stderr).toBe(
      "pid1lint: --target prod: Dockerfile has no such stage; its stages are dev, 1 (unnamed)\n",
    );
  });
});

describe("trace", () => {
  const files = {
    "api/Dockerfile": 'FROM debian:12-slim\nCOPY run.sh /\nENTRYPOINT ["/run.sh"]\nCMD ["gunicorn", "api:app()"]\n',
    "api/run.sh": '#!/bin/sh\n"$@"\n',
  };

  test("shows the process tree and where it comes from; findings do not matter", () => {
    const { code, stdout } = pid1lint(folderWith(files), ["trace"]);
    expect(stdout).toMatch(/^api\/Dockerfile — stuck: /);
    expect(stdout).toMatch(/└─ gunicorn .*api\/run\.sh:2/);
    expect(code).toBe(0);
  });

  test("--format json is the images part of the report", () => {
    const folder = folderWith(files);
    const { stdout } = pid1lint(folder, ["trace", "--format", "json"]);
    expect(parsed(stdout).images).toEqual(parsed(pid1lint(folder, ["--format", "json"]).stdout).images);
  });

  test("tells which file it does not understand", () => {
    const { code, stdout, stderr } = pid1lint(folderWith({ ...files, "b/Dockerfile": "FROM x\nBOGUS\n" }), ["trace"]);
    expect(stdout).toMatch(/^api\/Dockerfile — stuck/);
    expect(stderr).toMatch(/^pid1lint: b\/Dockerfile:2: /);
    expect(code).toBe(0);
  });
});
