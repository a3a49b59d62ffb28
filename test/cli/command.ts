import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll } from "@jest/globals";

const root = fileURLToPath(new URL("../../", import.meta.url));
const bundled = `dist/test-${process.pid}`;
const folders: string[] = [];

/** Builds the command line for the tests of a file, from the sources as they are. */
export function buildCommand(): void {
  beforeAll(() => {
    const script = `import { bundle } from "./scripts/bundle.js"; await bundle(${JSON.stringify(bundled)});`;
    execFileSync(process.execPath, ["--input-type=module", "-e", script], { cwd: root });
  });
  afterAll(() => {
    rmSync(join(root, bundled), { recursive: true, force: true });
    removeFolders();
  });
}

/** Removes what {@link folderWith} has made in this file. */
export function removeFolders(): void {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
}

/** What a run of the command came to. */
export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Surroundings of a run; by default no terminal, no colour and empty input. */
export interface Surroundings {
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Module to load before the command. */
  readonly preload?: string;
}

/** Runs `pid1lint` in a folder, as a process of its own. */
export function pid1lint(
  folder: string,
  args: readonly string[],
  { input = "", env = {}, preload }: Surroundings = {},
): Ran {
  const node = preload === undefined ? [] : ["--import", `data:text/javascript,${encodeURIComponent(preload)}`];
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [...node, join(root, bundled, "pid1lint.js"), ...args],
    {
      cwd: folder,
      input,
      encoding: "utf8",
      maxBuffer: 1 << 28,
      env: { PATH: process.env["PATH"] ?? "", LANG: "de_DE.UTF-8", ...env },
    },
  );
  return { code: status, stdout, stderr };
}

/** Words after `node` that run the command. */
export function commandWords(): readonly string[] {
  return [join(root, bundled, "pid1lint.js")];
}

/** Text for a shell that runs the command. */
export function commandLine(...args: readonly string[]): string {
  return [process.execPath, ...commandWords(), ...args].map((word) => `'${word}'`).join(" ");
}

/** A new folder with these files; shell scripts get their executable bit, and what asks for it. */
export function folderWith(
  files: Readonly<Record<string, string | { readonly text: string; readonly executable?: boolean }>>,
): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "pid1lint-test-")));
  folders.push(folder);
  for (const [name, file] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), typeof file === "string" ? file : file.text);
    if (name.endsWith(".sh") || (typeof file !== "string" && file.executable === true))
      chmodSync(join(folder, name), 0o755);
  }
  return folder;
}

/** Runs git in a folder. */
export function git(folder: string, ...args: readonly string[]): string {
  const config = [
    "-c",
    "user.name=test",
    "-c",
    "user.email=test@localhost",
    "-c",
    "init.defaultBranch=main",
    "-c",
    "protocol.file.allow=always",
  ];
  return execFileSync("git", [...config, ...args], { cwd: folder, encoding: "utf8", stdio: ["pipe", "pipe", "pipe"] });
}

/** The text of a file in a folder. */
export function textIn(folder: string, name: string): string {
  return readFileSync(join(folder, name), "utf8");
}

/** A Dockerfile with an error that has a safe fix, and what the fix makes of it. */
export const shellForm = "FROM debian:12-slim\nCMD gunicorn 'api:app()'\n";
export const execForm = 'FROM debian:12-slim\nCMD ["gunicorn", "api:app()"]\n';
