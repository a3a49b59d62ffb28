import { randomBytes } from "node:crypto";
import Docker from "dockerode";
import { openContainer, reasonOf, unless } from "./container.ts";
import type { Container } from "./container.ts";
import { lastWords, readBuildLine } from "./streams.ts";

/** Marks whatever `pid1lint verify` makes on an engine. */
export const label = "pid1lint.verify";

/** The engine cannot do what is asked: it is not there, has no such image, cannot build it. The message says what to do. */
export class EngineError extends Error {
  override readonly name = "EngineError";
}

/** What an image says about its start and stop. */
export interface ImageSettings {
  readonly stopSignal: string;
  readonly hasHealthcheck: boolean;
}

/** How a container may run. */
export interface Limits {
  /** A network of the engine; "none" cuts it off. */
  readonly network: string;
}

/** How to build. */
export interface BuildOptions {
  /** Path in the context. */
  readonly dockerfile: string;
  readonly target: string | undefined;
  /** Network for RUN; undefined: the engine's usual one. */
  readonly network: string | undefined;
}

/** An image that was built here; it is removed at the latest by {@link Engine.close}. */
export interface BuiltImage {
  readonly name: string;
  remove(): Promise<void>;
}

/** A container engine: Docker, or what speaks its language. */
export interface Engine {
  /** Builds an image from a context, a tar archive. */
  build(context: NodeJS.ReadableStream, options: BuildOptions): Promise<BuiltImage>;
  settings(image: string): Promise<ImageSettings>;
  /** A container of an image, not started yet. */
  create(image: string, limits: Limits): Promise<Container>;
  /** Removes all containers and images that were made here, also those that are only just being made. */
  close(): Promise<void>;
}

/** Memory in bytes and number of processes that a container may have: a fork bomb must not take the machine with it. */
const most = { Memory: 1024 ** 3, PidsLimit: 1024 } as const;

/** Connects to the engine that DOCKER_HOST names, or to the usual socket. */
export async function connect(): Promise<Engine> {
  const docker = await reach();
  const { Components: components = [] } = await docker.version();
  // Podman's build knows what BuildKit knows, under the classic builder's name.
  const builder = components.some(({ Name }) => Name.includes("Podman")) ? "1" : "2";
  const made: Promise<{ remove(): Promise<void> }>[] = [];
  let closed = false;

  return {
    async build(context, { dockerfile, target, network }) {
      const name = `pid1lint-verify:${randomBytes(8).toString("hex")}`;
      const choices = { ...(target === undefined ? {} : { target }), ...(network === undefined ? {} : { networkmode: network }) };
      const built = build(docker, context, { t: name, dockerfile, version: builder, rm: true, labels: { [label]: "" }, ...choices });
      const image = built.then((): BuiltImage => ({ name, remove: () => docker.getImage(name).remove({ force: true }).catch(unless(404)) }));
      made.push(image);
      return image;
    },
    async settings(image) {
      const { Config: config } = await refusable(docker.getImage(image).inspect(), `${image}: the engine has no such image; docker pull it, or build it (--build)`);
      return { stopSignal: stringIn(config, "StopSignal") || "SIGTERM", hasHealthcheck: checks(config) };
    },
    async create(image, { network }) {
      if (closed) throw new EngineError("the engine was closed");
      const create = docker.createContainer({
        Image: image, Labels: { [label]: "" }, HostConfig: { NetworkMode: network, ...most },
      });
      const wrapped = refusable(create, `${image} cannot be run`).then(({ id }) => openContainer(docker, id));
      made.push(wrapped);
      return wrapped;
    },
    async close() {
      closed = true;
      // Newest first: an image cannot go before its containers.
      for (const each of made.toReversed()) await each.then((one) => one.remove()).catch(() => undefined);
    },
  };
}

async function reach(): Promise<Docker> {
  const { DOCKER_HOST: host = "" } = process.env;
  try {
    // An address at which nobody answers would be waited for minutes long; a stop may take as long as it likes.
    await new Docker({ timeout: 10_000 }).ping();
    return new Docker();
  } catch (error) {
    const where = host === "" ? "the usual socket" : `DOCKER_HOST=${host}`;
    const todo = "start Docker (systemctl start docker, or Docker Desktop), or name another engine: DOCKER_HOST=unix:///path/to/docker.sock; " +
      "docker context inspect shows the one that docker uses";
    throw new EngineError(`no container engine answers at ${where} (${reasonOf(error)}); ${todo}`);
  }
}

async function build(docker: Docker, context: NodeJS.ReadableStream, options: Docker.ImageBuildOptions): Promise<void> {
  const stream = await refusable(docker.buildImage(context, options), "the image cannot be built");
  stream.setEncoding("utf8");
  let rest = "";
  const said: string[] = [];
  for await (const chunk of stream) {
    const lines = `${rest}${String(chunk)}`.split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      const { output, error } = readBuildLine(line);
      if (error !== undefined) throw new EngineError(`the image cannot be built: ${[error, lastWords(said.join(""))].filter(Boolean).join("; ")}`);
      if (output !== "") said.push(output);
    }
  }
}

async function refusable<T>(answer: Promise<T>, what: string): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw new EngineError(`${what}: ${reasonOf(error)}`);
  }
}

function stringIn(config: object, name: string): string {
  const value: unknown = Object.entries(config).find(([key]) => key === name)?.[1];
  return typeof value === "string" ? value : "";
}

function checks(config: object): boolean {
  const check: unknown = Object.entries(config).find(([key]) => key === "Healthcheck")?.[1];
  if (typeof check !== "object" || check === null || !("Test" in check) || !Array.isArray(check.Test)) return false;
  return check.Test.length > 0 && check.Test[0] !== "NONE";
}
