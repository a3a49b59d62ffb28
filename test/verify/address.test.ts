import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import { engineAddress } from "../../src/verify/engine/address.ts";
import type { Environment } from "../../src/verify/engine/address.ts";
import { NoEngine } from "../../src/verify/engine/errors.ts";

const folder = mkdtempSync(join(tmpdir(), "pid1lint-certificates-"));
for (const name of ["ca", "cert", "key"]) writeFileSync(join(folder, `${name}.pem`), name);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const certificates = { ca: Buffer.from("ca"), cert: Buffer.from("cert"), key: Buffer.from("key") };
const tls = { DOCKER_TLS_VERIFY: "1", DOCKER_CERT_PATH: folder };

function refused(env: Environment): string {
  try {
    return JSON.stringify(engineAddress(env));
  } catch (error) {
    if (!(error instanceof NoEngine)) throw error;
    return error.message;
  }
}

describe("a socket", () => {
  test.each([
    ["unix:///run/user/1000/docker.sock", "/run/user/1000/docker.sock"],
    ["unix:///a b%20c.sock", "/a b%20c.sock"],
    ["npipe:////./pipe/docker_engine", "//./pipe/docker_engine"],
  ])("%s", (host, socketPath) => {
    expect(engineAddress({ DOCKER_HOST: host, ...tls })).toEqual({
      said: `DOCKER_HOST=${host}`,
      secure: false,
      options: { socketPath },
      prefix: "",
    });
  });

  test.each([undefined, "", "unix://"])("is the usual one for %j", (host) => {
    expect(engineAddress({ DOCKER_HOST: host }).options).toEqual({
      socketPath: expect.stringMatching(/docker\.sock$|docker_engine$/),
    });
  });
});

describe("an address in the network", () => {
  test.each([
    ["tcp://build:1234", { host: "build", port: 1234 }, ""],
    ["tcp://build", { host: "build", port: 2375 }, ""],
    ["build:80", { host: "build", port: 80 }, ""],
    ["tcp://[::1]:2375/docker/", { host: "::1", port: 2375 }, "/docker"],
    ["http://build", { host: "build", port: 80 }, ""],
    ["http://build:443/a/b", { host: "build", port: 443 }, "/a/b"],
  ])("%s has no TLS", (host, options, prefix) => {
    expect(engineAddress({ DOCKER_HOST: host, DOCKER_CERT_PATH: folder })).toEqual({
      said: `DOCKER_HOST=${host}`,
      secure: false,
      options,
      prefix,
    });
  });

  test.each([
    ["tcp://build", tls, { host: "build", port: 2376, ...certificates }],
    ["tcp://build:2375", tls, { host: "build", port: 2375, ...certificates }],
    ["https://build", { DOCKER_CERT_PATH: folder }, { host: "build", port: 443, ...certificates }],
    ["https://build:2376", {}, { host: "build", port: 2376 }],
  ])("%s with %j has TLS", (host, env, options) => {
    expect(engineAddress({ DOCKER_HOST: host, ...env })).toMatchObject({ secure: true, options });
  });

  test("with DOCKER_TLS_VERIFY and a certificate that is not there says which, and never goes without", () => {
    const nowhere = join(folder, "none");
    expect(refused({ DOCKER_HOST: "tcp://build", DOCKER_TLS_VERIFY: "1", DOCKER_CERT_PATH: nowhere })).toMatch(
      /^TLS needs ca\.pem, cert\.pem and key\.pem in .*none: ENOENT.*; set DOCKER_CERT_PATH to their folder$/,
    );
  });
});

describe("no address", () => {
  test.each([
    ["tcp://", /no host and port; use tcp:\/\/host:port$/],
    ["tcp://:2375", /no host and port/],
    ["tcp://build:port", /no host and port/],
    ["tcp://build:99999", /no host and port/],
    ["tcp://me:secret@build", /no host and port/],
    ["tcp://a b", /no host and port/],
    ["/var/run/docker.sock", /use unix:\/\/\/var\/run\/docker\.sock for a socket$/],
    ["fd://", /fd:\/\/ is not supported; use unix:\/\/\/path/],
    ["constructor://x", /constructor:\/\/ is not supported/],
    [
      "ssh://me@build",
      /^DOCKER_HOST=ssh:\/\/me@build: SSH is not supported; .*\(ssh -nNT -L \/tmp\/engine\.sock:\/var\/run\/docker\.sock me@build\) and set DOCKER_HOST=unix:\/\/\/tmp\/engine\.sock$/,
    ],
    ["ssh://build:2222/run/docker.sock", /docker\.sock -p 2222 build\)/],
  ])("%s", (host, message) => expect(refused({ DOCKER_HOST: host })).toMatch(message));
});
