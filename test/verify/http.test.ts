import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "@jest/globals";
import { engineAddress } from "../../src/verify/engine/address.ts";
import { EngineError, NoEngine, Refusal } from "../../src/verify/engine/errors.ts";
import { openClient } from "../../src/verify/engine/http.ts";
import type { Client } from "../../src/verify/engine/http.ts";
import { breaksOff, play, playStranger, says } from "./played.ts";
import type { Roles } from "./played.ts";

const clientOf = async (roles: Roles): Promise<Client> => openClient(engineAddress({ DOCKER_HOST: await play(roles) }));

async function errorOf(answer: Promise<unknown>): Promise<unknown> {
  return answer.then(
    (value) => `no error, but ${JSON.stringify(value)}`,
    (error: unknown) => error,
  );
}

async function textOf(pieces: AsyncIterable<Uint8Array>): Promise<string> {
  let text = "";
  for await (const piece of pieces) text += Buffer.from(piece).toString("utf8");
  return text;
}

async function* archiveOf(...pieces: readonly (string | Error)[]): AsyncIterable<Uint8Array> {
  for (const piece of pieces) {
    if (piece instanceof Error) throw piece;
    yield Buffer.from(piece);
    await sleep(1);
  }
}

describe("a request", () => {
  test("carries its query and its JSON", async () => {
    const seen: unknown[] = [];
    const client = await clientOf({
      "POST /containers/create": (request, response) =>
        void textOf(request).then((body) => {
          seen.push(request.url, request.headers["content-type"], request.headers["content-length"], JSON.parse(body));
          response.end('{"Id": "ä"}');
        }),
    });
    expect(
      await client.json("POST", "/containers/create", { query: { name: "a b&c=ä/+", v: "1" }, json: { Cmd: ["ä"] } }),
    ).toEqual({ Id: "ä" });
    expect(seen).toEqual([
      "/containers/create?name=a+b%26c%3D%C3%A4%2F%2B&v=1",
      "application/json",
      "14",
      { Cmd: ["ä"] },
    ]);
  });

  test("carries an archive as it comes, whose own failure is the call's", async () => {
    const whole: string[] = [];
    const client = await clientOf({
      "POST /build": (request, response) => {
        textOf(request).then(
          (text) => whole.push(text) && response.end(text.toUpperCase()),
          () => undefined,
        );
      },
    });
    expect(await textOf(await client.stream("POST", "/build", { archive: archiveOf("one ", "two") }))).toBe("ONE TWO");
    const failure = new EngineError("cannot be read");
    expect(await errorOf(client.stream("POST", "/build", { archive: archiveOf("one", failure) }))).toBe(failure);
    expect(whole).toEqual(["one two"]);
  });

  test("goes to the paths below the address's own", async () => {
    const host = await playStranger((said) => `HTTP/1.1 200 OK\r\n\r\n${said.split("\r\n")[0]}`);
    const client = openClient(engineAddress({ DOCKER_HOST: `${host}/docker/` }));
    expect(String(await client.bytes("GET", "/_ping"))).toBe("GET /docker/_ping HTTP/1.1");
  });
});

describe("what an engine refuses", () => {
  test.each([
    ["in its own words", says(404, { message: "No such image: x" }), 404, "No such image: x"],
    ["in Podman's words", says(500, { cause: "y", message: "cannot do it", response: 500 }), 500, "cannot do it"],
    ["without a body: what is no success is told", says(304, {}), 304, "HTTP status 304"],
    ["in words of something else", says(502, "<html>Bad Gateway</html>"), 502, '"<html>Bad Gateway</html>"'],
    ["with a message that is no text", says(400, { message: { toString: 1 } }), 400, "HTTP status 400"],
  ])("%s", async (_, role, status, message) => {
    const client = await clientOf({ "GET /x": role });
    const error = await errorOf(client.json("GET", "/x"));
    expect(error).toBeInstanceOf(Refusal);
    expect(error).toMatchObject({ status, message });
  });

  test("before it has all of an archive", async () => {
    const client = await clientOf({ "POST /build": (_, response) => response.writeHead(400).end('{"message": "no"}') });
    async function* endless(): AsyncIterable<Uint8Array> {
      for (;;) {
        yield Buffer.alloc(1024);
        await sleep(1);
      }
    }
    expect(await errorOf(client.stream("POST", "/build", { archive: endless() }))).toMatchObject({
      name: "Refusal",
      status: 400,
      message: "no",
    });
  });

  test("in place of another protocol", async () => {
    const client = openClient(engineAddress({ DOCKER_HOST: await play({}) }));
    const connection = await client.upgrade("/session", "h2c", {});
    connection.destroy();
    const other = openClient(
      engineAddress({ DOCKER_HOST: await playStranger(() => 'HTTP/1.1 501 No\r\n\r\n{"message": "never"}') }),
    );
    expect(await errorOf(other.upgrade("/session", "h2c", {}))).toMatchObject({
      name: "Refusal",
      status: 501,
      message: "never",
    });
  });
});

describe("nobody, or nobody any more", () => {
  test.each([
    [
      "an answer in another language",
      (_: unknown, response: { end(text: string): unknown }) => response.end("<html>"),
      /its answer to GET \/x is not JSON/,
    ],
    ["an empty answer", (_: unknown, response: { end(text: string): unknown }) => response.end(""), /is not JSON/],
    ["an answer that breaks off", breaksOff('{"Id": "1"'), /its answer was cut off/],
    [
      "a connection that ends before the answer",
      (request: { destroy(): unknown }) => request.destroy(),
      /socket hang up/,
    ],
  ])("%s", async (_, role, message) => {
    const client = await clientOf({ "GET /x": role });
    const error = await errorOf(client.json("GET", "/x"));
    expect(error).toBeInstanceOf(NoEngine);
    expect(error).toMatchObject({ message: expect.stringMatching(message) });
  });

  test("no answer in time, not even a whole one", async () => {
    const silent = await clientOf({
      "GET /_ping": () => undefined,
      "GET /slow": (_, response) => void response.write("O"),
    });
    for (const path of ["/_ping", "/slow"]) {
      expect(await errorOf(silent.bytes("GET", path, { within: 50 }))).toMatchObject({
        name: "NoEngine",
        message: expect.stringMatching(/\(no answer within 0\.05 s\)$/),
      });
    }
  });

  test("nothing that speaks HTTP", async () => {
    const host = await playStranger(() => "SSH-2.0-OpenSSH_9.2\r\n");
    const client = openClient(engineAddress({ DOCKER_HOST: host }));
    const message = expect.stringMatching(/^no container engine answers at DOCKER_HOST=tcp:\S+ \(Parse Error/);
    expect(await errorOf(client.bytes("GET", "/_ping"))).toMatchObject({ name: "NoEngine", message });
    expect(await errorOf(client.upgrade("/session", "h2c", {}))).toMatchObject({ name: "NoEngine", message });
    const nobody = openClient(engineAddress({ DOCKER_HOST: "tcp://127.0.0.1:1" }));
    expect(await errorOf(nobody.bytes("GET", "/_ping"))).toMatchObject({
      name: "NoEngine",
      message: expect.stringMatching(/ECONNREFUSED/),
    });
  });
});
