import type { Known } from "../../text/diagnostic.ts";
import { dataStores } from "./data-stores.ts";
import { daemons } from "./daemons.ts";
import { isServingWord, isTaskFile, oneOffOf } from "./one-off.ts";
import { fits, readArguments } from "../pattern.ts";
import type { ArgumentStyle } from "../pattern.ts";
import type { ProgramFamily } from "./program-rows.ts";
import { imagePrograms } from "./image-programs.ts";
import { nodeServers } from "./node-servers.ts";
import { runtimes } from "./runtimes.ts";
import { servers } from "./servers.ts";
import { unsourced } from "../sources.ts";
import { tasks } from "./tasks.ts";
import { utilities } from "./utilities.ts";
import { webServers } from "./web-servers.ts";
import type { ProgramRow } from "./program.ts";

/** Every family of programs. */
export const programFamilies: readonly ProgramFamily[] = [
  ...runtimes,
  ...servers,
  ...nodeServers,
  ...webServers,
  ...dataStores,
  ...daemons,
  ...tasks,
  ...imagePrograms,
];

const byName = new Map(programFamilies.flatMap((family) => family.names.map((name) => [name, family] as const)));

/** Whether a family is of just the program at this path. */
export function isKnownByPath(path: string): boolean {
  return byName.has(path);
}

function basename(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function withoutVersion(name: string): string {
  let end = name.length;
  while (/[\d.]/.test(name.charAt(end - 1))) end--;
  while (name.charAt(end) === ".") end++;
  return end === name.length ? name : name.slice(0, /[-_]/.test(name.charAt(end - 1)) ? end - 1 : end);
}

/**
 * The family of a command, and its name there: the path itself, its last part, or that without a version
 * ("php-fpm8.2").
 */
function familyOf(command: string): { name: string; family: ProgramFamily } | undefined {
  const base = basename(command);
  for (const name of [command, base, withoutVersion(base)]) {
    const family = byName.get(name);
    if (family) return { name: basename(name), family };
  }
  return undefined;
}

/**
 * A row whose case was chosen while unknown words may speak for others: of the effects, only what those others share.
 */
function blur(row: ProgramRow, others: readonly ProgramRow[]): ProgramRow {
  const serving = others.filter((other) => other.longRunning);
  const base = row.daemonizes && serving[0] ? { ...serving[0], foreground: row.foreground } : row;
  const shared = Object.entries(base.asPid1).filter(([signal, effect]) =>
    serving.every((other) => other.asPid1[signal] === effect),
  );
  const waits = Object.entries(base.waits).filter(([signal, does]) =>
    serving.every((other) => other.waits[signal] === does),
  );
  return {
    ...base,
    asPid1: Object.fromEntries(shared),
    waits: Object.fromEntries(waits),
    waitsEvidence: waits.length > 0 ? base.waitsEvidence : undefined,
    gracefulSignal: serving.every((other) => other.gracefulSignal === base.gracefulSignal)
      ? base.gracefulSignal
      : undefined,
    reaps: serving.every((other) => other.reaps === base.reaps) ? base.reaps : "unknown",
  };
}

/**
 * The row for a command line; `argv[0]` may have a directory. Unknown words are "unknown". Undefined if the program
 * is not in the table. Rows for `python -m http.server`, `flask run` or `java -Xrs` take precedence over `python`,
 * `flask`, `java`.
 */
export function findProgram(argv: readonly Known<string>[]): ProgramRow | undefined {
  const [command, ...words] = argv;
  if (command === undefined || command === "unknown") return undefined;
  if (basename(command) === "busybox") return findProgram(words);
  if (command.startsWith("/etc/init.d/")) return findProgram(["service", basename(command), ...words]);
  const found = familyOf(command);
  if (!found) return undefined;
  const { name, family } = found;
  const args = readArguments(words, family.style);
  const index = family.cases.findIndex((candidate) => fits(candidate.pattern, args));
  const chosen = family.cases[index];
  if (!chosen) return undefined;
  // `python -m gunicorn`, `python manage.py migrate`, `php artisan serve`: the program is the one that the interpreter
  // runs.
  const inner = chosen.pattern === "" && family.style.interpreter ? findProgram(args.operands) : undefined;
  if (inner) return inner;
  const [script] = family.style.interpreter ? args.operands : [];
  if (script !== undefined && isTaskFile(script)) return endingByItself(chosen.row(name));
  const others = args.unclear
    ? family.cases.slice(0, index).filter((candidate) => fits(candidate.pattern, args, true))
    : [];
  const row = chosen.row(name);
  if (endsAnyway(row, chosen.pattern, words, family.style)) return endingByItself(row);
  return blur(
    row,
    others.map((other) => other.row(name)),
  );
}

/**
 * Whether a call ends by itself by what such words mean to all programs, although the family's rows say what the
 * program does without them.
 */
function endsAnyway(row: ProgramRow, pattern: string, words: readonly Known<string>[], style: ArgumentStyle): boolean {
  const why = row.oneShot || row.interactive ? undefined : oneOffOf(words, style, true);
  // Of a runtime most words are its program's.
  const runtime = !row.longRunning && !row.daemonizes;
  // A row that names options knows better what the others mean beside them.
  const plain = !pattern.startsWith("-");
  return (
    why === "tells" ||
    (why === "abbreviates" && plain) ||
    (!runtime && ((why === "checks" && plain) || (why === "works" && pattern === "")))
  );
}

function endingByItself({ name }: ProgramRow): ProgramRow {
  return taskRow(name);
}

/** What is known of a program that no table has, where its words say that it does its work and ends. */
export function taskRow(name: string): ProgramRow {
  return {
    name,
    asPid1: {},
    waits: {},
    waitsEvidence: undefined,
    gracefulSignal: undefined,
    reaps: "unknown",
    longRunning: false,
    daemonizes: false,
    foreground: undefined,
    oneShot: true,
    interactive: false,
    fronts: undefined,
    keepsIgnored: [],
    evidence: unsourced,
  };
}

const variable = /\$(?:[A-Za-z_]\w*|\{[A-Za-z_]\w*[^}]*\})/;

