import { afterAll, describe, expect, test } from "@jest/globals";
import { readVerifyArguments } from "../../src/cli/arguments/verify-options.ts";
import type { VerifyOptions } from "../../src/cli/arguments/verify-options.ts";
import { openSource } from "../../src/cli/commands/verify-source.ts";
import { folderWith, removeFolders } from "./command.ts";

afterAll(removeFolders);

function optionsOf(...args: readonly string[]): VerifyOptions {
  const asked = readVerifyArguments(args);
  if (asked.kind !== "run") throw new Error(asked.text);
  return asked.options;
}

describe("what pid1lint verify is asked", () => {
  test("is read with every base image, wherever the image stands", () => {
    expect(
      optionsOf("--base-image", "a=b", "some/image", "--dockerfile", "api", "--base-image=reg.example/c:1=d/e.json"),
    ).toMatchObject({
      image: "some/image",
      dockerfile: "api",
      baseImages: [
        { name: "a", file: "b" },
        { name: "reg.example/c:1", file: "d/e.json" },
      ],
      config: "nearest",
    });
    expect(optionsOf("x")).toMatchObject({ baseImages: [], config: "nearest" });
  });

  test("names a configuration, or none", () => {
    expect(optionsOf("--build", ".", "--config", "ci.yaml").config).toEqual({ file: "ci.yaml" });
    expect(optionsOf("--build", ".", "--no-config").config).toBe("none");
  });

  test("of an option given twice counts the last", () => {
    expect(
      optionsOf("--build", "a", "--build", "b", "--time", "1", "--time", "2", "--format", "text", "--format", "json"),
    ).toMatchObject({ build: "b", grace: 2, format: "json" });
  });
});

describe("the trace that a measurement is compared with", () => {
  const files = {
    "pid1lint.yaml":
      "base-images: {reg.example/app: base.json}\noverrides:\n  - {files: [api/Dockerfile], context: src, target: app}\n",
    "base.json": '{"sh": "dash"}',
    "bash.json": '{"sh": "bash"}',
    "api/Dockerfile":
      'FROM reg.example/app AS app\nCOPY run.sh /\nCMD ["/run.sh"]\nFROM debian:12-slim\nCMD ["redis-server"]\n',
    "src/run.sh": "#!/bin/sh\nredis-server\n",
    "api/run.sh": "#!/bin/sh\nexec redis-server\n",
  };
  /** Its outcome, with the actor. */
  function traced(folder: string, ...args: readonly string[]): string {
    const source = openSource(optionsOf("--build", ...args), folder);
    if (!source) return "none";
    const root = source.project.context?.root.slice(folder.length + 1);
    return `${source.image.outcome}: ${source.image.reason.text} (${source.target ?? "last"} of ${root})`;
  }

  test("has context, stage and base images of the configuration that holds for the Dockerfile; the command line beats it", () => {
    const folder = folderWith(files);
    expect(traced(folder, "api")).toMatch(/^stuck: dash stays PID 1 .* \(app of src\)$/);
    expect(traced(folder, "api", "--config", "pid1lint.yaml")).toBe(traced(folder, "api"));
    expect(traced(folder, "api", "--base-image", "reg.example/app=bash.json")).toMatch(
      /^stuck: bash stays PID 1 .* \(app of src\)$/,
    );
    expect(traced(folder, "api", "--context", "api")).toMatch(/^graceful: .* \(app of api\)$/);
    expect(traced(folder, "api", "--target", "1")).toMatch(/^graceful: .* \(1 of src\)$/);
    expect(traced(folder, "api", "--no-config")).toMatch(/^graceful: .* \(last of api\)$/);
  });

  test("is the same with --dockerfile, and there is none without a Dockerfile", () => {
    const folder = folderWith(files);
    expect(openSource(optionsOf("some/image", "--dockerfile", "api/Dockerfile"), folder)).toMatchObject({
      image: { outcome: "stuck" },
      target: "app",
    });
    expect(openSource(optionsOf("some/image"), folder)).toBeUndefined();
  });
});
