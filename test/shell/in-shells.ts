import { judged } from "./walk.ts";

/** Where the shells are that were measured: dash 0.5.12, bash 5.2, busybox ash 1.35, bash 5.2 called as sh. */
const columns = {
  "dash": ["debian:12-slim", "/bin/sh"],
  "bash": ["debian:12-slim", "/bin/bash"],
  "ash": ["alpine:3.20", "/bin/sh"],
  "bash as sh": ["registry.access.redhat.com/ubi9/ubi:9.4", "/bin/sh"],
} as const;

/**
 * What the stop signal does to a script that is PID 1, in each of the shells. `app` has a handler that needs half a
 * second; rows were run so, with the signal from outside.
 */
export function outcomes(script: string, before: readonly string[] = []): string {
  return Object.values(columns)
    .filter(([from]) => before.length === 0 || from.startsWith("debian"))
    .map(([from, shell]) => {
      const files = { "app": "\u007fELF", "ep.sh": `#!${shell}\n${script}\n` };
      const command = JSON.stringify([...before, "/ep.sh", "app"]);
      const copies = "COPY app /usr/local/bin/\nCOPY ep.sh /ep.sh";
      const dockerfile = `FROM ${from}\nRUN apt-get install -y tini\n${copies}\nENTRYPOINT ${command}\n`;
      return judged(dockerfile, files).startUp.outcome;
    })
    .join(" ");
}
