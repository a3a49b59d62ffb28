import type Docker from "dockerode";
import { demultiplex } from "./streams.ts";

/** State of a container as the engine tells it. */
export interface ContainerState {
  readonly running: boolean;
  /** PID 1 as the engine's machine numbers it. */
  readonly pid: number;
  readonly exitCode: number;
  readonly outOfMemory: boolean;
  /** "starting", "healthy", "unhealthy"; empty without a health check. */
  readonly health: string;
}

/** A container of an engine. */
export interface Container {
  readonly id: string;
  /** Gives the engine's reason if it cannot be started. */
  start(): Promise<string | undefined>;
  state(): Promise<ContainerState>;
  log(): Promise<string>;
  /** Hands the engine's stop to it, with a grace period in seconds; settles when it has ended. */
  stop(grace: number): Promise<void>;
  /** Sends a signal to PID 1. */
  signal(name: string): Promise<void>;
  /** Settles when it has ended, whoever ended it. */
  ended(): Promise<void>;
  /** Runs a command in it as root; its exit code, or undefined if it cannot be started. */
  run(argv: readonly string[]): Promise<number | undefined>;
  /** PID, PPID and command line of its processes, in the engine's numbers. */
  top(): Promise<readonly { readonly hostPid: number; readonly parent: number; readonly command: string }[]>;
  remove(): Promise<void>;
}

/** A container of an engine by its id. */
export function openContainer(docker: Docker, id: string): Container {
  const container = docker.getContainer(id);
  return {
    id,
    start: () => container.start().then(() => undefined, reasonOf),
    async state() {
      const { State: state } = await container.inspect();
      return { running: state.Running, pid: state.Pid, exitCode: state.ExitCode, outOfMemory: state.OOMKilled, health: state.Health?.Status ?? "" };
    },
    log: async () => demultiplex(await container.logs({ stdout: true, stderr: true, follow: false })),
    // The engine answers 304 if it has ended already.
    stop: (grace) => container.stop({ t: grace }).catch(unless(304)),
    signal: (name) => container.kill({ signal: name }).catch(unless(409)),
    ended: async () => void (await container.wait()),
    async run(argv) {
      try {
        const exec = await container.exec({ Cmd: [...argv], User: "0", AttachStdout: true, AttachStderr: true });
        const stream = await exec.start({});
        for await (const chunk of stream) if (chunk === undefined) break;
        const { ExitCode: code } = await exec.inspect();
        return code === null || code === 126 || code === 127 ? undefined : code;
      } catch {
        return undefined;
      }
    },
    async top() {
      const { Titles: titles, Processes: rows }: { readonly Titles: readonly string[]; readonly Processes: readonly (readonly string[])[] } = await container.top({ ps_args: "-eo pid,ppid,args" });
      const at = (name: string): number => titles.indexOf(name);
      return rows.map((row) => ({ hostPid: Number(row[at("PID")]), parent: Number(row[at("PPID")]), command: row[at("COMMAND")] ?? "" }));
    },
    // 404: gone already; 409: somebody else is removing it.
    remove: () => container.remove({ force: true, v: true }).catch(unless(404, 409)),
  };
}

/** Takes an error of the engine with one of some status codes for no failure. */
export function unless(...codes: readonly number[]): (error: unknown) => void {
  return (error) => {
    const code = typeof error === "object" && error !== null && "statusCode" in error ? error.statusCode : undefined;
    if (typeof code !== "number" || !codes.includes(code)) throw error;
  };
}

/** What an engine or the way to it says of an error. */
export function reasonOf(error: unknown): string {
  if (typeof error !== "object" || error === null) return String(error);
  // What the engine itself says, without the client's words around it.
  if ("json" in error && typeof error.json === "object" && error.json !== null && "message" in error.json) return String(error.json.message);
  if ("message" in error && error.message !== "") return String(error.message);
  return "code" in error ? String(error.code) : "no reason given";
}
