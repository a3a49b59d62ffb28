import { chmodSync, lstatSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { writeFiles } from "../src/write.ts";

let root = "";
beforeEach(() => {
  root = realpathSync(mkdtempSync(`${tmpdir()}/pid1lint-write-`));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function put(name: string, content: string | Buffer, mode = 0o644): string {
  const path = `${root}/${name}`;
  writeFileSync(path, content);
  chmodSync(path, mode);
  return path;
}

describe("writeFiles", () => {
  const modeOf = (path: string): number => statSync(path).mode & 0o7777;

  test("writes exactly the text and keeps the mode", () => {
    const script = put("run.sh", "#!/bin/sh\r\napp", 0o751);
    const dockerfile = put("Dockerfile", "\uFEFFCMD a", 0o640);
    const result = writeFiles([
      { path: script, before: "#!/bin/sh\r\napp", after: "#!/bin/sh\r\nexec app" },
      { path: dockerfile, before: "\uFEFFCMD a", after: "\uFEFFCMD [\"a\"]" },
    ]);
    expect(result).toEqual({ ok: true });
    expect(readFileSync(script, "utf8")).toBe("#!/bin/sh\r\nexec app");
    expect(readFileSync(dockerfile, "utf8")).toBe("\uFEFFCMD [\"a\"]");
    expect([modeOf(script), modeOf(dockerfile)]).toEqual([0o751, 0o640]);
    expect(readdirSync(root)).toEqual(["Dockerfile", "run.sh"]);
  });

  test("writes the file that a link leads to; the link stays", () => {
    const path = put("real", "old", 0o755);
    symlinkSync("real", `${root}/link`);
    expect(writeFiles([{ path: `${root}/link`, before: "old", after: "new" }])).toEqual({ ok: true });
    expect(lstatSync(`${root}/link`).isSymbolicLink()).toBe(true);
    expect(readFileSync(path, "utf8")).toBe("new");
    expect(modeOf(path)).toBe(0o755);
  });

  test("refuses a file that changed, and then writes none of the set", () => {
    const first = put("a", "a");
    const second = put("b", "edited meanwhile");
    const result = writeFiles([{ path: first, before: "a", after: "A" }, { path: second, before: "b", after: "B" }]);
    expect(result).toEqual({ ok: false, path: second, reason: "the file changed since it was read", changed: [] });
    expect([readFileSync(first, "utf8"), readFileSync(second, "utf8")]).toEqual(["a", "edited meanwhile"]);
    expect(readdirSync(root)).toEqual(["a", "b"]);
  });

  test("refuses a read-only file, a missing one, a folder", () => {
    const locked = put("a", "a", 0o444);
    expect(writeFiles([{ path: locked, before: "a", after: "A" }])).toEqual({ ok: false, path: locked, reason: "the file is read-only", changed: [] });
    expect(modeOf(locked)).toBe(0o444);
    expect(writeFiles([{ path: `${root}/none`, before: "", after: "x" }])).toMatchObject({ ok: false, reason: "no such file or directory" });
    expect(writeFiles([{ path: root, before: "", after: "x" }])).toMatchObject({ ok: false, reason: "not a regular file" });
    expect(readFileSync(locked, "utf8")).toBe("a");
  });

  test("sets back what was written when a later file fails", () => {
    // Two changes of one file: the second finds what the first has written.
    const path = put("real", "old", 0o755);
    symlinkSync("real", `${root}/link`);
    const result = writeFiles([{ path, before: "old", after: "new" }, { path: `${root}/link`, before: "old", after: "other" }]);
    expect(result).toEqual({ ok: false, path: `${root}/link`, reason: "the file changed since it was read", changed: [] });
    expect(readFileSync(path, "utf8")).toBe("old");
    expect(modeOf(path)).toBe(0o755);
    expect(readdirSync(root)).toEqual(["link", "real"]);
  });

  test("nothing to write", () => expect(writeFiles([])).toEqual({ ok: true }));
});
