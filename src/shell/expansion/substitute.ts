import { longestValue } from "../../text/limits.ts";
import { printed } from "../../parse/shell/printed.ts";
import { HOLE } from "../state/field.ts";
import type { Field, Value } from "../state/field.ts";
import type { State } from "../state/state.ts";
import type { List, Node, Simple, Word } from "../../parse/shell/script-syntax.ts";

/** How the words of a substitution are read. */
export interface Reading {
  text(word: Word): Field;
  words(words: readonly Word[]): readonly Field[];
  /** It is bash that reads them. */
  readonly bash: boolean;
  /** Where a program of that name stands, if it is in the sources. */
  located(name: string): string | undefined;
}

/**
 * The output of a command substitution that a script's start-up commonly depends on: `$(id -u)`, `$(dirname "$0")`,
 * `$(readlink -f "$0")`, `$(cd "$(dirname "$0")" && pwd)`, `$(which x)`, `$(echo x)`. Undefined where it is something
 * else.
 */
export function substitute(list: List, state: State, reading: Reading): Value | undefined {
  const only = list.items.length === 1 ? list.items[0] : undefined;
  if (!only || only.background) return undefined;
  const printing = isForgiven(only.node) ? only.node.commands[0] : only.node;
  if (printing?.kind === "simple") return simple(printing, state, reading);
  if (only.node.kind === "andor" && only.node.commands.length === 2 && only.node.operators[0] === "&&") {
    const [cd, pwd] = only.node.commands;
    if (
      cd?.kind !== "simple" ||
      pwd?.kind !== "simple" ||
      cd.words[0]?.literal !== "cd" ||
      pwd.words[0]?.literal !== "pwd"
    )
      return undefined;
    const target = cd.words
      .slice(1)
      .filter((word) => word.literal !== "--" && word.literal !== "-P")
      .at(-1);
    return target && resolve(reading.text(target), state);
  }
  return undefined;
}

/** `x || true` prints what x does. */
function isForgiven(node: Node): node is Extract<Node, { kind: "andor" }> {
  if (node.kind !== "andor" || node.commands.length !== 2 || node.operators[0] !== "||") return false;
  const [, other] = node.commands;
  return other?.kind === "simple" && other.words.length === 1 && /^(?:true|:)$/.test(other.words[0]?.literal ?? "");
}

function simple(node: Simple, state: State, reading: Reading): Value | undefined {
  const name = node.words[0]?.literal;
  const rest = node.words.slice(1);
  const operands = rest.filter((word) => !word.raw.startsWith("-"));
  const operand = operands.length === 1 && operands[0] ? reading.text(operands[0]) : undefined;
  switch (name) {
    case "id":
      if (rest.length !== 1 || rest[0]?.literal !== "-u") return undefined;
      return state.uid === "unknown"
        ? { value: "unknown", fixed: true }
        : { value: state.uid === "root" ? "0" : "1000", fixed: true };
    case "pwd":
      return { value: state.cwd, fixed: true };
    case "echo":
      if (operand && rest.length === 1) return operand;
      return output(rest, reading, (all) => (all.some((each) => /^-|\\/.test(each)) ? undefined : all.join(" ")));
    case "printf":
      return output(rest, reading, ([format = "", ...values]) => printed(format, values, reading.bash));
    case "shopt":
      return reading.bash ? output(rest, reading, settings) : undefined;
    case "set":
      return reading.bash && node.words[1]?.literal === "+o" && rest.length === 1
        ? { value: options(state), fixed: true }
        : undefined;
    case "dirname":
      return operand && edit(resolve(operand, state), (path) => path.replace(/\/[^/]*\/?$/, "") || "/");
    case "basename":
      return operand && rest.length === 1
        ? edit(operand, (path) => path.replace(/(?<!\/)\/+$/, "").replace(/^.*\//, ""))
        : undefined;
    case "readlink":
    case "realpath":
      return operand && resolve(operand, state);
    case "which":
    case "command":
    case "type":
      if (name === "type" && !rest.some(({ raw }) => /^-[pP]$/.test(raw))) return undefined;
      return operand && operand.value !== "unknown" ? located(operand.value, state, reading) : undefined;
    default:
      return undefined;
  }
}

/** What `shopt -p` prints: commands that set options again. Those that it knows change nothing about what runs. */
function settings([flags = "", ...names]: readonly string[]): string | undefined {
  if (!/^-[op]*p[op]*$/.test(flags) || names.length === 0 || !names.every((name) => /^\w+$/.test(name)))
    return undefined;
  if (!flags.includes("o")) return names.map((name) => `shopt -u ${name}`).join("\n");
  // Of those of `set`, most are followed, and may be on.
  return names.every((name) => untold.has(name)) ? names.map((name) => `set +o ${name}`).join("\n") : undefined;
}

/** Options of `set` that change nothing about what runs. */
const untold: ReadonlySet<string> = new Set(["xtrace", "verbose", "history", "emacs", "vi", "notify", "hashall"]);

/**
 * What `set +o` prints in a substitution of bash of the options that are followed: there `set -e` is off unless bash
 * goes by POSIX (measured).
 */
function options({ errexit, nounset, pipefail, monitor, posix, exportsAll }: State): string {
  return Object.entries({ errexit: errexit && posix, nounset, pipefail, monitor, posix, allexport: exportsAll })
    .map(([name, on]) => `set ${on ? "-" : "+"}o ${name}`)
    .join("\n");
}

/** What a command prints that is given words, if they are known; lines that end it are cut off. */
function output(
  words: readonly Word[],
  reading: Reading,
  print: (values: readonly string[]) => string | undefined,
): Value | undefined {
  const fields = reading.words(words);
  const unknown = fields.some(({ value }) => value === "unknown");
  const text = unknown ? undefined : print(fields.map(({ value }) => value));
  if (text === undefined || text.length > longestValue) return undefined;
  return { value: text.replace(/\n+$/, ""), fixed: fields.every(({ fixed }) => fixed) };
}

/**
 * Where a program stands. That of one that no file shows is not known, but a script that asks for it compares the
 * answer with the path that it was given.
 */
function located(name: string, { params: [given], vars }: State, reading: Reading): Value {
  if (given?.value.startsWith("/") === true && given.value.endsWith(`/${name}`)) return given;
  const path = vars.has("PATH") ? undefined : reading.located(name);
  return { value: path ?? `${HOLE}/${name}`, fixed: true };
}

function edit(value: Value, change: (text: string) => string): Value {
  return value.value === "unknown" ? value : { value: change(value.value), fixed: value.fixed };
}

function resolve(value: Value, state: State): Value {
  return edit(value, (path) => {
    if (path.startsWith("/")) return path;
    return state.cwd === "unknown" ? path : `${state.cwd.replace(/\/$/, "")}/${path}`.replace(/\/\.(?=\/|$)/g, "");
  });
}
