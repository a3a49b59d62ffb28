import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { memoryTree } from "../../src/files.ts";
import { openProject } from "../../src/model/project.ts";
import type { Outcome } from "../../src/model/outcome.ts";
import { Source } from "../../src/text.ts";

/** Measured in a fresh PID namespace each: `app` is a program with handlers for the stop signal. The sentences of the README rest on these rows. */
interface Text { readonly name: string; readonly text: string; readonly shellForm: boolean; readonly files?: Readonly<Record<string, string>>; readonly stop: Readonly<Record<string, Outcome>> }
interface Script { readonly name: string; readonly started: string; readonly files: Readonly<Record<string, string>>; readonly race?: boolean; readonly stop: Readonly<Record<string, Outcome>> }

const read = (name: string): string => readFileSync(new URL(name, import.meta.url), "utf8");
const texts: readonly Text[] = JSON.parse(read("./texts.json"));
const scripts: readonly Script[] = JSON.parse(read("./scripts.json"));

/** Base image and shell of each column of the tables. */
const columns: Readonly<Record<string, { readonly from: string; readonly shell: string; readonly shebang: string }>> = {
  dash: { from: "FROM debian:12-slim", shell: "/bin/sh", shebang: "/bin/sh" },
  bash: { from: "FROM debian:12-slim", shell: "/bin/bash", shebang: "/bin/bash" },
  "bash-posix(sh)": { from: "FROM registry.access.redhat.com/ubi9/ubi:9.4", shell: "/bin/sh", shebang: "/bin/sh" },
  "busybox-ash": { from: "FROM alpine:3.20", shell: "/bin/sh", shebang: "/bin/sh" },
  zsh: { from: "FROM debian:12-slim\nRUN apt-get update && apt-get install -y --no-install-recommends zsh", shell: "/usr/bin/zsh", shebang: "/usr/bin/zsh" },
};

function outcomeOf(files: Readonly<Record<string, string>>): string {
  const tree = memoryTree(Object.fromEntries(Object.entries({ app: "\u007fELF\u0002\u0001\u0001", ...files }).map(([name, text]) => [`/${name}`, text])));
  const project = openProject(tree, new Source("/Dockerfile", files.Dockerfile ?? ""));
  return project.images[0]?.startUp.outcome ?? "no image";
}

describe("shell text at PID 1", () => {
  for (const row of texts) {
    for (const [column, stop] of Object.entries(row.stop)) {
      const { from, shell } = columns[column] ?? { from: "", shell: "" };
      const copies = Object.keys(row.files ?? {}).map((name) => `COPY ${name} /case/${name}`).join("\n");
      const head = `${from}\nCOPY --chmod=755 app /usr/local/bin/app\n${copies}\n`;
      test(`${column}: ${row.name} in exec form is ${stop}`, () => {
        expect(outcomeOf({ ...row.files, Dockerfile: `${head}CMD ${JSON.stringify([shell, "-c", row.text])}\n` })).toBe(stop);
      });
      if (!row.shellForm) continue;
      test(`${column}: ${row.name} in shell form is ${stop}`, () => {
        expect(outcomeOf({ ...row.files, Dockerfile: `${head}SHELL ${JSON.stringify([shell, "-c"])}\nCMD ${row.text}\n` })).toBe(stop);
      });
    }
  }
});

describe("scripts at PID 1", () => {
  for (const row of scripts) {
    for (const [column, stop] of Object.entries(row.stop)) {
      const { from, shell, shebang } = columns[column] ?? { from: "", shell: "", shebang: "" };
      const files = Object.fromEntries(Object.entries(row.files).map(([name, text]) => [name, text.replace("#!SHELL", `#!${shebang}`)]));
      const copies = Object.keys(files).map((name) => `COPY --chmod=755 ${name} /case/${name}`).join("\n");
      const start = row.started === "script" ? 'ENTRYPOINT ["/case/ep.sh"]\nCMD ["app"]'
        : row.started === "shell script" ? `ENTRYPOINT ["${shell}", "/case/ep.sh"]\nCMD ["app"]`
        : `CMD ["${shell}", "-c", "/case/ep.sh app"]`;
      // Where shell and program race for the end, the measured row is one of two; the program is not sure to finish.
      const expected = row.race ? "abrupt" : stop;
      test(`${column}: ${row.name} started as ${row.started} is ${expected}`, () => {
        expect(outcomeOf({ ...files, Dockerfile: `${from}\nCOPY --chmod=755 app /usr/local/bin/app\n${copies}\n${start}\n` })).toBe(expected);
      });
    }
  }
});
