import { spawn, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Shell } from "../properties/shells.ts";

/** Milliseconds after which a script that has not ended counts as stuck, where the machine is quick. */
const patience = 4000;
/** How many times as long as its programs took to start: nothing that comes after takes a busy machine longer. */
const room = 20;

/** A program that takes a moment to finish its work on SIGTERM, and says so. */
const worker = `#!/bin/bash
trap 'sleep 0.2; echo "\${0##*/} done" >> "$SAID"; exit 0' TERM
echo "\${0##*/} runs" >> "$SAID"
while :; do sleep 0.05; done
`;

/** Whether this machine lets a test start processes in a PID namespace of their own. */
export const canUnshare =
  spawnSync("unshare", ["--pid", "--fork", "--mount-proc", "--kill-child", "true"]).status === 0;

/** What became of a script at PID 1 that was sent a signal. */
export interface Stopped {
  readonly ended: boolean;
  /** The programs that finished their work, sorted. */
  readonly finished: readonly string[];
}

/** Programs by their names, in a folder for PATH. */
export function workers(folder: string, names: readonly string[]): string {
  const bin = join(folder, "bin");
  mkdirSync(bin, { recursive: true });
  for (const name of names) {
    writeFileSync(join(bin, name), worker);
    chmodSync(join(bin, name), 0o755);
  }
  return bin;
}

/** Runs a script as PID 1 of a namespace of its own, waits until its programs run, and sends SIGTERM from outside. */
export async function stop(
  script: string,
  shell: Shell,
  { folder, bin, programs }: { readonly folder: string; readonly bin: string; readonly programs: number },
): Promise<Stopped> {
  mkdirSync(folder, { recursive: true });
  const [file, said] = [join(folder, "run.sh"), join(folder, "said")];
  writeFileSync(file, script);
  const args = ["--pid", "--fork", "--mount-proc", "--kill-child", shell.program, ...shell.args, file];
  const env = { ...process.env, PATH: `${bin}:${process.env["PATH"]}`, SAID: said };
  const outer = spawn("unshare", args, { env, stdio: "ignore" });
  const gone = new Promise<boolean>((resolve) => outer.on("exit", () => resolve(true)));
  const lines = (): readonly string[] => (existsSync(said) ? readFileSync(said, "utf8").split("\n") : []);
  const begun = performance.now();
  while (outer.exitCode === null && lines().filter((line) => line.endsWith(" runs")).length < programs) await sleep(20);
  const took = performance.now() - begun;
  // The shell has to come to its `wait`.
  await sleep(Math.max(300, took));
  const [inner] = spawnSync("pgrep", ["-P", String(outer.pid)], { encoding: "utf8" }).stdout.split("\n");
  if (inner !== undefined && inner !== "") process.kill(Number(inner), "SIGTERM");
  const inTime = await Promise.race([gone, sleep(Math.max(patience, room * took), false, { ref: false })]);
  // Where this process was busy itself, its clock tells of the end of its patience before the system tells of an exit.
  const ended = inTime || !existsSync(`/proc/${inner}`);
  if (!ended) spawnSync("kill", ["-KILL", String(inner)]);
  await gone;
  return {
    ended,
    finished: lines()
      .filter((line) => line.endsWith(" done"))
      .map((line) => line.slice(0, -" done".length))
      .sort(),
  };
}
