import { randomUUID } from "node:crypto";
import { performServerHandshake } from "node:http2";
import type { ServerHttp2Stream } from "node:http2";
import type { Client } from "./http.ts";

/** What BuildKit asks of whoever wants a build, while it lasts. */
interface BuildSession {
  readonly id: string;
  close(): void;
}

/**
 * What is answered, messages of gRPC by their path: no name and no password for any registry (without a session
 * BuildKit would not even ask a registry for what everybody may have), and that this end is well
 * (`HealthCheckResponse`, whose field 1 is 1, SERVING), without which it would give up a long build.
 */
const answers: ReadonlyMap<string, Buffer> = new Map([
  ["/moby.filesync.v1.Auth/Credentials", Buffer.alloc(0)],
  ["/grpc.health.v1.Health/Check", Buffer.from([0x08, 0x01])],
]);

/** The status of gRPC for a method that is not there. */
const unimplemented = "12";

/** Opens a session: a connection to the engine, on which the engine is the one that asks, in gRPC. */
export async function openSession(client: Client): Promise<BuildSession> {
  const id = randomUUID();
  const connection = await client.upgrade("/session", "h2c", {
    "X-Docker-Expose-Session-Uuid": id,
    "X-Docker-Expose-Session-Name": "pid1lint",
    "X-Docker-Expose-Session-Grpc-Method": [...answers.keys()],
  });
  const session = performServerHandshake(connection);
  // If the connection breaks, the build's own answer says what came of it.
  session.on("error", () => connection.destroy());
  session.on("stream", (stream, headers) => reply(stream, answers.get(headers[":path"] ?? "")));
  return {
    id,
    close() {
      session.destroy();
      connection.destroy();
    },
  };
}

function reply(stream: ServerHttp2Stream, message: Buffer | undefined): void {
  const head = { ":status": 200, "content-type": "application/grpc" };
  stream.on("error", () => undefined).resume();
  if (message === undefined) {
    stream.respond({ ...head, "grpc-status": unimplemented }, { endStream: true });
    return;
  }
  stream.respond(head, { waitForTrailers: true });
  stream.once("wantTrailers", () => stream.sendTrailers({ "grpc-status": "0" }));
  // Not compressed, and its length.
  const frame = Buffer.alloc(5);
  frame.writeUInt32BE(message.length, 1);
  stream.end(Buffer.concat([frame, message]));
}
