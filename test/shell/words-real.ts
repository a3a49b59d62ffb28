import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { walk } from "./walk.ts";
import type { Around } from "./walk.ts";

const folder = mkdtempSync(join(tmpdir(), "pid1lint-words-"));
writeFileSync(join(folder, "show"), `#!/bin/sh\nfor w do printf '%s\\0' "$w"; done\n`);
chmodSync(join(folder, "show"), 0o755);

/**
 * The words that a real shell gives to `show`, which the script executes, or undefined where it comes to no such end.
 */
export function realWords(
  shell: string,
  script: string,
  params: readonly string[] = [],
): readonly string[] | undefined {
  try {
    const out = execFileSync(shell, [...(shell === "busybox" ? ["sh"] : []), "-c", script, "/ep.sh", ...params], {
      encoding: "utf8",
      cwd: "/",
      env: { PATH: `${folder}:${process.env["PATH"] ?? ""}` },
      stdio: ["ignore", "pipe", "ignore"],
    });
    return out.split("\0").slice(0, -1);
  } catch {
    return undefined;
  }
}

/** The words that the model gives to it; "?" for what is not known; undefined where there are several ends. */
export function modelWords(script: string, around: Around): readonly string[] | undefined {
  const ends = walk(script, around);
  const [only] = ends;
  if (ends.length !== 1 || only?.kind !== "exec" || only.running.argv?.[0]?.value !== "show") return undefined;
  return only.running.argv.slice(1).map(({ value }) => (value === "unknown" ? "?" : value));
}
