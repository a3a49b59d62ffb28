import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { buildCommand, commandWords, pid1lint } from "../cli/command.ts";

const root = realpathSync(mkdtempSync(`${tmpdir()}/pid1lint-kill-`));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Starts a program, waits until it speaks if it `speaks`, and kills it some milliseconds later, wherever it is then. */
async function killed(words: readonly string[], folder: string, milliseconds: number, speaks: boolean): Promise<void> {
  const child = spawn(process.execPath, [...words], { cwd: folder, stdio: ["ignore", "pipe", "ignore"] });
  const closed = once(child, "close");
  if (speaks) await Promise.race([once(child.stdout, "data"), closed]);
  else child.stdout.resume();
  await new Promise((done) => setTimeout(done, milliseconds));
  child.kill("SIGKILL");
  await closed;
}

const temporaries = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.includes(".pid1lint-"));

describe("a writer that is killed", () => {
  const writer = `${root}/writer.mjs`;
  beforeAll(() => {
    const script = `import { build } from "esbuild"; await build({ entryPoints: ["test/files/writer.ts"], outfile: ${JSON.stringify(writer)}, bundle: true, platform: "node", format: "esm" });`;
    execFileSync(process.execPath, ["--input-type=module", "-e", script]);
  });

  const length = 100_000;
  const texts = ["a".repeat(length), "b".repeat(length)];

  // Five hundred in the soak.
  const wanted = Number(process.env["PID1LINT_KILLS"] ?? 20);

  /** Kills it until a file was half written then as often as is wanted; how often it was, of twenty times as many. */
  async function killOften(folder: string, often: number): Promise<number> {
    mkdirSync(folder);
    const paths = ["Dockerfile", "run.sh", "compose.yaml"].map((name) => `${folder}/${name}`);
    for (const path of paths) {
      writeFileSync(path, "a".repeat(length));
      chmodSync(path, 0o751);
    }
    let caught = 0;
    for (let time = 0; time < 20 * often && caught < often; time++) {
      await killed([writer, "1000000", ...paths], folder, Math.random() * 8, true);
      for (const path of paths) {
        expect(texts.includes(readFileSync(path, "utf8"))).toBe(true);
        expect(statSync(path).mode & 0o7777).toBe(0o751);
      }
      if (temporaries(folder).length > 0) caught++;
    }
    execFileSync(process.execPath, [writer, "1", ...paths]);
    expect(readdirSync(folder).sort()).toEqual(["Dockerfile", "compose.yaml", "run.sh"]);
    return caught;
  }

  test(`${wanted} times leaves each file old or new, and nothing that the next one does not clear away`, async () => {
    const often = wanted / 2;
    const caught = await Promise.all([killOften(`${root}/one`, often), killOften(`${root}/two`, often)]);
    expect(caught).toEqual([often, often]);
  }, 600_000);
});

describe("pid1lint --fix", () => {
  buildCommand();

  const names = Array.from({ length: 40 }, (_, index) => `s${index}`);
  const before = {
    "Dockerfile": "FROM debian:12-slim\nCOPY run.sh /\nCMD /run.sh\n",
    "run.sh": "#!/bin/sh\nset -e\nredis-server\n",
  };
  const after = {
    "Dockerfile": 'FROM debian:12-slim\nCOPY run.sh /\nCMD ["/run.sh"]\n',
    "run.sh": "#!/bin/sh\nset -e\nexec redis-server\n",
  };

  function reset(folder: string): void {
    for (const name of names) {
      mkdirSync(`${folder}/${name}`, { recursive: true });
      for (const [file, text] of Object.entries(before))
        writeFileSync(`${folder}/${name}/${file}`, text, { mode: 0o755 });
    }
  }

  /** How many files are new; each must be old or new. */
  function written(folder: string): number {
    let count = 0;
    for (const name of names) {
      for (const [file, text] of Object.entries(after)) {
        const found = readFileSync(`${folder}/${name}/${file}`, "utf8");
        if (found === text) count++;
        else expect(found).toBe(file === "Dockerfile" ? before.Dockerfile : before["run.sh"]);
      }
    }
    return count;
  }

  test("six at once write each file once and whole, and leave nothing behind", async () => {
    const folder = `${root}/shared`;
    reset(folder);
    const codes = await Promise.all(
      Array.from({ length: 6 }, async () => {
        const child = spawn(process.execPath, [...commandWords(), "--fix"], { cwd: folder, stdio: "ignore" });
        const [code]: readonly unknown[] = await once(child, "close");
        return code;
      }),
    );
    // 2: another one was faster.
    expect(codes.filter((code) => code !== 0 && code !== 2)).toEqual([]);
    expect(pid1lint(folder, ["--fix"]).code).toBe(0);
    expect(written(folder)).toBe(names.length * 2);
    expect(temporaries(folder)).toEqual([]);
  });

  test("that is killed leaves each file old or new; the next run does the rest", async () => {
    const folder = `${root}/services`;
    reset(folder);
    const start = performance.now();
    expect(pid1lint(folder, ["--fix"]).code).toBe(0);
    const whole = performance.now() - start;
    expect(written(folder)).toBe(names.length * 2);
    let first = 0;
    for (let time = 0; time < 8; time++) {
      reset(folder);
      await killed([...commandWords(), "--fix"], folder, whole * (0.3 + Math.random() * 0.7), false);
      first = written(folder);
    }
    const { code, stdout, stderr } = pid1lint(folder, ["--fix"]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toContain(
      `${first === names.length * 2 ? "" : `rewrote ${names.length * 2 - first} files; `}no findings in ${names.length} files\n`,
    );
    expect(written(folder)).toBe(names.length * 2);
    expect(temporaries(folder)).toEqual([]);
  });
});
