import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { createServer as createPlainServer } from "node:net";
import type { Server as PlainServer, Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach } from "@jest/globals";

/** What a played engine does with a request; the key is method and path without the query. */
export type Roles = Readonly<Record<string, RequestListener>>;

const servers: PlainServer[] = [];
const connections: Socket[] = [];
const folders: string[] = [];

afterEach(async () => {
  for (const connection of connections.splice(0)) connection.destroy();
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Plays an engine on a socket; gives its DOCKER_HOST. What has no role is answered as by an engine that lacks it. */
export async function play(roles: Roles): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "pid1lint-played-"));
  folders.push(folder);
  const socket = join(folder, "engine.sock");
  const answer: RequestListener = (request, response) => {
    const role =
      roles[`${request.method} ${request.url?.replace(/\?.*$/, "")}`] ?? says(404, { message: "page not found" });
    role(request, response);
  };
  const server = createServer(answer);
  // An engine asks for the body when it reads it.
  server.on("checkContinue", (request: IncomingMessage, response: ServerResponse) => {
    request
      .once("resume", () => response.writeContinue())
      .on("newListener", (name) => {
        if (name === "readable") response.writeContinue();
      });
    answer(request, response);
  });
  // BuildKit's session: the connection stays open, nothing is asked.
  server.on("upgrade", (_, connection) =>
    connection.write("HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n"),
  );
  server.on("connection", (connection) => connections.push(connection));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  return `unix://${socket}`;
}

/**
 * Plays something else at an address of the network, which answers whatever it is told with a text; gives its
 * DOCKER_HOST.
 */
export async function playStranger(answer: (said: string) => string): Promise<string> {
  const server = createPlainServer((connection) => {
    connections.push(connection.on("error", () => undefined));
    connection.once("data", (data) => connection.end(answer(String(data))));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return `tcp://127.0.0.1:${address.port}`;
}

/** Answers with a status and a value in JSON, after it has the whole request. */
export function says(status: number, value: unknown): RequestListener {
  return (request, response) =>
    request
      .resume()
      .on("end", () => response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(value)));
}

/** Answers with a text as it stands, and ends the connection in the middle of it. */
export function breaksOff(text: string): RequestListener {
  return (request: IncomingMessage, response: ServerResponse) => {
    request.resume().on("end", () => {
      response.writeHead(200, { "Content-Length": text.length + 1 });
      response.write(text, () => response.destroy());
    });
  };
}

/** An engine that only says that it is one. */
export const idle: Roles = {
  "GET /_ping": says(200, "OK"),
  "GET /version": says(200, { Components: [{ Name: "Engine" }] }),
};
