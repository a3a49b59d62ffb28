import { isAlias, isMap, isScalar, isSeq, parseAllDocuments } from "yaml";
import type { Document, Node as LibraryNode, Scalar } from "yaml";
import { MappedText } from "../text.ts";
import type { Location, Source } from "../text.ts";
import type { Problem } from "./dockerfile.ts";
import { mapScalar } from "./yaml-scalar.ts";
import type { ScalarStyle } from "./yaml-scalar.ts";

/** A text, whatever it would be read as: numbers and booleans stay as written. */
export interface YamlScalar {
  readonly kind: "scalar";
  /** The value, each unit mapped to what wrote it. */
  readonly text: MappedText;
  /** Whether that mapping is exact, so that edits may lie inside the text. */
  readonly exact: boolean;
  readonly style: ScalarStyle;
  /** Written as nothing, `~` or `null`. */
  readonly isNull: boolean;
  /** As written, with quotes. */
  readonly at: Location;
}

/** A mapping with its keys in their order; those that `<<` merges in come last. */
export interface YamlMap {
  readonly kind: "map";
  readonly entries: readonly YamlEntry[];
  /** Braces rather than lines. */
  readonly flow: boolean;
  readonly at: Location;
}

/** A key with its value. */
export interface YamlEntry {
  readonly key: YamlScalar;
  readonly value: YamlNode;
}

/** A sequence. */
export interface YamlList {
  readonly kind: "list";
  readonly items: readonly YamlNode[];
  readonly flow: boolean;
  readonly at: Location;
}

/** A node; an alias is the node that it stands for. */
export type YamlNode = YamlScalar | YamlMap | YamlList;

/** A parsed file: its documents, or what keeps it from being understood. */
export interface YamlFile {
  readonly source: Source;
  readonly documents: readonly YamlNode[];
  /** A syntax error, or that it is a template to be filled in. At most one is reported; there are no documents then. */
  readonly problems: readonly Problem[];
}

