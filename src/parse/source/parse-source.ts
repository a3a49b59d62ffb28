import { grammarOf, parserFor } from "./grammars.ts";
import type { Grammar } from "./grammars.ts";
import type { Node, Tree } from "./runtime.ts";

/**
 * A piece of a source's syntax, named as the grammar names it. It is read while {@link readSource} calls, and no
 * longer.
 */
export interface Syntax {
  readonly kind: string;
  /** Offsets in the text. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** What it consists of, punctuation and comments left out. */
  readonly parts: readonly Syntax[];
  readonly parent: Syntax | undefined;
  /** The part with a role in it: `function` of a call. */
  part(role: string): Syntax | undefined;
  /** Every piece of some kinds in it, itself among them, in the order of the text. */
  all(...kinds: readonly string[]): readonly Syntax[];
}

/** What reading a source gives; else why it is not read. */
export type SourceReading<T> =
  | { readonly kind: "read"; readonly value: T; readonly broken: boolean }
  | { readonly kind: "unread"; readonly cause: string };

/** The cause that goes away when the grammar is there. */
export const notLoaded = "its grammar is not loaded";

/** Longer texts are generated, or minified. */
const longest = 1_000_000;

/**
 * Reads a source with its grammar. `broken`: a piece of it is not understood; what is around it is. `unread` where the
 * grammar is not there, or the text is too long.
 */
export function readSource<T>(grammar: Grammar, text: string, read: (root: Syntax) => T): SourceReading<T> {
  if (text.length > longest) return { kind: "unread", cause: "it is too long" };
  const found = grammarOf(grammar);
  if (found.kind !== "ready") return { kind: "unread", cause: found.kind === "failed" ? found.cause : notLoaded };
  let tree: Tree | null = null;
  try {
    tree = parserFor(found.language).parse(text);
    if (!tree) return { kind: "unread", cause: "it cannot be parsed" };
    const root = tree.rootNode;
    return { kind: "read", value: read(new Piece(root, { text, parents: new Parents(root) })), broken: root.hasError };
  } finally {
    tree?.delete();
  }
}

/**
 * The parents of nodes. The library finds each from the root of the tree down, which takes long in a long chain of
 * calls; what has been found on the way down is kept here, and the next is looked for from there.
 */
class Parents {
  readonly #root: Node;
  readonly #known = new Map<number, Node>();
  #last: Node;

  constructor(root: Node) {
    this.#root = root;
    this.#last = root;
  }

  of(node: Node): Node | undefined {
    if (node.id === this.#root.id) return undefined;
    const known = this.#known.get(node.id);
    if (known) return known;
    let above: Node | null = this.#lowestAround(node);
    while (above) {
      const child: Node | null = above.childWithDescendant(node);
      if (!child) return undefined;
      this.#known.set(child.id, above);
      this.#last = above;
      if (child.id === node.id) return above;
      above = child;
    }
    return undefined;
  }

  /** Of the node that was come to last and those above it, the lowest that another one lies in. */
  #lowestAround(node: Node): Node {
    let above: Node | undefined = this.#last;
    while (above && (above.startIndex > node.startIndex || above.endIndex < node.endIndex || isWithin(above, node)))
      above = this.#known.get(above.id);
    return above ?? this.#root;
  }
}

/** Whether a node may lie in another that is as long as it. */
function isWithin(one: Node, other: Node): boolean {
  return one.startIndex === other.startIndex && one.endIndex === other.endIndex;
}

/** A text, and what is known of its tree. */
interface Reading {
  readonly text: string;
  readonly parents: Parents;
}

class Piece implements Syntax {
  readonly #node: Node;
  readonly #source: Reading;
  readonly kind: string;
  readonly start: number;
  readonly end: number;

  constructor(node: Node, source: Reading) {
    this.#node = node;
    this.#source = source;
    this.kind = node.type;
    this.start = node.startIndex;
    this.end = node.endIndex;
  }

  get text(): string {
    return this.#source.text.slice(this.start, this.end);
  }

  get parts(): readonly Syntax[] {
    return this.#node.namedChildren.flatMap((child) =>
      child && !child.isExtra ? [new Piece(child, this.#source)] : [],
    );
  }

  get parent(): Syntax | undefined {
    const parent = this.#source.parents.of(this.#node);
    return parent ? new Piece(parent, this.#source) : undefined;
  }

  part(role: string): Syntax | undefined {
    const child = this.#node.childForFieldName(role);
    return child ? new Piece(child, this.#source) : undefined;
  }

  all(...kinds: readonly string[]): readonly Syntax[] {
    return this.#node.descendantsOfType([...kinds]).flatMap((found) => (found ? [new Piece(found, this.#source)] : []));
  }
}
