import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { judged } from "../shell/walk.ts";
import { endings, files } from "./script-ends.ts";
import type { Row } from "./script-ends.ts";
import { variables } from "./script-variables.ts";

const shells = {
  dash: { from: "debian:12-slim", path: "/bin/sh", command: ["dash"] },
  bash: { from: "debian:12-slim", path: "/bin/bash", command: ["bash"] },
  ash: { from: "alpine:3.20", path: "/bin/sh", command: ["busybox", "ash"] },
} as const;
type Shell = keyof typeof shells;

const kinds = Object.entries({ ...endings, ...variables });

/** What the model has of a script's default run, as rows say it. */
function modelled(shell: Shell, [script, , env = {}]: Row): string {
  const { from, path } = shells[shell];
  const settings = Object.entries(env).map(([name, value]) => `ENV ${name}="${value}"`);
  const lines = [`FROM ${from}`, "COPY . /app", ...settings, 'ENTRYPOINT ["/app/ep.sh"]', 'CMD ["web"]'];
  const context = Object.entries(files).map(([name, text]) => [name, { text, executable: true }]);
  const ep = { text: `#!${path}\n${script}\n`, executable: true };
  const { startUp } = judged(lines.join("\n"), { ...Object.fromEntries(context), "ep.sh": ep });
  const found = new Set<string>();
  for (const { decides, given, conditions, processes } of startUp.paths) {
    const [role, hop] = [processes.at(-1)?.role, processes.at(-1)?.hops.at(-1)];
    if (!decides) continue;
    if (given.length > 0 || conditions.length > 0 || role?.kind === "unrunnable") found.add("failure");
    else if (role?.kind === "ended") found.add(role.failure ? "failure" : "nothing");
    else found.add(hop?.argv[0]?.value ?? "?");
  }
  return [...found].sort().join(" or ");
}

const folder = mkdtempSync(join(tmpdir(), "pid1lint-semantics-"));
beforeAll(() => {
  const programs = ["web", "cron", "idle"].map((name) => [name, `#!/bin/sh\necho ${name}\n`] as const);
  for (const [name, text] of [...programs, ...Object.entries(files)]) {
    writeFileSync(join(folder, name), text);
    chmodSync(join(folder, name), 0o755);
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What stays of it in a real shell. */
function real(shell: Shell, [script, , env = {}]: Row): string {
  const [file, ...args] = shells[shell].command;
  const path = join(folder, "ep.sh");
  writeFileSync(path, script.replaceAll("/app/", `${folder}/`));
  try {
    const text = execFileSync(file, [...args, path, "web"], {
      env: { PATH: `${folder}:${process.env["PATH"] ?? ""}`, ...env },
      stdio: ["ignore", "pipe", "ignore"],
      encoding: "utf8",
    });
    return text.split("\n").findLast((line) => /^(?:web|cron|idle)$/.test(line)) ?? "nothing";
  } catch {
    return "failure";
  }
}

describe.each(["dash", "bash", "ash"] as const)("%s", (shell) => {
  const stays = ([, all]: Row): string => all.split(" ")[Object.keys(shells).indexOf(shell)] ?? all;

  describe.each(kinds)("%s", (_, rows) => {
    test.each(rows)("as a model: %j", (...row) => {
      expect(modelled(shell, row)).toBe(stays(row));
    });

    test.each(rows)("in truth: %j", (...row) => {
      expect(real(shell, row)).toBe(stays(row));
    });
  });
});
