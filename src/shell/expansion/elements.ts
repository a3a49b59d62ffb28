import type { Known } from "../../text/diagnostic.ts";
import { longestValue, mostWords } from "../../text/limits.ts";
import type { ElementOf, Part, Word } from "../../parse/shell/script-syntax.ts";
import type { Environment } from "../state/environment.ts";
import { unsetValue } from "../state/field.ts";
import type { Elements, Field, Value } from "../state/field.ts";
import type { State } from "../state/state.ts";

/** The elements of an array, or of a variable, which is one of one element; undefined where they are not known. */
export function elementsOf(name: string, { vars }: Pick<State, "vars">): Elements | undefined {
  const own = vars.get(name);
  if (own?.unset) return { fields: [], open: false };
  if (!own || own.list || own.value === "unknown") return own?.list;
  return { fields: [{ value: own.value, fixed: own.fixed, text: undefined }], open: false };
}

/** The state after an array has got its elements; of too many, or too long ones, the first are known. */
export function setArray<S extends Environment>(state: S, name: string, list: Elements): S {
  const fields: Field[] = [];
  let length = 0;
  for (const field of list.fields) {
    length += field.value.length;
    if (fields.length === mostWords || length > longestValue) break;
    fields.push(field);
  }
  const open = list.open || fields.length < list.fields.length;
  const [first] = fields;
  const value: Value = first
    ? { value: first.value, fixed: first.fixed, usual: first.usual }
    : open
      ? { value: "unknown", fixed: true }
      : unsetValue;
  return { ...state, vars: state.vars.put(name, { ...value, list: { fields, open } }) };
}

/** Whether a word may stand for any number of arguments: an array, a glob, or a variable without quotes. */
export function isMany({ value, text }: Field): boolean {
  const raw = text?.text ?? "";
  return value === "unknown" && (/\[[@*]\]|^"?\$\{?@/.test(raw) || !raw.startsWith('"'));
}

/** How many elements there are; "unknown" where one of them may be several, or none. */
export function countOf({ fields, open }: Elements): Known<number> {
  return open || fields.some(isMany) ? "unknown" : fields.length;
}

/** How words are read in the shell that runs. */
export interface Reader {
  text(word: Word): Field;
  /** It counts elements as bash does: zsh begins with one, and to ash `${@:2}` is a piece of each. */
  readonly counts: boolean;
}

/** A whole number that a word comes to: `2`, `-1`, `$i`; undefined where it is none, or not known. */
export function numberOf(word: Word, reader: Reader): number | undefined {
  const { value, fixed } = reader.text(nameOnly(word) ?? word);
  return reader.counts && fixed && /^\s*-?\d{1,9}\s*$/.test(value) ? Number(value) : undefined;
}

/** An index is arithmetic, where a name stands for its value. */
function nameOnly(word: Word): Word | undefined {
  if (word.literal === undefined || !/^[A-Za-z_]\w*$/.test(word.literal)) return undefined;
  const part: Part = {
    kind: "param",
    name: word.literal,
    op: undefined,
    operand: undefined,
    length: undefined,
    quoted: true,
  };
  return { ...word, parts: [part], literal: undefined };
}

/**
 * One element: undefined where it is not known which, or what it is; "missing" where there is none.
 */
export function elementAt({ array, index }: ElementOf, state: State, reader: Reader): Field | "missing" | undefined {
  const list = elementsOf(array, state);
  const at = list && typeof index === "object" ? numberOf(index, reader) : undefined;
  if (!list || at === undefined) return undefined;
  const { fields, open } = list;
  const many = fields.findIndex(isMany);
  if (at < 0) {
    if (open || many >= 0 || !state.vars.get(array)?.list) return undefined;
    return fields.at(at) ?? "missing";
  }
  if (many >= 0 && at >= many) return undefined;
  return fields[at] ?? (open ? undefined : "missing");
}

/** Words that a part stands for, each a word of its own in quotes. */
export interface Several extends Elements {
  readonly quoted: boolean;
}

/**
 * `$@`, `$*`, `"${@:2}"`, `${1+"$@"}`, `"${a[@]}"`: the words that a part stands for. Undefined where it is something
 * else, or not known.
 */
export function several(part: Part, state: State, reader: Reader): Several | undefined {
  if (part.kind !== "param") return undefined;
  const { quoted, op } = part;
  const list = allOf(part, state);
  const inner = part.operand?.parts.length === 1 ? part.operand.parts[0] : undefined;
  if (!list) {
    const given = part.name === "1" && (op === "+" || op === ":+") && inner?.kind === "param" && inner.name === "@";
    return given ? { fields: state.params, open: state.open, quoted: inner.quoted } : undefined;
  }
  const [first, ...others] = list.fields;
  // With a colon, one empty word is as none.
  const isSet = first !== undefined && (others.length > 0 || first.value !== "" || op?.startsWith(":") !== true);
  switch (op) {
    case undefined:
      return { ...list, quoted };
    case "-":
    case ":-":
      return isSet ? { ...list, quoted } : undefined;
    case "+":
    case ":+":
      if (isSet) {
        const other = inner && several(inner, state, reader);
        // In quotes nothing is an empty word.
        return quoted && other?.fields.length === 0 ? undefined : other;
      }
      return list.open || (first && quoted) ? undefined : { fields: [], open: false, quoted };
    case "slice": {
      // Of a variable that is no array it is a piece of its text.
      if (part.element && !state.vars.get(part.element.array)?.list) return undefined;
      const cut = part.operand && slice(part, list, state, reader);
      return cut && { ...cut, quoted };
    }
    default:
      return undefined;
  }
}

type Param = Extract<Part, { kind: "param" }>;

/** All elements of an array, or all arguments, where a part stands for them one by one. */
function allOf(part: Param, state: State): Elements | undefined {
  const { element, quoted } = part;
  const index = element ? element.index : part.name;
  if (index !== "@" && (index !== "*" || quoted)) return undefined;
  return element ? elementsOf(element.array, state) : { fields: state.params, open: state.open };
}

/** `${a[@]:1}`, `${@:2:3}`; `${@:0}` begins with the script's name. */
function slice(
  { operand, length, element }: Param,
  { fields, open }: Elements,
  state: State,
  reader: Reader,
): Elements | undefined {
  const from = operand && numberOf(operand, reader);
  const most = length === undefined ? Infinity : (numberOf(length, reader) ?? -1);
  if (from === undefined || most < 0) return undefined;
  const all = element ? fields : [state.zero, ...fields];
  const many = all.findIndex(isMany);
  if (from < 0) return open || many >= 0 ? undefined : take(all, all.length + from, most);
  if (many >= 0 && (many < from || most !== Infinity)) return undefined;
  if (open && (from >= all.length || (most !== Infinity && from + most > all.length)))
    return most === Infinity ? { fields: [], open } : undefined;
  return { ...take(all, from, most), open: open && most === Infinity };
}

function take(all: readonly Field[], from: number, most: number): Elements {
  return { fields: from < 0 ? [] : all.slice(from, from + most), open: false };
}
