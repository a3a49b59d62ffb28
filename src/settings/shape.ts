import { parseYaml } from "../parse/yaml/yaml.ts";
import type { YamlNode } from "../parse/yaml/yaml.ts";
import { suggestion } from "../text/suggestion.ts";
import { MappedText } from "../text/source.ts";
import type { Location, Source } from "../text/source.ts";

/** A JSON schema, as far as it says what one value may be. */
type Schema = Readonly<Record<string, unknown>>;

/** What is wrong at a place of a file of settings. */
export interface Mistake {
  readonly at: Location;
  readonly message: string;
}

/** Tells a mistake; gives nothing, which stands for the value that there is none of. */
type Tell = (at: Location, message: string) => undefined;

/** What a value in a file of settings may be: said as a JSON schema, and read by the same description. */
export interface Shape<T> {
  readonly schema: Schema;
  /** Reads a node. `name` is how messages call it ("rules.missing-init"); "" is the whole file. */
  read(node: YamlNode, name: string, tell: Tell): T | undefined;
}

/** A value with the place that wrote it. */
export interface Placed<T> {
  readonly value: T;
  readonly at: Location;
}

/** What a file holds, or all that is wrong in it, in the order of the places. */
export type FileRead<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly mistakes: readonly [Mistake, ...Mistake[]] };

/** Reads a file of YAML, or of JSON, which is YAML as well. */
export function readFile<T>(source: Source, shape: Shape<T>): FileRead<T> {
  const { documents, problems } = parseYaml(source);
  const mistakes: Mistake[] = problems.map(({ at, message }) => ({ at, message }));
  const tell: Tell = (at, message) => void mistakes.push({ at, message });
  const [document = nothingIn(source), further] = documents;
  if (further) tell(further.at, "a second document starts here; only one is allowed");
  const value = mistakes.length === 0 ? shape.read(document, "", tell) : undefined;
  const [first, ...rest] = mistakes.sort((a, b) => a.at.start - b.at.start);
  if (first) return { ok: false, mistakes: [first, ...rest] };
  if (value === undefined) throw new Error(`${source.path} was refused without a reason`);
  return { ok: true, value };
}

function nothingIn(source: Source): YamlNode {
  return {
    kind: "scalar",
    text: MappedText.of(source, 0, 0),
    exact: true,
    style: "plain",
    isNull: true,
    at: source.at(0, 0),
  };
}

/**
 * A text of at least one character. A pattern may be given for it, and what is wrong with a text that does not match.
 */
export function text(pattern?: RegExp, hint = ""): Shape<string> {
  return {
    schema: { type: "string", minLength: 1, ...(pattern ? { pattern: pattern.source } : {}) },
    read(node, name, tell) {
      if (node.kind !== "scalar" || kindOf(node) !== "a string") return wrongKind(node, name, "a string", tell);
      const value = node.text.text;
      if (value === "") return tell(node.at, `${name} is empty`);
      return pattern?.test(value) === false ? tell(node.at, `${name}: "${value}": ${hint}`) : value;
    },
  };
}

/** A text, also an empty one. */
export function anyText(): Shape<string> {
  return {
    schema: { type: "string" },
    read: (node, name, tell) =>
      node.kind === "scalar" && kindOf(node) === "a string" ? node.text.text : wrongKind(node, name, "a string", tell),
  };
}

/** A name that may be a number as well, which is then read as it is written. */
export function nameOrNumber(): Shape<string> {
  return {
    schema: {
      anyOf: [
        { type: "string", minLength: 1 },
        { type: "integer", minimum: 0 },
      ],
    },
    read(node, name, tell) {
      if (node.kind !== "scalar" || (kindOf(node) !== "a string" && !/^\d+$/.test(node.text.text)))
        return wrongKind(node, name, "a string or a whole number", tell);
      return node.text.text === "" ? tell(node.at, `${name} is empty`) : node.text.text;
    },
  };
}

/** A whole number from 1 on. */
export function count(): Shape<number> {
  return {
    schema: { type: "integer", minimum: 1 },
    read(node, name, tell) {
      const digits = node.kind === "scalar" && node.style === "plain" ? node.text.text : "";
      return /^0*[1-9]\d*$/.test(digits) ? Number(digits) : wrongKind(node, name, "a positive whole number", tell);
    },
  };
}

/** One of some words. */
export function choice<T extends string>(words: readonly T[]): Shape<T> {
  return {
    schema: { enum: words },
    read(node, name, tell) {
      const given = node.kind === "scalar" ? node.text.text : undefined;
      const chosen =
        node.kind === "scalar" && kindOf(node) === "a string" ? words.find((word) => word === given) : undefined;
      if (chosen !== undefined) return chosen;
      const shown = given === undefined || given === "" ? kindOf(node) : `"${given}"`;
      return tell(node.at, `${name}: ${shown} is not one of ${words.join(", ")}${suggestion(given ?? "", words)}`);
    },
  };
}

