import type { Known } from "../text/diagnostic.ts";
import { resolve } from "../files/tree.ts";
import { longestPath } from "../text/limits.ts";
import { expandWord, keyValues } from "../parse/dockerfile/dockerfile.ts";
import { Scope } from "./scope.ts";
import { canonicalSignal } from "../known/platforms/signals.ts";
import { argValue, defaultsIn, globalArgs, parentOf } from "./stages.ts";
import type { BaseImage } from "../known/images/base-image.ts";
import type { Dockerfile, Instruction } from "../parse/dockerfile/syntax.ts";
import type { Arg, Command, SetBy, Setting, Stage } from "./built-image.ts";

/** Docker's PATH where an image sets none. Nearly every base image's PATH contains all of it. */
const defaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

const defaultShell: readonly string[] = ["/bin/sh", "-c"];

/** What is in force at one point of a stage. */
export interface Settings {
  entrypoint: Setting<Command>;
  cmd: Setting<Command>;
  /** Whether CMD was set in this very stage: then a later ENTRYPOINT keeps it. */
  ownCmd: boolean;
  shell: Setting<readonly string[]>;
  stopSignal: Setting<string>;
  user: Setting<string>;
  workdir: Setting<string>;
  windows: boolean;
  readonly env: Scope<Known<string>>;
  readonly args: Scope<Known<string> | undefined>;
  /** Whether a base image may set variables that the file does not tell. */
  readonly open: boolean;
  /** ONBUILD triggers, for the stages that build on this one. */
  readonly triggers: Instruction[];
}

/** Told each instruction of a stage with what is in force once it has taken effect; the next one changes `settings`. */
type Visit = (instruction: Instruction, settings: Settings) => void;

const settled = new WeakMap<Stage, Settings>();

/** What is in force at the end of a stage. */
export function settingsOf(dockerfile: Dockerfile, stage: Stage): Settings {
  const chain: Stage[] = [];
  for (let at: Stage | undefined = stage; at && !settled.has(at); at = parentOf(at)) chain.push(at);
  for (const at of chain.reverse())
    settled.set(
      at,
      replay(dockerfile, at, () => {}),
    );
  return settled.get(stage) ?? replay(dockerfile, stage, () => {});
}

/** Goes through a stage's instructions in the order in which they run, the triggers of its parent stage first. */
export function replay(dockerfile: Dockerfile, stage: Stage, visit: Visit): Settings {
  const parent = parentOf(stage);
  const inherited = parent && settingsOf(dockerfile, parent);
  const settings: Settings = inherited
    ? { ...inherited, ownCmd: false, env: inherited.env.copy(), args: inherited.args.copy(), triggers: [] }
    : baseSettings(dockerfile, stage);
  for (const instruction of [...(inherited?.triggers ?? []), ...stage.instructions]) {
    obey(instruction, settings, dockerfile, stage);
    visit(instruction, settings);
  }
  return settings;
}

/** Expands a word of an instruction as the builder does at that point. ENV wins over ARG. */
export function expandIn(settings: Settings, raw: string, escape: string): Known<string> {
  const defaulted = defaultsIn(raw);
  return expandWord(raw, escape, (name) => {
    const set = settings.env.get(name);
    if (set !== undefined) return set;
    if (settings.args.has(name)) return argValue(settings.args, name, defaulted);
    // Only the engine sets HOME, when a process starts.
    return settings.open && name !== "HOME" ? "unknown" : undefined;
  });
}

/**
 * Expands a word that names a path. A variable that only the base image sets stands for itself, so that what is copied
 * below it is found below it.
 */
export function expandPath(settings: Settings, raw: string, escape: string): Known<string> {
  const known = expandIn(settings, raw, escape);
  if (known !== "unknown" || !settings.open) return known;
  const path = expandWord(raw, escape, (name) => {
    const value = expandIn(settings, `\${${name}}`, escape);
    return value === "unknown" ? `\${${name}}` : value;
  });
  return path !== "unknown" && path.startsWith("${") ? `/${path}` : path;
}

/** A PATH without the folders that are not known: a base image's own, which hold no file of the build context. */
function knownFolders(settings: Settings, raw: string, escape: string): Known<string> {
  const folders = raw
    .replace(/^"(.*)"$/, "$1")
    .split(":")
    .map((folder) => expandPath(settings, folder, escape));
  return folders.filter((folder) => folder !== "unknown").join(":") || "unknown";
}

