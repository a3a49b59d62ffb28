import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { connect, createServer } from "node:net";
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

/** What a signal did to a program. */
type Measured = Program["measured"];

/** What a machine has to run programs with. */
interface Means {
  /** A folder with libraries of Node. */
  readonly modules?: string | undefined;
  /** An interpreter of Python that has libraries. */
  readonly python?: string | undefined;
  /** Makes of the program in a folder what runs, and says how to start it; it then serves at a port, by its number. */
  readonly start?: (folder: string) => readonly string[];
}

/** A first process that passes nothing on and waits: what stands behind it is a child, as below an init. */
const init = ["sh", "-c", '"$@" & wait', "sh"];

/**
 * What its signal does to a program that is PID 1 of a namespace of its own, or a child of that, sent from outside
 * while it answers a request or does a job: it goes on ("dropped"), or ends, and that is done or not.
 */
export async function measureProgram(program: Program, { modules, python, start }: Means): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), "pid1lint-app-"));
  try {
    for (const [name, text] of Object.entries(program.files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text, /coding: latin-1/.test(text) ? "latin1" : "utf8");
    }
    if (modules !== undefined) symlinkSync(modules, join(folder, "node_modules"));
    if (program.typed) compile(folder);
    const runtime = program.runtime === "python" ? (python ?? interpreter()) : process.execPath;
    const command = start?.(folder) ?? [runtime, ...program.entry.split(" ")];
    const port = start || program.runtime === "python" ? await freePort() : join(folder, "socket");
    return await stop(program, { folder, command, port });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The interpreter itself: what is called `python3` may be a script in front of it. */
export function interpreter(): string {
  return spawnSync("python3", ["-c", "import sys; print(sys.executable)"], { encoding: "utf8" }).stdout.trim();
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  return typeof address === "object" && address ? address.port : 0;
}

interface Place {
  readonly folder: string;
  readonly command: readonly string[];
  /** A socket, or the number of a port. */
  readonly port: string | number;
}

async function stop(program: Program, { folder, command, port }: Place): Promise<Measured> {
  const { below = false } = program;
  const child = spawn("unshare", [...isolated, ...(below ? init : []), ...command], {
    stdio: "ignore",
    cwd: folder,
    env: { ...process.env, PORT: String(port), NODE_OPTIONS: "", PYTHONDONTWRITEBYTECODE: "1" },
  });
  const ended = once(child, "exit").then(() => "ended" as const);
  const texts = Object.values(program.files).join("\n");
  const serves = /\bPORT\b/.test(texts) || program.typed === true;
  const works = texts.includes("begun");
  const done = join(folder, "done");
  const isReady = async (): Promise<boolean> => (serves ? listens(port) : existsSync(join(folder, "begun")));
  try {
    const limit = serves || works ? 20_000 : 500;
    for (let waited = 0; waited < limit && child.exitCode === null && !(await isReady()); waited += 50) await sleep(50);
    await sleep(works ? 0 : 400);
    const answer = serves ? ask(port) : Promise.resolve(false);
    await sleep(300);
    const [top] = children(child.pid);
    const [first] = below ? children(top) : [top];
    if (first === undefined) return "ended";
    process.kill(first, program.signal ?? "SIGTERM");
    const state = await Promise.race([ended, sleep(patience, "there" as const)]);
    if (state === "there") return "dropped";
    return (await answer) || existsSync(done) ? "answered" : "cut";
  } finally {
    child.kill("SIGKILL");
    await ended;
  }
}

function children(pid: number | undefined): readonly number[] {
  const file = `/proc/${pid}/task/${pid}/children`;
  return existsSync(file) ? readFileSync(file, "utf8").split(" ").filter(Boolean).map(Number) : [];
}

async function listens(port: string | number): Promise<boolean> {
  if (typeof port === "string") return existsSync(port);
  const socket = connect(port, "127.0.0.1");
  const [event] = await Promise.race([
    once(socket, "connect").then(() => [true]),
    once(socket, "close").then(() => [false]),
  ]).catch(() => [false]);
  socket.destroy();
  return event === true;
}

/** Whether a request is answered. */
function ask(port: string | number): Promise<boolean> {
  const to = typeof port === "string" ? { socketPath: port } : { port, host: "127.0.0.1" };
  return new Promise((resolve) => {
    const sent = request({ ...to, path: "/", agent: false }, (response) => {
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
