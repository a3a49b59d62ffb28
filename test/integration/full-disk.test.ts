import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { buildCommand, execForm, folderWith, pid1lint, shellForm, textIn } from "../cli/command.ts";

buildCommand();

describe("a full disk", () => {
  let disk = "";
  beforeAll(() => {
    disk = folderWith({});
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=256k", "none", disk]);
  });
  afterAll(() => void execFileSync("umount", [disk]));

  const comment = `# ${"x".repeat(90_000)}\n`;

  test("costs no file: what does not fit is not written, and says why; reports too", () => {
    for (const name of ["a", "b"]) {
      mkdirSync(join(disk, name));
      writeFileSync(join(disk, name, "Dockerfile"), shellForm + comment);
    }
    const { code, stderr } = pid1lint(disk, ["--fix"]);
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining("could not write a/Dockerfile: no space left on device; then run --fix again"),
    ]);
    expect([textIn(disk, "a/Dockerfile"), textIn(disk, "b/Dockerfile")]).toEqual([
      shellForm + comment,
      shellForm + comment,
    ]);
    expect(() => writeFileSync(join(disk, "filler"), "x".repeat(100_000))).toThrow(/ENOSPC/);
    expect(pid1lint(disk, ["--format", "json", "--output-file", "report.json"])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("cannot write report.json: no space left on device"),
    });
    expect(readdirSync(disk, { recursive: true }).sort()).toEqual(["a", "a/Dockerfile", "b", "b/Dockerfile", "filler"]);
  });

  test("with room again it goes on", () => {
    rmSync(join(disk, "filler"));
    writeFileSync(join(disk, "b/Dockerfile"), shellForm);
    expect(pid1lint(disk, ["--fix"]).code).toBe(0);
    expect([textIn(disk, "a/Dockerfile"), textIn(disk, "b/Dockerfile")]).toEqual([execForm + comment, execForm]);
  });
});