function baseSettings(dockerfile: Dockerfile, stage: Stage): Settings {
  const { base } = stage;
  const row = base.kind === "image" ? base.row : undefined;
  const scratch = base.kind !== "image";
  const ref = base.kind === "image" ? base.ref : "scratch";
  const by: SetBy = { kind: "base", image: ref === "unknown" ? stage.from.body.text : ref };
  const inherit = <T>(given: T | null | undefined, none: T): Setting<T> => {
    if (scratch || given === null) return { value: none, by: { kind: "default" } };
    return { value: given ?? "unknown", by };
  };
  return {
    entrypoint: inherit(commandOfRow(row?.entrypoint), { kind: "empty" }),
    cmd: inherit(commandOfRow(row?.cmd), { kind: "empty" }),
    ownCmd: false,
    shell: inherit(row?.shell, defaultShell),
    stopSignal: inherit(row?.stopSignal, "SIGTERM"),
    user: inherit(row?.user, "root"),
    workdir: { value: row?.built?.workdir ?? "/", by: { kind: "default" } },
    windows:
      // A backtick escapes on every platform; what is built on is what tells.
      (dockerfile.escape === "`" && row === undefined) ||
      row?.windows === true ||
      /nanoserver|servercore|(^|\/)windows([/:@]|$)/i.test(ref),
    env:
      row?.built?.env.copy() ??
      new Scope([["PATH", row?.path === undefined ? defaultPath : `${row.path}:${defaultPath}`]]),
    args: new Scope(),
    open: !scratch,
    triggers: [],
  };
}

function commandOfRow(words: BaseImage["cmd"]): Command | null | undefined {
  if (!words) return words;
  return words.length === 0
    ? { kind: "empty" }
    : { kind: "exec", words: words.map((value): Arg => ({ value, text: undefined })) };
}

function obey(instruction: Instruction, settings: Settings, dockerfile: Dockerfile, stage: Stage): void {
  const { body, form } = instruction;
  const by: SetBy = { kind: "instruction", instruction, stage };
  const expand = (raw: string): Known<string> => expandIn(settings, raw, dockerfile.escape);
  switch (instruction.keyword) {
    case "ENTRYPOINT":
      settings.entrypoint = { value: cleared(commandOf(instruction, settings)), by };
      if (!settings.ownCmd) settings.cmd = { value: { kind: "empty" }, by };
      break;
    case "CMD":
      settings.cmd = { value: commandOf(instruction, settings), by };
      settings.ownCmd = true;
      break;
    case "SHELL":
      if (form.kind !== "exec" || form.words.length === 0) break;
      settings.shell = { value: form.words.map((word) => word.text.text), by };
      settings.windows ||= /(^|[\\/])(cmd|powershell|pwsh)(\.exe)?$/i.test(form.words[0]?.text.text ?? "");
      break;
    case "STOPSIGNAL": {
      const signal = expand(body.text);
      settings.stopSignal = { value: canonicalSignal(signal) ?? signal, by };
      break;
    }
    case "USER":
      settings.user = { value: expand(body.text), by };
      break;
    case "WORKDIR": {
      const path = expandPath(settings, body.text, dockerfile.escape);
      settings.workdir = { value: below(settings.workdir.value, path), by };
      settings.windows ||= /^["']?[a-z]:[\\/]/i.test(body.text);
      break;
    }
    case "ENV": {
      const values = keyValues(body, dockerfile.escape).map(({ name, value: raw = "" }) => {
        const value = expand(raw);
        return {
          name,
          value: name === "PATH" && value === "unknown" ? knownFolders(settings, raw, dockerfile.escape) : value,
        };
      });
      for (const { name, value } of values) settings.env.set(name, value);
      break;
    }
    case "ARG":
      declare(instruction, settings, dockerfile);
      break;
    case "ONBUILD":
      if (instruction.trigger) settings.triggers.push(instruction.trigger);
      break;
  }
}

function commandOf({ form }: Instruction, settings: Settings): Command {
  switch (form.kind) {
    case "invalid":
      return form;
    case "exec": {
      const words = form.words.map((word): Arg => ({ value: word.text.text, text: word.text }));
      return words.length === 0 ? { kind: "empty" } : { kind: "exec", words };
    }
    case "shell": {
      if (form.text.text === "") return { kind: "empty" };
      const shell = settings.shell.value;
      return { kind: "shell", shell: shell === "unknown" ? defaultShell : shell, text: form.text };
    }
  }
}

/** To the engine, an ENTRYPOINT of one empty word is none. */
export function cleared(entrypoint: Known<Command>): Known<Command> {
  const none =
    entrypoint !== "unknown" &&
    entrypoint.kind === "exec" &&
    entrypoint.words.length === 1 &&
    entrypoint.words[0]?.value === "";
  return none ? { kind: "empty" } : entrypoint;
}

function below(workdir: Known<string>, path: Known<string>): Known<string> {
  if (path === "unknown" || path === "") return path === "" ? workdir : path;
  if (!path.startsWith("/") && workdir === "unknown") return "unknown";
  const folder = resolve(workdir, path);
  return folder.length > longestPath ? "unknown" : folder;
}

/**
 * An ARG without a value takes the one of the ARG before the first FROM, or keeps the one it was declared with earlier.
 */
function declare(instruction: Instruction, settings: Settings, dockerfile: Dockerfile): void {
  for (const { name, value } of keyValues(instruction.body, dockerfile.escape, "ARG")) {
    const outer = globalArgs(dockerfile).get(name) ?? settings.args.get(name);
    settings.args.set(
      name,
      dockerfile.buildArgs.get(name) ?? (value === undefined ? outer : expandIn(settings, value, dockerfile.escape)),
    );
  }
}
