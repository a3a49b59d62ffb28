/** What is used of web-tree-sitter, tree-sitter's library for WebAssembly, whose code lies beside the grammars. */
export interface Runtime {
  readonly Parser: { new (): Parser; init(options: { readonly wasmBinary: Uint8Array }): Promise<void> };
  readonly Language: { load(bytes: Uint8Array): Promise<Language> };
}

/** A grammar that is loaded. */
export interface Language {
  readonly abiVersion: number;
}

/** It parses in the language that it is set to. */
export interface Parser {
  setLanguage(language: Language): unknown;
  parse(text: string): Tree | null;
}

/** Lives in the memory of WebAssembly until it is deleted. */
export interface Tree {
  readonly rootNode: Node;
  delete(): void;
}

/** A node of a tree; offsets count UTF-16 units, as a string does. */
export interface Node {
  readonly type: string;
  readonly startIndex: number;
  readonly endIndex: number;
  readonly hasError: boolean;
  /** A comment. */
  readonly isExtra: boolean;
  /** Tells it from all others of its tree. */
  readonly id: number;
  readonly namedChildren: readonly (Node | null)[];
  /** Of its children the one that another node is, or lies in. */
  childWithDescendant(descendant: Node): Node | null;
  childForFieldName(name: string): Node | null;
  descendantsOfType(types: string[]): readonly (Node | null)[];
}
