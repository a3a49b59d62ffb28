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
import { readWrapper } from "./wrapper-reading.ts";
import type { Reading } from "./wrapper-reading.ts";
import type { WrapperEntry, WrapperKind, WrapperSyntax } from "./wrapper-rows.ts";

/** What comes after a wrapper's own words. */
type Inner =
  /** Index in argv where the inner command starts; `through`: it is handed to this shell as one text. */
  | { readonly kind: "argv"; readonly from: number; readonly through?: string }
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
  /**
   * What its options do to the stop signal: SIGTERM -> SIGQUIT for `dumb-init -r 15:3`; undefined as a value if it is
   * dropped.
   */
  readonly rewrites: ReadonlyMap<string, string | undefined>;
  /** `tini -g`, dumb-init without -c: the signal goes to the child's whole process group. */
  readonly group: boolean;
  /** It signals every process of that group, and waits for every one. */
  readonly everyone: boolean;
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
    return program.at === argv.length - 1
      ? { kind: "argv", from: program.at }
      : unknown(`${argv[0]} is given the program and its arguments apart`);
  }
  const split = optionOf(options, syntax.split);
  if (split) {
    const simple =
      split.at !== undefined &&
      split.at === next - 1 &&
      /^[\w./:@%+-]+$/.test(split.value ?? "") &&
      split.value !== "unknown";
    return simple && split.at !== undefined
      ? { kind: "argv", from: split.at }
      : unknown(`${argv[0]} splits a text into words`);
  }
  const through = syntax.through === undefined ? {} : { through: syntax.through };
  return next < argv.length ? { kind: "argv", from: next, ...through } : unknown(`no command follows ${argv[0]}`);
}

function userOf(reading: Reading, syntax: WrapperSyntax): Known<string> | undefined {
  if (syntax.user === undefined) return undefined;
  const name = syntax.user === "operand" ? reading.operands[0] : optionOf(reading.options, syntax.user)?.value;
  return name?.split(":")[0] ?? syntax.defaultUser;
}

function rewritesOf(
  options: readonly Option[],
  { rewrite: names = "", sends }: WrapperSyntax,
): ReadonlyMap<string, string | undefined> {
  const rewrites = new Map<string, string | undefined>(
    sends === undefined
      ? []
      : [
          ["SIGTERM", sends],
          ["SIGINT", sends],
        ],
  );
  for (const option of options) {
    const [from, to] = names.split(" ").includes(option.name) ? (option.value ?? "").split(":") : [];
    const signal = canonicalSignal(from ?? "");
    if (signal !== undefined && to !== undefined) rewrites.set(signal, canonicalSignal(to));
  }
  return rewrites;
}

function groupOf(options: readonly Option[], names: string | undefined): boolean {
  if (names === undefined) return false;
  return names.startsWith("!")
    ? optionOf(options, names.slice(1)) === undefined
    : optionOf(options, names) !== undefined;
}

/**
 * Reads a command line as a wrapper around another; `argv[0]` may have a directory. Undefined if it is none: what
 * {@link findProgram} knows as a program is none. `busybox`: programs of several makes are busybox's.
 */
export function unwrap(argv: readonly Known<string>[], busybox = false): Wrapped | undefined {
  const command = argv[0];
  if (command === undefined || command === "unknown" || findProgram(argv)) return undefined;
  const name = command.slice(command.lastIndexOf("/") + 1);
  for (const { syntax, kind, reaps, killsAfter, evidence, busybox: applet } of entriesOf(command, name)) {
    if (applet && !busybox) continue;
    const reading = readWrapper(argv, syntax);
    if (!reading || (syntax.when !== undefined && !optionOf(reading.options, syntax.when))) continue;
    const inner = innerOf(argv, reading, syntax);
    const commandless =
      inner.kind === "unknown" && reading.problem === undefined && !optionOf(reading.options, syntax.split);
    if (syntax.alone && commandless) return undefined;
    return {
      row: { name, kind, reaps, killsAfter, evidence },
      inner,
      user: userOf(reading, syntax),
      env: reading.env,
      rewrites: rewritesOf(reading.options, syntax),
      group: groupOf(reading.options, syntax.group),
      everyone: syntax.everyone === true,
    };
  }
  return undefined;
}
