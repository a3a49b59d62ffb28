import type { Known } from "../text/diagnostic.ts";
import { resolve } from "../files/tree.ts";
import { valuesOf } from "../shell/expansion/expand.ts";
import type { Situation } from "./situation.ts";
import type { Field } from "../shell/state/field.ts";
import type { ProgramRow } from "../known/programs/program.ts";

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
}

const bySettings = new Map<string, Settings>([
  [
    "supervisord",
    {
      option: ["-c", "--configuration"],
      files: ["supervisord.conf", "etc/supervisord.conf", "/etc/supervisord.conf", "/etc/supervisor/supervisord.conf"],
      stays: supervisordStays,
    },
  ],
  ["nginx", { option: ["-c"], files: ["/etc/nginx/nginx.conf"], stays: nginxStays }],
]);

/**
 * The row of a program that stays in the foreground only if its settings say so, settled by the settings in the
 * context. Unchanged where the arguments decide, or the settings cannot be read.
 */
export function settled(row: ProgramRow, argv: readonly Field[], situation: Situation): ProgramRow {
  const settings = row.longRunning && row.foreground !== undefined ? bySettings.get(row.name) : undefined;
  const stays = settings ? readSettings(settings, argv, situation) : "unknown";
  if (stays === "unknown") return row;
  return stays ? { ...row, foreground: undefined } : { ...row, longRunning: false, daemonizes: true, asPid1: {} };
}

function readSettings(
  { option, files, stays }: Settings,
  argv: readonly Field[],
  { image, context, cwd }: Situation,
): Known<boolean> {
  const named = optionValue(valuesOf(argv), option);
  if (named === "unknown") return "unknown";
  for (const name of named === undefined ? files : [named]) {
    if (cwd === "unknown" && !name.startsWith("/")) continue;
    const file = context.lookup(image.stage, resolve(cwd === "unknown" ? "/" : cwd, name));
    if (file.kind !== "file") continue;
    return file.altered === undefined ? (stays(file.text.text) ?? false) : "unknown";
  }
  return "unknown";
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
