import type { Known } from "../diagnostic.ts";
import type { Evidence } from "./evidence.ts";
import { optionOf, readOptions } from "./getopt.ts";
import type { Option } from "./getopt.ts";
import { launchers } from "./launchers.ts";
import { findProgram } from "./programs.ts";
import { supervisors } from "./supervisors.ts";
import { transparent } from "./transparent.ts";
import type { WrapperEntry, WrapperSyntax } from "./wrapper-rows.ts";

/**
 * What a program that starts another one does with it and with a stop signal. `exec`: replaces itself (transparent). `init`: stays, passes the
 * signal on, waits, reaps, returns the code. `forward`: stays, passes it on and waits, does not reap. `kill`: passes it on, kills after
 * a short time. `swallow`: stays and does nothing. `abandon`: ends at once, or passes it to a shell in between, and the program is cut off.
 */
export type WrapperKind = "exec" | "init" | "forward" | "kill" | "swallow" | "abandon";

/** What comes after a wrapper's own words. */
export type Inner =
  /** Index in argv where the inner command starts. */
  | { readonly kind: "argv"; readonly from: number }
  /** Index of the word that a shell is given with `-c`; `shell` is that shell ("/bin/sh" where the user's login shell is meant). */
  | { readonly kind: "shell"; readonly text: number; readonly shell: string }
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
  /** What its options do to the stop signal: SIGTERM -> SIGQUIT for `dumb-init -r 15:3`; undefined as a value if it is dropped. */
  readonly rewrites: ReadonlyMap<string, string | undefined>;
  /** `tini -g`, dumb-init without -c: the signal goes to the child's whole process group. */
  readonly group: boolean;
}

/** Every row, in the order in which they are tried. */
export const wrapperEntries: readonly WrapperEntry[] = [...transparent, ...supervisors, ...launchers];

const signalNumbers = new Map([
  ["1", "SIGHUP"], ["2", "SIGINT"], ["3", "SIGQUIT"], ["6", "SIGABRT"], ["9", "SIGKILL"], ["10", "SIGUSR1"], ["12", "SIGUSR2"],
  ["15", "SIGTERM"], ["18", "SIGCONT"], ["19", "SIGSTOP"], ["20", "SIGTSTP"], ["28", "SIGWINCH"],
]); // prettier-ignore

/** A command line sorted by a wrapper's syntax. `next` is where the inner command starts, if nothing else says so. */
interface Reading {
  readonly options: readonly Option[];
  readonly operands: readonly Known<string>[];
  readonly sub: Known<string> | undefined;
  readonly env: readonly { readonly name: string; readonly value: Known<string> }[];
  readonly next: number;
  readonly problem: string | undefined;
}

function readPermuted(argv: readonly Known<string>[], syntax: WrapperSyntax): Reading {
  const options: Option[] = [];
  const operands: Known<string>[] = [];
  let next = 1;
  while (next < argv.length) {
    const part = readOptions(argv, next, syntax);
    options.push(...part.options);
    next = part.next;
    // An unknown word is an operand here only if nothing else can be meant: it may hold options.
    if (part.problem !== undefined || part.ended || next >= argv.length) return { options, operands, sub: undefined, env: [], next, problem: part.problem };
    const word = argv[next++] ?? "";
    if (word !== "-") operands.push(word);
  }
  return { options, operands, sub: undefined, env: [], next, problem: undefined };
}

/** Undefined if the sub-command is another one. */
function read(argv: readonly Known<string>[], syntax: WrapperSyntax): Reading | undefined {
  if (syntax.permutes) return readPermuted(argv, syntax);
  let { options, next, problem, ended } = readOptions(argv, 1, syntax);
  let sub: Known<string> | undefined;
  if (syntax.sub !== undefined) {
    sub = problem === undefined ? argv[next] : undefined;
    if (sub === undefined || sub === "unknown" || (syntax.sub !== "*" && !syntax.sub.split("|").includes(sub))) return undefined;
    const more = readOptions(argv, next + 1, syntax);
    ({ next, problem, ended } = more);
    options = [...options, ...more.options];
  }
  const operands: Known<string>[] = [];
  while (problem === undefined && operands.length < (syntax.operands ?? 0) && next < argv.length) operands.push(argv[next++] ?? "");
  const env: { name: string; value: Known<string> }[] = [];
  while (syntax.assignments && problem === undefined && next < argv.length) {
    const word = argv[next] ?? "";
    const equals = word.indexOf("=");
    if (word === "unknown" && !ended) problem = `an argument of ${argv[0]} is unknown`;
    if (equals < 1) break;
    env.push({ name: word.slice(0, equals), value: word.slice(equals + 1) });
    next++;
  }
  return { options, operands, sub, env, next, problem };
}

