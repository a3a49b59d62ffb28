import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect as dial } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer } from "node:tls";
import type { Server } from "node:tls";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { engineAddress } from "../../src/verify/engine/address.ts";
import { packContext } from "../../src/verify/build-archive.ts";
import { connect } from "../../src/verify/engine/engine.ts";

// The engine behind TLS, as on another machine: who calls shows a certificate, and looks at the engine's.
const home = mkdtempSync(join(tmpdir(), "pid1lint-tls-"));
const openssl = (...args: readonly string[]): void =>
  void execFileSync("openssl", args, { cwd: home, stdio: "ignore" });
const sockets: { destroy(): unknown }[] = [];
let server: Server | undefined;
let port = 0;

function authority(name: string): void {
  openssl(
    "req",
    "-x509",
    "-newkey",
    "rsa:2048",
    "-nodes",
    "-days",
    "2",
    "-subj",
    `/CN=${name}`,
    "-keyout",
    `${name}-key.pem`,
    "-out",
    `${name}.pem`,
  );
}

function certificate(name: string, extension: string): void {
  writeFileSync(join(home, "extension"), extension);
  openssl(
    "req",
    "-newkey",
    "rsa:2048",
    "-nodes",
    "-subj",
    `/CN=${name}`,
    "-keyout",
    `${name}-key.pem`,
    "-out",
    `${name}.csr`,
  );
  openssl(
    "x509",
    "-req",
    "-in",
    `${name}.csr`,
    "-CA",
    "ca.pem",
    "-CAkey",
    "ca-key.pem",
    "-CAcreateserial",
    "-days",
    "2",
    "-extfile",
    "extension",
    "-out",
    `${name}.pem`,
  );
}

beforeAll(async () => {
  authority("ca");
  authority("other");
  certificate("server", "subjectAltName=IP:127.0.0.1");
  certificate("cert", "extendedKeyUsage=clientAuth");
  const read = (name: string): Buffer => readFileSync(join(home, name));
  writeFileSync(join(home, "key.pem"), read("cert-key.pem"));
  const { options } = engineAddress(process.env);
  const listening = createServer(
    {
      key: read("server-key.pem"),
      cert: read("server.pem"),
      ca: read("ca.pem"),
      requestCert: true,
      rejectUnauthorized: true,
    },
    (secure) => {
      const plain = "socketPath" in options ? dial(options.socketPath) : dial(options.port, options.host);
      for (const socket of [secure, plain]) sockets.push(socket.on("error", () => undefined));
      secure.pipe(plain).pipe(secure);
    },
  );
  server = listening;
  await new Promise<void>((resolve) => listening.listen(0, "127.0.0.1", resolve));
  const address = listening.address();
  port = typeof address === "object" && address !== null ? address.port : 0;
});

afterAll(() => {
  for (const socket of sockets) socket.destroy();
  server?.close();
  rmSync(home, { recursive: true, force: true });
});

test("an image is built, with a session, by an engine behind TLS", async () => {
  const engine = await connect({
    DOCKER_HOST: `tcp://127.0.0.1:${port}`,
    DOCKER_TLS_VERIFY: "1",
    DOCKER_CERT_PATH: home,
  });
  const text = "FROM scratch\nCOPY ca.pem /\nSTOPSIGNAL SIGINT\n";
  const { archive, dockerfile } = packContext(home, join(home, "Dockerfile"), text, (path) => path !== "ca.pem");
  const image = await engine.build(archive, { dockerfile, target: undefined, network: undefined });
  expect(await engine.settings(image.name)).toEqual({ stopSignal: "SIGINT", hasHealthcheck: false });
  await engine.close();
});

test("nobody is taken for the engine who cannot show its certificate, and none speaks to us without", async () => {
  await expect(connect({ DOCKER_HOST: `https://127.0.0.1:${port}` })).rejects.toThrow(
    /no container engine answers .*certificate/,
  );
  const impostor = mkdtempSync(join(home, "impostor-"));
  for (const [from, to] of [
    ["other.pem", "ca.pem"],
    ["cert.pem", "cert.pem"],
    ["key.pem", "key.pem"],
  ] as const)
    writeFileSync(join(impostor, to), readFileSync(join(home, from)));
  await expect(
    connect({ DOCKER_HOST: `tcp://127.0.0.1:${port}`, DOCKER_TLS_VERIFY: "1", DOCKER_CERT_PATH: impostor }),
  ).rejects.toThrow(/no container engine answers .*certificate/);
  await expect(
    connect({ DOCKER_HOST: `tcp://localhost:${port}`, DOCKER_TLS_VERIFY: "1", DOCKER_CERT_PATH: home }),
  ).rejects.toThrow(/Hostname\/IP does not match/);
  await expect(connect({ DOCKER_HOST: `tcp://127.0.0.1:${port}` })).rejects.toThrow(/no container engine answers/);
});