/**
 * A word with a variable that no shell has expanded, where the program cannot do with it as it stands: as a number or
 * an address, or as the file that an interpreter is to run. Undefined if there is none. Measured for each family.
 */
export function unexpandedIn([command, ...words]: readonly Known<string>[]): string | undefined {
  const found = command === undefined || command === "unknown" ? undefined : familyOf(command);
  if (!found) return undefined;
  const { style } = found.family;
  const { options, operands } = readArguments(words, style);
  for (const { name, value } of options)
    if (value !== undefined && style.parsed?.has(name) && variable.test(value)) return value;
  const [first] = operands;
  if (!style.interpreter || first === undefined) return undefined;
  const last = options.at(-1)?.name;
  const text = last !== undefined && style.final.has(last) && !/^(?:-m|--module|-jar|-f|-s)$/.test(last);
  if (text) return undefined;
  return variable.exec(first)?.index === 0 ? first : unexpandedIn(operands);
}

/**
 * How sure it is that a server serves with the arguments given. `asked`: they say so, by a row of its own or as what
 * it is to serve; `given`: they name what an interpreter runs, and no more is known of it; `plain`: nothing but
 * options; `open`: there are words that no row knows, which may make the call one that ends. Undefined for what is no
 * server.
 */
export function servingOf(argv: readonly Known<string>[]): "asked" | "given" | "plain" | "open" | undefined {
  const [command, ...words] = argv;
  if (command === undefined || command === "unknown" || findProgram(argv)?.longRunning !== true) return undefined;
  const found = familyOf(basename(command) === "busybox" ? (words[0] ?? "") : command);
  const args = found && readArguments(words, found.family.style);
  // What an interpreter runs, and services, are known by their words alone.
  if (!found || !args || found.family.style.interpreter) return "given";
  const chosen = found.family.cases.find((candidate) => fits(candidate.pattern, args));
  const [first] = args.operands;
  if (
    chosen?.pattern !== "" ||
    isServingWord(first) ||
    (first !== undefined && found.family.style.serves === "operands")
  )
    return "asked";
  return args.unclear || (first !== undefined && !/[./:]/.test(first)) ? "open" : "plain";
}

/**
 * What an interpreter is given to run, and the option that hands it over: `server.js`, `-m pkg`, `-c text`. Undefined
 * for other programs.
 */
export function operandOf(
  argv: readonly Known<string>[],
): { readonly value: Known<string>; readonly option: string | undefined } | undefined {
  const [command, ...words] = argv;
  const found = command === undefined || command === "unknown" ? undefined : familyOf(command);
  if (!found || command === undefined) return undefined;
  const { style } = found.family;
  const { operands, options } = readArguments(words, style);
  const [first, second] = operands;
  const value = /^(bun|deno)$/.test(found.name) && /^(run|serve)$/.test(first ?? "") ? second : first;
  const last = options.at(-1)?.name;
  return value === undefined
    ? undefined
    : { value, option: last !== undefined && style.final.has(last) ? last : undefined };
}

/** Where programs are put that an image has from a distribution or a package. */
const systemFolder = /(^|\/)(?:s?bin|busybox|libexec)\/[^/]*$/;

/**
 * Whether a command is a utility that does its work and returns (mkdir, chown, sed, envsubst, ...): never the main
 * program. True of `cat` without arguments too, which mostly copies a here-document; {@link findProgram} knows it as
 * waiting.
 */
export function isUtility(argv: readonly Known<string>[]): boolean {
  const [command, ...words] = argv;
  if (command === undefined || command === "unknown") return false;
  const name = basename(command);
  // Of that name is the user's own program, where it is in a folder of theirs: `/app/bridge`.
  if (command.includes("/") && !systemFolder.test(command) && !name.startsWith("wait-for")) return false;
  if (name === "cat") return true;
  if (name === "busybox") return isUtility(words);
  return utilities.has(name) && findProgram(argv)?.longRunning !== true;
}
