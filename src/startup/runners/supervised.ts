import type { Known } from "../../text/diagnostic.ts";
import type { MappedText } from "../../text/source.ts";
import { join, resolve } from "../../files/tree.ts";
import { longestValue, mostWords } from "../../text/limits.ts";
import { canonicalSignal } from "../../known/platforms/signals.ts";
import { measured } from "../../known/sources.ts";
import type { Wrapped } from "../../known/wrappers/wrappers.ts";
import { hop, parent } from "../chain.ts";
import { supervisordSettings } from "../program-settings.ts";
import type { SettingsFile } from "../program-settings.ts";
import type { Chain, How, Situation } from "../situation.ts";
import type { Field } from "../../shell/state/field.ts";

/** A section [program:NAME]: its keys with the text of their values. */
interface Program {
  readonly name: string;
  readonly file: SettingsFile;
  readonly keys: ReadonlyMap<string, MappedText>;
}

/** Most programs of one supervisord that are followed. */
const MOST_PROGRAMS = 32;

/** UTF-16 units of a command line beyond which it is not read. */
const LONGEST_LINE = 4096;

const evidence = measured(
  "SIGTERM, SIGINT, SIGQUIT, SIGHUP, SIGWINCH",
  "supervisord 4: it sends each program its stopsignal, and waits stopwaitsecs",
);

/**
 * Follows the programs that supervisord's settings name, all of which run at the same time: what becomes of one is a
 * way of its own. Undefined where the settings are not in the context, or name none.
 */
