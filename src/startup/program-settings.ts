import type { Known } from "../text/diagnostic.ts";
import { resolve } from "../files/tree.ts";
import { mentions } from "../image/packages.ts";
import { valuesOf } from "../shell/expansion/expand.ts";
import type { Situation } from "./situation.ts";
import type { Field } from "../shell/state/field.ts";
import type { MappedText } from "../text/source.ts";
import type { ProgramRow } from "../known/programs/program.ts";
import { findProgram } from "../known/programs/programs.ts";

/** A program whose settings say whether it stays in the foreground. */
interface Settings {
  /** Options that name its file. */
  readonly option: readonly string[];
  /** Where it looks without one: the first that is there. */
  readonly files: readonly string[];
  /**
   * What the text of its settings says; undefined: nothing, and then it daemonizes. "unknown": other files, which its
   * settings name, may say it.
   */
  readonly stays: (text: string) => Known<boolean> | undefined;
  /** What signals do to it where they say that it stays, if that depends on them too. */
  readonly asPid1?: ProgramRow["asPid1"];
  /** What the settings say that it is shipped with. */
  readonly shipped?: Shipped;
}

/** The settings that come with a program's package, and the images that have them. */
interface Shipped {
  readonly stays: boolean;
  readonly bases: ReadonlySet<string>;
  /** Folders whose files they read where it may be said. */
  readonly included: readonly string[];
  /** What the text of a RUN or of a script has in it that changes them. */
  readonly changes: RegExp;
}

/** Distributions, whose package it is, and the program's own images. */
const nginxBases = new Set(["debian", "ubuntu", "alpine", "nginx", "nginxinc/nginx-unprivileged"]);

/** A file with settings, at its path in the image. */
export interface SettingsFile {
  readonly path: string;
  readonly text: MappedText;
}

const supervisord: Settings = {
  option: ["-c", "--configuration"],
  files: ["supervisord.conf", "etc/supervisord.conf", "/etc/supervisord.conf", "/etc/supervisor/supervisord.conf"],
  stays: supervisordStays,
};

const bySettings = new Map<string, Settings>([
  ["supervisord", supervisord],
  [
    "haproxy",
    {
      option: ["-f"],
      files: [],
      stays: haproxyStays,
      // Measured with a configuration that has neither `daemon` nor `master-worker`.
      asPid1: { SIGTERM: "ignored", SIGINT: "ignored", SIGUSR1: "handled" },
    },
  ],
  [
    "nginx",
    {
      option: ["-c"],
      files: ["/etc/nginx/nginx.conf"],
      stays: nginxStays,
      // Measured with Debian's package; nginx/docker-nginx says `daemon off;` in its CMD alone.
      shipped: {
        stays: false,
        bases: nginxBases,
        included: ["/etc/nginx/modules-enabled"],
        changes: /\bdaemon\b|\bnginx\.conf|modules-enabled|\/etc\/nginx(?![\w/])/,
      },
    },
  ],
]);

/**
 * The row of a program that stays in the foreground only if its settings say so, settled by the settings in the
 * context. Unchanged where the arguments decide, or the settings cannot be read.
 */
export function settled(row: ProgramRow, argv: readonly Field[], situation: Situation): ProgramRow {
  const more = row.name.startsWith("uwsgi") ? uwsgiOptions(argv, situation) : undefined;
  if (more) return findProgram(["uwsgi", ...more]) ?? row;
  const settings = row.longRunning && row.foreground !== undefined ? bySettings.get(row.name) : undefined;
  const stays = settings ? readSettings(settings, argv, situation) : "unknown";
  if (stays === "unknown") return row;
  return stays
    ? { ...row, foreground: undefined, asPid1: settings?.asPid1 ?? row.asPid1 }
    : { ...row, longRunning: false, daemonizes: true, asPid1: {}, waits: {}, gracefulSignal: undefined };
}

function readSettings(settings: Settings, argv: readonly Field[], situation: Situation): Known<boolean> {
  const file = settingsOf(settings, argv, situation);
  if (file) return settings.stays(file.text.text) ?? false;
  return settings.shipped && hasShipped(settings, settings.shipped, argv, situation)
    ? settings.shipped.stays
    : "unknown";
}

/** Whether the program reads the settings that it is shipped with: nothing names others, and nothing touches these. */
function hasShipped(
  { option, files }: Settings,
  { bases, included, changes }: Shipped,
  argv: readonly Field[],
  { image, context, walked }: Situation,
): boolean {
  const { base, entrypoint, cmd } = image;
  // What a deployment mounts is in no source.
  if (base === undefined || !bases.has(base.name) || entrypoint.by.kind === "file" || cmd.by.kind === "file")
    return false;
  if (optionValue(valuesOf(argv), option) !== undefined || mentions(image, changes)) return false;
  for (const { unit } of walked.values()) if (changes.test(unit.script.text.text)) return false;
  return [...files, ...included].every((name) => {
    const file = context.lookup(image.stage, name);
    return file.kind === "unknown" && file.untouched === true;
  });
}

/**
 * The options of a uwsgi whose ini file is in the context, those of the file behind those of its command line: a key is
 * an option, by uwsgi-docs Configuration.html. Undefined where another file has a say.
 */
