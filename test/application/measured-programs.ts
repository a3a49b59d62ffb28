import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Program } from "./programs.ts";

const isolated = ["--pid", "--fork", "--mount-proc", "--kill-child"];

/** Whether this machine lets a test start processes in a PID namespace of their own. */
export const canMeasure = spawnSync("unshare", [...isolated, "true"]).status === 0;

/** Milliseconds after which a program that is still there has let the signal pass. */
const patience = 2500;

/** A first process that passes nothing on and waits: what stands behind it is a child, as below an init. */
const init = ["sh", "-c", '"$@" & wait', "sh"];

/**
 * What its stop signal does to a program of Node that is PID 1 of a namespace of its own, or a child of it, sent from
 * outside while it answers a request: it goes on ("dropped"), or ends, and the answer has arrived or not. `modules`: a
 * folder with libraries.
 */
export async function measureProgram(program: Program, modules?: string): Promise<"dropped" | "answered" | "cut"> {
  const folder = mkdtempSync(join(tmpdir(), "pid1lint-app-"));
  try {
    for (const [name, text] of Object.entries(program.files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    if (modules !== undefined) symlinkSync(modules, join(folder, "node_modules"));
    if (program.typed) compile(folder);
    return await stop(folder, program);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function stop(folder: string, program: Program): Promise<"dropped" | "answered" | "cut"> {
  const { entry, signal = "SIGTERM", below = false } = program;
  const words = entry.split(" ");
  const socket = join(folder, "socket");
  const child = spawn("unshare", [...isolated, ...(below ? init : []), process.execPath, ...words], {
    stdio: "ignore",
    cwd: folder,
    env: { ...process.env, PORT: socket, NODE_OPTIONS: "" },
  });
  const ended = once(child, "exit").then(() => "ended" as const);
  try {
    for (let waited = 0; waited < 20_000 && !existsSync(socket) && waited < limit(words, folder); waited += 50)
      await sleep(50);
    await sleep(400);
    const answer = existsSync(socket) ? ask(socket) : Promise.resolve(false);
    await sleep(300);
    const first = firstChild(child.pid);
    process.kill(below ? firstChild(first) : first, signal);
    const state = await Promise.race([ended, sleep(patience, "there" as const)]);
    return state === "there" ? "dropped" : (await answer) ? "answered" : "cut";
  } finally {
    child.kill("SIGKILL");
    await ended;
  }
}

function firstChild(pid: number | undefined): number {
  const [first] = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ");
  return Number(first);
}

/** How long a program is waited for: one that serves nothing has no socket. */
function limit(words: readonly string[], folder: string): number {
  const text = words.map((word) => join(folder, word)).filter((path) => /\.[cm]?js$/.test(path) && existsSync(path));
  return text.some((path) => /PORT/.test(readFileSync(path, "utf8"))) || text.length === 0 ? 20_000 : 500;
}

/** Whether a request is answered. */
function ask(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const sent = request({ socketPath, path: "/", agent: false }, (response) => {
      response
        .resume()
        .once("end", () => resolve(response.statusCode === 200))
        .once("error", () => resolve(false));
    });
    sent.once("error", () => resolve(false)).end();
  });
}

/** Makes CommonJS in `dist` of the TypeScript in `src`. */
function compile(folder: string): void {
  const esbuild = fileURLToPath(new URL("../../node_modules/esbuild/bin/esbuild", import.meta.url));
  execFileSync(esbuild, ["src/*.ts", "--outdir=dist", "--format=cjs", "--platform=node", "--log-level=error"], {
    cwd: folder,
  });
}