/** A template tag where a line, a list item or a value starts; in quotes it is a text like any other. */
const tag = /^[ \t]*(?:-[ \t]+)*(?:[\w./-]+:[ \t]+)?(\{\{|\{%|<%)/m;

/** Reads a YAML file. Never throws: what is not understood is in `problems`. */
export function parseYaml(source: Source): YamlFile {
  const { text } = source;
  const template = tag.exec(text);
  const broken = (problem: Problem): YamlFile => ({ source, documents: [], problems: [problem] });
  if (template?.[1] !== undefined) {
    const start = template.index + template[0].length - template[1].length;
    const message = `This is a template, not YAML: "${template[1]}" stands where only YAML can.`;
    return broken({ message, template: true, at: source.at(start, start + template[1].length) });
  }
  let documents: readonly Document.Parsed[];
  try {
    const parsed = parseAllDocuments(text, { schema: "failsafe", prettyErrors: false });
    documents = "empty" in parsed ? [] : parsed;
  } catch {
    // Thousands of nested brackets exhaust the library's stack.
    return broken({ message: "This YAML cannot be read: it is nested too deeply.", at: source.at(0, 0) });
  }
  const error = documents.flatMap((document) => document.errors)[0];
  if (error) return broken({ message: `This YAML cannot be read: ${error.message}`, at: source.at(error.pos[0], Math.min(error.pos[1], text.length)) });
  return { source, documents: documents.map((document) => new Reader(source, document).read(document.contents)), problems: [] };
}

/** The value of a key; undefined if the node is no mapping or has no such key. */
export function valueOf(node: YamlNode | undefined, key: string): YamlNode | undefined {
  return node?.kind === "map" ? node.entries.find((entry) => entry.key.text.text === key)?.value : undefined;
}

/** A key's mapping, list or scalar, where it is one. */
export function mapOf(node: YamlNode | undefined, key: string): YamlMap | undefined {
  const value = valueOf(node, key);
  return value?.kind === "map" ? value : undefined;
}

/** The items of a key's list; none where it is no list. */
export function itemsOf(node: YamlNode | undefined, key: string): readonly YamlNode[] {
  const value = valueOf(node, key);
  return value?.kind === "list" ? value.items : [];
}

/** The scalar at a key; undefined where there is none, or null. */
export function scalarOf(node: YamlNode | undefined, key: string): YamlScalar | undefined {
  const value = valueOf(node, key);
  return value?.kind === "scalar" && !value.isNull ? value : undefined;
}

const styles: Readonly<Record<string, ScalarStyle>> = {
  PLAIN: "plain", QUOTE_SINGLE: "single", QUOTE_DOUBLE: "double", BLOCK_LITERAL: "literal", BLOCK_FOLDED: "folded",
};

/** Turns one document of the library into our nodes. Each is made once, however many aliases name it. */
class Reader {
  readonly #source: Source;
  readonly #document: Document.Parsed;
  readonly #made = new Map<LibraryNode, YamlNode>();

  constructor(source: Source, document: Document.Parsed) {
    this.#source = source;
    this.#document = document;
  }

  read(node: LibraryNode | null | undefined): YamlNode {
    if (!node) return this.#nothing(0);
    if (isAlias(node)) return this.read(node.resolve(this.#document));
    const made = this.#made.get(node);
    if (made) return made;
    // An alias inside of what it names would go on for ever: there it is nothing.
    this.#made.set(node, this.#nothing(node.range?.[0] ?? 0));
    const result = this.#convert(node);
    this.#made.set(node, result);
    return result;
  }

  #convert(node: Exclude<LibraryNode, { readonly source: string }>): YamlNode {
    const [start = 0, end = start] = node.range ?? [];
    const at = this.#source.at(start, end);
    if (isSeq<LibraryNode>(node)) return { kind: "list", items: node.items.map((item) => this.read(item)), flow: node.flow === true, at };
    if (isMap<LibraryNode, LibraryNode | null>(node)) {
      const entries = node.items.flatMap(({ key, value }) => {
        const name = this.read(key);
        return name.kind === "scalar" ? [{ key: name, value: this.read(value) }] : [];
      });
      return { kind: "map", entries: merged(entries), flow: node.flow === true, at };
    }
    return isScalar(node) ? this.#scalar(node, at) : this.#nothing(start);
  }

  #scalar(node: Scalar, at: Location): YamlScalar {
    const style = styles[node.type ?? "PLAIN"] ?? "plain";
    const value = node.source ?? String(node.value ?? "");
    const mapped = mapScalar(at.path, this.#source.text, at.start, at.end, style, value);
    const whole = (offset: number): number[] => Array.from({ length: value.length }, () => offset);
    const text = mapped ?? new MappedText(at.path, value, whole(at.start), whole(at.end), at.start);
    return { kind: "scalar", text, exact: mapped !== undefined, style, isNull: style === "plain" && /^(?:~|null|Null|NULL)?$/.test(value), at };
  }

  #nothing(offset: number): YamlScalar {
    const at = this.#source.at(offset, offset);
    return { kind: "scalar", text: MappedText.of(this.#source, offset, offset), exact: true, style: "plain", isNull: true, at };
  }
}

/** A mapping's own entries, and behind them what `<<` brings that they do not have. */
function merged(entries: readonly YamlEntry[]): readonly YamlEntry[] {
  const own = entries.filter(({ key }) => key.text.text !== "<<" || key.style !== "plain");
  if (own.length === entries.length) return own;
  const names = new Set(own.map(({ key }) => key.text.text));
  const result = [...own];
  for (const { value } of entries.filter((entry) => !own.includes(entry))) {
    for (const source of value.kind === "list" ? value.items : [value]) {
      for (const entry of source.kind === "map" ? source.entries : []) {
        if (names.has(entry.key.text.text)) continue;
        names.add(entry.key.text.text);
        result.push(entry);
      }
    }
  }
  return result;
}
