import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { diskTree, largest } from "../../src/files/disk.ts";
import { eachInFolder } from "../folder.ts";

const folder = eachInFolder();
const { put } = folder;

describe("diskTree", () => {
  test("reads text as it is: BOM, CRLF, no final newline", () => {
    const path = put("x", "\uFEFFFROM a\r\nCMD b", 0o755);
    expect(diskTree().read(path)).toEqual({
      kind: "file",
      realPath: path,
      text: "\uFEFFFROM a\r\nCMD b",
      executable: true,
      lossless: true,
    });
  });

  test("an empty file", () => {
    expect(diskTree().read(put("x", ""))).toMatchObject({ kind: "file", text: "", executable: false, lossless: true });
  });

  test("longer than what is read at first", () => {
    const text = "é".repeat(5000);
    expect(diskTree().read(put("x", text))).toMatchObject({ text, lossless: true });
  });

  test("bytes that are not UTF-8 are not lossless", () => {
    expect(diskTree().read(put("x", Buffer.from([0x61, 0xff, 0x62])))).toMatchObject({
      text: "a\uFFFDb",
      lossless: false,
    });
  });

  test("of binaries only the start", () => {
    const binary = Buffer.concat([Buffer.from("\x7fELF\0"), Buffer.alloc(10_000, 0x61)]);
    const hugeBinary = Buffer.concat([binary, Buffer.alloc(largest)]);
    for (const content of [binary, hugeBinary]) {
      const entry = diskTree().read(put("x", content));
      expect(entry).toMatchObject({ kind: "file", lossless: false });
      expect(entry.kind === "file" && entry.text.length).toBe(4096);
    }
  });

  test("a text of 8 MiB is read, a longer one is not", () => {
    expect(diskTree().read(put("x", Buffer.alloc(largest, 0x61)))).toMatchObject({ kind: "file", lossless: true });
    expect(diskTree().read(put("x", Buffer.alloc(largest + 1, 0x61)))).toEqual({
      kind: "unreadable",
      reason: "it is larger than 8 MiB",
    });
  });

  test("folders, missing files, what is no regular file", () => {
    put("b", "");
    put("a", "");
    execFileSync("mkfifo", [`${folder.root}/pipe`]);
    const tree = diskTree();
    expect(tree.read(folder.root)).toEqual({ kind: "directory", realPath: folder.root, names: ["a", "b", "pipe"] });
    expect(tree.read(`${folder.root}/none`)).toEqual({ kind: "missing" });
    expect(tree.read(`${folder.root}/a/none`)).toEqual({ kind: "missing" });
    expect(tree.read(`${folder.root}/pipe`)).toEqual({ kind: "unreadable", reason: "not a regular file" });
  });

  test("follows links and says where they lead", () => {
    const path = put("real", "x");
    symlinkSync("real", `${folder.root}/link`);
    symlinkSync("gone", `${folder.root}/dangling`);
    symlinkSync("loop", `${folder.root}/loop`);
    const tree = diskTree();
    expect(tree.read(`${folder.root}/link`)).toMatchObject({ kind: "file", realPath: path, text: "x" });
    expect(tree.read(`${folder.root}/dangling`)).toEqual({ kind: "missing" });
    expect(tree.read(`${folder.root}/loop`)).toMatchObject({ kind: "unreadable" });
  });

  test("bounds hold against .., links to files and links to folders", () => {
    mkdirSync(`${folder.root}/context`);
    mkdirSync(`${folder.root}/secrets`);
    put("secrets/key", "secret");
    put("context/file", "x");
    symlinkSync("../secrets/key", `${folder.root}/context/key`);
    symlinkSync("../secrets", `${folder.root}/context/folder`);
    symlinkSync("file", `${folder.root}/context/inner`);
    symlinkSync("context", `${folder.root}/alias`);
    const tree = diskTree();
    const bounds = `${folder.root}/context`;
    for (const path of ["context/key", "context/folder", "context/folder/key", "context/../secrets/key", "secrets"]) {
      expect(tree.read(`${folder.root}/${path}`, bounds)).toEqual({ kind: "outside" });
    }
    for (const path of ["context", "context/file", "context/inner", "alias/file"]) {
      expect(tree.read(`${folder.root}/${path}`, bounds).kind).not.toBe("outside");
      expect(tree.read(`${folder.root}/${path}`, `${folder.root}/alias`).kind).not.toBe("outside");
    }
  });

  test("one run sees one state", () => {
    const path = put("x", "old");
    const tree = diskTree();
    tree.read(path);
    put("x", "new");
    expect(tree.read(path)).toMatchObject({ text: "old" });
    expect(diskTree().read(path)).toMatchObject({ text: "new" });
  });
});
