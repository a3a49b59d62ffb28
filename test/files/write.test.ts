import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  chownSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { hostname } from "node:os";
import { describe, expect, test } from "@jest/globals";
import { unwritable, writeFiles } from "../../src/files/write.ts";
import { isComposeName, isDockerfileName, isYamlName } from "../../src/files/names.ts";
import { eachInFolder } from "../folder.ts";

const folder = eachInFolder();
const { put } = folder;

describe("writeFiles", () => {
  const modeOf = (path: string): number => statSync(path).mode & 0o7777;

  test("writes exactly the text and keeps the mode", () => {
    const script = put("run.sh", "#!/bin/sh\r\napp", 0o751);
    const dockerfile = put("Dockerfile", "\uFEFFCMD a", 0o640);
    const result = writeFiles([
      { path: script, before: "#!/bin/sh\r\napp", after: "#!/bin/sh\r\nexec app" },
      { path: dockerfile, before: "\uFEFFCMD a", after: '\uFEFFCMD ["a"]' },
    ]);
    expect(result).toEqual({ ok: true });
    expect(readFileSync(script, "utf8")).toBe("#!/bin/sh\r\nexec app");
    expect(readFileSync(dockerfile, "utf8")).toBe('\uFEFFCMD ["a"]');
    expect([modeOf(script), modeOf(dockerfile)]).toEqual([0o751, 0o640]);
    expect(readdirSync(folder.root)).toEqual(["Dockerfile", "run.sh"]);
  });

  test("writes the file that a link leads to; the link stays", () => {
    const path = put("real", "old", 0o755);
    symlinkSync("real", `${folder.root}/link`);
    expect(writeFiles([{ path: `${folder.root}/link`, before: "old", after: "new" }])).toEqual({ ok: true });
    expect(lstatSync(`${folder.root}/link`).isSymbolicLink()).toBe(true);
    expect(readFileSync(path, "utf8")).toBe("new");
    expect(modeOf(path)).toBe(0o755);
  });

  test("refuses a file that changed, and then writes none of the set", () => {
    const first = put("a", "a");
    const second = put("b", "edited meanwhile");
    const result = writeFiles([
      { path: first, before: "a", after: "A" },
      { path: second, before: "b", after: "B" },
    ]);
    expect(result).toEqual({ ok: false, path: second, reason: "the file changed since it was read", changed: [] });
    expect([readFileSync(first, "utf8"), readFileSync(second, "utf8")]).toEqual(["a", "edited meanwhile"]);
    expect(readdirSync(folder.root)).toEqual(["a", "b"]);
  });

  test("refuses a read-only file, a missing one, a folder", () => {
    const locked = put("a", "a", 0o444);
    expect(writeFiles([{ path: locked, before: "a", after: "A" }])).toEqual({
      ok: false,
      path: locked,
      reason: "the file is read-only",
      changed: [],
    });
    expect(modeOf(locked)).toBe(0o444);
    expect(writeFiles([{ path: `${folder.root}/none`, before: "", after: "x" }])).toMatchObject({
      ok: false,
      reason: "no such file or directory",
    });
    expect(writeFiles([{ path: folder.root, before: "", after: "x" }])).toMatchObject({
      ok: false,
      reason: "not a regular file",
    });
    expect(readFileSync(locked, "utf8")).toBe("a");
  });

  test("sets back what was written when a later file fails", () => {
    // Two changes of one file: the second finds what the first has written.
    const path = put("real", "old", 0o755);
    symlinkSync("real", `${folder.root}/link`);
    const result = writeFiles([
      { path, before: "old", after: "new" },
      { path: `${folder.root}/link`, before: "old", after: "other" },
    ]);
    expect(result).toEqual({
      ok: false,
      path: `${folder.root}/link`,
      reason: "the file changed since it was read",
      changed: [],
    });
    expect(readFileSync(path, "utf8")).toBe("old");
    expect(modeOf(path)).toBe(0o755);
    expect(readdirSync(folder.root)).toEqual(["link", "real"]);
  });

  test("nothing to write", () => expect(writeFiles([])).toEqual({ ok: true }));

  test("keeps the owner", () => {
    const path = put("a", "a", 0o4755);
    // Only folder.root may give a file away; anybody else sees that his own stays his own.
    if (process.geteuid?.() === 0) chownSync(path, 12_345, 12_346);
    chmodSync(path, 0o2755);
    const { uid, gid } = statSync(path);
    expect(writeFiles([{ path, before: "a", after: "A" }])).toEqual({ ok: true });
    expect(statSync(path)).toMatchObject({ uid, gid });
    expect([modeOf(path), readFileSync(path, "utf8")]).toEqual([0o2755, "A"]);
  });

  test("refuses a file with several hard links: one of them would keep the old text", () => {
    const path = put("a", "a");
    linkSync(path, `${folder.root}/b`);
    expect(writeFiles([{ path, before: "a", after: "A" }])).toMatchObject({
      ok: false,
      path,
      reason: "the file has 2 hard links, and only one of them would be updated",
    });
    expect([readFileSync(`${folder.root}/b`, "utf8"), statSync(path).nlink, statSync(path).ino]).toEqual([
      "a",
      2,
      statSync(`${folder.root}/b`).ino,
    ]);
    expect(readdirSync(folder.root)).toEqual(["a", "b"]);
  });

  test("writes a file whose name is as long as names may be", () => {
    const path = put("x".repeat(255), "a");
    expect(writeFiles([{ path, before: "a", after: "A" }])).toEqual({ ok: true });
    expect(readFileSync(path, "utf8")).toBe("A");
  });

  test("clears away what a killed process has left, not what a running one or another machine writes", () => {
    const path = put("Dockerfile", "a");
    writeFiles([{ path, before: "a", after: "b" }]);
    const { pid } = JSON.parse(
      execFileSync(process.execPath, ["-p", "JSON.stringify({ pid: process.pid })"], { encoding: "utf8" }),
    );
    const machine = createHash("sha256").update(hostname()).digest("hex").slice(0, 8);
    const gone = `.pid1lint-${machine}-${pid}-0123456789ab.tmp`;
    const kept = [
      `.pid1lint-${machine}-${process.ppid}-0123456789ab.tmp`,
      `.pid1lint-00000000-${pid}-0123456789ab.tmp`,
      ".pid1lint.yaml",
    ];
    for (const name of [gone, ...kept]) put(name, "c");
    expect(writeFiles([{ path, before: "b", after: "a" }])).toEqual({ ok: true });
    expect(readdirSync(folder.root).sort()).toEqual([...kept, "Dockerfile"].sort());
    expect([isDockerfileName, isComposeName, isYamlName].some((taken) => taken(gone))).toBe(false);
  });
});

