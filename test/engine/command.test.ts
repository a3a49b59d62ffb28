import { spawn } from "node:child_process";
import { chmodSync, copyFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, describe, expect, test } from "@jest/globals";
import { engineAddress } from "../../src/verify/engine/address.ts";
import { listAt } from "../../src/verify/engine/answer.ts";
import { packContext } from "../../src/verify/build-archive.ts";
import { connect, label } from "../../src/verify/engine/engine.ts";
import { openClient } from "../../src/verify/engine/http.ts";
import { buildCommand, commandLine, folderWith, pid1lint, textIn } from "../cli/command.ts";
import { baseImage } from "./bases.ts";
import { inLaboratory } from "./laboratory.ts";
import type { Laboratory } from "./laboratory.ts";

const client = openClient(engineAddress(process.env));
const host = process.env["DOCKER_HOST"];
const env: Readonly<Record<string, string>> = host === undefined ? {} : { DOCKER_HOST: host };
let laboratory: Laboratory | undefined;

buildCommand();
inLaboratory(async (given) => {
  laboratory = given;
});

/** A folder with a Dockerfile that starts the probe by an ENTRYPOINT. */
function contextWith(entrypoint: string): string {
  const head = `FROM ${baseImage("dash")}\nCOPY app /usr/local/bin/app\n`;
  const folder = folderWith({
    "Dockerfile": `${head}ENTRYPOINT ${entrypoint}\n`,
    "other/Dockerfile": `${head}ENTRYPOINT ["/bin/bash", "-c", "app; true"]\n`,
  });
  copyFileSync(laboratory?.probe ?? "", join(folder, "app"));
  chmodSync(join(folder, "app"), 0o755);
  return folder;
}

/** How many containers, or images, of ours the engine has. */
async function ofOurs(kind: "containers" | "images", all: boolean): Promise<number> {
  const query = { filters: JSON.stringify({ label: [label] }), all: String(all) };
  return listAt(await client.json("GET", `/${kind}/json`, { query })).length;
}

async function leftBehind(): Promise<number> {
  return (await ofOurs("containers", true)) + (await ofOurs("images", false));
}

afterAll(async () => expect(await leftBehind()).toBe(0));

describe("pid1lint verify", () => {
  test("shows what happened and that the trace agrees", () => {
    const { code, stdout } = pid1lint(
      contextWith('["/bin/bash", "-c", "app; true"]'),
      ["verify", "--build", ".", "--time", "1"],
      { env },
    );
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /^Dockerfile — stuck: nothing acted on SIGTERM; the engine killed it after 1 s\n {2}1 {2}\/bin\/bash -c app; true {3}SIGTERM: no handler, so the kernel discards it\n/,
    );
    expect(stdout).toMatch(/└─ app +main program; SIGTERM: handled\n/);
    expect(stdout).toMatch(/exit code 137; 0 of 5 orphans stayed zombies\n +trace of Dockerfile: stuck — agreement\n$/);
  });

  test("gives the same as JSON", () => {
    const { code, stdout } = pid1lint(
      contextWith('["/usr/local/bin/app"]'),
      ["verify", "--build", "Dockerfile", "--format", "json", "--wait-for", "^ready$"],
      { env },
    );
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      version: 2,
      outcome: "delivered",
      stopSignal: "SIGTERM",
      exitCode: 42,
      main: 1,
      orphans: { handed: 5, left: 5 },
      processes: [
        { pid: 1, parent: null, argv: ["/usr/local/bin/app"], signal: "handled", blocked: false, zombie: false },
      ],
      trace: { dockerfile: "Dockerfile", outcome: "delivered", kind: "agreement" },
    });
  });

  test("names the hop that differs from a Dockerfile that the image was not built of", async () => {
    const folder = contextWith('["app"]');
    const { archive } = packContext(folder, join(folder, "Dockerfile"), textIn(folder, "Dockerfile"), () => false);
    const image = await (
      await connect()
    ).build(archive, { dockerfile: "Dockerfile", target: undefined, network: undefined });
    const { code, stdout } = pid1lint(folder, ["verify", image.name, "--dockerfile", "other", "--context", "."], {
      env,
    });
    await image.remove();
    expect(code).toBe(0);
    expect(stdout).toContain("trace of other/Dockerfile: stuck — differs\n");
    expect(stdout).toContain('PID 1: the trace has /bin/bash -c "app; true" (ENTRYPOINT), the container runs app\n');
    expect(stdout).toContain("outcome: the trace says stuck, the container was delivered\n");
  });

  test("tells of a command that cannot be started", () => {
    const { code, stdout } = pid1lint(contextWith('["nosuch"]'), ["verify", "--build", "."], { env });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^Dockerfile — ended: cannot start it: .*nosuch/);
  });

  test("an image that is not there, and one that cannot be built, are exit code 2", () => {
    const folder = folderWith({ Dockerfile: `FROM ${baseImage("dash")}\nCOPY nosuch /\nCMD ["app"]\n` });
    expect(pid1lint(folder, ["verify", "no/such/image"], { env })).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(
        /^pid1lint: no\/such\/image: the engine has no such image; pull it \(docker pull\), or build it/,
      ),
    });
    expect(pid1lint(folder, ["verify", "--build", "."], { env })).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/cannot build the image: .*nosuch/),
    });
  });

  test.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("leaves nothing behind on %s", async (signal, code) => {
    const child = spawn("sh", ["-c", `exec ${commandLine("verify", "--build", ".", "--wait-for", "60")}`], {
      cwd: contextWith('["app"]'),
      env: { ...process.env, ...env },
    });
    const ended = new Promise((resolve) => child.once("exit", resolve));
    for (let tries = 0; tries < 1000 && (await ofOurs("containers", false)) === 0; tries++) await sleep(100);
    expect(await leftBehind()).toBeGreaterThan(0);
    child.kill(signal);
    expect(await ended).toBe(code);
    expect(await leftBehind()).toBe(0);
  });
});
