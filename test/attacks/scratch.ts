import { execFileSync } from "node:child_process";
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, expect } from "@jest/globals";
import { pid1lint } from "../cli/command.ts";
import type { Ran, Surroundings } from "../cli/command.ts";

/** What a stranger must not get to see: it stands in every canary. */
export const secret = "canary-5e1f0c";

/** A file of a stranger's repository: its text, or `{ link }`, where a symbolic link leads. */
export type Given = string | { readonly link: string };

/** A hostile repository with canaries around it. */
export interface Scratch {
  /** The folder that holds everything; the repository is `repo` in it. */
  readonly root: string;
  readonly repo: string;
  /** Runs the command in the repository. */
  run(args: readonly string[], surroundings?: Surroundings & { readonly in?: string }): Ran;
  /** Fails if anything but these files of the repository is not as it was, or a secret was printed or written. */
  untouched(...except: readonly string[]): void;
}

const roots: string[] = [];

/** Removes what {@link scratch} has made in this file. */
export function removeScratches(): void {
  afterAll(() => roots.forEach((root) => rmSync(root, { recursive: true, force: true })));
}

/**
 * A Dockerfile whose script is read, and what a look at it would print: every line of the script is a finding's or a
 * hop's.
 */
export const bait = `#!/bin/sh\ngunicorn ${secret}:app\n`;

/**
 * A repository of a stranger's, made by git or, with `archive`, unpacked with whatever `.git` its files give. Around
 * it lie `outside/`, with a script, a Dockerfile, a configuration and a link's target, and a `.git/config` with a
 * token: all of them canaries.
 */
export function scratch(
  files: Readonly<Record<string, Given>>,
  { archive = false }: { readonly archive?: boolean } = {},
): Scratch {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "pid1lint-attack-")));
  roots.push(root);
  const repo = join(root, "repo");
  for (const [name, text] of Object.entries({
    "outside/run.sh": bait,
    "outside/Dockerfile": `FROM debian:12-slim\nCMD gunicorn ${secret}\n`,
    "outside/victim": `${secret}\n`,
  }))
    put(root, name, text);
  mkdirSync(repo);
  for (const [name, text] of Object.entries(files)) put(repo, name, text);
  if (!archive) {
    execFileSync("git", ["init", "--quiet"], { cwd: repo });
    writeFileSync(join(repo, ".git/config"), `#!/bin/sh\n[http] extraheader = ${secret}\ngunicorn ${secret}\n`);
  }
  const before = snapshot(root);
  const runs: Ran[] = [];
  return {
    root,
    repo,
    run(args, surroundings = {}) {
      const ran = pid1lint(join(root, surroundings.in ?? "repo"), args, surroundings);
      runs.push(ran);
      return ran;
    },
    untouched(...except) {
      const after = snapshot(root);
      // What the command line names so is a report.
      const written = [...except, ...[...after.keys()].filter((name) => name.startsWith("repo/report."))];
      const kept = ([name]: readonly [string, string]): boolean => !written.includes(name);
      expect(Object.fromEntries([...after].filter(kept))).toEqual(Object.fromEntries([...before].filter(kept)));
      for (const name of written)
        if (lstatSync(join(root, name)).isFile()) expect(readFileSync(join(root, name), "utf8")).not.toContain(secret);
      for (const { stdout, stderr } of runs) expect(stdout + stderr).not.toContain(secret);
    },
  };
}

function put(folder: string, name: string, given: Given): void {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  if (typeof given === "object") return symlinkSync(given.link, path);
  writeFileSync(path, given);
  if (name.endsWith(".sh")) chmodSync(path, 0o755);
}

/** Every file below a folder with what is in it, links by where they lead. */
function snapshot(root: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const name of readdirSync(root, { recursive: true, encoding: "utf8" }).sort()) {
    const path = join(root, name);
    const stat = lstatSync(path);
    found.set(
      name,
      stat.isSymbolicLink()
        ? `-> ${readlinkSync(path)}`
        : stat.isFile()
          ? `${stat.mode} ${stat.ino} ${readFileSync(path, "latin1")}`
          : String(stat.mode),
    );
  }
  return found;
}
