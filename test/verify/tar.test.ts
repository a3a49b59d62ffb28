import { execFileSync } from "node:child_process";
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { packContext } from "../../src/verify/build-archive.ts";
import { EngineError } from "../../src/verify/engine/errors.ts";
import { tarEnd, tarHeader, tarPadding } from "../../src/verify/engine/tar.ts";

const home = mkdtempSync(join(tmpdir(), "pid1lint-tar-"));
afterAll(() => rmSync(home, { recursive: true, force: true }));
let count = 0;
const newFolder = (): string => {
  const folder = join(home, String(count++));
  mkdirSync(folder);
  return folder;
};

function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = newFolder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

async function bytesOf(archive: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of archive) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** What tar of this machine makes of an archive: a folder. */
function unpacked(archive: Uint8Array): string {
  const folder = newFolder();
  execFileSync("tar", ["-C", folder, "-xp"], { input: archive, stdio: ["pipe", "ignore", "inherit"] });
  return folder;
}

async function packed(
  root: string,
  ignores: (path: string) => boolean = () => false,
  dockerfile = join(root, "Dockerfile"),
): Promise<string> {
  return unpacked(await bytesOf(packContext(root, dockerfile, "FROM scratch\n", ignores).archive));
}

const below = (folder: string): readonly string[] => readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();

describe("a build context arrives", () => {
  test("with modes, empty folders, content of several blocks, and the Dockerfile as it is given", async () => {
    const root = folderOf({
      "run.sh": "#!/bin/sh\n",
      "src/large": "x".repeat(100_000),
      "src/exact": "y".repeat(512),
      "empty/.keep": "",
      "Dockerfile": "another",
    });
    chmodSync(join(root, "run.sh"), 0o750);
    chmodSync(join(root, "src"), 0o700);
    rmSync(join(root, "empty/.keep"));
    const got = await packed(root);
    expect(below(got)).toEqual(["Dockerfile", "empty", "run.sh", "src", "src/exact", "src/large"]);
    expect(readFileSync(join(got, "src/large"), "utf8")).toBe("x".repeat(100_000));
    expect(readFileSync(join(got, "Dockerfile"), "utf8")).toBe("FROM scratch\n");
    expect([statSync(join(got, "run.sh")).mode & 0o7777, statSync(join(got, "src")).mode & 0o7777]).toEqual([
      0o750, 0o700,
    ]);
  });

  test("without what is left out; a folder comes with what is taken in again below it", async () => {
    const root = folderOf({ "a/x": "", "a/y": "", "b/x": "", "c": "" });
    expect(below(await packed(root, (path) => ["a", "a/x", "b", "b/x", "c"].includes(path)))).toEqual([
      "Dockerfile",
      "a",
      "a/y",
    ]);
  });

  test("with a Dockerfile from elsewhere under a name of its own", async () => {
    const [root, other] = [folderOf({ Dockerfile: "own" }), folderOf({ Dockerfile: "" })];
    const got = await packed(root, () => false, join(other, "Dockerfile"));
    expect(below(got)).toEqual([".Dockerfile.pid1lint", "Dockerfile"]);
    expect(readFileSync(join(got, "Dockerfile"), "utf8")).toBe("own");
  });
});

describe("a hostile context", () => {
  test("gives nothing from outside: a link arrives as a link", async () => {
    const secret = folderOf({ "key": "SECRET", "deep/key": "SECRET" });
    const root = newFolder();
    symlinkSync(join(secret, "key"), join(root, "file"));
    symlinkSync(secret, join(root, "folder"));
    symlinkSync(".", join(root, "loop"));
    symlinkSync(`${"../".repeat(40)}etc/passwd`, join(root, "long"));
    const { archive } = packContext(root, join(root, "Dockerfile"), "", () => false);
    const bytes = await bytesOf(archive);
    expect(bytes.includes("SECRET")).toBe(false);
    const got = unpacked(bytes);
    expect(["file", "folder", "loop", "long"].map((name) => readlinkSync(join(got, name)))).toEqual([
      join(secret, "key"),
      secret,
      ".",
      `${"../".repeat(40)}etc/passwd`,
    ]);
  });

  test("gives no pipe, and nobody waits for one", async () => {
    const root = folderOf({ a: "a" });
    execFileSync("mkfifo", [join(root, "pipe")]);
    expect(below(await packed(root))).toEqual(["Dockerfile", "a"]);
  });

  test("whose file is replaced while it is read is refused", async () => {
    for (const replace of [
      (path: string) => execFileSync("mkfifo", [path]),
      (path: string) => symlinkSync("/etc/passwd", path),
      mkdirSync,
      () => undefined,
    ]) {
      const root = folderOf({ a: "a", z: "z" });
      const { archive } = packContext(root, join(root, "Dockerfile"), "", () => false);
      const pieces = archive[Symbol.asyncIterator]();
      await pieces.next();
      rmSync(join(root, "z"));
      replace(join(root, "z"));
      const rest = async (): Promise<void> => {
        while ((await pieces.next()).done !== true);
      };
      await expect(rest()).rejects.toThrow(EngineError);
    }
  });
});

describe("an archive", () => {
  const segment = fc
    .string({ minLength: 1, maxLength: 120, unit: fc.constantFrom(..."ab .-_=\n'\"\\*ä€😀") })
    .filter((text) => !/^\.{1,2}$/.test(text) && Buffer.byteLength(text) <= 250);

  test("has any path and any content as tar reads them", () => {
    fc.assert(
      fc.property(
        fc.array(segment, { minLength: 1, maxLength: 4 }),
        fc.uint8Array({ maxLength: 1500 }),
        (path, content) => {
          const header = tarHeader({
            path: path.join("/"),
            kind: "file",
            mode: 0o644,
            size: content.length,
            modified: 0,
          });
          const got = unpacked(Buffer.concat([header, content, tarPadding(content.length), tarEnd]));
          expect(below(got).at(-1)).toBe(path.join("/"));
          expect(readFileSync(join(got, ...path)).equals(Buffer.from(content))).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });

  test("has links with any target, and folders with long names", () => {
    fc.assert(
      fc.property(segment, fc.array(segment, { minLength: 1, maxLength: 5 }), (path, target) => {
        const link = tarHeader({ path, kind: "link", mode: 0o777, size: 0, modified: 0, target: target.join("/") });
        const folder = tarHeader({ path: `${path}+`, kind: "folder", mode: 0o711, size: 0, modified: 1 });
        const got = unpacked(Buffer.concat([link, folder, tarEnd]));
        expect(readlinkSync(join(got, path))).toBe(target.join("/"));
        expect(lstatSync(join(got, `${path}+`)).mode & 0o7777).toBe(0o711);
      }),
      { numRuns: 40 },
    );
  });

  test("tells of a size that eleven octal digits do not hold", () => {
    const size = 9 * 1024 ** 3;
    const listed = execFileSync("sh", ["-c", "tar -tv 2>/dev/null; true"], {
      input: tarHeader({ path: "disk.img", kind: "file", mode: 0o600, size, modified: 0 }),
      encoding: "utf8",
    });
    expect(listed).toContain(String(size));
  });
});
