import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

// With the argument `growth`: how time grows with hostile and plain files.
if (process.argv[2] === "growth") {
  await import("./growth-table.js");
  process.exit();
}

// Cold start as a ratio to bare Node, and throughput over many build contexts. Numbers are printed; nothing is
// asserted.
const command = fileURLToPath(new URL("../dist/bin/pid1lint.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "pid1lint-bench-"));
try {
  console.log(`node ${process.version}, ${cpus().length} processors`);
  coldStart();
  throughput(1000);
} finally {
  rmSync(folder, { recursive: true });
}

/** Runs take turns, so that whatever else the machine does slows both alike. */
function coldStart(runs = 21) {
  const dockerfile = join(context("single", 0), "Dockerfile");
  const bare = [];
  const linted = [];
  for (let run = 0; run < runs; run++) {
    bare.push(time(["-e", "0"]));
    linted.push(time([command, "--fail-on", "never", dockerfile]));
  }
  console.log(
    `cold start on one Dockerfile: ${(median(linted) / median(bare)).toFixed(2)} times bare node ` +
      `(${median(linted).toFixed(0)} ms, ${median(bare).toFixed(0)} ms)`,
  );
}

function throughput(count) {
  for (let index = 0; index < count; index++) context("many", index);
  const elapsed = time([
    command,
    "--fail-on",
    "never",
    "--output-file",
    join(folder, "report.txt"),
    join(folder, "many"),
  ]);
  console.log(
    `${count} contexts in ${(elapsed / 1000).toFixed(2)} s: ${Math.round((count * 1000) / elapsed)} contexts ` +
      "per second",
  );
}

/** A build context of one of the kinds that people write. */
function context(parent, index) {
  const path = join(folder, parent, `service-${index}`);
  mkdirSync(path, { recursive: true });
  const base = ["node:22-bookworm-slim", "python:3.12-slim", "alpine:3.20", "debian:12-slim"][index % 4];
  const start =
    index % 3 === 0
      ? `CMD node server.js --port ${8000 + index}`
      : 'ENTRYPOINT ["docker-entrypoint.sh"]\nCMD ["node", "server.js"]';
  const lines = [
    `FROM ${base} AS build`,
    "WORKDIR /src",
    "COPY . .",
    "RUN make \\",
    "    # a comment inside",
    "    && make install",
    `FROM ${base}`,
    "ENV NODE_ENV=production PORT=8080",
    "WORKDIR /app",
    "COPY --from=build /src/out ./",
    "COPY --chmod=755 docker-entrypoint.sh /usr/local/bin/",
    "HEALTHCHECK CMD wget -q localhost:8080 || exit 1",
    start,
    "",
  ];
  writeFileSync(join(path, "Dockerfile"), lines.join("\n"));
  const script = [
    "#!/bin/sh",
    "set -eu",
    'if [ "${1#-}" != "$1" ]; then',
    '  set -- node server.js "$@"',
    "fi",
    "migrate() { node migrate.js; }",
    "migrate",
    index % 2 ? 'exec "$@"' : '"$@"',
    "",
  ];
  writeFileSync(join(path, "docker-entrypoint.sh"), script.join("\n"), { mode: 0o755 });
  return path;
}

function time(args) {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return performance.now() - start;
}

function median(times) {
  return times.toSorted((a, b) => a - b)[times.length >> 1];
}
