import type { Known } from "../../text/diagnostic.ts";
import { literally } from "../../text/glob.ts";
import type { Token } from "../../text/glob.ts";
import { TextPattern } from "../../text/glob-text.ts";
import { longestValue, mostWords } from "../../text/limits.ts";
import { globToken } from "./glob-token.ts";
import { GIVEN, HOLE } from "../state/field.ts";
import type { Field, Value } from "../state/field.ts";
import type { Host } from "../host.ts";
import type { State } from "../state/state.ts";
import type { Unit } from "../state/unit.ts";
import { substitute } from "./substitute.ts";
import type { Part, Word } from "../../parse/shell/script-syntax.ts";

/** A piece of text during expansion: `HOLE` where something is not known. */
interface Piece {
  readonly text: string;
  readonly fixed: boolean;
  /** What it is on the default run, where `text` is open. */
  readonly usual?: string | undefined;
  /** The parameter that it is the whole of: its word keeps the place where it was written. */
  readonly whole?: Field;
}

/**
 * What a variable holds. One that nobody has set is "unknown", since the container may be started with any environment;
 * its usual value is that it has none.
 */
export function variable(name: string, state: State, host: Host): Value {
  if (name === "0") return { value: state.zero.value, fixed: true };
  if (name === "#") return { value: state.open ? "unknown" : String(state.params.length), fixed: true };
  if (/^[1-9]\d*$/.test(name)) {
    const field = state.params[Number(name) - 1];
    if (field) return { value: field.value, fixed: field.fixed };
    return { value: state.open ? "unknown" : "", fixed: true };
  }
  if (name === "*" || name === "@") {
    const values = state.params.map((field) => field.value);
    return { value: state.open || values.includes("unknown") ? "unknown" : values.join(" "), fixed: true };
  }
  const own = state.vars.get(name);
  if (own && !own.fixed) host.trusts?.add(name);
  if (own) return own;
  if (name === "PWD") return { value: state.cwd, fixed: true };
  if (name === "BASH_SOURCE" || name === "BASH_SOURCE[@]") return { value: state.zero.value, fixed: true };
  if (name === "UID" || name === "EUID") return { value: state.uid === "root" ? "0" : "unknown", fixed: true };
  host.trusts?.add(name);
  const usual = state.hidden || state.opaque !== undefined ? undefined : host.usual(name);
  return (usual === undefined ? host.env(name) : undefined) ?? { value: "unknown", fixed: false, usual };
}

/** Stands at the end of a command line for words that are too many to follow. */
export const more: Field = { value: "unknown", text: undefined, fixed: true };

/** Expands words into the fields of a command line; of too many, {@link more} stands for those that are left out. */
export function expandAll(words: readonly Word[], state: State, host: Host, unit: Unit): Field[] {
  const fields: Field[] = [];
  let length = 0;
  let whole = true;
  for (const word of words) {
    for (const field of expand(word, state, host, unit)) {
      length += field.value.length;
      whole &&= fields.length < mostWords && length <= longestList;
      if (whole) fields.push(field);
    }
    if (!whole || host.budget.cut !== undefined) break;
  }
  host.budget.spend(fields.length / 64 + length / UNITS_OF_STEP);
  return whole ? fields : [...fields, more];
}

/** Longest command line, in UTF-16 units, that is followed: what Linux takes. */
const longestList = 1_048_576;

/** Text, in UTF-16 units, that is as dear to make and to keep as a command is to follow. */
const UNITS_OF_STEP = 512;

