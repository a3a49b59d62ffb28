import { describe, expect, test } from "@jest/globals";
import { buildCommand, folderWith, pid1lint, shellForm } from "./command.ts";

buildCommand();

const nowhere = { DOCKER_HOST: "unix:///nonexistent/docker.sock" };

describe("without an engine", () => {
  test("verify is exit code 3 and one line that says what to do", () => {
    const { code, stdout, stderr } = pid1lint(folderWith({}), ["verify", "some/image"], { env: nowhere });
    expect({ code, stdout }).toEqual({ code: 3, stdout: "" });
    expect(stderr).toMatch(
      /^pid1lint: no container engine answers at DOCKER_HOST=unix:\/\/\/nonexistent\/docker\.sock \(.*ENOENT.*\); start Docker .*DOCKER_HOST=.*\n$/,
    );
  });

  test("so it is with --build", () => {
    const { code, stderr } = pid1lint(
      folderWith({ Dockerfile: shellForm }),
      ["verify", "--build", ".", "--format", "json"],
      { env: nowhere },
    );
    expect({ code, lines: stderr.split("\n").length }).toEqual({ code: 3, lines: 2 });
  });

  test("a DOCKER_HOST that is no address is told in the same way, and one that takes SSH says what to do instead", () => {
    const { code, stderr } = pid1lint(folderWith({}), ["verify", "x"], { env: { DOCKER_HOST: "tcp://" } });
    expect(code).toBe(3);
    expect(stderr).toBe("pid1lint: DOCKER_HOST=tcp://: no host and port; use tcp://host:port\n");
    const far = pid1lint(folderWith({}), ["verify", "x"], { env: { DOCKER_HOST: "ssh://me@build" } });
    expect(far.code).toBe(3);
    expect(far.stderr).toMatch(
      /^pid1lint: DOCKER_HOST=ssh:\/\/me@build: .*ssh -nNT -L .* me@build.*DOCKER_HOST=unix:\/\/\/tmp\/engine\.sock\n$/,
    );
  });
});

describe("wrong usage is exit code 2, before any engine is asked", () => {
  const cases: readonly (readonly [string, readonly string[], RegExp])[] = [
    ["no image", [], /needs an image, or --build PATH/],
    ["an image and --build", ["x", "--build", "."], /needs an image, or --build PATH/],
    ["two images", ["x", "y"], /one image at a time/],
    ["an unknown option", ["x", "--tme", "3"], /does not accept --tme; did you mean "--time"\?/],
    ["an option of the linter", ["x", "--fix"], /does not accept --fix/],
    ["no value", ["x", "--time"], /--time needs a value/],
    ["a time that is none", ["x", "--time", "soon"], /--time soon: give seconds/],
    ["part of a second", ["x", "--time", "1.5"], /--time 1\.5: give seconds/],
    ["an unknown format", ["x", "--format", "github"], /--format github: choose text or json/],
    [
      "a pattern that is none",
      ["x", "--wait-for", "("],
      /--wait-for \(: not a number of seconds, and not a valid regular expression/,
    ],
    ["--dockerfile beside --build", ["--build", ".", "--dockerfile", "."], /--dockerfile needs an image/],
    ["--target without a Dockerfile", ["x", "--target", "prod"], /--target needs --build or --dockerfile/],
    ["--no-config without a Dockerfile", ["x", "--no-config"], /--no-config needs --build or --dockerfile/],
    [
      "two answers on the configuration",
      ["--build", ".", "--config", "x", "--no-config"],
      /--config and --no-config contradict each other/,
    ],
    ["a base image without a description", ["--build", ".", "--base-image", "x"], /--base-image x: use NAME=FILE/],
    ["a folder without a Dockerfile", ["--build", "."], /\.: no Dockerfile found/],
  ];
  test.each(cases)("%s", (_, args, message) => {
    const { code, stdout, stderr } = pid1lint(folderWith({}), ["verify", ...args], { env: nowhere });
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(message);
    expect(stderr.split("\n")).toHaveLength(2);
  });

  test("a stage that is not there", () => {
    const folder = folderWith({ Dockerfile: shellForm });
    expect(pid1lint(folder, ["verify", "--build", "Dockerfile", "--target", "prod"], { env: nowhere })).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/no such stage/),
    });
  });

  test("what the configuration or the command line names and is not there", () => {
    const files = {
      "Dockerfile": shellForm,
      "pid1lint.yaml": "overrides: [{files: [Dockerfile], target: prod}]\nbase-images: {a: b.json}\n",
      "b.json": "{}",
    };
    const folder = folderWith(files);
    const said = (...args: readonly string[]): string =>
      pid1lint(folder, ["verify", "--build", ".", ...args], { env: nowhere }).stderr;
    expect(said()).toBe(
      "pid1lint: pid1lint.yaml:1:43: target: prod: Dockerfile has no such stage; its only stage is 0 (unnamed)\n",
    );
    expect(said("--config", "none.yaml")).toBe("pid1lint: --config none.yaml: no such file\n");
    expect(said("--base-image", "a=none.json")).toBe("pid1lint: --base-image a=none.json: no such file\n");
    expect(said("--no-config")).toMatch(/no container engine/);
  });
});

test("its help names its options and exit codes", () => {
  const { code, stdout } = pid1lint(folderWith({}), ["verify", "--help"]);
  expect(code).toBe(0);
  for (const word of [
    "--build",
    "--base-image",
    "--config",
    "--no-config",
    "--wait-for",
    "--time",
    "--network",
    "3 no engine",
  ])
    expect(stdout).toContain(word);
});