/** A value that remembers where it stands. */
export function placed<T>(shape: Shape<T>): Shape<Placed<T>> {
  return {
    schema: shape.schema,
    read(node, name, tell) {
      const value = shape.read(node, name, tell);
      return value === undefined ? undefined : { value, at: node.at };
    },
  };
}

/** A list; nothing at all is an empty one. */
export function list<T>(item: Shape<T>): Shape<readonly T[]> {
  return {
    schema: { type: ["array", "null"], items: item.schema },
    read(node, name, tell) {
      if (kindOf(node) === "nothing") return [];
      if (node.kind !== "list") return wrongKind(node, name, "a list", tell);
      const items = node.items.map((each, index) => item.read(each, `${name}[${index}]`, tell));
      return items.filter((each) => each !== undefined);
    },
  };
}

/**
 * Values by names, of which those that are known may be told, each with a description. Nothing at all is an empty
 * mapping.
 */
export function named<T>(value: Shape<T>, known?: ReadonlyMap<string, string>): Shape<ReadonlyMap<string, T>> {
  const properties = [...(known ?? [])].map(([key, description]) => [key, { ...value.schema, description }]);
  return {
    schema: {
      type: ["object", "null"],
      ...(known
        ? { properties: Object.fromEntries(properties), additionalProperties: false }
        : { additionalProperties: value.schema }),
    },
    read(node, name, tell) {
      const values = new Map<string, T>();
      if (kindOf(node) === "nothing") return values;
      if (node.kind !== "map") return wrongKind(node, name, "a mapping", tell);
      for (const { key, value: member } of node.entries) {
        const word = key.text.text;
        if (known && !known.has(word)) tell(key.at, unknownKey(name, word, [...known.keys()]));
        const read = known && !known.has(word) ? undefined : value.read(member, keyed(name, word), tell);
        if (read !== undefined) values.set(word, read);
      }
      return values;
    },
  };
}

/** Reads one key of a mapping; undefined where it is not there or not right. */
export type Field = <T>(key: string, shape: Shape<T>, description: string) => T | undefined;

/**
 * A mapping whose keys `members` asks for, one after the other, each time it is called. All that are in `required`
 * must be there; where nothing is required, nothing at all is an empty mapping.
 */
export function mapping<T>(members: (field: Field) => T, required: readonly string[] = []): Shape<T> {
  const properties: Record<string, Schema> = {};
  members((key, shape, description) => {
    properties[key] = { description, ...shape.schema };
    return undefined;
  });
  const keys = Object.keys(properties);
  return {
    schema: {
      type: required.length > 0 ? "object" : ["object", "null"],
      properties,
      additionalProperties: false,
      ...(required.length > 0 ? { required } : {}),
    },
    read(node, name, tell) {
      const absent = kindOf(node) === "nothing" && required.length === 0;
      if (node.kind !== "map" && !absent) return wrongKind(node, name, "a mapping", tell);
      const entries = node.kind === "map" ? node.entries : [];
      for (const { key } of entries)
        if (!keys.includes(key.text.text)) tell(key.at, unknownKey(name, key.text.text, keys));
      const missing = required.find((key) => !entries.some((entry) => entry.key.text.text === key));
      if (missing !== undefined) tell(node.at, `${keyed(name, missing)} is missing`);
      return members((key, shape) => {
        const entry = entries.find((each) => each.key.text.text === key);
        return entry && shape.read(entry.value, keyed(name, key), tell);
      });
    },
  };
}

function keyed(name: string, key: string): string {
  return name === "" ? key : `${name}.${key}`;
}

function unknownKey(name: string, key: string, known: readonly string[]): string {
  const place = name === "" ? "" : `${name}: `;
  return `${place}unknown key "${key}"${suggestion(key, known) || `; known are ${known.join(", ")}`}`;
}

function wrongKind(node: YamlNode, name: string, wanted: string, tell: Tell): undefined {
  const found = kindOf(node);
  const shown = node.kind === "scalar" && found === "a number" && wanted.includes("number") ? node.text.text : found;
  const remedy =
    node.kind !== "scalar" || found === "nothing"
      ? ""
      : wanted === "a string"
        ? "; put it in quotes"
        : wanted === "a list"
          ? `; use [${node.text.text}]`
          : "";
  return tell(node.at, `${name === "" ? "the file" : name} must be ${wanted}, not ${shown}${remedy}`);
}

const boolean = /^(?:true|True|TRUE|false|False|FALSE)$/;
const whole = /^(?:[-+]?\d+|0o[0-7]+|0x[\da-fA-F]+)$/;
const fraction = /^(?:[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;

/** What a node is, as the core schema of YAML 1.2 tells it. */
function kindOf(node: YamlNode): string {
  if (node.kind !== "scalar") return node.kind === "list" ? "a list" : "a mapping";
  if (node.isNull) return "nothing";
  const plain = node.style === "plain" ? node.text.text : "";
  if (boolean.test(plain)) return "a boolean";
  return whole.test(plain) || fraction.test(plain) ? "a number" : "a string";
}