describe("unwritable", () => {
  test("says nothing of a plain file and of a link to it", () => {
    const path = put("a", "a");
    symlinkSync("a", `${folder.root}/link`);
    expect([unwritable(path), unwritable(`${folder.root}/link`)]).toEqual([undefined, undefined]);
  });

  test("names what is in the way", () => {
    expect(unwritable(put("a", "a", 0o444))).toBe("the file is read-only");
    expect(unwritable(folder.root)).toBe("not a regular file");
    expect(unwritable(`${folder.root}/none`)).toBe("no such file or directory");
  });

  test("knows a file of another user, and a folder that cannot be written", () => {
    if (process.geteuid?.() !== 0) {
      expect(unwritable("/etc/passwd")).toBe("permission denied");
      return;
    }
    chmodSync(folder.root, 0o755);
    mkdirSync(`${folder.root}/open`);
    chmodSync(`${folder.root}/open`, 0o777);
    const shared = put("open/shared", "a", 0o666);
    const own = put("own", "a");
    const ownInOpen = put("open/own", "a");
    for (const path of [own, ownInOpen]) chownSync(path, 65_534, 65_534);
    const bundled = `${folder.root}/write.mjs`;
    const build = `import { build } from "esbuild"; await build({ entryPoints: ["src/files/write.ts"], outfile: ${JSON.stringify(bundled)}, bundle: true, platform: "node", format: "esm" });`;
    execFileSync(process.execPath, ["--input-type=module", "-e", build]);
    const ask = `import { unwritable } from ${JSON.stringify(bundled)}; console.log(JSON.stringify(${JSON.stringify([shared, own, ownInOpen])}.map((path) => unwritable(path) ?? "")));`;
    const answers: unknown = JSON.parse(
      execFileSync(process.execPath, ["--input-type=module", "-e", ask], {
        uid: 65_534,
        gid: 65_534,
        cwd: folder.root,
        encoding: "utf8",
      }),
    );
    expect(answers).toEqual([
      "the file belongs to another user, and would change its owner",
      "its folder is not writable: permission denied",
      "",
    ]);
  });
});