function innerOf(argv: readonly Known<string>[], reading: Reading, syntax: WrapperSyntax): Inner {
  const unknown = (reason: string): Inner => ({ kind: "unknown", reason });
  const { options, next } = reading;
  const text = optionOf(options, syntax.text) ?? (syntax.text?.split(" ").includes(argv[next] ?? "") ? { at: next + 1, value: argv[next + 1] } : undefined);
  if (text) {
    const shell = optionOf(options, syntax.shell)?.value ?? "/bin/sh";
    if (text.at === undefined || text.value === undefined || shell === "unknown") return unknown(`what ${argv[0]} runs cannot be told`);
    return { kind: "shell", text: text.at, shell };
  }
  if (syntax.opaque !== undefined) {
    const words = [reading.sub, argv[next]];
    return unknown(syntax.opaque.replace(/%([01])/g, (_, digit: string) => words[Number(digit)] ?? "unknown"));
  }
  if (syntax.after !== undefined) {
    const at = argv.findIndex((word, index) => index > 0 && syntax.after?.split(" ").includes(word));
    return at >= 0 && at + 1 < argv.length ? { kind: "argv", from: at + 1 } : unknown(`no command follows ${argv[0]}`);
  }
  if (reading.problem !== undefined) return unknown(reading.problem);
  if (syntax.permutes) return unknown(`${argv[0]} starts a login shell`);
  const program = optionOf(options, syntax.program);
  if (program) {
    return program.at === argv.length - 1 ? { kind: "argv", from: program.at } : unknown(`${argv[0]} is given the program and its arguments apart`);
  }
  const split = optionOf(options, syntax.split);
  if (split) {
    const simple = split.at !== undefined && split.at === next - 1 && /^[\w./:@%+-]+$/.test(split.value ?? "") && split.value !== "unknown";
    return simple && split.at !== undefined ? { kind: "argv", from: split.at } : unknown(`${argv[0]} splits a text into words`);
  }
  return next < argv.length ? { kind: "argv", from: next } : unknown(`no command follows ${argv[0]}`);
}

function userOf(reading: Reading, syntax: WrapperSyntax): Known<string> | undefined {
  if (syntax.user === undefined) return undefined;
  const name = syntax.user === "operand" ? reading.operands[0] : optionOf(reading.options, syntax.user)?.value;
  return name?.split(":")[0] ?? syntax.defaultUser;
}

function rewritesOf(options: readonly Option[], names = ""): ReadonlyMap<string, string | undefined> {
  const rewrites = new Map<string, string | undefined>();
  for (const option of options) {
    const [from, to] = names.split(" ").includes(option.name) ? (option.value ?? "").split(":") : [];
    const signal = signalNumbers.get(from ?? "");
    if (signal !== undefined && to !== undefined) rewrites.set(signal, signalNumbers.get(to));
  }
  return rewrites;
}

function groupOf(options: readonly Option[], names: string | undefined): boolean {
  if (names === undefined) return false;
  return names.startsWith("!") ? optionOf(options, names.slice(1)) === undefined : optionOf(options, names) !== undefined;
}

/**
 * Reads a command line as a wrapper around another; `argv[0]` may have a directory. Undefined if it is none: what {@link findProgram} knows
 * as a program is none.
 */
export function unwrap(argv: readonly Known<string>[]): Wrapped | undefined {
  const command = argv[0];
  if (command === undefined || command === "unknown" || findProgram(argv)) return undefined;
  const name = command.slice(command.lastIndexOf("/") + 1);
  for (const { names, syntax, kind, reaps, killsAfter, evidence } of wrapperEntries) {
    if (!names.includes(command) && !names.includes(name)) continue;
    const reading = read(argv, syntax);
    if (!reading || (syntax.when !== undefined && !optionOf(reading.options, syntax.when))) continue;
    const inner = innerOf(argv, reading, syntax);
    const bare = reading.next >= argv.length || syntax.after !== undefined;
    if (syntax.alone && bare && inner.kind === "unknown" && reading.problem === undefined && !optionOf(reading.options, syntax.split)) return undefined;
    return {
      row: { name, kind, reaps, killsAfter, evidence },
      inner,
      user: userOf(reading, syntax),
      env: reading.env,
      rewrites: rewritesOf(reading.options, syntax.rewrite),
      group: groupOf(reading.options, syntax.group),
    };
  }
  return undefined;
}
