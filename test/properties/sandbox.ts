import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { imageOf } from "../../src/image/image.ts";
import { stagesOf } from "../../src/image/stages.ts";
import { parseDockerfile } from "../../src/parse/dockerfile/dockerfile.ts";
import { Source } from "../../src/text/source.ts";
import { helpers, inImage, programs } from "./scripts.ts";
import { quoted, runAll, shellNamed } from "./shells.ts";
import type { Shell } from "./shells.ts";
import type { Image } from "../../src/image/built-image.ts";

/**
 * What ran of a container: each program's name, folder, variables, streams and arguments, in no order, and how it
 * ended.
 */
export interface Ran {
  readonly programs: readonly string[];
  readonly status: string;
}

/** One start of an image: a Dockerfile's last stage and the scripts in it, by their names. */
export interface Start {
  readonly dockerfile: string;
  readonly scripts: Readonly<Record<string, string>>;
  /** The program that fails, if one does. */
  readonly fails: string;
  readonly shell: Shell;
}

/** Variables that a program tells of. */
const variables = ["A", "B", "C"];
/** Words of a shell script that are their values; a variable that is not set is told from an empty one. */
const variableWords = variables.map((name) => `"\${${name}+$${name}}\${${name}-unset}"`).join(" ");

/**
 * How many words a program tells before its arguments: the case, its name, its folder, its streams, its variables, the
 * number of its arguments.
 */
const told = 4 + variables.length + 1;

/**
 * Stands for every program: tells how it was started, in one write, and returns. Of a stream it tells whether it leads
 * nowhere, to a pipe, or where the container's does.
 */
const probe = `#!/bin/sh
cd -P .
streams=
for n in 0 1 2; do
  if [ /dev/fd/$n -ef /dev/null ]; then streams="$streams null"
  elif [ -p /dev/fd/$n ]; then streams="$streams pipe"
  elif [ /dev/fd/$n -ef "$STREAMS/out" ]; then streams="$streams out"
  elif [ /dev/fd/$n -ef "$STREAMS/err" ]; then streams="$streams err"
  else streams="$streams other"; fi
done
printf '%s\\0' "$PROBE" "\${0##*/}" "$PWD" "$streams" ${variableWords} "$#" "$@" >&3
test "\${0##*/}" != "$FAILS" || exit 7
`;

/** The image that a Dockerfile builds. */
export function imageIn(dockerfile: string): Image | undefined {
  const parsed = parseDockerfile(new Source("/Dockerfile", dockerfile));
  const stage = parsed.problems.length > 0 ? undefined : stagesOf(parsed).at(-1);
  return stage && imageOf(parsed, stage);
}

/**
 * Starts images for real, their programs replaced by one that tells how it was started. Undefined: its command line is
 * not known.
 */
export function start(starts: readonly Start[]): readonly (Ran | undefined)[] {
  const root = mkdtempSync(join(tmpdir(), "pid1lint-start-"));
  try {
    return startIn(root, starts);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function startIn(root: string, starts: readonly Start[]): readonly (Ran | undefined)[] {
  for (const name of [...programs.filter((each) => !each.includes("/")), ...helpers.map(disguised)])
    executable(join(root, "bin", name), probe);
  const lines: string[] = [];
  const driver = starts[0]?.shell;
  if (!driver) return [];
  for (const [index, one] of starts.entries()) {
    const folder = join(root, String(index));
    const shells = shellsIn(root, one.shell);
    const real = (text: string): string =>
      disguised(text)
        .replaceAll(inImage, folder)
        .replaceAll("/bin/sh", `${shells}/sh`)
        .replaceAll(/(?<!\/env )\/bin\/bash|\/usr\/bin\/bash/g, `${shells}/bash`);
    mkdirSync(join(folder, "work"), { recursive: true });
    for (const [name, text] of Object.entries(one.scripts)) executable(join(folder, name), real(text));
    lines.push(line(one, { root, index, real, path: [shells, join(root, "bin")] }));
  }
  return collect(root, runAll(driver, lines).said, starts);
}

/** Another name for each helper: busybox has its own `mkdir` and `sleep` in it and looks for no other. */
function disguised(text: string): string {
  return text.replaceAll(new RegExp(`(?<![\\w/-])(?:${helpers.join("|")})(?![\\w-])`, "g"), "probe-$&");
}

function executable(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  chmodSync(path, 0o755);
}

/** A folder with the image's `sh` and with bash. */
function shellsIn(root: string, { name, program }: Shell): string {
  const folder = join(root, name);
  if (existsSync(folder)) return folder;
  mkdirSync(folder);
  symlinkSync(program, join(folder, "sh"));
  symlinkSync(shellNamed("bash")?.program ?? "/bin/bash", join(folder, "bash"));
  return folder;
}

/** Where a container is started: the folder of all, its number there, its PATH, and texts with paths of the disk. */
interface Place {
  readonly root: string;
  readonly index: number;
  readonly path: readonly string[];
  readonly real: (text: string) => string;
}

/** One container in a subshell: its variables, its folder, its command line. */
function line({ dockerfile, fails }: Start, { root, index, real, path }: Place): string {
  const image = imageIn(dockerfile);
  const argv = image?.argv;
  if (!image || argv === undefined || argv === "unknown" || argv.length === 0)
    return `printf '%s\\0' "=${index}" unknown >&3`;
  const env = [...image.env]
    .filter(([name]) => name !== "PATH")
    .map(([name, value]) => `export ${name}=${quoted(real(value))};`);
  const words = argv.map((arg) => quoted(real(arg.value)));
  const own =
    `export STREAMS=${quoted(root)} PROBE=${index} FAILS=${quoted(disguised(fails))} ` +
    `PATH=${quoted(path.join(":"))};`;
  // A script that goes round in a circle ends after a second of work.
  return (
    `( ulimit -t 1; ${own} ${env.join(" ")} cd ${quoted(real(image.workdir.value))}; exec ${words.join(" ")} ) < ` +
    `/dev/null > ${quoted(join(root, "out"))} 2> ${quoted(join(root, "err"))}; printf '%s\\0' "=${index}" "$?" ` +
    ">&3"
  );
}

function collect(root: string, said: string, starts: readonly Start[]): readonly (Ran | undefined)[] {
  const found = starts.map(() => ({ programs: new Array<string>(), status: "" }));
  const words = said.split("\0");
  for (let at = 0; at < words.length - 1;) {
    const [id = "", ...rest] = words.slice(at, at + told);
    if (id.startsWith("=")) {
      const own = found[Number(id.slice(1))];
      if (own) own.status = rest[0] ?? "";
      at += 2;
      continue;
    }
    const count = Number(rest.at(-1));
    const length = told + count;
    const own = (text: string): string =>
      text.replaceAll(join(root, id), inImage).replaceAll(new RegExp(`${root}/\\w+/(sh|bash)`, "g"), "/bin/$1");
    const [, name = "", cwd = "", streams = "", ...more] = words.slice(at, at + length).map(own);
    found[Number(id)]?.programs.push(
      JSON.stringify({
        argv: [name, ...more.slice(variables.length + 1)],
        cwd,
        streams,
        env: more.slice(0, variables.length),
      }),
    );
    at += length;
  }
  return found.map(({ programs: ran, status }) =>
    status === "unknown" ? undefined : { programs: ran.sort(), status },
  );
}
