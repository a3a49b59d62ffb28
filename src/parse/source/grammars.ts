import type { Language, Parser, Runtime } from "./runtime.ts";

/** Every grammar, by its name. */
export const everyGrammar = ["javascript", "typescript", "tsx", "python"] as const;

/** What sources are written in, by the name of their grammar. */
export type Grammar = (typeof everyGrammar)[number];

/** A grammar that is there, or why it is not. */
export type Loaded =
  | { readonly kind: "ready"; readonly language: Language }
  /** Nobody has loaded it yet. */
  | { readonly kind: "missing" }
  | { readonly kind: "failed"; readonly cause: string };

/** Where the grammars lie, seen from the file that this stands in: a bundle says so itself. */
declare const GRAMMAR_FOLDER: string | undefined;

const loaded = new Map<Grammar, Loaded>();
let runtime: Promise<Runtime> | undefined;
let parser: Parser | undefined;

/** Grammars that the run under way has asked for in vain; undefined where nobody waits for one. */
let wanted: Set<Grammar> | undefined;

/** A grammar, as far as it is loaded; one that is missing is noted for {@link withGrammars}. */
export function grammarOf(name: Grammar): Loaded {
  const found = loaded.get(name) ?? { kind: "missing" };
  if (found.kind === "missing") wanted?.add(name);
  return found;
}

/** Breaks a run off: what it says is thrown away anyway. */
class Awaited extends Error {}

/** Breaks the run under way off where it has asked for a grammar that {@link withGrammars} loads first. */
export function awaitGrammars(): void {
  if (wanted !== undefined && wanted.size > 0) throw new Awaited("a grammar is loaded, then the run begins again");
}

/**
 * What a run gives when all the grammars that it asks for are there. The run itself is synchronous: it notes what is
 * missing, which is loaded, and then it runs again; one that meets no application loads nothing and runs once. It must
 * have no effect but its value.
 */
export async function withGrammars<T>(run: () => T): Promise<T> {
  for (;;) {
    const outer = wanted;
    const asked = new Set<Grammar>();
    wanted = asked;
    try {
      const value = run();
      if (asked.size === 0) return value;
    } catch (error) {
      if (!(error instanceof Awaited)) throw error;
    } finally {
      wanted = outer;
    }
    await loadGrammars([...asked]);
  }
}

/** Loads grammars; one that cannot be loaded is known to be so from then on. */
export async function loadGrammars(names: readonly Grammar[]): Promise<void> {
  for (const name of names) {
    if ((loaded.get(name)?.kind ?? "missing") !== "missing") continue;
    try {
      const folder = new URL(
        typeof GRAMMAR_FOLDER === "string" ? GRAMMAR_FOLDER : "../../../grammars/",
        import.meta.url,
      );
      const { Language } = await openRuntime(folder);
      const language = await Language.load(await bytesOf(new URL(`tree-sitter-${name}.wasm`, folder)));
      loaded.set(name, { kind: "ready", language });
    } catch (error) {
      loaded.set(name, { kind: "failed", cause: error instanceof Error ? error.message : String(error) });
    }
  }
}

/** The one parser, set to a language. */
export function parserFor(language: Language): Parser {
  if (!parser) throw new Error("a grammar is loaded, and its parser is not");
  parser.setLanguage(language);
  return parser;
}

/** The parser's own code lies beside the grammars, so that no bundle is larger for it. */
async function openRuntime(folder: URL): Promise<Runtime> {
  runtime ??= (async () => {
    const address = new URL("web-tree-sitter.js", folder).href;
    const library: Runtime = await import(address);
    await library.Parser.init({ wasmBinary: await bytesOf(new URL("web-tree-sitter.wasm", folder)) });
    parser = new library.Parser();
    return library;
  })();
  return runtime;
}

/** A file that comes with pid1lint: from the disk where there is one, else from where the page has it. */
async function bytesOf(url: URL): Promise<Uint8Array> {
  if (url.protocol === "file:") {
    const files = globalThis.process.getBuiltinModule("node:fs/promises");
    return new Uint8Array(await files.readFile(url));
  }
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url.pathname}: ${response.status} ${response.statusText}`);
  return new Uint8Array(await response.arrayBuffer());
}
