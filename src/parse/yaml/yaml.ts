import { Composer, Lexer, Parser, isAlias, isMap, isScalar, isSeq } from "yaml";
import type { CST, Document, Node as LibraryNode, Scalar } from "yaml";
import { deepestNesting } from "../../text/limits.ts";
import { MappedText } from "../../text/source.ts";
import type { Location, Source } from "../../text/source.ts";
import { mapScalar } from "./scalar.ts";
import type { ScalarStyle } from "./scalar.ts";
import type { Problem } from "../dockerfile/syntax.ts";

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
interface YamlEntry {
  readonly key: YamlScalar;
  readonly value: YamlNode;
}

/** A sequence. */
interface YamlList {
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
const tag = /^[ \t]*(?:-[ \t]+)*(?:[\w./-]+:[ \t]+)?(\{\{|\{%|<%)/gm;

/** More tokens than this are not read: each costs some 400 bytes. A compose file has ten for each line. */
const mostTokens = 1_000_000;

/** Reads a YAML file. Never throws: what is not understood is in `problems`. */
export function parseYaml(source: Source): YamlFile {
  const { text } = source;
  const broken = (problem: Problem): YamlFile => ({ source, documents: [], problems: [problem] });
  const tags = new Map(
    [...text.matchAll(tag)].map(({ 0: found, 1: sign = "", index }) => [index + found.length - sign.length, sign]),
  );
  const tokens = tokensOf(text, tags);
  if ("tagAt" in tokens) {
    const sign = tags.get(tokens.tagAt) ?? "";
    const message = `This is a template, not YAML: "${sign}" is where only YAML can be.`;
    return broken({ message, template: true, at: source.at(tokens.tagAt, tokens.tagAt + sign.length) });
  }
  if ("manyAt" in tokens) {
    return broken({
      message: "This YAML has more than a million tokens, too many to read: split the file.",
      at: source.at(tokens.manyAt, tokens.manyAt),
    });
  }
  if ("deepAt" in tokens) {
    const message = `This YAML is nested more than ${deepestNesting} levels deep here, too deep to follow.`;
    return broken({ message, at: source.at(tokens.deepAt, tokens.deepAt) });
  }
  // Keys are compared with one another below: the library compares each with each.
  const documents = [...new Composer({ schema: "failsafe", prettyErrors: false, uniqueKeys: false }).compose(tokens)];
  const error = documents.flatMap((document) => document.errors)[0];
  if (error)
    return broken({
      message: `This YAML cannot be read: ${error.message}`,
      at: source.around(error.pos[0], Math.min(error.pos[1], text.length)),
    });
  const reader = new Reader(source);
  const nodes = documents.map((document) => reader.document(document));
  return reader.problem ? broken(reader.problem) : { source, documents: nodes, problems: [] };
}

/**
 * The library's tokens of a text; or where a template's tag stands for YAML (within a block of text it is text),
 * where there are too many tokens, or where it is nested too deeply: what the library makes of tokens recurses.
 */
function tokensOf(
  text: string,
  tags: ReadonlyMap<number, string>,
): CST.Token[] | { readonly deepAt: number } | { readonly tagAt: number } | { readonly manyAt: number } {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  let count = 0;
  for (const lexeme of new Lexer().lex(text)) {
    if (tags.has(parser.offset) && /^[{<]/.test(lexeme)) return { tagAt: parser.offset };
    if (++count > mostTokens) return { manyAt: Math.min(parser.offset, text.length) };
    for (const token of parser.next(lexeme)) tokens.push(token);
    // Beside collections it holds the document and the scalar at hand.
    if (parser.stack.length > deepestNesting + 2) return { deepAt: Math.min(parser.offset, text.length) };
  }
  for (const token of parser.end()) tokens.push(token);
  return tokens;
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
  PLAIN: "plain",
  QUOTE_SINGLE: "single",
  QUOTE_DOUBLE: "double",
  BLOCK_LITERAL: "literal",
  BLOCK_FOLDED: "folded",
};

/**
 * Most keys that `<<` may bring into the mappings of a file: mappings that merge one another in a row have more and
 * more.
 */
const mostMerged = 100_000;

/** Turns documents of the library into our nodes. Each is made once, however many aliases name it. */
class Reader {
  readonly #source: Source;
  /** What anchors have named so far. An alias inside of what it names would go on for ever: there it is nothing. */
  readonly #named = new Map<string, YamlNode>();
  #merged = 0;
  /** What keeps the documents from being understood: the first such thing. */
  problem: Problem | undefined;

  constructor(source: Source) {
    this.#source = source;
  }

  document({ contents }: Document.Parsed): YamlNode {
    this.#named.clear();
    return this.#read(contents);
  }

  #read(node: LibraryNode | null | undefined): YamlNode {
    if (!node) return this.#nothing(0);
    if (isAlias(node)) return this.#named.get(node.source) ?? this.#nothing(0);
    if (node.anchor === undefined) return this.#convert(node);
    this.#named.set(node.anchor, this.#nothing(node.range?.[0] ?? 0));
    const result = this.#convert(node);
    this.#named.set(node.anchor, result);
    return result;
  }

  #convert(node: Exclude<LibraryNode, { readonly source: string }>): YamlNode {
    const [start = 0, end = start] = node.range ?? [];
    const at = this.#source.at(start, end);
    if (isSeq<LibraryNode>(node))
      return { kind: "list", items: node.items.map((item) => this.#read(item)), flow: node.flow === true, at };
    if (isMap<LibraryNode, LibraryNode | null>(node)) {
      const entries = node.items.flatMap((item) => {
        const key = this.#read(item.key);
        const value = this.#read(item.value);
        return key.kind === "scalar" ? [{ key, value }] : [];
      });
      return { kind: "map", entries: this.#merge(entries), flow: node.flow === true, at };
    }
    return isScalar(node) ? this.#scalar(node, at) : this.#nothing(start);
  }

  #scalar(node: Scalar, at: Location): YamlScalar {
    const style = styles[node.type ?? "PLAIN"] ?? "plain";
    const value = node.source ?? String(node.value ?? "");
    const mapped = mapScalar(this.#source.text, at, style, value);
    const text = mapped ?? MappedText.writtenBy(at, value);
    return {
      kind: "scalar",
      text,
      exact: mapped !== undefined,
      style,
      isNull: style === "plain" && /^(?:~|null|Null|NULL)?$/.test(value),
      at,
    };
  }

  #nothing(offset: number): YamlScalar {
    const at = this.#source.at(offset, offset);
    return {
      kind: "scalar",
      text: MappedText.of(this.#source, offset, offset),
      exact: true,
      style: "plain",
      isNull: true,
      at,
    };
  }

  /** A mapping's own entries, and behind them what `<<` brings that they do not have. */
  #merge(entries: readonly YamlEntry[]): readonly YamlEntry[] {
    const own: YamlEntry[] = [];
    const brought: YamlNode[] = [];
    const names = new Set<string>();
    for (const entry of entries) {
      const { text, style, at } = entry.key;
      if (names.has(text.text)) this.problem ??= { message: "This YAML cannot be read: Map keys must be unique", at };
      else if (text.text === "<<" && style === "plain") brought.push(entry.value);
      else own.push(entry);
      names.add(text.text);
    }
    for (const source of brought.flatMap((value) => (value.kind === "list" ? value.items : [value]))) {
      for (const entry of source.kind === "map" ? source.entries : []) {
        this.#merged++;
        if (this.#merged > mostMerged) {
          this.problem ??= {
            message: `"<<" merges more than ${mostMerged} keys into the mappings of this file, too many to follow.`,
            at: source.at,
          };
          return own;
        }
        if (names.has(entry.key.text.text)) continue;
        names.add(entry.key.text.text);
        own.push(entry);
      }
    }
    return own;
  }
}
