import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";

/** Tests cannot run here; the message says what is missing. */
export class Refusal extends Error {}

/**
 * Installs packages of Debian's.
 *
 * @param {readonly string[]} names
 */
export function installPackages(names) {
  if (names.length === 0) return;
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get"))
    throw new Refusal(`install ${names.join(", ")} first.`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const apt = (...args) => execFileSync("apt-get", ["-q", ...args], { env, stdio: ["ignore", "ignore", "inherit"] });
  console.log(`installing ${names.join(", ")}`);
  try {
    apt("update");
    apt("install", "-y", "--no-install-recommends", ...names);
  } catch {
    throw new Refusal(`apt-get could not install ${names.join(", ")}.`);
  }
}
