import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Outcome } from "../../src/stop/outcome.ts";
import { shells } from "../properties/shells.ts";
import type { Shell } from "../properties/shells.ts";
import { inImage } from "./grammar.ts";
import type { Composed } from "./grammar.ts";

/** Milliseconds: what `app` needs to finish its work, and after how long whoever is still there is stuck. */
const work = 500;
const grace = 2500;
/** Milliseconds until a shell has come to rest behind the start of `app`: it sets its traps there. */
const settling = 600;

/** Stands for the main program: it handles the signals that stop a container, and tells when its work is done. */
const app = `#!/usr/bin/perl
use Time::HiRes qw(sleep);
$| = 1;
for my $signal (qw(TERM INT HUP QUIT)) {
  $SIG{$signal} = sub { sleep ${work / 1000}; open(my $told, ">", "$ENV{FOLDER}/finished"); close($told); exit 42 };
}
open(my $told, ">", "$ENV{FOLDER}/ready"); close($told);
sleep 1 while 1;
`;

const isolated = ["--pid", "--fork", "--mount-proc", "--kill-child", "setsid"];

/** The shells that can be PID 1 on this machine: that takes root on Linux, and perl. */
export const pid1Shells: readonly Shell[] =
  spawnSync("unshare", [...isolated, "perl", "-e", "1"]).status === 0 ? shells : [];

/**
 * What the stop signal does to a script that is PID 1 of a namespace of its own, sent from outside while the main
 * program runs. `finishes`: it ended before. `patience`: how many times the usual grace period it is given, on a
 * machine that has much else to do.
 */
export async function measure({ files }: Composed, shell: Shell, patience = 1): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), "pid1lint-pid1-"));
  try {
    return await measureIn(folder, files, { shell, patience });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Who runs a script, and how long it has to stop. */
interface Trial {
  readonly shell: Shell;
  readonly patience: number;
}

async function measureIn(folder: string, files: Composed["files"], { shell, patience }: Trial): Promise<Outcome> {
  const bin = join(folder, "bin");
  mkdirSync(bin);
  symlinkSync(shell.program, join(bin, shell.name));
  const plain = shell.name === "ash" ? shell : (shells.find(({ name }) => name === "dash") ?? shell);
  symlinkSync(plain.program, join(bin, "sh"));
  executable(join(bin, "app"), app);
  for (const [name, text] of Object.entries(files))
    executable(
      join(folder, name),
      text.replace("#!SHELL", `#!${join(bin, shell.name)}`).replaceAll(`${inImage}/`, `${folder}/`),
    );
  const child = spawn("unshare", [...isolated, join(folder, "ep.sh"), "app"], {
    stdio: "ignore",
    env: { PATH: `${bin}:/usr/local/bin:/usr/bin:/bin`, HOME: "/root", FOLDER: folder },
    cwd: "/",
  });
  const ended = once(child, "exit").then(() => "ended" as const);
  const within = (milliseconds: number): Promise<"ended" | "there"> =>
    Promise.race([ended, sleep(milliseconds, "there" as const)]);
  for (let waited = 0; waited < 20_000 && !existsSync(join(folder, "ready")); waited += 50)
    if ((await within(50)) === "ended") return "finishes";
  if ((await within(settling * patience)) === "ended") return "finishes";
  const [first] = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, "utf8").split(" ");
  process.kill(Number(first), "SIGTERM");
  const state = await within(grace * patience);
  const finished = existsSync(join(folder, "finished"));
  child.kill("SIGKILL");
  await ended;
  return state === "there" ? "stuck" : finished ? "delivered" : "abrupt";
}

function executable(path: string, text: string): void {
  writeFileSync(path, text);
  chmodSync(path, 0o755);
}
