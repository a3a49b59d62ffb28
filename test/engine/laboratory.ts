import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll } from "@jest/globals";
import type { MemoryFile } from "../../src/files/tree.ts";
import { engineAddress } from "../../src/verify/engine/address.ts";
import { packContext } from "../../src/verify/build-archive.ts";
import { connect } from "../../src/verify/engine/engine.ts";
import type { Engine } from "../../src/verify/engine/engine.ts";
import { openClient } from "../../src/verify/engine/http.ts";
import { measure } from "../../src/verify/measure.ts";
import type { Measurement } from "../../src/verify/measure.ts";
import { mainProgram } from "../../src/verify/processes.ts";
import type { ContainerProcess } from "../../src/verify/processes.ts";
import type { WaitFor } from "../../src/verify/bring-up.ts";
import { baseImage, importBases, removeBases, usualBases } from "./bases.ts";
import type { Base } from "./bases.ts";

/** Containers that run at a time: most of them only wait. */
const atATime = 8;
/** Seconds: the probe needs less than a third of one. */
const grace = 1;

/** What the tests of a file work with. */
export interface Laboratory {
  readonly engine: Engine;
  /**
   * The probe, a program that takes 0.3 s to stop, and another that takes longer than the two seconds that `su` gives.
   */
  readonly probe: string;
  readonly slowProbe: string;
}

/** Sets up probes, bases and engine, does all measurements of a file, and clears up. */
export function inLaboratory(work: (laboratory: Laboratory) => Promise<void>, more: readonly Base[] = []): void {
  const bases = [...usualBases, ...more];
  const client = openClient(engineAddress(process.env));
  let folder = "";
  let engine: Engine | undefined;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "pid1lint-probe-"));
    const [probe, slowProbe] = [compileProbe(join(folder, "app"), 300), compileProbe(join(folder, "slow"), 3000)];
    await importBases(client, bases);
    engine = await connect();
    await work({ engine, probe, slowProbe });
  }, 2_400_000);
  afterAll(async () => {
    await engine?.close();
    await removeBases(client, bases);
    rmSync(folder, { recursive: true, force: true });
  }, 120_000);
}

/** A program that takes some milliseconds to stop; gives its path. */
export function compileProbe(program: string, milliseconds: number): string {
  execFileSync("gcc", [
    "-static",
    "-Os",
    "-s",
    `-DMILLISECONDS=${milliseconds}`,
    "-o",
    program,
    fileURLToPath(new URL("probe.c", import.meta.url)),
  ]);
  return program;
}

/** Adds to the table that is printed at the end. */
export function count(figures: Readonly<Record<string, number>>): void {
  const file = process.env["PID1LINT_FIGURES"];
  if (file !== undefined) appendFileSync(file, `${JSON.stringify(figures)}\n`);
}

/** What a context is built of. */
export interface Subject {
  readonly files: Readonly<Record<string, MemoryFile>>;
  readonly dockerfile: string;
  readonly target?: string | undefined;
  /** Files that stand for others: programs. Paths of this machine by path in the context. */
  readonly programs: Readonly<Record<string, string>>;
  /** The base of every FROM that names no stage; of some another. */
  readonly base: Base;
  readonly baseOf?: (ref: string) => Base;
  /** The engine's network for RUN; none by default. */
  readonly network?: string;
  /**
   * What the base would have had: texts, executable with a shebang, or copies of programs of this machine. By path in
   * the image.
   */
  readonly standIns?: Readonly<Record<string, StandIn>>;
  /** What `docker run -e` would have set. */
  readonly env?: Readonly<Record<string, string>>;
  /** Grace period in seconds. */
  readonly grace?: number;
  /** Seconds until it is up, where a health check cannot pass here, or the script itself waits meanwhile. */
  readonly upAfter?: number;
  /** What the builder of Engine 20.10 does not know, said otherwise. */
  readonly adapt?: (dockerfile: string) => string;
}

/** A file of a base image. */
export type StandIn = { readonly copyOf: string } | { readonly text: string };

/** A measurement, and what the main program was started with. */
export interface Trial extends Measurement {
  readonly surroundings: Surroundings | undefined;
  /** Whether the probe's handler came to its end: its word or, where its output goes elsewhere, its exit code. */
  readonly finished: boolean;
}

/**
 * Command line, directory and environment of a process; the latter without what every shell sets for itself, and the
 * container's name.
 */
export interface Surroundings {
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly env: readonly string[];
}

const standInFolder = ".stand-ins";

