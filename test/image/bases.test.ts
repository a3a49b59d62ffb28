import { describe, expect, test } from "@jest/globals";
import { memoryTree } from "../../src/files/tree.ts";
import { readBase } from "../../src/image/bases.ts";
import { openProject } from "../../src/project/open-project.ts";
import { Source } from "../../src/text/source.ts";

const read = (text: string, bases = new Map()) => readBase(memoryTree({ "/base": text }), "/base", "corp/base", bases);

function outcome(base: string, dockerfile: string): string {
  const found = read(base);
  if (!found.ok) return found.reason;
  const project = openProject(memoryTree({}), new Source("/Dockerfile", dockerfile), {
    baseImages: new Map([["corp/base", found.base]]),
  });
  return project.images[0]?.startUp.outcome ?? "no image";
}

describe("a private base image", () => {
  test.each([
    ["on dash, keeps the signal", '{ "sh": "dash" }', "stuck"],
    ["on bash, gives way", '{ "sh": "bash" }', "graceful"],
    ["with an init, lets dash die", '{ "sh": "dash", "entrypoint": ["tini", "--"] }', "abrupt"],
    ["with SHELL bash, gives way", '{ "sh": "dash", "shell": ["/bin/bash", "-c"] }', "graceful"],
    ["from another Dockerfile, on Debian", "FROM debian:12-slim\n", "stuck"],
    ["from another Dockerfile with SHELL", 'FROM debian:12-slim\nSHELL ["/bin/bash", "-c"]\n', "graceful"],
    ["with a stop signal that kills", '{ "sh": "bash", "stopSignal": "KILL" }', "abrupt"],
  ])("%s", (_, base, expected) => {
    expect(outcome(base, "FROM corp/base:3\nCMD gunicorn app:app\n")).toBe(expected);
  });

  test("is found for one tag only, where the tag is named", () => {
    const found = read('{ "sh": "dash" }');
    const bases = new Map(found.ok ? [["corp/base:1", found.base]] : []);
    const of = (tag: string): string | undefined =>
      openProject(memoryTree({}), new Source("/Dockerfile", `FROM corp/base:${tag}\nCMD gunicorn app:app\n`), {
        baseImages: bases,
      }).images[0]?.startUp.outcome;
    expect([of("1"), of("2")]).toEqual(["stuck", "unknown"]);
  });

  test("gives its ENTRYPOINT and CMD", () => {
    const found = read('FROM debian\nENTRYPOINT ["/start"]\nCMD app now\nSTOPSIGNAL INT\n');
    expect(found).toMatchObject({
      ok: true,
      base: { entrypoint: ["/start"], cmd: ["/bin/sh", "-c", "app now"], stopSignal: "SIGINT", sh: "dash" },
    });
  });
});

describe("a description that is wrong", () => {
  test.each([
    ["{", /no valid JSON/],
    ['{ "entryPoint": [] }', /"entryPoint" is no field/],
    ['{ "cmd": "app" }', /"cmd" must be an array of strings/],
    ['{ "cmd": ["app", 1] }', /"cmd" must be an array of strings/],
    ['{ "user": 0 }', /"user" must be a string/],
    ['{ "sh": "fish" }', /"sh" must be one of dash/],
    ['{ "stopSignal": "SIGFOO" }', /"SIGFOO" is no signal/],
    ["hello\n", /neither a JSON object nor a Dockerfile/],
  ])("%s", (text, reason) => {
    const found = read(text);
    expect(found.ok ? "" : found.reason).toMatch(reason);
  });

  test("missing", () => {
    expect(readBase(memoryTree({}), "/nowhere", "corp/base", new Map())).toEqual({ ok: false, reason: "no such file" });
  });
});
