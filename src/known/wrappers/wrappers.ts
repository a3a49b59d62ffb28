import type { Known } from "../../text/diagnostic.ts";
import type { Evidence } from "../evidence.ts";
import { canonicalSignal } from "../platforms/signals.ts";
import { optionOf } from "../getopt.ts";
import type { Option } from "../getopt.ts";
import { launchers } from "./launchers.ts";
import { scriptOf } from "./named-script.ts";
import type { NamedScript } from "./named-script.ts";
import { findProgram } from "../programs/programs.ts";
import { supervisors } from "./supervisors.ts";
import { applets, transparent } from "./transparent.ts";
import { isAmong, readWrapper } from "./wrapper-reading.ts";
import type { Reading } from "./wrapper-reading.ts";
import type { WrapperEntry, WrapperKind, WrapperSyntax } from "./wrapper-rows.ts";

/** What comes after a wrapper's own words. */
type Inner =
  /**
   * Index in argv where the inner command starts; `through`: it is handed to this shell as one text; `by`: the program
   * that is given it to run.
   */
  | {
      readonly kind: "argv";
      readonly from: number;
      readonly through?: string;
      /** That shell is the user's login shell. */
      readonly login?: true;
      readonly by?: string;
      /** Index of a word behind it that does not go to the command. */
      readonly without?: number;
      /** Index of the command's first word, where that stands apart from the others. */
      readonly head?: number;
    }
  /** It takes a word of the command for an option of its own that it does not have, and exits. */
  | { readonly kind: "refused"; readonly at: number; readonly word: string }
  /** Index of a word that is a command line by itself, and of what follows it. */
  | { readonly kind: "line"; readonly text: number; readonly from: number }
  /** Indexes of words that are texts for a shell, all of which are run at the same time. */
  | { readonly kind: "texts"; readonly at: readonly number[]; readonly shell: string }
  /** Index of the word that a shell is given with `-c`; `login`: `shell` stands for the user's login shell. */
  | { readonly kind: "shell"; readonly text: number; readonly shell: string; readonly login?: true }
  /** A script that package.json, deno.json or a Procfile names. */
  | { readonly kind: "script"; readonly script: NamedScript }
  /** It runs something, but the words do not say what. */
  | { readonly kind: "unknown"; readonly reason: string };

/** A wrapper or init with its way of reading arguments. */
export interface WrapperRow {
  readonly name: string;
  readonly kind: WrapperKind;
  /** Whether it collects orphans as PID 1. */
  readonly reaps: boolean;
  /** How many milliseconds a `kill` wrapper gives. */
  readonly killsAfter: number | undefined;
  readonly evidence: Evidence;
}

/** A wrapper found at the head of a command line. */
export interface Wrapped {
  readonly row: WrapperRow;
  readonly inner: Inner;
  /** The user it changes to ("root", "1000", "www-data"), where it changes users. */
  readonly user: Known<string> | undefined;
  /** Assignments it makes for the inner command (env). */
  readonly env: readonly { readonly name: string; readonly value: Known<string> }[];
  /** Variables that it takes out of the environment: `env -u X`. */
  readonly without?: readonly string[];
  /** The inner command gets nothing else of the environment: `env -i`. */
  readonly bare?: boolean;
  /**
   * What its options do to the stop signal: SIGTERM -> SIGQUIT for `dumb-init -r 15:3`; undefined as a value if it is
   * dropped.
   */
  readonly rewrites: ReadonlyMap<string, string | undefined>;
  /** `tini -g`, dumb-init without -c: the signal goes to the child's whole process group. */
  readonly group: boolean;
  /** It signals every process of that group, and waits for every one. */
  readonly everyone: boolean;
  /** Its own words in front of the command: the seconds of `timeout`. */
  readonly operands?: readonly Known<string>[];
  /** It goes into a process group of its own, unless it leads one. */
  readonly apart?: boolean;
  /** It is a server itself: it runs until it is told to stop, whatever becomes of what it has started. */
  readonly serves?: true;
  /**
   * What its child leaves behind gets the signal when that has ended, and SIGKILL so many milliseconds later.
   * Undefined: it is cut off.
   */
  readonly sweeps?: number | undefined;
}

/** The words of a command line that a wrapper is given to run, in their order; `words` are those of the wrapper. */
export function innerWords<T>(words: readonly T[], inner: Extract<Inner, { kind: "argv" }>): readonly T[] {
  const { from, head, without } = inner;
  const first = head === undefined ? [] : words.slice(head, head + 1);
  return [...first, ...words.slice(from).filter((_, index) => from + index !== without)];
}