export function launchSupervised(argv: readonly Field[], how: How, situation: Situation): readonly Chain[] | undefined {
  const settings = supervisordSettings(argv, situation);
  if (!settings) return undefined;
  const files = [settings, ...included(settings, situation)];
  const programs = files.flatMap(programsIn).filter(({ keys }) => !isOff(keys.get("autostart")));
  const self = hop(argv, how, "supervisord", situation);
  const chains = programs.slice(0, MOST_PROGRAMS).flatMap((program) => {
    const command = program.keys.get("command");
    const words = command && wordsOf(command, program, situation);
    if (!command || !words || words.length === 0) return [];
    const wrapped = supervisor(program);
    const folder = program.keys.get("directory")?.text;
    const user = program.keys.get("user")?.text;
    const inside: Situation = {
      ...situation,
      cwd: folder === undefined || !folder.startsWith("/") || folder.includes("%") ? situation.cwd : folder,
      uid: user === undefined ? situation.uid : user === "root" ? "root" : "other",
      rank: "leader",
      byShell: undefined,
    };
    const next: How = { kind: "fork", via: program.file.path.replace(/^.*\//, ""), at: command.locate() };
    return parent(self, { kind: "wrapper", wrapped }, situation.launch(words, next, inside));
  });
  return chains.length > 0 ? chains : undefined;
}

/** supervisord as the wrapper of one of its programs. */
function supervisor({ keys }: Program): Wrapped {
  const sent = canonicalSignal(keys.get("stopsignal")?.text ?? "TERM") ?? "SIGTERM";
  const rewrites = new Map<string, string | undefined>([
    ["SIGTERM", sent],
    ["SIGINT", sent],
    ["SIGQUIT", sent],
    ["SIGHUP", undefined],
    ["SIGUSR2", undefined],
    ["SIGWINCH", undefined],
  ]);
  return {
    row: { name: "supervisord", kind: "forward", reaps: true, killsAfter: undefined, evidence },
    inner: { kind: "unknown", reason: "its settings name its programs" },
    user: undefined,
    env: [],
    rewrites,
    group: isOn(keys.get("stopasgroup")),
    everyone: false,
    // It waits for the process that it has started, and takes about a second to see that it has ended (measured).
    sweeps: isOn(keys.get("stopasgroup")) ? 1000 : undefined,
    serves: true,
  };
}

function isOn(value: MappedText | undefined): boolean {
  return /^(?:true|yes|on|1)$/i.test(value?.text ?? "");
}

function isOff(value: MappedText | undefined): boolean {
  return /^(?:false|no|off|0)$/i.test(value?.text ?? "");
}

/** A section of a file. */
interface Section {
  readonly title: string;
  readonly keys: ReadonlyMap<string, MappedText>;
}

/** The sections of a file; `;` behind a blank begins a comment. */
function sectionsOf({ text }: SettingsFile): Iterable<Section> {
  const sections: { readonly title: string; readonly keys: Map<string, MappedText> }[] = [];
  let last = "";
  for (const { 0: line, index } of text.text.matchAll(/[^\r\n]+/g)) {
    const title = /^\[([^\]]+)\]/.exec(line)?.[1];
    if (title !== undefined) {
      sections.push({ title: title.trim(), keys: new Map() });
      continue;
    }
    // A value that goes on in the next line is left open.
    if (/^[ \t]+[^ \t;#]/.test(line)) sections.at(-1)?.keys.delete(last);
    const [, key = "", start = ""] = /^([A-Za-z_]+)(\s*[=:]\s*)/.exec(line) ?? [];
    const value = line.slice(key.length + start.length);
    const comment = /\s;/.exec(value)?.index ?? value.length;
    const at = index + key.length + start.length;
    if (key === "") continue;
    last = key.toLowerCase();
    sections.at(-1)?.keys.set(last, text.slice(at, at + value.slice(0, comment).trimEnd().length));
  }
  return sections;
}

/** The programs of a file. */
function programsIn(file: SettingsFile): readonly Program[] {
  return [...sectionsOf(file)].flatMap(({ title, keys }) => {
    const name = /^(?:fcgi-)?program:(.*)$/.exec(title)?.[1];
    return name === undefined ? [] : [{ name, file, keys }];
  });
}

/** A word of a command line: as it is written, and without its quotes and backslashes. */
interface Word {
  readonly index: number;
  readonly raw: string;
  readonly bare: string;
}

/**
 * A command line as supervisord splits it: quotes and backslashes as in a shell, nothing else. Undefined if a quote
 * that is not closed leaves it open.
 */
function split(line: string): readonly Word[] | undefined {
  const words: Word[] = [];
  for (const { 0: raw, index } of line.matchAll(/(?:[^\s"'\\]|\\.|"(?:[^"\\]|\\.)*"|'[^']*'|["'])+/g)) {
    if (/^[^"']*["'][^"']*$/.test(raw)) return undefined;
    const bare = raw.replace(
      /\\(.)|"((?:[^"\\]|\\.)*)"|'([^']*)'/g,
      (_, one?: string, two?: string, three?: string) => one ?? three ?? (two ?? "").replace(/\\(["\\])/g, "$1"),
    );
    words.push({ index, raw, bare });
  }
  return words;
}

/**
 * The words of a program's command; `%(ENV_X)s` stands for a variable, whose value may be several. Undefined if the
 * settings leave them open.
 */
function wordsOf(command: MappedText, program: Program, situation: Situation): readonly Field[] | undefined {
  if (command.text.length > LONGEST_LINE) return undefined;
  const written = split(command.text);
  if (!written) return undefined;
  const words: Field[] = [];
  let length = 0;
  for (const { index, raw, bare } of written) {
    const quoted = /^(["'])[^"'\\]*\1$/.test(raw) ? 1 : 0;
    const part = command.slice(index + quoted, index + raw.length - quoted);
    const given = expansion(raw, program, situation);
    length += given.length;
    if (length > longestValue) return undefined;
    // Values come before the line is split.
    const pieces = given === raw ? [bare] : split(given)?.map((piece) => piece.bare);
    if (!pieces || words.length + pieces.length > mostWords) return undefined;
    for (const value of pieces) {
      const text = part.text === value ? part : undefined;
      words.push({ value: /%\(\w+\)/.test(value) ? "unknown" : value, text, fixed: true, rigid: true });
    }
  }
  return words;
}

/** A text with the values that its settings are given; of one that gets too long, more than is allowed. */
function expansion(text: string, { name, file }: Program, { env, image }: Situation): string {
  let length = text.length;
  return text.replace(/%(?:%|\((\w+)\)[sd])/g, (all, key?: string) => {
    if (key === undefined) return "%";
    if (key === "program_name") return name;
    if (key === "here") return file.path.replace(/\/[^/]*$/, "");
    const value: Known<string> | undefined = key.startsWith("ENV_")
      ? (env.get(key.slice(4))?.value ?? image.env.get(key.slice(4)))
      : undefined;
    if (value === undefined || value === "unknown" || length > longestValue) return all;
    length += value.length;
    return value;
  });
}

/** The files that [include] names. */
function included(settings: SettingsFile, { image, context }: Situation): readonly SettingsFile[] {
  const patterns = [...sectionsOf(settings)]
    .filter(({ title }) => title === "include")
    .flatMap(({ keys }) => keys.get("files")?.text.split(/\s+/) ?? []);
  const found = new Map<string, SettingsFile>();
  for (const pattern of patterns) {
    const folder = resolve(settings.path.replace(/\/[^/]*$/, "") || "/", pattern.replace(/[^/]*$/, "") || ".");
    const ending = pattern.slice(pattern.lastIndexOf("*") + 1);
    for (const name of context.names(image.stage, folder)) {
      const path = join(folder, name);
      if (!name.endsWith(ending) || path === settings.path) continue;
      const file = context.lookup(image.stage, path);
      if (file.kind === "file" && file.altered === undefined) found.set(path, { path, text: file.text });
    }
  }
  return [...found.values()];
}
