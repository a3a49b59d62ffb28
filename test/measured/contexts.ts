import { readFileSync } from "node:fs";
import type { MemoryFile } from "../../src/files/tree.ts";
import type { Outcome } from "../../src/stop/outcome.ts";

interface Text {
  readonly name: string;
  readonly text: string;
  readonly shellForm: boolean;
  readonly files?: Files;
  readonly stop: Readonly<Record<string, Outcome>>;
}
interface Script {
  readonly name: string;
  readonly started: string;
  readonly files: Files;
  readonly race?: boolean;
  readonly stop: Readonly<Record<string, Outcome>>;
}
type Files = Readonly<Record<string, string>>;

/** A build context whose end was measured. `app`, the main program, is a file of it that handles the stop signal. */
export interface MeasuredContext {
  /** Shell, row of the table and the way it is started. */
  readonly title: string;
  /** Column of the table: the shell that is meant. */
  readonly column: string;
  readonly kind: "text in exec form" | "text in shell form" | "script";
  readonly files: Readonly<Record<string, MemoryFile>>;
  readonly stop: Outcome;
}

const read = (name: string): string => readFileSync(new URL(name, import.meta.url), "utf8");
const texts: readonly Text[] = JSON.parse(read("./texts.json"));
const scripts: readonly Script[] = JSON.parse(read("./scripts.json"));

/** Base image and shell of each column of the tables. */
const columns: Readonly<Record<string, { readonly from: string; readonly shell: string }>> = {
  "dash": { from: "FROM debian:12-slim", shell: "/bin/sh" },
  "bash": { from: "FROM debian:12-slim", shell: "/bin/bash" },
  "bash-posix(sh)": { from: "FROM registry.access.redhat.com/ubi9/ubi:9.4", shell: "/bin/sh" },
  "busybox-ash": { from: "FROM alpine:3.20", shell: "/bin/sh" },
  "zsh": {
    from: "FROM debian:12-slim\nRUN apt-get update && apt-get install -y --no-install-recommends zsh",
    shell: "/usr/bin/zsh",
  },
};

/** Every context of the tables, each in its forms. */
export const contexts: readonly MeasuredContext[] = [
  ...texts.flatMap((row) => [...ofText(row)]),
  ...scripts.flatMap((row) => [...ofScript(row)]),
];

function* ofText(row: Text): Iterable<MeasuredContext> {
  for (const [column, stop] of Object.entries(row.stop)) {
    const { from, shell } = columns[column] ?? { from: "", shell: "" };
    const copies = Object.keys(row.files ?? {})
      .map((name) => `COPY ${name} /case/${name}`)
      .join("\n");
    const head = `${from}\nCOPY --chmod=755 app /usr/local/bin/app\n${copies}\n`;
    const title = `${column}: ${row.name}`;
    const execForm = `${head}CMD ${JSON.stringify([shell, "-c", row.text])}\n`;
    yield {
      title: `${title} in exec form`,
      column,
      kind: "text in exec form",
      files: inTree({ ...row.files, Dockerfile: execForm }),
      stop,
    };
    if (!row.shellForm) continue;
    const shellForm = `${head}SHELL ${JSON.stringify([shell, "-c"])}\nCMD ${row.text}\n`;
    yield {
      title: `${title} in shell form`,
      column,
      kind: "text in shell form",
      files: inTree({ ...row.files, Dockerfile: shellForm }),
      stop,
    };
  }
}

function* ofScript(row: Script): Iterable<MeasuredContext> {
  for (const [column, stop] of Object.entries(row.stop)) {
    const { from, shell } = columns[column] ?? { from: "", shell: "" };
    const files = Object.fromEntries(
      Object.entries(row.files).map(([name, text]) => [name, text.replace("#!SHELL", `#!${shell}`)]),
    );
    const copies = Object.keys(files)
      .map((name) => `COPY --chmod=755 ${name} /case/${name}`)
      .join("\n");
    const start =
      row.started === "script"
        ? 'ENTRYPOINT ["/case/ep.sh"]\nCMD ["app"]'
        : row.started === "shell script"
          ? `ENTRYPOINT ["${shell}", "/case/ep.sh"]\nCMD ["app"]`
          : `CMD ["${shell}", "-c", "/case/ep.sh app"]`;
    const dockerfile = `${from}\nCOPY --chmod=755 app /usr/local/bin/app\n${copies}\n${start}\n`;
    // Where shell and program race for the end, the measured row is one of two; the program is not sure to finish.
    yield {
      title: `${column}: ${row.name} started as ${row.started}`,
      column,
      kind: "script",
      files: inTree({ ...files, Dockerfile: dockerfile }),
      stop: row.race ? "abrupt" : stop,
    };
  }
}

/** The files by their paths in a tree, with the program that all of them start. */
function inTree(files: Files): Files {
  const all = Object.entries({ app: "\u007fELF\u0002\u0001\u0001", ...files });
  return Object.fromEntries(all.map(([name, text]) => [`/${name}`, text]));
}