function uwsgiOptions(argv: readonly Field[], situation: Situation): readonly Known<string>[] | undefined {
  const words = valuesOf(argv).slice(1);
  const at = words.findIndex((word) => /\.ini$/.test(word) && !/^--(?!ini=)/.test(word));
  const name = words[at]?.replace(/^--ini=/, "");
  const file = name === undefined ? undefined : readAt(name, situation);
  if (!file || file.altered || words.some((word) => /\.(?:ya?ml|xml|json)$/.test(word))) return undefined;
  const options = uwsgiKeys(file.text.text);
  const given = words.filter((word, index) => index !== at && !(index === at - 1 && /^(?:-i|--ini)$/.test(word)));
  return options && [...given, ...options];
}

/** What stands between `if-...` and `endif` depends on where it runs, and is left out. */
function uwsgiKeys(text: string): readonly string[] | undefined {
  const options: string[] = [];
  let section = "";
  let conditions = 0;
  for (const line of text.split(/\r?\n/)) {
    section = /^\s*\[([^\]]*)\]/.exec(line)?.[1] ?? section;
    const [, key = "", value] = /^\s*([A-Za-z][\w-]*)\s*(?:=\s*(.*?))?\s*$/.exec(line) ?? [];
    if (key === "" || section !== "uwsgi") continue;
    if (key === "endif") conditions--;
    else if (key.startsWith("if-")) conditions++;
    else if (conditions > 0) continue;
    else if (/^(?:ini|include|inherit|yaml|xml|json|plugin-?s?-?list)$/.test(key)) return undefined;
    else if (!/^(?:false|no|0)$/i.test(value ?? "")) options.push(`--${key}`);
  }
  return options;
}

/** The settings that a program reads, if they are in the context as they are in the image. */
function settingsOf(
  { option, files }: Settings,
  argv: readonly Field[],
  situation: Situation,
): SettingsFile | undefined {
  const named = optionValue(valuesOf(argv), option);
  if (named === "unknown") return undefined;
  for (const name of named === undefined ? files : [named]) {
    const file = readAt(name, situation);
    if (file) return file.altered ? undefined : file;
  }
  return undefined;
}

/** A file that a program opens by a name; `altered`: the build changes it in ways that are not followed. */
function readAt(
  name: string,
  { image, context, cwd }: Situation,
): (SettingsFile & { readonly altered: boolean }) | undefined {
  if (cwd === "unknown" && !name.startsWith("/")) return undefined;
  const path = resolve(cwd === "unknown" ? "/" : cwd, name);
  const file = context.lookup(image.stage, path);
  return file.kind === "file" ? { path, text: file.text, altered: file.altered !== undefined } : undefined;
}

/** The settings of supervisord, if they are in the context. */
export function supervisordSettings(argv: readonly Field[], situation: Situation): SettingsFile | undefined {
  return settingsOf(supervisord, argv, situation);
}

function optionValue(values: readonly Known<string>[], names: readonly string[]): Known<string> | undefined {
  for (const [index, word] of values.entries()) {
    if (names.includes(word)) return values[index + 1] ?? "unknown";
    const attached = names.find((name) =>
      name.startsWith("--")
        ? word.startsWith(`${name}=`)
        : word.startsWith(name) && word.length > name.length && !word.startsWith("--"),
    );
    if (attached !== undefined) return word.slice(attached.length).replace(/^=/, "");
  }
  return undefined;
}

/**
 * `nodaemon` of the section [supervisord]; what it takes for true is in supervisor/datatypes.py. Files that [include]
 * names may hold that section too, and mostly stand behind a wildcard (`conf.d/*.conf`).
 */
function supervisordStays(text: string): Known<boolean> | undefined {
  let section = "";
  let stays: boolean | undefined;
  let includes = false;
  for (const line of text.split(/\r?\n/)) {
    section = /^\[([^\]]+)\]/.exec(line)?.[1] ?? section;
    const value = /^nodaemon\s*[=:]\s*([^\s;]*)/i.exec(line)?.[1];
    if (section === "supervisord" && value !== undefined) stays = /^(true|yes|on|1)$/i.test(value);
    includes ||= section === "include" && /^files\s*[=:]/i.test(line);
  }
  return stays ?? (includes ? "unknown" : undefined);
}

/**
 * `daemon off;` outside of any block. A file that is included there may say it; those of Debian's modules-enabled load
 * modules, and no more.
 */
function nginxStays(text: string): Known<boolean> | undefined {
  let depth = 0;
  let includes = false;
  for (const [token] of text.matchAll(
    /#[^\n]*|"[^"\\]*(?:\\[^][^"\\]*)*"?|'[^'\\]*(?:\\[^][^'\\]*)*'?|[{}]|\bdaemon\s+(?:on|off)\s*;|\binclude\s[^;]*/g,
  )) {
    if (token === "{") depth++;
    else if (token === "}") depth--;
    else if (depth === 0 && token.startsWith("daemon")) return token.includes("off");
    else if (depth === 0 && token.startsWith("include")) includes ||= !/\bmodules\b/.test(token);
  }
  return includes ? "unknown" : undefined;
}

/** `daemon` of the section global; with `master-worker` it is another program to the signal. */
function haproxyStays(text: string): Known<boolean> {
  if (/^\s*master-worker\b/m.test(text)) return "unknown";
  return !/^\s*daemon\b/m.test(text);
}
