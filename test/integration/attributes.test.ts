import { execFileSync } from "node:child_process";
import { chmodSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { buildCommand, execForm, folderWith, pid1lint, shellForm, textIn } from "../cli/command.ts";

buildCommand();

const run = (program: string, ...args: readonly string[]): string =>
  execFileSync(program, args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
const attributes = (path: string): string => run("getfattr", "--absolute-names", "-d", "-m", "-", path);

describe("--fix keeps what belongs to a file besides its text", () => {
  test("extended attributes, ACL, mode", () => {
    const folder = folderWith({ Dockerfile: shellForm });
    const path = join(folder, "Dockerfile");
    chmodSync(path, 0o640);
    run("setfattr", "-n", "user.origin", "-v", "somewhere", path);
    run("setfacl", "-m", "u:daemon:rw,g:adm:r", path);
    const [before, access] = [attributes(path), run("getfacl", "-p", path)];
    expect([before, access]).toEqual([
      expect.stringContaining('user.origin="somewhere"'),
      expect.stringContaining("user:daemon:rw-"),
    ]);
    expect(pid1lint(folder, ["--fix"])).toMatchObject({ code: 0, stderr: "" });
    expect(textIn(folder, "Dockerfile")).toBe(execForm);
    expect([attributes(path), run("getfacl", "-p", path), statSync(path).mode & 0o777]).toEqual([
      before,
      access,
      0o660,
    ]);
    expect(readdirSync(folder)).toEqual(["Dockerfile"]);
  });

  test("a file that cannot be replaced is left as it is, with the system's reason", () => {
    const folder = folderWith({ Dockerfile: shellForm });
    const path = join(folder, "Dockerfile");
    try {
      run("chattr", "+i", path);
    } catch {
      // Not every file system has the attribute.
      return;
    }
    try {
      expect(pid1lint(folder, ["--fix"])).toMatchObject({
        code: expect.any(Number),
        stdout: expect.stringContaining("1 error in 1 file"),
      });
      expect([textIn(folder, "Dockerfile"), readdirSync(folder)]).toEqual([shellForm, ["Dockerfile"]]);
    } finally {
      run("chattr", "-i", path);
    }
  });
});
