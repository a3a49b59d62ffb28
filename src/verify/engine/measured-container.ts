import { at, flagAt, listAt, numberAt, textAt } from "./answer.ts";
import { Refusal, unless } from "./errors.ts";
import type { Client } from "./http.ts";
import { demultiplex } from "./streams.ts";

/** State of a container as the engine tells it. */
interface ContainerState {
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
export function openContainer(client: Client, id: string): Container {
  const path = `/containers/${id}`;
  return {
    id,
    async start() {
      try {
        await client.bytes("POST", `${path}/start`);
        return undefined;
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        return error.message;
      }
    },
    async state() {
      const answer = await client.json("GET", `${path}/json`);
      const health = at(answer, "State", "Health", "Status");
      return {
        running: flagAt(answer, "State", "Running"),
        pid: numberAt(answer, "State", "Pid"),
        exitCode: numberAt(answer, "State", "ExitCode"),
        outOfMemory: flagAt(answer, "State", "OOMKilled"),
        health: typeof health === "string" ? health : "",
      };
    },
    async log() {
      const query = { stdout: "true", stderr: "true", follow: "false" };
      return demultiplex(await client.bytes("GET", `${path}/logs`, { query }));
    },
    // The engine answers 304 if it has ended already.
    async stop(grace) {
      await client.bytes("POST", `${path}/stop`, { query: { t: String(grace) } }).catch(unless(304));
    },
    async signal(name) {
      await client.bytes("POST", `${path}/kill`, { query: { signal: name } }).catch(unless(409));
    },
    async ended() {
      await client.bytes("POST", `${path}/wait`);
    },
    async run(argv) {
      try {
        const json = { Cmd: argv, User: "0", AttachStdout: true, AttachStderr: true };
        const exec = textAt(await client.json("POST", `${path}/exec`, { json }), "Id");
        const output = await client.stream("POST", `/exec/${exec}/start`, { json: { Detach: false, Tty: false } });
        // It ends when the command has ended. Nobody needs it, however long it is.
        for await (const chunk of output) if (chunk === undefined) break;
        const code = at(await client.json("GET", `/exec/${exec}/json`), "ExitCode");
        return typeof code !== "number" || code === 126 || code === 127 ? undefined : code;
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        return undefined;
      }
    },
    async top() {
      const answer = await client.json("GET", `${path}/top`, { query: { ps_args: "-eo pid,ppid,args" } });
      const titles = listAt(answer, "Titles");
      const column = (row: unknown, name: string): string => {
        const cell: unknown = Array.isArray(row) ? row[titles.indexOf(name)] : undefined;
        return typeof cell === "string" ? cell : "";
      };
      return listAt(answer, "Processes").map((row) => ({
        hostPid: Number(column(row, "PID")),
        parent: Number(column(row, "PPID")),
        command: column(row, "COMMAND"),
      }));
    },
    // 404: gone already; 409: somebody else is removing it.
    async remove() {
      await client.bytes("DELETE", path, { query: { force: "true", v: "true" } }).catch(unless(404, 409));
    },
  };
}
