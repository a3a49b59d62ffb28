import "../grammars.ts";
import { shells } from "../../src/known/shells/shells.ts";
import type { ShellFamily } from "../../src/known/shells/shells.ts";
import { Budget } from "../../src/shell/state/budget.ts";
import { memoryTree } from "../../src/files/tree.ts";
import type { MemoryFile } from "../../src/files/tree.ts";
import { openProject } from "../../src/project/open-project.ts";
import type { Project } from "../../src/project/project.ts";
import { walkScript } from "../../src/shell/script.ts";
import { fixedField } from "../../src/shell/state/field.ts";
import { startState } from "../../src/shell/state/state.ts";
import type { Ending } from "../../src/shell/state/ending.ts";
import type { Field } from "../../src/shell/state/field.ts";
import type { Host } from "../../src/shell/host.ts";
import type { Running, State } from "../../src/shell/state/state.ts";
import type { Unit } from "../../src/shell/state/unit.ts";
import { parseShell } from "../../src/parse/shell/parse-shell.ts";
import { MappedText, Source } from "../../src/text/source.ts";
import type { Judged } from "../../src/stop/judge.ts";
import type { StartUp } from "../../src/stop/start-up.ts";
import { reasonWords } from "../../src/stop/wording/reason-words.ts";

/** What surrounds a script in a test. */
export interface Around {
  readonly shells?: readonly ShellFamily[];
  readonly params?: readonly string[];
  /** More parameters may follow. */
  readonly open?: boolean;
  readonly dashC?: boolean;
  /** The image's ENV. */
  readonly env?: Readonly<Record<string, string>>;
  /** Files that can be sourced. */
  readonly sources?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly uid?: State["uid"];
  /** Steps that may be taken. */
  readonly steps?: number;
}

/** A script as the model has it. */
export function unit(text: string, path = "/ep.sh"): Unit {
  return { script: parseShell(MappedText.identity(path, text, 0)), title: path.slice(1), locked: undefined };
}

/** What a script sees of its image. */
export function host({ env = {}, sources = {}, steps }: Around = {}): Host {
  return {
    budget: new Budget(steps),
    env: (name) => (Object.hasOwn(env, name) ? { value: env[name] ?? "unknown", fixed: false } : undefined),
    usual: () => undefined,
    strays: true,
    leaves: () => undefined,
    source: (path) => {
      const text = sources[path];
      return text === undefined
        ? { kind: "unknown", reason: `${path} is sourced, and is not there` }
        : { kind: "unit", unit: unit(text, path) };
    },
  };
}

/** The state in which a script starts. */
export function start({ params = [], open = false, cwd = "/", uid = "root" }: Around = {}): State {
  return startState({ zero: fixedField("/ep.sh"), params: params.map((each) => fixedField(each)), open, cwd, uid });
}

/** The ends of all ways through a script. */
export function walk(text: string, around: Around = {}): readonly Ending[] {
  return walkScript(unit(text), start(around), {
    host: host(around),
    shells: (around.shells ?? ["dash"]).map((name) => shells[name]),
    dashC: around.dashC ?? false,
  });
}

/** A command line with `?` for what is not known, and its last path segment where that is. */
export function show(argv: readonly Field[] | undefined): string {
  return (
    argv?.map((field) => (field.value === "unknown" ? `?${field.base ?? ""}` : field.value)).join(" ") ?? "(compound)"
  );
}

function how(running: Running): string {
  const implicit = running.implicit === true ? "implicit " : running.implicit === "unknown" ? "maybe implicit " : "";
  return `${implicit}${running.how}`;
}

/** An ending in a line: `exec app`, `foreground pipe app`, `wait again app`, `loop`, `end`, `unknown`. */
export function describeEnding(ending: Ending): string {
  switch (ending.kind) {
    case "exec":
      return `${ending.running.implicit === true ? "implicit " : ""}exec ${show(ending.running.argv)}`;
    case "foreground":
      return `${how(ending.running)} ${show(ending.running.argv)}`;
    case "wait":
      return (
        `wait ${ending.wait.again ? "again " : ""}` +
        `${ending.wait.jobs.map((job) => show(ending.state.jobs[job]?.argv)).join(", ")}`
      );
    case "loop":
    case "end":
    case "unknown":
      return ending.kind;
  }
}

/** The ends of a script, in order. */
export function endings(text: string, around: Around = {}): readonly string[] {
  return walk(text, around).map(describeEnding);
}

/** What the ends of a script run, where `exec` is missing: the slots that are offered, or why there is none. */
export function slots(text: string, around: Around = {}): readonly string[] {
  return walk(text, around).map((ending) => {
    if (ending.kind !== "foreground") return describeEnding(ending);
    const { slot } = ending.running;
    return slot.kind === "none" ? slot.reason : `${text.slice(0, slot.index)}exec ${text.slice(slot.index)}`;
  });
}

/** A project of files that lie beside its Dockerfile; scripts with a shebang have an executable bit. */
export function project(dockerfile: string, files: Readonly<Record<string, MemoryFile>> = {}): Project {
  const all = Object.entries(files).map(([name, file]) => [
    `/${name}`,
    typeof file === "string" ? { text: file, executable: file.startsWith("#!") || file.startsWith("\u007fELF") } : file,
  ]);
  return openProject(memoryTree(Object.fromEntries(all)), new Source("/Dockerfile", dockerfile), { top: "/" });
}

/** The image that a Dockerfile is there for. */
export function judged(dockerfile: string, files: Readonly<Record<string, MemoryFile>> = {}): Judged {
  const [image] = project(dockerfile, files).images;
  if (!image) throw new Error("the Dockerfile builds no image");
  return image;
}

/** Ways through an image's start-up: processes from PID 1 down, the programs that each goes through. */
export function chains(dockerfile: string, files: Readonly<Record<string, MemoryFile>> = {}): readonly string[] {
  return judged(dockerfile, files).startUp.paths.map(({ processes }) =>
    processes.map((process) => process.hops.map((hop) => hop.what).join(" > ")).join(" | "),
  );
}

/** Why a start-up ends as it does on the way that counts, in words. */
export function wordsOf({ paths: [path] }: Pick<StartUp, "paths">): string {
  return path ? reasonWords(path.reason) : "";
}
