import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "@jest/globals";
import type { Linted } from "../src/lint/lint.ts";
import { readsStartFiles } from "../src/remedies/without-shell.ts";
import { readPage, runExample } from "./examples.ts";
import type { Result } from "./examples.ts";
import type { Judged } from "../src/stop/judge.ts";

/**
 * Runs what the hazards' images start, before and after their safe fixes, with real shells and with programs that only
 * say how they were started.
 */
const pages = new URL("../fixtures/hazards/", import.meta.url);
const root = realpathSync(mkdtempSync(join(tmpdir(), "pid1lint-hazards-")));
const programs = ["gunicorn", "celery", "flask", "migrate", "watcher", "cleanup"];
/** Appends its pid, folder, words and environment to a file, each with a zero byte behind it. */
const report = `#!/bin/sh
{ printf '%s\\0' "$$" "$(pwd)" "\${0##*/}" "$@"; printf 'environment\\0'; env -0 | sort -z; printf 'end\\0'; } >> '${root}/said'
`;
/** Where the examples write and read. */
const folders = ["srv", "var/log", "run", "usr/lib", "venv/bin", "conf", "home/app", "bin"];
/** What a shell sets for itself. */
const own = /^(_|SHLVL|PWD|OLDPWD)=/;

beforeEach(() => {
  rmSync(root, { recursive: true, force: true });
  for (const folder of folders) mkdirSync(join(root, folder), { recursive: true });
  for (const name of programs) writeExecutable(`bin/${name}`, report);
  writeExecutable("bin/tini", '#!/bin/sh\nshift\nexec "$@"\n');
  for (const name of ["venv/bin/activate", "usr/lib/lib.sh", "conf/a1.py", "conf/b.py", "home/app/x"])
    writeFileSync(join(root, name), "");
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

function writeExecutable(name: string, text: string): void {
  mkdirSync(dirname(join(root, name)), { recursive: true });
  writeFileSync(join(root, name), text);
  chmodSync(join(root, name), 0o755);
}

/** The image's absolute paths, below the test's own root. */
function placed(text: string): string {
  return text.replaceAll(
    /(?<![\w.~}/])\/(?=(?:var\/log|log|srv|run|venv|usr\/lib\/lib\.sh)\b|[\w-]+\.sh\b)/g,
    `${root}/`,
  );
}

/** One program as it was started. */
interface Started {
  readonly pid: number;
  readonly folder: string;
  readonly words: readonly string[];
  readonly environment: readonly string[];
}

/** Starts what an image starts, and tells the programs that came of it, and the pid of PID 1. */
function run(
  judged: Judged,
  { files }: { readonly files: ReadonlyMap<string, string> },
): { readonly pid: number; readonly started: readonly Started[] } {
  for (const [path, text] of files) if (path.endsWith(".sh")) writeExecutable(path.replace(/^.*\//, ""), placed(text));
  rmSync(join(root, "said"), { force: true });
  const argv = wordsOf(judged).map(placed);
  const env = {
    PATH: `${join(root, "bin")}:${process.env["PATH"] ?? ""}`,
    HOME: join(root, "home"),
    LANG: "C.UTF-8",
    PORT: "80",
    A: "x  y",
    B: "b *",
    BIND: "[::]:80",
    HOST: "h",
    APP: "gunicorn",
    SERVER: "gunicorn",
    ROLE: "web",
    LOG: join(root, "var/log/app"),
    ...Object.fromEntries([...judged.image.env].filter(([name, value]) => name !== "PATH" && value !== "unknown")),
  };
  // It only ends what hangs.
  const { pid, error } = spawnSync(argv[0] ?? "", argv.slice(1), { cwd: root, env, timeout: 200_000, stdio: "ignore" });
  expect(error).toBeUndefined();
  const said = existsSync(join(root, "said")) ? readFileSync(join(root, "said"), "utf8") : "";
  const started = said
    .split("end\0")
    .filter((each) => each !== "")
    .map((each): Started => {
      const [words = "", environment = ""] = each.split("\0environment\0");
      const [number, folder = "", ...rest] = words.split("\0");
      return {
        pid: Number(number),
        folder,
        words: rest,
        environment: environment.split("\0").filter((line) => line !== "" && !own.test(line)),
      };
    });
  return { pid, started };
}

function wordsOf({ image }: Judged): readonly string[] {
  return image.argv === "unknown" ? [] : image.argv.map((arg) => arg.value);
}

function canStart({ startUp }: Judged): boolean {
  return !startUp.paths.some((path) => path.processes.some((process) => process.role.kind === "unrunnable"));
}

/**
 * Shells of this machine, the programs above and the examples' own scripts can be run here; what a login shell reads is
 * this machine's.
 */
function runnable(judged: Judged | undefined, files: ReadonlyMap<string, string>): judged is Judged {
  const words = judged ? wordsOf(judged) : [];
  const [name = ""] = words;
  const known =
    /^(\/bin\/)?(sh|bash|dash)$/.test(name) || [...programs, "tini", "env"].includes(name) || files.has(name);
  return (
    judged !== undefined &&
    known &&
    !readsStartFiles(words, judged.image.env) &&
    ![...files.values()].some((text) => text.includes("\r") && text.startsWith("#!"))
  );
}

function imageOf({ projects }: Linted): Judged | undefined {
  return projects[0]?.images.at(-1);
}

function filesOf({ safe }: Result, files: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map([...files, ...safe.changes.map(({ path, after }) => [path, after] as const)]);
}

const names = readdirSync(pages).sort();
const played = names.flatMap((name) =>
  readPage(readFileSync(new URL(name, pages), "utf8")).examples.flatMap((example) => {
    const result = runExample(example);
    const files = new Map(
      Object.entries(example.files).map(([path, file]) => [path, typeof file === "string" ? file : file.text]),
    );
    const [before, after] = [imageOf(result.linted), imageOf(result.safe.linted)];
    return result.patch !== "" && runnable(before, files) && canStart(before) && runnable(after, files)
      ? [{ name, line: example.line, title: example.title, before, after, files, fixed: filesOf(result, files) }]
      : [];
  }),
);

describe("a safe fix, run by real shells", () => {
  test.each(played)("$name, line $line: $title", ({ before, after, files, fixed }) => {
    const old = run(before, { files });
    const now = run(after, { files: fixed });
    const told = ({ pid, started }: typeof old): readonly unknown[] =>
      started.map(({ folder, words, environment }) => ({
        folder,
        words: words.map((word) => word.replaceAll(`${pid}`, "$$")),
        environment,
      }));
    expect(old.started).not.toEqual([]);
    expect(told(now)).toEqual(told(old));
    // Where nothing stands in front of the main program, it has PID 1's place.
    if (after.startUp.paths.every((path) => path.processes.length === 1)) expect(now.started.at(-1)?.pid).toBe(now.pid);
  });

  test("is most of them", () => {
    expect(played.length).toBeGreaterThan(100);
  });
});
