import { judged } from "../shell/walk.ts";
import type { StartUp } from "../../src/stop/start-up.ts";

const images = { dash: "debian:12", bash: "debian:12", ash: "alpine:3.20" };

export type Shell = keyof typeof images;

export const shells: readonly Shell[] = ["dash", "bash", "ash"];

/** What the stop signal does to a script `/run.sh` of a shell, behind a command line of ENTRYPOINT that ends in it. */
export function startUpIn(shell: Shell, script: string, signal: string, entrypoint: readonly string[]): StartUp {
  const lines = [
    `FROM ${images[shell]}`,
    `STOPSIGNAL ${signal}`,
    "COPY app /usr/bin/",
    "COPY --chmod=755 run.sh /",
    `ENTRYPOINT ${JSON.stringify(entrypoint)}`,
  ];
  const shebang = `#!/bin/${shell === "bash" ? "bash" : "sh"}`;
  return judged(lines.join("\n"), { "app": "\u007fELF", "run.sh": `${shebang}\n${script}\n` }).startUp;
}