/** Every row, in the order in which they are tried. */
export const wrapperEntries: readonly WrapperEntry[] = [...applets, ...transparent, ...supervisors, ...launchers];

const byName = new Map<string, readonly WrapperEntry[]>();
for (const entry of wrapperEntries)
  for (const name of entry.names) byName.set(name, [...(byName.get(name) ?? []), entry]);

/** The rows for a command, by its path or its name. */
function entriesOf(command: string, name: string): readonly WrapperEntry[] {
  const [byPath = [], plain = []] = [byName.get(command), byName.get(name)];
  if (command === name || byPath.length === 0) return plain;
  return wrapperEntries.filter((entry) => byPath.includes(entry) || plain.includes(entry));
}

function innerOf(argv: readonly Known<string>[], reading: Reading, syntax: WrapperSyntax): Inner {
  const unknown = (reason: string): Inner => ({ kind: "unknown", reason });
  const { options, next } = reading;
  const text =
    optionOf(options, syntax.text) ??
    (syntax.text?.split(" ").includes(argv[next] ?? "") ? { at: next + 1, value: argv[next + 1] } : undefined);
  if (text) {
    const named = optionOf(options, syntax.shell)?.value;
    const shell = named ?? "/bin/sh";
    if (text.at === undefined || text.value === undefined || shell === "unknown")
      return unknown(`what ${argv[0]} runs cannot be told`);
    return { kind: "shell", text: text.at, shell, ...(syntax.login && named === undefined && { login: true }) };
  }
  if (syntax.script) return scriptOf(argv, reading, syntax.script, syntax);
  const line = lineOf(argv, reading, syntax);
  if (line) return line;
  const given = argv[next];
  if (syntax.interprets && given !== undefined && given !== "unknown" && syntax.configuredBy?.test(given) !== true) {
    const by = syntax.interprets[/\.\w+$/.exec(given)?.[0] ?? ""] ?? syntax.interprets["*"];
    if (reading.problem === undefined) return { kind: "argv", from: next, ...(by !== undefined && { by }) };
  }
  if (syntax.opaque !== undefined) {
    const words = [reading.sub, argv[next]];
    return unknown(syntax.opaque.replace(/%([01])/g, (_, digit: string) => words[Number(digit)] ?? "unknown"));
  }
  if (syntax.after !== undefined) {
    const at = argv.findIndex((word, index) => index > 0 && syntax.after?.split(" ").includes(word));
    const by = syntax.by === undefined ? {} : { by: syntax.by };
    return at >= 0 && (at + 1 < argv.length || syntax.by !== undefined)
      ? { kind: "argv", from: at + 1, ...by }
      : unknown(`no command follows ${argv[0]}`);
  }
  if (reading.problem !== undefined) return unknown(reading.problem);
  if (syntax.permutes) return unknown(`${argv[0]} starts a login shell`);
  const program = optionOf(options, syntax.program);
  if (program) {
    const { at } = program;
    if (at === undefined) return unknown(`what ${argv[0]} runs cannot be told`);
    return at === argv.length - 1 ? { kind: "argv", from: at } : { kind: "argv", from: next, head: at };
  }
  if (optionOf(options, syntax.split)) return unknown(`${argv[0]} splits a text into words`);
  const through = syntax.through === undefined ? {} : { through: syntax.through };
  if (syntax.throughLogin && next < argv.length) return { kind: "argv", from: next, login: true };
  return next < argv.length ? { kind: "argv", from: next, ...through } : unknown(`no command follows ${argv[0]}`);
}

/** A command line in one word, which the wrapper splits, or several that it gives to shells. */
function lineOf(
  argv: readonly Known<string>[],
  { options, next, problem }: Reading,
  syntax: WrapperSyntax,
): Inner | undefined {
  if (problem !== undefined) return undefined;
  const named = optionOf(options, syntax.line) ?? optionOf(options, syntax.split);
  // What is quoted or stands for something else is split by rules of its own.
  const plain = (word: Known<string> | undefined): boolean => word !== undefined && /^[\w./:@%+=, -]+$/.test(word);
  if (named?.at !== undefined && plain(named.value)) return { kind: "line", text: named.at, from: next };
  if (named) return undefined;
  const [at, text] = [next, argv[next]];
  if (syntax.line === "operand" && text !== "unknown" && plain(text))
    return { kind: "line", text: at, from: argv.length };
  const texts = argv.slice(next);
  if (syntax.texts && texts.length > 0 && !texts.some((word) => word === "unknown" || /^-|^\w+:[^/]/.test(word)))
    return { kind: "texts", at: texts.map((_, index) => next + index), shell: "/bin/sh" };
  return undefined;
}