/** Expands one word, splitting as the shell does. An unquoted piece of unknown text makes one unknown field. */
export function expand(word: Word, state: State, host: Host, unit: Unit): Field[] {
  const text = unit.script.text.slice(word.start, word.end);
  if (word.literal !== undefined)
    return [{ value: word.literal.length > longestValue ? "unknown" : word.literal, text, fixed: true }];
  const fields: Piece[][] = [[]];
  let any = false;
  const add = (piece: Piece): void => {
    any = true;
    fields[fields.length - 1]?.push(piece);
  };
  for (const part of word.parts) {
    // One more than are followed tells the caller that they are too many.
    if (fields.length > mostWords) break;
    const all = positional(part, state);
    if (all) {
      const params = all.from > 1 ? state.params.slice(all.from - 1) : state.params;
      for (const [index, param] of params.entries()) {
        if (fields.length > mostWords) break;
        if (index > 0) fields.push([]);
        if (!all.quoted && /^$|[ \t\n]/.test(param.value)) {
          param.value
            .split(/[ \t\n]+/)
            .filter((each) => each !== "")
            .forEach((each, place) => {
              if (place > 0) fields.push([]);
              add({ text: each, fixed: param.fixed });
            });
        } else
          add({
            text: param.value === "unknown" ? HOLE + (param.base === undefined ? "" : `/${param.base}`) : param.value,
            fixed: param.fixed,
            whole: param,
          });
      }
      if (state.open) {
        if (params.length > 0) fields.push([]);
        add({ text: HOLE, fixed: true });
      }
      continue;
    }
    const piece = partText(part, state, host, unit);
    if ("quoted" in part && !part.quoted && piece.text !== HOLE) {
      const words = piece.text.split(/[ \t\n]+/);
      words.forEach((each, index) => {
        if (index > 0) fields.push([]);
        if (each !== "") add({ text: each, fixed: piece.fixed });
      });
    } else add(piece);
  }
  if (!any) return [];
  return fields.filter((pieces) => pieces.length > 0).map((pieces) => field(pieces, text, host));
}

/** A word's text without splitting: an assignment's value, a case word, an operand of `[[`. */
export function expandText(word: Word, state: State, host: Host, unit: Unit): Field {
  const text = unit.script.text.slice(word.start, word.end);
  return field(
    word.parts.map((part) => partText(part, state, host, unit)),
    text,
    host,
  );
}

