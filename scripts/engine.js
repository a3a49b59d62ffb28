import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { installPackages, Refusal } from "./debian.js";

// `npm run test:engine`: the tests that hold the model against running containers. They need root and nothing but
// Debian's packages; a Docker Engine is started here, on data of its own, if none answers.
const root = fileURLToPath(new URL("../", import.meta.url));

// The product's own client: what answers it, the tests can use.
const bundled = await build({
  absWorkingDir: root,
  entryPoints: ["src/verify/engine/engine.ts"],
  bundle: true,
  format: "esm",
  platform: "node",
  write: false,
});
const { connect } = await import(
  `data:text/javascript;base64,${Buffer.from(bundled.outputFiles[0].contents).toString("base64")}`
);

/** Debian packages by a file that they bring. */
const packages = {
  "/usr/sbin/dockerd": "docker.io",
  "/usr/bin/busybox": "busybox-static",
  "/usr/bin/dash": "dash",
  "/usr/bin/bash": "bash",
  "/usr/bin/tini": "tini",
  "/usr/bin/runsvdir": "runit",
  "/usr/bin/s6-svscan": "s6",
  "/usr/sbin/debootstrap": "debootstrap",
  "/usr/bin/podman": "podman",
  "/usr/bin/dumb-init": "dumb-init",
  "/usr/bin/catatonit": "catatonit",
  "/usr/sbin/gosu": "gosu",
  "/usr/bin/gcc": "gcc",
  "/usr/include/stdio.h": "libc6-dev",
  "/usr/bin/openssl": "openssl",
};

if (process.env.PID1LINT_NO_ENGINE === "1") {
  console.log("The engine tests were NOT run: PID1LINT_NO_ENGINE=1 is set.");
} else {
  const folder = mkdtempSync(join(tmpdir(), "pid1lint-engine-"));
  let daemon;
  const running = new Set();
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => running.forEach((child) => child.kill(signal)));
  try {
    install();
    daemon = (await answers(process.env.DOCKER_HOST)) ? undefined : await startEngine(folder);
    const host = daemon?.host ?? process.env.DOCKER_HOST;
    const figures = join(folder, "figures");
    process.exitCode = await runTests(
      { ...process.env, ...(host ? { DOCKER_HOST: host } : {}), PID1LINT_FIGURES: figures },
      running,
    );
    printTable(figures);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    console.error(`The engine tests cannot run here: ${error.message}\nPID1LINT_NO_ENGINE=1 leaves them out.`);
    process.exitCode = 1;
  } finally {
    await daemon?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function install() {
  if (process.getuid?.() !== 0)
    throw new Refusal("they read other users' processes in /proc and may start an engine, which takes root on Linux.");
  installPackages(
    Object.entries(packages)
      .filter(([file]) => !existsSync(file))
      .map(([, name]) => name),
  );
}

/** Whether an engine answers at an address, or at the usual socket. */
async function answers(host) {
  try {
    await connect({ ...process.env, DOCKER_HOST: host });
    return true;
  } catch {
    return false;
  }
}

/** Starts a Docker Engine that needs no network and no firewall, with the storage that it finds best here. */
async function startEngine(folder) {
  const host = `unix://${folder}/docker.sock`;
  const log = join(folder, "dockerd.log");
  const output = openSync(log, "a");
  const args = [
    "--bridge=none",
    "--iptables=false",
    "--data-root",
    join(folder, "data"),
    "--exec-root",
    join(folder, "exec"),
    "--pidfile",
    join(folder, "docker.pid"),
    "--host",
    host,
  ];
  // In a group of its own, so that Ctrl-C leaves it to us.
  const child = spawn("dockerd", args, { stdio: ["ignore", output, output], detached: true });
  const ended = new Promise((resolve) => child.once("exit", resolve).once("error", resolve));
  const stop = async () => {
    child.kill("SIGTERM");
    await ended;
  };
  for (let tries = 0; tries < 120 && child.exitCode === null; tries++) {
    if (await answers(host)) return { host, stop };
    await sleep(250);
  }
  await stop();
  throw new Refusal(`dockerd does not start:\n${readFileSync(log, "utf8").trimEnd().split("\n").slice(-5).join("\n")}`);
}

function runTests(env, running) {
  const jest = [
    "--disable-warning=ExperimentalWarning",
    "--experimental-vm-modules",
    "node_modules/jest/bin/jest.js",
    "--config",
    "jest.engine.config.js",
  ];
  const child = spawn(process.execPath, [...jest, ...process.argv.slice(2)], { cwd: root, env, stdio: "inherit" });
  running.add(child);
  return new Promise((resolve) => child.once("exit", (code) => resolve(code ?? 1)));
}

/** Sums up what the tests counted. */
function printTable(file) {
  const sums = new Map();
  for (const line of existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : []) {
    for (const [name, value] of Object.entries(JSON.parse(line))) sums.set(name, (sums.get(name) ?? 0) + value);
  }
  const width = Math.max(0, ...[...sums.keys()].map((name) => name.length));
  console.log("\nstatic outcome against measured outcome:\n");
  for (const [name, sum] of sums) console.log(`  ${name.padEnd(width)}  ${String(sum).padStart(5)}`);
}
