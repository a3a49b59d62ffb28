import { randomBytes } from "node:crypto";
import { engineAddress } from "./address.ts";
import type { Environment } from "./address.ts";
import { at, listAt, textAt } from "./answer.ts";
import { openContainer } from "./measured-container.ts";
import type { Container } from "./measured-container.ts";
import { EngineError, NoEngine, reasonOf, Refusal, unless } from "./errors.ts";
import { openClient } from "./http.ts";
import type { Client } from "./http.ts";
import { openSession } from "./session.ts";
import { lastWords, readBuildLine } from "./streams.ts";

/** Marks whatever `pid1lint verify` makes on an engine. */
export const label = "pid1lint.verify";

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
interface BuildOptions {
  /** Path in the context. */
  readonly dockerfile: string;
  readonly target: string | undefined;
  /** Network for RUN; undefined: the engine's usual one. */
  readonly network: string | undefined;
}

/** An image that was built here; it is removed at the latest by {@link Engine.close}. */
interface BuiltImage {
  readonly name: string;
  remove(): Promise<void>;
}

/** A container engine: Docker, or what speaks its language. */
export interface Engine {
  /** Builds an image from a context, a tar archive. */
  build(context: AsyncIterable<Uint8Array>, options: BuildOptions): Promise<BuiltImage>;
  settings(image: string): Promise<ImageSettings>;
  /** A container of an image, not started yet. */
  create(image: string, limits: Limits): Promise<Container>;
  /** Removes all containers and images that were made here, also those that are only just being made. */
  close(): Promise<void>;
}

/** Memory in bytes and number of processes that a container may have: a fork bomb must not take the machine with it. */
const most = { Memory: 1024 ** 3, PidsLimit: 1024 } as const;

/** Milliseconds: one where nobody answers would be waited for minutes long. A stop may take as long as it likes. */
const firstAnswerWithin = 10_000;

/**
 * Connects to the engine that DOCKER_HOST names, or to the usual socket. Throws a {@link NoEngine} if there is none.
 */
export async function connect(env: Environment = process.env): Promise<Engine> {
  const { client, components } = await reach(env);
  // Podman's build knows what BuildKit knows, under the classic builder's name.
  const buildKit = !components.some((component) => textAt(component, "Name").includes("Podman"));
  const made: Promise<{ remove(): Promise<void> }>[] = [];
  let closed = false;

  return {
    async build(context, options) {
      const name = `pid1lint-verify:${randomBytes(8).toString("hex")}`;
      const built = build(client, context, { ...options, name, buildKit });
      const image = built.then((): BuiltImage => ({
        name,
        async remove() {
          await client.bytes("DELETE", `/images/${name}`, { query: { force: "true" } }).catch(unless(404));
        },
      }));
      made.push(image);
      return image;
    },
    async settings(image) {
      const name = image.split("/").map(encodeURIComponent).join("/");
      const missing = `${image}: the engine has no such image; pull it (docker pull), or build it (--build)`;
      const answer = await refusable(client.json("GET", `/images/${name}/json`), missing);
      const signal = at(answer, "Config", "StopSignal");
      return {
        stopSignal: typeof signal === "string" && signal !== "" ? signal : "SIGTERM",
        hasHealthcheck: checks(listAt(answer, "Config", "Healthcheck", "Test")),
      };
    },
    async create(image, { network }) {
      if (closed) throw new EngineError("the engine was closed");
      const json = { Image: image, Labels: { [label]: "" }, HostConfig: { NetworkMode: network, ...most } };
      const create = refusable(client.json("POST", "/containers/create", { json }), `cannot run ${image}`);
      const wrapped = create.then((answer) => openContainer(client, textAt(answer, "Id")));
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

/** A client for an engine that answers, and what the engine says it is made of. */
async function reach(env: Environment): Promise<{ readonly client: Client; readonly components: readonly unknown[] }> {
  const address = engineAddress(env);
  const client = openClient(address);
  try {
    await client.bytes("GET", "/_ping", { within: firstAnswerWithin });
    return { client, components: listAt(await client.json("GET", "/version"), "Components") };
  } catch (error) {
    const nobody = `no container engine answers at ${address.said} (${reasonOf(error)})`;
    const todo =
      "start Docker (systemctl start docker, or Docker Desktop), or set DOCKER_HOST=unix:///path/to/docker.sock " +
      "for another engine; docker context inspect shows the one that docker uses";
    throw new NoEngine(`${error instanceof NoEngine ? error.message : nobody}; ${todo}`);
  }
}

/** A build, of an image to be called `name`. */
interface Build extends BuildOptions {
  readonly name: string;
  readonly buildKit: boolean;
}

async function build(client: Client, archive: AsyncIterable<Uint8Array>, wanted: Build): Promise<void> {
  const { name, buildKit, dockerfile, target, network } = wanted;
  const session = buildKit ? await refusable(openSession(client), "the engine cannot build with BuildKit") : undefined;
  const query = {
    t: name,
    dockerfile,
    rm: "true",
    labels: JSON.stringify({ [label]: "" }),
    version: buildKit ? "2" : "1",
    ...(session && { session: session.id }),
    ...(target !== undefined && { target }),
    ...(network !== undefined && { networkmode: network }),
  };
  try {
    const said: string[] = [];
    const answer = await refusable(client.stream("POST", "/build", { query, archive }), "cannot build the image");
    for await (const line of lines(answer)) {
      const { output, error } = readBuildLine(line);
      const reasons = [error, lastWords(said.join(""))].filter(Boolean);
      if (error !== undefined) throw new EngineError(`cannot build the image: ${reasons.join("; ")}`);
      if (output !== "") said.push(output);
    }
  } finally {
    session?.close();
  }
}

/** The lines of a text that comes piece by piece, the last one too if it does not end. */
async function* lines(pieces: AsyncIterable<Buffer>): AsyncIterable<string> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const piece of pieces) {
    const ended = `${rest}${decoder.decode(piece, { stream: true })}`.split("\n");
    rest = ended.pop() ?? "";
    yield* ended;
  }
  yield rest;
}

async function refusable<T>(answer: Promise<T>, what: string): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new EngineError(`${what}: ${error.message}`);
  }
}

/** Whether a health check is one: `["NONE"]` takes the base's away. */
function checks(test: readonly unknown[]): boolean {
  return test.length > 0 && test[0] !== "NONE";
}
