import { execFileSync, spawn } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import type { Client } from "../../src/verify/engine/http.ts";

/**
 * What stands for a distribution: a root file system of this machine's packages, with another /bin/sh each; `debian`:
 * a Debian with its package manager; `empty`: nothing at all.
 */
export type Base = "dash" | "bash" | "ash" | "debian" | "empty";

const coreutils =
  "[ basename cat chmod chown chroot cp cut date dirname echo env expr false head id install ln ls mkdir mktemp " +
  "mv nice nohup nproc od printenv printf pwd readlink realpath rm rmdir seq sleep sort stat stdbuf sync tail tee " +
  "test timeout touch tr true uname uniq wc whoami";
const others = "bash grep sed find xargs setpriv su runuser flock setsid which";
const inits = "tini dumb-init catatonit gosu";
const supervisors = "runsvdir runsv chpst s6-svscan s6-supervise";

/** They would fetch packages; what the contexts need is in place. */
const installers = "apt-get apk dnf yum microdnf pip npm bundle groupadd useradd addgroup adduser";

/** The bases that every test file has. */
export const usualBases: readonly Base[] = ["dash", "bash", "ash"];

/** The image that stands for a base. */
export function baseImage(base: Base): string {
  return `pid1lint-engine/${base}:${process.pid}`;
}

/** Imports the bases into the engine. */
export async function importBases(client: Client, bases: readonly Base[]): Promise<void> {
  for (const base of bases) {
    const root = mkdtempSync(join(tmpdir(), "pid1lint-base-"));
    try {
      fill(root, base);
      await importFolder(client, root, base);
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  }
}

/** Removes them again. */
export async function removeBases(client: Client, bases: readonly Base[]): Promise<void> {
  for (const base of bases) await client.bytes("DELETE", `/images/${baseImage(base)}`, { query: { force: "true" } });
}

async function importFolder(client: Client, root: string, base: Base): Promise<void> {
  const [repo = "", tag = ""] = baseImage(base).split(":");
  // Devices are the engine's to make.
  const archive = spawn("tar", ["-C", root, "--exclude=./dev/*", "-c", "."], {
    stdio: ["ignore", "pipe", "inherit"],
  }).stdout;
  const said = (await client.bytes("POST", "/images/create", { query: { fromSrc: "-", repo, tag }, archive })).toString(
    "utf8",
  );
  if (said.includes('"error"')) throw new Error(said);
}

function fill(root: string, base: Base): void {
  chmodSync(root, 0o755);
  if (base === "debian")
    execFileSync("debootstrap", ["--variant=minbase", "bookworm", root], { stdio: ["ignore", "ignore", "inherit"] });
  else if (base === "empty") mkdirSync(join(root, "tmp"));
  else fillByHand(root, base);
}

function fillByHand(root: string, base: Exclude<Base, "debian" | "empty">): void {
  for (const folder of [
    "usr/bin",
    "usr/sbin",
    "usr/lib",
    "usr/lib64",
    "usr/local/bin",
    "etc",
    "root",
    "tmp",
    "run",
    "var/log",
    "proc",
    "sys",
    "dev",
  ]) {
    mkdirSync(join(root, folder), { recursive: true });
  }
  chmodSync(join(root, "tmp"), 0o1777);
  for (const folder of ["bin", "sbin", "lib", "lib64"]) symlinkSync(`usr/${folder}`, join(root, folder));
  writeFileSync(join(root, "etc/passwd"), "root:x:0:0:root:/root:/bin/sh\nsomebody:x:1100:1100::/:/bin/sh\n");
  writeFileSync(join(root, "etc/group"), "root:x:0:\nsomebody:x:1100:\n");

  for (const name of inits.split(" ")) place(root, found(name), `/usr/bin/${name}`);
  place(root, found("bash"), "/usr/bin/bash");
  if (base === "ash") {
    place(root, found("busybox"), "/usr/bin/busybox");
    // Debian leaves them out, Alpine does not.
    for (const name of ["nohup", "nice"]) place(root, found(name), `/usr/bin/${name}`);
    for (const applet of execFileSync(found("busybox"), ["--list"], { encoding: "utf8" }).trim().split("\n")) {
      const path = join(root, "usr/bin", applet);
      if (!existsSync(path)) symlinkSync("busybox", path);
    }
  } else {
    for (const name of `${coreutils} ${others} ${supervisors}`.split(" ")) place(root, found(name), `/usr/bin/${name}`);
    place(root, found("dash"), "/usr/bin/dash");
    symlinkSync(base === "dash" ? "dash" : "bash", join(root, "usr/bin/sh"));
    allowSu(root);
  }
  for (const name of installers.split(" ")) {
    const path = join(root, "usr/bin", name);
    rmSync(path, { force: true });
    writeFileSync(path, "#!/bin/sh\nexit 0\n", { mode: 0o755 });
  }
}

/** `su` asks PAM: root may become anybody. */
function allowSu(root: string): void {
  mkdirSync(join(root, "etc/pam.d"));
  for (const name of ["su", "runuser"]) {
    writeFileSync(
      join(root, "etc/pam.d", name),
      "auth sufficient pam_rootok.so\naccount required pam_permit.so\nsession required pam_permit.so\n",
    );
  }
  const modules = execFileSync("sh", ["-c", "ls -d /lib/*/security /usr/lib/*/security 2>/dev/null | head -n 1"], {
    encoding: "utf8",
  }).trim();
  for (const name of ["pam_rootok.so", "pam_permit.so"]) place(root, join(modules, name), join(modules, name));
}

function found(name: string): string {
  return execFileSync(
    "sh",
    ["-c", 'PATH="$PATH:/usr/sbin:/sbin" command -v "$0"', name === "[" ? "/usr/bin/[" : name],
    { encoding: "utf8" },
  )
    .trim()
    .replace(/^(?!\/)/, "/usr/bin/");
}

/** Copies a program with the libraries that it is linked to. */
function place(root: string, program: string, path: string): void {
  copy(realpathSync(program), join(root, path));
  let listed = "";
  try {
    listed = execFileSync("ldd", [program], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  } catch {
    // Statically linked, or a script.
  }
  for (const [, library = ""] of listed.matchAll(/(?:=> |^\s+)(\/\S+)/gm))
    copy(realpathSync(library), join(root, dirname(library), basename(library)));
}

function copy(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  if (!existsSync(to)) cpSync(from, to, { dereference: true });
}