/** A pattern of case, `[[ == ]]` or `${x#p}`; undefined where it is not known. */
export function patternOf(word: Word, state: State, host: Host, unit: Unit): TextPattern | undefined {
  const tokens: Token[] = [];
  for (const part of word.parts) {
    if (part.kind === "glob") {
      const token = globToken(part.text);
      if (!token) return undefined;
      tokens.push(token);
    } else {
      const piece = partText(part, state, host, unit);
      const known = host.trusts ? (piece.usual ?? piece.text) : piece.text;
      if (known.includes(HOLE) || (!piece.fixed && !host.trusts)) return undefined;
      // Without quotes, signs in a value are those of a pattern.
      if (part.kind !== "text" && !("quoted" in part && part.quoted) && /[*?[\\]/.test(known)) return undefined;
      for (const token of literally(known)) tokens.push(token);
    }
  }
  return new TextPattern(tokens);
}

function field(pieces: readonly Piece[], text: Field["text"], { budget }: Host): Field {
  const [only] = pieces;
  if (pieces.length === 1 && only?.whole) return only.whole;
  const fixed = pieces.every((piece) => piece.fixed);
  const usual = pieces.some((piece) => piece.usual !== undefined)
    ? pieces
        .map((piece) => piece.usual ?? piece.text)
        .join("")
        .slice(0, longestValue)
    : undefined;
  if (pieces.reduce((length, piece) => length + piece.text.length, 0) > longestValue)
    return { value: "unknown", text, fixed };
  const joined = pieces.map((piece) => piece.text).join("");
  budget.spend(joined.length / UNITS_OF_STEP);
  if (!joined.includes(HOLE)) return { value: joined, text, fixed };
  const slash = joined.lastIndexOf("/");
  const base = joined.slice(slash + 1);
  return {
    value: "unknown",
    text,
    fixed,
    usual,
    base: slash >= 0 && base !== "" && !base.includes(HOLE) ? base : undefined,
  };
}

/** `$@`, `$*`, `"${@:2}"`, `${1+"$@"}`: the positional parameters as words of their own. */
function positional(part: Part, state: State): { readonly from: number; readonly quoted: boolean } | undefined {
  if (part.kind !== "param") return undefined;
  const { quoted } = part;
  if (part.name === "@" || (part.name === "*" && !quoted)) {
    if (part.op === undefined || (/^:?-$/.test(part.op) && state.params.length > 0)) return { from: 1, quoted };
    const from = part.op === "slice" && part.length === undefined ? Number(part.operand?.literal) : NaN;
    return Number.isInteger(from) && from >= 1 ? { from, quoted } : undefined;
  }
  const inner = part.operand?.parts[0];
  if (part.name === "1" && (part.op === "+" || part.op === ":+") && inner?.kind === "param" && inner.name === "@")
    return { from: 1, quoted: inner.quoted };
  return undefined;
}

function partText(part: Part, state: State, host: Host, unit: Unit): Piece {
  switch (part.kind) {
    case "text":
      return { text: part.value, fixed: true };
    case "command": {
      const result = part.list && substitute(part.list, state, (word) => expandText(word, state, host, unit));
      return result
        ? { text: result.value === "unknown" ? HOLE : result.value, fixed: result.fixed }
        : { text: HOLE, fixed: false };
    }
    case "param":
      return parameter(part, state, host, unit);
    case "glob":
    case "brace":
    case "tilde":
    case "arithmetic":
    case "process":
    case "dollar":
      return { text: HOLE, fixed: false };
  }
}

function parameter(part: Extract<Part, { kind: "param" }>, state: State, host: Host, unit: Unit): Piece {
  const { value, fixed, usual } = variable(part.name, state, host);
  const unknown: Piece = { text: HOLE, fixed, usual };
  const operand = (): Piece => {
    if (!part.operand) return { text: "", fixed: true };
    const inner = expandText(part.operand, state, host, unit);
    return { text: inner.value === "unknown" ? HOLE : inner.value, fixed: inner.fixed && fixed, usual: inner.usual };
  };
  if (part.op === undefined) return value === "unknown" ? unknown : { text: value, fixed };
  if (part.name === "@" || part.name === "*") {
    if (part.op === "length") return state.open ? unknown : { text: String(state.params.length), fixed };
    if (!/^:?[-+]$/.test(part.op)) return unknown;
  }
  if (value === "unknown") return usual === undefined ? unknown : unset(part.op, unknown, operand);
  switch (part.op) {
    case "-":
      return value === "" && !state.vars.has(part.name) && /^\d+$/.test(part.name) ? operand() : { text: value, fixed };
    case ":-":
    case ":=":
      return value === "" ? operand() : { text: value, fixed };
    case ":+":
      return value === "" ? { text: "", fixed } : operand();
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
    case "#":
    case "##":
    case "%":
    case "%%": {
      const pattern = part.operand && patternOf(part.operand, state, host, unit);
      const rest = pattern?.strip(value, part.op) ?? "unknown";
      return rest === "unknown" ? unknown : { text: rest, fixed };
    }
    default:
      return unknown;
  }
}

/** An operation on a variable that is open, and on the default run unset or set to something. */
function unset(op: string, unknown: Piece, operand: () => Piece): Piece {
  const isSet = unknown.usual !== "";
  switch (op) {
    case "-":
    case ":-":
    case "=":
    case ":=":
      return isSet ? unknown : operand();
    case "+":
    case ":+":
      return isSet ? operand() : { text: "", fixed: false };
    case "?":
    case ":?":
      return { ...unknown, usual: GIVEN };
    default:
      return { ...unknown, usual: isSet ? HOLE : undefined };
  }
}

/** The values of fields, for look-ups in tables: the last path segment stands in where only the folder is unknown. */
export function valuesOf(fields: readonly Field[]): Known<string>[] {
  return fields.map((each) => (each.value === "unknown" ? (optionOf(each) ?? each.base ?? "unknown") : each.value));
}

/** `--namespace="$NS"`: an option with a value that is not known. */
function optionOf({ text }: Field): string | undefined {
  const name = /^["']?(--[A-Za-z][\w-]*=)/.exec(text?.text ?? "")?.[1];
  return name && `${name}unknown`;
}
