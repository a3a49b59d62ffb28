import { request as plainRequest } from "node:http";
import type { ClientRequest, IncomingMessage } from "node:http";
import { request as secureRequest } from "node:https";
import { pipeline } from "node:stream";
import type { Duplex } from "node:stream";
import type { EngineAddress } from "./address.ts";
import { at } from "./answer.ts";
import { NoEngine, reasonOf, Refusal } from "./errors.ts";

/** A request to an engine, beside its method and path. */
export interface Call {
  readonly query?: Readonly<Record<string, string>>;
  /** Body: a value to be sent as JSON. */
  readonly json?: object;
  /** Body: the pieces of a tar archive. What it throws is thrown by the call. */
  readonly archive?: AsyncIterable<Uint8Array>;
  /** Milliseconds for the whole answer; without it an answer is waited for as long as it takes. */
  readonly within?: number;
}

/** HTTP to one engine. What goes wrong is a {@link Refusal} if the engine answers, else a {@link NoEngine}. */
export interface Client {
  /** The body of an answer as it comes. Whoever calls reads it, if only in part: only then is the connection closed. */
  stream(method: Method, path: string, call?: Call): Promise<AsyncIterable<Buffer>>;
  /** The body of an answer when all of it is there. */
  bytes(method: Method, path: string, call?: Call): Promise<Buffer>;
  /** The value of an answer in JSON. */
  json(method: Method, path: string, call?: Call): Promise<unknown>;
  /** A connection that goes on in another protocol, with some more headers. */
  upgrade(path: string, protocol: string, headers: Headers): Promise<Duplex>;
}

type Headers = Readonly<Record<string, string | string[]>>;

/** What an engine's API is asked with. */
export type Method = "DELETE" | "GET" | "POST";

/** A client for the engine at an address. It holds no connection: each request has its own. */
export function openClient(address: EngineAddress): Client {
  const open = address.secure ? secureRequest : plainRequest;

  function begin(method: Method, path: string, headers: Headers, signal?: AbortSignal): ClientRequest {
    const common = { method, path: address.prefix + path, headers, agent: false } as const;
    return open({ ...address.options, ...common, ...(signal && { signal }) });
  }

  async function send(method: Method, path: string, call: Call): Promise<AsyncIterable<Buffer>> {
    const { query = {}, json, archive, within = 0 } = call;
    const signal = within === 0 ? undefined : AbortSignal.timeout(within);
    const late = `no answer within ${within / 1000} s`;
    const gone = (error: unknown): Error => lost(address, signal?.aborted ? late : reasonOf(error));
    const body = json === undefined ? undefined : JSON.stringify(json);
    const headers = {
      ...(body !== undefined && {
        "Content-Type": "application/json",
        "Content-Length": String(Buffer.byteLength(body)),
      }),
      // An engine that refuses says so before it is sent an archive that it would not read: its words are lost where it
      // hangs up on somebody who writes.
      ...(archive && { "Content-Type": "application/x-tar", "Expect": "100-continue" }),
    };
    const search = new URLSearchParams(query).toString();
    const request = begin(method, search === "" ? path : `${path}?${search}`, headers, signal);
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      let failed: Error | undefined;
      request.once("response", resolve).on("error", (error) => reject(failed ?? gone(error)));
      if (archive === undefined) request.end(body);
      else
        whenAsked(request, () =>
          pipeline(
            watched(archive, (error) => {
              failed = error;
            }),
            request,
            () => undefined,
          ),
        );
    });
    const chunks = chunksOf(answer, gone);
    const { statusCode: status = 0 } = answer;
    if (status >= 200 && status <= 299) return chunks;
    const message = refusal(await whole(chunks), status);
    // An engine may refuse an archive before it has all of it.
    request.destroy();
    throw new Refusal(status, message);
  }

  async function bytes(method: Method, path: string, call: Call = {}): Promise<Buffer> {
    return whole(await send(method, path, call));
  }

  return {
    stream: (method, path, call = {}) => send(method, path, call),
    bytes,
    async json(method, path, call) {
      const value = parsed(await bytes(method, path, call));
      if (value === undefined) throw lost(address, `its answer to ${method} ${path} is not JSON`);
      return value;
    },
    upgrade: (path, protocol, headers) =>
      new Promise((resolve, reject) => {
        const request = begin("POST", path, { ...headers, Connection: "Upgrade", Upgrade: protocol });
        request.once("upgrade", (_, connection, head) => {
          connection.unshift(head);
          resolve(connection);
        });
        request.once("response", (answer) => {
          const { statusCode: status = 0 } = answer;
          const body = whole(chunksOf(answer, (error) => lost(address, reasonOf(error))));
          body.then((text) => reject(new Refusal(status, refusal(text, status))), reject);
        });
        request.on("error", (error) => reject(lost(address, reasonOf(error))));
        request.end();
      }),
  };
}

/**
 * Milliseconds after which a body is sent though nobody has asked for it: what stands between may not know the question
 * (RFC 9110, 10.1.1).
 */
const patience = 3000;

/** Sends the head of a request, and its body when the other side wants it; an answer before that leaves it unsent. */
function whenAsked(request: ClientRequest, send: () => void): void {
  const waiting = setTimeout(begin, patience);
  let done = false;
  function begin(): void {
    clearTimeout(waiting);
    if (!done) send();
    done = true;
  }
  request
    .once("continue", begin)
    .once("response", () => {
      clearTimeout(waiting);
      done = true;
    })
    .once("close", () => clearTimeout(waiting));
  request.flushHeaders();
}

function lost(address: EngineAddress, reason: string): NoEngine {
  return new NoEngine(`no container engine answers at ${address.said} (${reason})`);
}

/**
 * Hands on the pieces; says what goes wrong in making them, which a stream would mix up with what does in sending them.
 */
async function* watched(pieces: AsyncIterable<Uint8Array>, fail: (error: Error) => void): AsyncIterable<Uint8Array> {
  try {
    yield* pieces;
  } catch (error) {
    fail(error instanceof Error ? error : new Error(String(error)));
    throw error;
  }
}

async function* chunksOf(answer: IncomingMessage, gone: (error: unknown) => Error): AsyncIterable<Buffer> {
  const chunks: AsyncIterable<Buffer> = answer;
  try {
    yield* chunks;
  } catch (error) {
    throw gone(answer.complete ? error : "its answer was cut off");
  }
}

async function whole(chunks: AsyncIterable<Buffer>): Promise<Buffer> {
  const all: Buffer[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all);
}

/** Undefined if a text is no JSON. */
function parsed(text: Buffer): unknown {
  try {
    return JSON.parse(text.toString("utf8"));
  } catch {
    return undefined;
  }
}

/** What an engine says with a status that is no success: `{"message": ...}`; if something else answers, plain text. */
function refusal(body: Buffer, status: number): string {
  const value = parsed(body);
  const message = typeof value === "object" && value !== null ? at(value, "message") : body.toString("utf8");
  return typeof message === "string" && message.trim() !== "" ? message.trim().slice(0, 2000) : `HTTP status ${status}`;
}
