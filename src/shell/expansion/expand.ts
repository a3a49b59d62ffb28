import type { Known } from "../../text/diagnostic.ts";
import { literally } from "../../text/glob.ts";
import type { Token } from "../../text/glob.ts";
import { TextPattern } from "../../text/glob-text.ts";
import { longestValue, mostWords } from "../../text/limits.ts";
import { countOf, elementAt, elementsOf, isMany, several } from "./elements.ts";
import type { Reader } from "./elements.ts";
import { globToken } from "./glob-token.ts";
import { operate } from "./operations.ts";
import type { Held, Param, Piece } from "./operations.ts";
import { blanks, isSplitAt, separators, split } from "./split.ts";
import { HOLE, unsetValue } from "../state/field.ts";
import type { Elements, Field, Value } from "../state/field.ts";
import type { Host } from "../host.ts";
import type { State } from "../state/state.ts";
import type { Unit } from "../state/unit.ts";
import { sumOf } from "./sums.ts";
import { substitute } from "./substitute.ts";
import type { Part, Word } from "../../parse/shell/script-syntax.ts";

/**
 * What a variable holds. One that nobody has set is "unknown", since the container may be started with any environment;
 * its usual value is that it has none.
 */
export function variable(name: string, state: State, host: Host): Value {
  if (name === "0") return { value: state.zero.value, fixed: true };
  if (name === "#") return { value: state.open ? "unknown" : String(state.params.length), fixed: true };
  if (name === "$" && host.first === true) return { value: "1", fixed: true };
  if (/^[1-9]\d*$/.test(name)) {
    const index = Number(name) - 1;
    const field = state.params[index];
    // Behind a word that may be several, or none, the others have moved.
    if (state.params.slice(0, index).some(isMany)) return { value: "unknown", fixed: true };
    if (field) {
      if (!field.fixed) for (const each of field.from?.names ?? []) host.trusts?.add(each);
      return { value: field.value, fixed: field.fixed, usual: field.usual, from: field.from };
    }
    return state.open ? { value: "unknown", fixed: true } : unsetValue;
  }
  if (name === "*" || name === "@") {
    if (name === "@" && separators(state) !== blanks) return { value: "unknown", fixed: true };
    return { ...joined(positional(state), state), fixed: true };
  }
  const own = state.vars.get(name);
  if (own && !own.fixed) for (const each of own.from?.names ?? [name]) host.trusts?.add(each);
  if (own) return own;
  if (name === "PWD") return { value: state.cwd, fixed: true };
  const mayBeBash = host.shells?.every(({ family }) => family === "dash" || family === "ash") !== true;
  if (name === "BASH_SOURCE" && mayBeBash) return { value: state.zero.value, fixed: true };
  if ((name === "UID" || name === "EUID") && mayBeBash)
    return { value: state.uid === "root" ? "0" : "unknown", fixed: true };
  host.trusts?.add(name);
  const usual = state.hidden || state.opaque !== undefined ? undefined : host.usual(name, host.shells);
  return (
    (usual === undefined ? host.env(name) : undefined) ?? {
      value: "unknown",
      fixed: false,
      usual,
      unset: usual === "" || undefined,
    }
  );
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
  const ifs = separators(state);
  let spread = false;
  const addSplit = (piece: Piece): void => {
    const pieces = split(piece.text, ifs);
    // Beside `"$@"` in a word, dash makes an empty word of each blank more.
    if (!pieces || (spread && pieces.length > 1)) return add({ text: HOLE, fixed: piece.fixed });
    for (const [index, each] of pieces.entries()) {
      if (index > 0) fields.push([]);
      if (each.text === "" && !each.ends) continue;
      // What looks like a glob stands for the files that it finds.
      const open = /[*?[]/.test(each.text);
      add(open ? { text: HOLE, fixed: false } : { text: each.text, fixed: piece.fixed });
    }
  };
  for (const part of word.parts) {
    // One more than are followed tells the caller that they are too many.
    if (fields.length > mostWords) break;
    const all = several(part, state, readerOf(state, host, unit));
    // Shells differ in what is left of an empty word within another, and among separators that are no blanks.
    const differs = (value: string): boolean =>
      ifs === blanks ? value === "" && word.parts.length > 1 : isSplitAt(value, ifs);
    // Of words that may be none it is not known which one meets the text around them.
    const loose = all && word.parts.length > 1 && (all.open || all.fields.some(isMany));
    if (loose === true || (all && !all.quoted && all.fields.some(({ value }) => differs(value)))) {
      add({ text: HOLE, fixed: false });
      continue;
    }
    if (all) {
      for (const [index, param] of all.fields.entries()) {
        if (fields.length > mostWords) break;
        if (index > 0) fields.push([]);
        if (!all.quoted && param.value !== "unknown" && isSplitAt(param.value, ifs))
          addSplit({ text: param.value, fixed: param.fixed });
        else
          add({
            text: param.value === "unknown" ? HOLE + (param.base === undefined ? "" : `/${param.base}`) : param.value,
            fixed: param.fixed,
            whole: param,
          });
      }
      if (all.open) {
        if (all.fields.length > 0) fields.push([]);
        add({ text: HOLE, fixed: true });
      }
      spread = all.quoted;
      continue;
    }
    const piece = partText(part, state, host, unit);
    if ("quoted" in part && !part.quoted && piece.text !== HOLE) addSplit(piece);
    else add(piece);
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

function partText(part: Part, state: State, host: Host, unit: Unit): Piece {
  switch (part.kind) {
    case "text":
      return { text: part.value, fixed: true };
    case "command": {
      const reading = {
        text: (word: Word) => expandText(word, state, host, unit),
        words: (words: readonly Word[]) => expandAll(words, state, host, unit),
        bash: isBash(host),
        located: (name: string) => host.located?.(name, state.cwd)?.path,
      };
      const result = part.list && substitute(part.list, state, reading);
      return result
        ? { text: result.value === "unknown" ? HOLE : result.value, fixed: result.fixed }
        : { text: HOLE, fixed: false };
    }
    case "param":
      return parameter(part, state, host, unit);
    case "glob":
    case "brace":
    case "tilde":
    case "process":
    case "dollar":
      return { text: HOLE, fixed: false };
    case "arithmetic": {
      const { value, fixed } = sumOf(part.text, (name) => variable(name, state, host));
      return { text: value === "unknown" ? HOLE : value, fixed };
    }
  }
}

/** How the shells of a host read words. */
export function readerOf(state: State, host: Host, unit: Unit): Reader {
  return {
    text: (word) => expandText(word, state, host, unit),
    counts: host.shells?.some(({ family }) => family === "ash" || family === "zsh") !== true,
  };
}

/** Whether it is bash that reads the script. */
function isBash({ shells }: Host): boolean {
  return shells?.every(({ family }) => family.startsWith("bash")) === true;
}

/** What a parameter stands for, or an element of an array; an element that there is not is empty. */
function valueOf({ name, element, op }: Param, state: State, host: Host, unit: Unit): Held {
  if (!element && op === "!") return indirect(name, state, host);
  if (!element) return variable(name, state, host);
  const known = state.vars.get(element.array);
  if (typeof element.index === "object") {
    const found = elementAt(element, state, readerOf(state, host, unit));
    if (found === "missing") return unsetValue;
    if (found) return found;
    if (!known && element.array === "BASH_SOURCE" && element.index.literal === "0") return sourceOf(state, unit);
  } else {
    const list = elementsOf(element.array, state);
    if (list && op === "length") return { value: String(countOf(list)), fixed: true };
    // Shells differ in what stands between the words of `@` that become one.
    if (list?.fields.length === 0 && !list.open) return unsetValue;
    if (list && (element.index === "*" || separators(state) === blanks)) return joined(list, state);
  }
  return known ? { value: "unknown", fixed: true } : variable(name, state, host);
}

/** `${!v}`: what the variable holds that `v` names. */
function indirect(name: string, state: State, host: Host): Value {
  const named = variable(name, state, host);
  if (named.value === "unknown" || !/^[A-Za-z_]\w*$|^[1-9]$/.test(named.value))
    return { value: "unknown", fixed: named.fixed };
  const held = variable(named.value, state, host);
  return { ...held, fixed: held.fixed && named.fixed };
}

function positional({ params, open }: State): Elements {
  return { fields: params, open };
}

/** Words as one: `"$*"`, `"${a[*]}"`. */
function joined({ fields, open }: Elements, state: State): Value {
  const ifs = separators(state);
  const values = fields.map((field) => field.value);
  const unknown = open || values.includes("unknown") || (ifs === "unknown" && values.length > 1);
  return { value: unknown ? "unknown" : values.join(ifs.slice(0, 1)), fixed: fields.every((field) => field.fixed) };
}

/** The file that a text stands in: the script, or one that it sources. */
function sourceOf({ zero }: State, { title }: Unit): Value {
  const name = (path: string): string => path.slice(path.lastIndexOf("/") + 1);
  return title.startsWith("/") && name(title) !== name(zero.value) ? { value: title, fixed: true } : zero;
}

/** What a parameter stands for, with what its operation makes of it. */
function parameter(part: Param, state: State, host: Host, unit: Unit): Piece {
  return operate(part, valueOf(part, state, host, unit), {
    count: state.open ? undefined : state.params.length,
    text: (word) => expandText(word, state, host, unit),
    pattern: (word) => patternOf(word, state, host, unit),
  });
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
