import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { chmodSync, copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { engineAddress } from "../../src/verify/engine/address.ts";
import { openClient } from "../../src/verify/engine/http.ts";
import { buildCommand, folderWith, pid1lint } from "../cli/command.ts";
import { baseImage, importBases } from "./bases.ts";
import { compileProbe } from "./laboratory.ts";

/** Podman, with the socket that speaks Docker's language, on storage of its own. */
const home = mkdtempSync(join(tmpdir(), "pid1lint-podman-"));
const socket = join(home, "podman.sock");
const env = { DOCKER_HOST: `unix://${socket}` };
let service: ChildProcess | undefined;

buildCommand();

beforeAll(async () => {
  // What it would ask for by default, a machine may refuse.
  writeFileSync(
    join(home, "containers.conf"),
    '[containers]\ndefault_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]\n[engine]\ncgroup_manager = "cgroupfs"\nevents_logger = "file"\n',
  );
  const storage = [
    "--root",
    join(home, "root"),
    "--runroot",
    join(home, "run"),
    "--tmpdir",
    join(home, "tmp"),
    "--storage-driver",
    "vfs",
  ];
  service = spawn("podman", [...storage, "system", "service", "--time=0", `unix://${socket}`], {
    env: { ...process.env, CONTAINERS_CONF: join(home, "containers.conf") },
    stdio: "ignore",
  });
  const client = openClient(engineAddress(env));
  for (let tries = 0; ; tries++) {
    if (
      await client.bytes("GET", "/_ping").then(
        () => true,
        () => false,
      )
    )
      break;
    if (tries > 1000) throw new Error("podman's service does not start");
    await sleep(200);
  }
  await importBases(client, ["dash"]);
  // Podman imports it without the tag that is asked for.
  const [repo = "", tag = ""] = baseImage("dash").split(":");
  await client.bytes("POST", `/images/docker.io/${repo}:latest/tag`, { query: { repo: `docker.io/${repo}`, tag } });
}, 300_000);

afterAll(async () => {
  const ended = new Promise((resolve) => service?.once("exit", resolve));
  service?.kill("SIGTERM");
  await ended;
  rmSync(home, { recursive: true, force: true });
});

test.each([
  ["delivered", '["/usr/local/bin/app"]', 0],
  ["stuck", '["/bin/bash", "-c", "app; true"]', 1],
] as const)(
  "pid1lint verify on Podman: %s",
  (outcome, entrypoint, code) => {
    const folder = folderWith({
      Dockerfile: `FROM docker.io/${baseImage("dash")}\nCOPY app /usr/local/bin/app\nENTRYPOINT ${entrypoint}\n`,
    });
    copyFileSync(compileProbe(join(home, "app"), 300), join(folder, "app"));
    chmodSync(join(folder, "app"), 0o755);
    const ran = pid1lint(folder, ["verify", "--build", ".", "--time", "2", "--format", "json"], { env });
    expect({ ...ran, ...JSON.parse(ran.stdout || "{}") }).toMatchObject({
      stderr: "pid1lint: building Dockerfile\n",
      code,
      outcome,
      trace: { outcome, kind: "agreement" },
    });
  },
  120_000,
);