/** What glibc's getopt makes of options behind the command. */
function pickedOut(argv: readonly Known<string>[], from: number, { short = "" }: WrapperSyntax): Inner | undefined {
  for (const [index, word] of argv.entries()) {
    if (index < from || word === "unknown") continue;
    if (word === "--") return { kind: "argv", from, without: index };
    if (!word.startsWith("-") || word === "-") continue;
    return [...word.slice(1)].every((letter) => letter !== ":" && short.includes(letter))
      ? { kind: "unknown", reason: `${argv[0]} takes ${word} for an option of its own` }
      : { kind: "refused", at: index, word };
  }
  return undefined;
}

function userOf(reading: Reading, syntax: WrapperSyntax): Known<string> | undefined {
  if (syntax.user === undefined) return undefined;
  const name = syntax.user === "operand" ? reading.operands[0] : optionOf(reading.options, syntax.user)?.value;
  return name?.split(":")[0] ?? syntax.defaultUser;
}

function rewritesOf(
  options: readonly Option[],
  { rewrite: names = "", sends, drops }: WrapperSyntax,
): ReadonlyMap<string, string | undefined> {
  const rewrites = new Map<string, string | undefined>();
  if (sends !== undefined) for (const signal of ["SIGTERM", "SIGINT"]) rewrites.set(signal, sends);
  for (const signal of drops?.split(" ") ?? []) rewrites.set(signal, undefined);
  for (const option of options) {
    const [from, to] = names.split(" ").includes(option.name) ? (option.value ?? "").split(":") : [];
    const signal = canonicalSignal(from ?? "");
    if (signal !== undefined && to !== undefined) rewrites.set(signal, canonicalSignal(to));
  }
  return rewrites;
}

/** Whether one of the options that are named is there; behind `!`, none of them. */
function isTold(options: readonly Option[], names: string | undefined): boolean {
  if (names === undefined) return false;
  return names.startsWith("!")
    ? optionOf(options, names.slice(1)) === undefined
    : optionOf(options, names) !== undefined;
}

/** Whose tools an image has, and how they are started, as far as wrappers of the same name differ. */
export interface Userland {
  /** Programs of several makes are busybox's. */
  readonly busybox?: boolean;
  /** Programs are linked with glibc. */
  readonly glibc?: boolean;
  /** The process does not lead its group. */
  readonly member?: boolean;
}

/**
 * Reads a command line as a wrapper around another; `argv[0]` may have a directory. Undefined if it is none: what
 * {@link findProgram} knows as a program is none, but for the rows that come first.
 */
export function unwrap(
  argv: readonly Known<string>[],
  { busybox = false, glibc = false, member = false }: Userland = {},
): Wrapped | undefined {
  const command = argv[0];
  if (command === undefined || command === "unknown") return undefined;
  const name = command.slice(command.lastIndexOf("/") + 1);
  const entries = entriesOf(command, name);
  if (entries.length === 0) return undefined;
  const program = findProgram(argv) !== undefined;
  for (const { syntax, kind, reaps, killsAfter, evidence, busybox: applet } of entries) {
    if ((applet && !busybox) || (program && !syntax.first) || (syntax.member === true && !member)) continue;
    const reading = readWrapper(argv, syntax);
    if (!reading || (syntax.when !== undefined && !optionOf(reading.options, syntax.when))) continue;
    const plain = innerOf(argv, reading, syntax);
    const picked = syntax.greedy && glibc && plain.kind === "argv" && argv[plain.from - 1] !== "--";
    const inner = (picked && pickedOut(argv, plain.from, syntax)) || plain;
    const commandless =
      inner.kind === "unknown" && reading.problem === undefined && !optionOf(reading.options, syntax.split);
    if (syntax.alone && commandless) return undefined;
    return {
      row: { name, kind, reaps, killsAfter, evidence },
      inner,
      user: userOf(reading, syntax),
      operands: reading.operands,
      env: reading.env,
      bare: reading.bare,
      without: reading.options.flatMap(({ name, value }) => (isAmong(name, syntax.unsets) ? (value ?? []) : [])),
      rewrites: rewritesOf(reading.options, syntax),
      group: isTold(reading.options, syntax.group),
      apart: isTold(reading.options, syntax.apart),
      everyone: syntax.everyone === true,
    };
  }
  return undefined;
}
