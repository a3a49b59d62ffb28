import { describe, expect, test } from "@jest/globals";
import { connect } from "../../src/verify/engine/engine.ts";
import type { Engine } from "../../src/verify/engine/engine.ts";
import { NoEngine } from "../../src/verify/engine/errors.ts";
import { measure } from "../../src/verify/measure.ts";
import { breaksOff, idle, play, says } from "./played.ts";
import type { Roles } from "./played.ts";

const engineOf = async (roles: Roles): Promise<Engine> => connect({ DOCKER_HOST: await play({ ...idle, ...roles }) });

async function errorOf(answer: Promise<unknown>): Promise<unknown> {
  return answer.then(
    (value) => `no error, but ${JSON.stringify(value)}`,
    (error: unknown) => error,
  );
}

async function* archive(): AsyncIterable<Uint8Array> {
  yield Buffer.alloc(1024);
}
const options = { dockerfile: "Dockerfile", target: undefined, network: undefined };

describe("what answers", () => {
  test.each([
    ["nothing", {}, /^no container engine answers at DOCKER_HOST=unix:\S+ \(page not found\); start Docker/],
    ["only its ping", { "GET /_ping": says(200, "OK") }, /page not found/],
    [
      "components without names",
      { ...idle, "GET /version": says(200, { Components: [{}] }) },
      /the answer is not from a container engine: Name is not a string/,
    ],
  ] satisfies readonly (readonly [string, Roles, RegExp])[])("%s: it is no engine", async (_, roles, message) => {
    const error = await errorOf(connect({ DOCKER_HOST: await play(roles) }));
    expect(error).toBeInstanceOf(NoEngine);
    expect(error).toMatchObject({ message: expect.stringMatching(message) });
  });
});

describe("a build", () => {
  test.each([
    [
      "a failing step, with what was printed last",
      '{"stream":"one\\n"}\n{"stream":"two\\n"}\n{"error":"RUN failed"}\n',
      "cannot build the image: RUN failed; last output: one | two",
    ],
    [
      "a failing step at the end of a stream without a newline",
      '{"error":"no ä here"}',
      "cannot build the image: no ä here",
    ],
  ])("%s", async (_, said, message) => {
    const engine = await engineOf({
      "POST /build": (request, response) =>
        request.resume().on("end", () => {
          // Pieces end where they please: in the middle of a line, and of a letter.
          for (const byte of Buffer.from(said)) response.write(Buffer.from([byte]));
          response.end();
        }),
    });
    expect(await errorOf(engine.build(archive(), options))).toMatchObject({ name: "EngineError", message });
  });

  test("that is refused says why, one whose engine goes away says that", async () => {
    const refusing = await engineOf({ "POST /build": says(400, { message: "dockerfile parse error" }) });
    expect(await errorOf(refusing.build(archive(), options))).toMatchObject({
      name: "EngineError",
      message: "cannot build the image: dockerfile parse error",
    });
    const leaving = await engineOf({ "POST /build": breaksOff('{"stream":"Step 1"}\n') });
    expect(await errorOf(leaving.build(archive(), options))).toBeInstanceOf(NoEngine);
  });

  test("is asked for as BuildKit's with a session, as the classic one of Podman", async () => {
    const asked: string[] = [];
    const build: Roles = {
      "POST /build": (request, response) =>
        request.resume().on("end", () => asked.push(request.url ?? "") && response.end()),
    };
    await (await engineOf(build)).build(archive(), { ...options, target: "app", network: "none" });
    await (
      await engineOf({ ...build, "GET /version": says(200, { Components: [{ Name: "Podman Engine" }] }) })
    ).build(archive(), options);
    const [docker, podman] = asked.map((url) => Object.fromEntries(new URL(url, "http://x").searchParams));
    expect(docker).toMatchObject({
      version: "2",
      session: expect.stringMatching(/^[\da-f-]{36}$/),
      dockerfile: "Dockerfile",
      target: "app",
      networkmode: "none",
      rm: "true",
      labels: '{"pid1lint.verify":""}',
    });
    expect(Object.keys(podman ?? {}).sort()).toEqual(["dockerfile", "labels", "rm", "t", "version"]);
    expect(podman).toMatchObject({ version: "1" });
  });
});

describe("an image", () => {
  test("may lack every setting; its name goes into the path letter by letter", async () => {
    const engine = await engineOf({
      "GET /images/reg.example%3A5000/a%20b%3A1%3Fx/json": says(200, { Config: { Healthcheck: { Test: ["NONE"] } } }),
    });
    expect(await engine.settings("reg.example:5000/a b:1?x")).toEqual({ stopSignal: "SIGTERM", hasHealthcheck: false });
  });

  test("with no configuration at all is one as well", async () => {
    const engine = await engineOf({ "GET /images/x/json": says(200, { Config: null }) });
    expect(await engine.settings("x")).toEqual({ stopSignal: "SIGTERM", hasHealthcheck: false });
  });
});

describe("an engine that goes away while an image is measured", () => {
  const state = { State: { Running: true, Pid: 4_000_000, ExitCode: 0, OOMKilled: false } };
  const container: Roles = {
    "GET /images/x/json": says(200, { Config: {} }),
    "POST /containers/create": says(201, { Id: "1" }),
    "POST /containers/1/start": says(204, undefined),
    "GET /containers/1/json": says(200, state),
    "GET /containers/1/top": says(200, { Titles: ["PID", "PPID", "COMMAND"], Processes: [["4000000", "1", "app"]] }),
    "GET /containers/1/logs": says(200, ""),
    "DELETE /containers/1": says(200, {}),
    "POST /containers/1/stop": says(304, {}),
    "POST /containers/1/wait": says(200, { StatusCode: 0 }),
  };
  const measureOptions = { network: "none", waitFor: { kind: "seconds", seconds: 0 }, grace: 1 } as const;

  test("the roles are such that it would be measured", async () => {
    expect(await measure(await engineOf(container), "x", measureOptions)).toMatchObject({
      outcome: "delivered",
      exitCode: 0,
    });
  });

  test.each([
    "POST /containers/create",
    "POST /containers/1/start",
    "GET /containers/1/json",
    "GET /containers/1/logs",
    "POST /containers/1/stop",
    "POST /containers/1/wait",
  ])("at %s", async (role) => {
    const engine = await engineOf({ ...container, [role]: (request) => request.destroy() });
    expect(await errorOf(measure(engine, "x", measureOptions))).toBeInstanceOf(NoEngine);
    await engine.close();
  });

  test.each([
    ["POST /containers/create", { Id: 7 }],
    ["GET /containers/1/json", { State: { ...state.State, Pid: "1" } }],
    ["GET /containers/1/json", {}],
    ["GET /containers/1/json", []],
  ])("so does one whose %s says %j", async (role, value) => {
    const engine = await engineOf({ ...container, [role]: says(200, value) });
    expect(await errorOf(measure(engine, "x", measureOptions))).toMatchObject({
      name: "NoEngine",
      message: expect.stringMatching(/^the answer is not from a container engine: /),
    });
  });
});
