import type { Part, Word } from "../../parse/shell/script-syntax.ts";
import type { TextPattern } from "../../text/glob-text.ts";
import { longestValue } from "../../text/limits.ts";
import { GIVEN, HOLE, fixedField } from "../state/field.ts";
import type { Field, Value } from "../state/field.ts";

/** A piece of text during expansion: `HOLE` where something is not known. */
export interface Piece {
  readonly text: string;
  readonly fixed: boolean;
  /** What it is on the default run, where `text` is open. */
  readonly usual?: string | undefined;
  /** The parameter that it is the whole of: its word keeps the place where it was written. */
  readonly whole?: Field;
}

/** A parameter of a word. */
export type Param = Extract<Part, { kind: "param" }>;

/** A value, which may be a word of the command line. */
export interface Held extends Value {
  readonly base?: Field["base"];
}

/** How the words of an operation are read. */
interface Operands {
  /** How many parameters there are; undefined where more may follow. */
  readonly count: number | undefined;
  text(word: Word): Field;
  /** A pattern; undefined where it is not known. */
  pattern(word: Word): TextPattern | undefined;
}

/** What an operation makes of a value: `${x:-y}`, `${x#y}`, `${#x}`. */
export function operate(part: Param, held: Held, { count, text, pattern }: Operands): Piece {
  const { value, fixed, usual, base, unset = false } = held;
  const unknown: Piece = { text: base === undefined ? HOLE : `${HOLE}/${base}`, fixed, usual };
  const operand = (): Piece => {
    if (!part.operand) return { text: "", fixed: true };
    const inner = text(part.operand);
    return { text: inner.value === "unknown" ? HOLE : inner.value, fixed: inner.fixed && fixed, usual: inner.usual };
  };
  if (part.op === undefined || part.op === "!") return value === "unknown" ? unknown : { text: value, fixed };
  if (part.element && typeof part.element.index !== "object" && value !== "unknown") {
    if (part.op === "length") return { text: value, fixed };
    if (!/^:?[-+]$/.test(part.op)) return unknown;
  }
  if (part.name === "@" || part.name === "*") {
    if (part.op === "length") return count === undefined ? unknown : { text: String(count), fixed };
    if (!/^:?[-+]$/.test(part.op)) return unknown;
  }
  if (value === "unknown") return usual === undefined ? unknown : usually(part.op, { unknown, unset, operand });
  switch (part.op) {
    case "-":
    case "=":
      return unset ? operand() : { text: value, fixed };
    case "?":
      return unset ? unknown : { text: value, fixed };
    case ":?":
      return value === "" ? unknown : { text: value, fixed };
    case ":-":
    case ":=":
      return value === "" ? operand() : { text: value, fixed };
    case ":+":
      return value === "" ? { text: "", fixed } : operand();
    case "+":
      return unset ? { text: "", fixed } : operand();
    case "length":
      return { text: String(value.length), fixed };
    case "slice": {
      const from = Number(part.operand?.literal);
      const length = part.length === undefined ? value.length : Number(part.length.literal);
      if (!Number.isInteger(from) || !Number.isInteger(length) || length < 0) return unknown;
      // Counted from the end, a place in front of the beginning leaves nothing.
      const first = from < 0 ? value.length + from : from;
      return { text: first < 0 ? "" : value.slice(first, first + length), fixed };
    }
    case "^^":
    case ",,":
      // What a letter's other case is beyond ASCII depends on the locale.
      return /^[\0-\x7f]*$/.test(value)
        ? { text: part.op === "^^" ? value.toUpperCase() : value.toLowerCase(), fixed }
        : unknown;
    case "/":
    case "//": {
      const replaced = replace(part, value, text);
      return replaced === undefined ? unknown : { text: replaced, fixed };
    }
    case "#":
    case "##":
    case "%":
    case "%%": {
      const rest = (part.operand && pattern(part.operand))?.strip(value, part.op) ?? "unknown";
      return rest === "unknown" ? unknown : { text: rest, fixed };
    }
    default:
      return unknown;
  }
}

/** `${x/a/b}`, `${x//a/b}`, where it is a text that is replaced, and no pattern. */
function replace({ op, operand, length }: Param, value: string, text: (word: Word) => Field): string | undefined {
  const [what, by] = [operand && text(operand), length ? text(length) : fixedField("")];
  if (!what || !what.fixed || !by.fixed || what.value === "unknown" || by.value === "unknown") return undefined;
  // bash of late has `&` for what was found.
  if (/^$|^[#%]|[*?[\]\\~]/.test(what.value) || /[&\\~]/.test(by.value)) return undefined;
  const pieces = value.split(what.value);
  const all = op === "//" ? pieces.join(by.value) : value.replace(what.value, () => by.value);
  return all.length > longestValue ? undefined : all;
}

/** A variable that is open in general, and on the default run `unset`, or something. */
interface Open {
  readonly unknown: Piece;
  readonly unset: boolean;
  operand(): Piece;
}

/** An operation on such a variable. */
function usually(op: string, { unknown, unset, operand }: Open): Piece {
  const lacks = op.startsWith(":") ? unknown.usual === "" : unset;
  switch (op) {
    case "-":
    case ":-":
    case "=":
    case ":=":
      return lacks ? operand() : unknown;
    case "+":
    case ":+":
      return lacks ? { text: "", fixed: false } : operand();
    case "?":
    case ":?":
      return lacks ? { ...unknown, usual: GIVEN } : unknown;
    default:
      return { ...unknown, usual: unknown.usual === "" ? undefined : HOLE };
  }
}