/** Builds a context on a base of ours and measures what `docker stop` does. */
export async function measureContext(engine: Engine, subject: Subject): Promise<Trial> {
  const folder = mkdtempSync(join(tmpdir(), "pid1lint-context-"));
  let surroundings: Surroundings | undefined;
  const whenUp = (processes: readonly ContainerProcess[]): void => {
    const main = mainProgram(processes);
    surroundings = main && surroundingsOf(main);
  };
  try {
    write(folder, subject);
    const { archive, dockerfile } = packContext(
      folder,
      join(folder, subject.dockerfile),
      onOurBase(subject),
      () => false,
    );
    const image = await engine.build(archive, {
      dockerfile,
      target: subject.target,
      network: subject.network ?? "none",
    });
    try {
      const waitFor: WaitFor | undefined =
        subject.upAfter === undefined ? undefined : { kind: "seconds", seconds: subject.upAfter };
      const measured = await measure(engine, image.name, {
        network: "none",
        waitFor,
        grace: subject.grace ?? grace,
        whenUp,
      });
      return { ...measured, surroundings, finished: measured.log.includes("finished") || measured.exitCode === 42 };
    } finally {
      await image.remove();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function surroundingsOf({ hostPid, argv }: ContainerProcess): Surroundings {
  const env = readFileSync(`/proc/${hostPid}/environ`, "utf8").split("\0");
  return {
    argv,
    cwd: readlinkSync(`/proc/${hostPid}/cwd`),
    env: env.filter((each) => !/^(?:HOSTNAME|PWD|OLDPWD|SHLVL|_)=|^$/.test(each)).sort(),
  };
}

function write(folder: string, { files, programs, standIns = {} }: Subject): void {
  for (const [path, file] of Object.entries(files)) {
    const { text, executable = false } = typeof file === "string" ? { text: file } : file;
    writeText(join(folder, path), text, executable);
  }
  for (const [path, program] of Object.entries(programs)) copy(program, join(folder, path));
  for (const [path, standIn] of Object.entries(standIns)) {
    const to = join(folder, standInFolder, path);
    if ("copyOf" in standIn) copy(standIn.copyOf, to);
    else writeText(to, standIn.text, standIn.text.startsWith("#!"));
  }
}

function writeText(path: string, text: string, executable: boolean): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  chmodSync(path, executable ? 0o755 : 0o644);
}

function copy(program: string, path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  copyFileSync(program, path);
}

/**
 * The Dockerfile as the engine gets it: the bases are ours, with what stands in for theirs, and no other version of the
 * builder is fetched.
 */
function onOurBase({
  files,
  dockerfile,
  base,
  baseOf = () => base,
  standIns,
  env = {},
  adapt = (text) => text,
}: Subject): string {
  const file = files[dockerfile] ?? "";
  const text = typeof file === "string" ? file : file.text;
  const stages = new Set([...text.matchAll(/^FROM .* AS (\S+)/gim)].map(([, name = ""]) => name.toLowerCase()));
  const additions = [
    ...(standIns && Object.keys(standIns).length > 0 ? [`COPY ${standInFolder} /`] : []),
    ...Object.entries(env).map(([name, value]) => `ENV ${name}=${value}`),
  ];
  return adapt(text)
    .replace(/^# *syntax=.*\n/gim, "")
    .replace(/^(FROM )(?:--platform=\S+ )?(\S+)(.*)$/gim, (line, from: string, name: string, rest: string) => {
      // A stage that is named by an ARG has the base already.
      if (stages.has(name.toLowerCase()) || /^(?!\$\{?BASE_IMAGE\b).*\$/.test(name)) return line;
      return [`${from}${baseImage(baseOf(name))}${rest}`, ...additions].join("\n");
    });
}

/** Measurements by subject. One that could not be made fails the tests of its subject, and no other. */
export class Trials<T> {
  readonly #results = new Map<T, Trial | Error>();

  async add(subject: T, trial: Promise<Trial>): Promise<void> {
    this.#results.set(
      subject,
      await trial.catch((error: unknown) => (error instanceof Error ? error : new Error(String(error)))),
    );
  }

  /** Throws what went wrong. */
  of(subject: T): Trial {
    const result = this.#results.get(subject) ?? new Error("not measured");
    if (result instanceof Error) throw result;
    return result;
  }

  /** How many subjects were measured and fulfil a condition. */
  count(fulfils: (trial: Trial, subject: T) => boolean): number {
    return [...this.#results].filter(([subject, result]) => !(result instanceof Error) && fulfils(result, subject))
      .length;
  }
}

/** Does the same with each item, some at a time. */
export async function inParallel<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values();
  const worker = async (): Promise<void> => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: atATime }, worker));
}
