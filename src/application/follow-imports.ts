import type { LibraryRow } from "../known/libraries/library-rows.ts";
import type { Location, MappedText } from "../text/source.ts";
import type { Does, Facts, SetHandler } from "./source-facts.ts";

/** A file of an application. */
export interface ReadFile {
  /** In the image of its stage. */
  readonly path: string;
  readonly text: MappedText;
  readonly facts: Facts;
}

/** Something of an application that cannot be read, and where that shows. */
export interface Hole {
  readonly at: Location;
  readonly why:
    | { readonly is: "unknown module" }
    | { readonly is: "missing module"; readonly name: string }
    | { readonly is: "unread"; readonly cause: string }
    | { readonly is: "too much" };
}

/** What an import leads to. */
export type Module =
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "library"; readonly name: string }
  /** Of the runtime, or data: nothing to read. */
  | { readonly kind: "nothing" }
  /** It should be in the context, and is not. */
  | { readonly kind: "missing" };

/** A place that sets a handler, with its file. */
export interface Own {
  readonly file: ReadFile;
  readonly set: SetHandler;
}

/** What is known of the programs that are written in a language. */
export interface Language {
  readonly name: "javascript" | "python" | "other";
  libraryNamed(name: string): LibraryRow | undefined;
  /** Functions and methods with which a program begins to answer requests. */
  serving(closure: Closure): readonly string[];
  /** Functions and methods with which a program goes on until it is stopped. */
  staying(closure: Closure): readonly string[];
  /** Servers that set no handler: what an application is built on is known then. */
  readonly servers: ReadonlySet<string>;
  /** What a file says, by its syntax: what looks like a call is one only then. */
  exactly(file: ReadFile): Facts;
  /** Of several handlers for a signal each runs; otherwise one takes another's place. */
  readonly eachRuns: boolean;
  /** What a handler does in its program, of which the rest may decide. */
  doing(own: Own, closure: Closure): Exclude<Does, "unwinds" | "closes">;
  /** Whether a program uses anything of a library that it loads. */
  uses(library: string, closure: Closure): boolean;
}

/** The files of an image, as the imports of a language find them. */
export interface Shelves {
  readonly language: Language;
  text(path: string): MappedText | undefined;
  /** What a file says; undefined: its language is not read. */
  facts(path: string, text: string): Facts | undefined;
  /** Whether a condition of a library's row holds that is no call. */
  holds(condition: string): boolean;
  /** What a specifier of an import leads to: several files where packages are loaded on the way. */
  modules(from: string, specifier: string): readonly Module[];
}

/** The files that an entry loads, itself first, the libraries that these use, and what could not be followed. */
export interface Closure {
  readonly language: Language;
  readonly files: readonly ReadFile[];
  /** By name, with the first place that loads it. */
  readonly libraries: ReadonlyMap<string, Location>;
  readonly holes: readonly Hole[];
  /** Whether a condition of a library's row holds that is no call. */
  holds(condition: string): boolean;
}

/** Most files of an application, and most characters in them: as much as is read in a few seconds. */
const mostFiles = 2000;
const mostText = 6_000_000;

/** Most characters of them that a parser reads. */
export const mostParsed = 1_000_000;

/** Follows what an entry file imports, and what its runtime is told to load in front of it; undefined: not known. */
export function follow(entry: string, preloads: readonly (string | undefined)[], shelves: Shelves): Closure {
  const files: ReadFile[] = [];
  const libraries = new Map<string, Location>();
  const holes: Hole[] = [];
  const seen = new Set([entry]);
  let size = 0;
  let parsed = 0;
  const load = (from: string, specifier: string | undefined, at: Location): void => {
    if (specifier === undefined) holes.push({ at, why: { is: "unknown module" } });
    for (const module of specifier === undefined ? [] : shelves.modules(from, specifier))
      if (module.kind === "missing") holes.push({ at, why: { is: "missing module", name: specifier ?? "" } });
      else if (module.kind === "file") seen.add(module.path);
      else if (module.kind === "library" && !libraries.has(module.name)) libraries.set(module.name, at);
  };
  const start = shelves.text(entry)?.locate(0, 0);
  for (const each of start ? preloads : []) if (start) load(entry, each, start);
  for (const path of seen) {
    const text = shelves.text(path);
    if (!text) continue;
    size += text.text.length;
    if (files.length >= mostFiles || size > mostText || parsed > mostParsed) {
      holes.push({ at: text.locate(0, 0), why: { is: "too much" } });
      break;
    }
    const facts = shelves.facts(path, text.text);
    if (!facts) {
      holes.push({ at: text.locate(0, 0), why: { is: "unread", cause: "its language is not read" } });
      continue;
    }
    if (facts.parsed) parsed += text.text.length;
    files.push({ path, text, facts });
    if (facts.unread !== undefined) holes.push({ at: text.locate(0, 0), why: { is: "unread", cause: facts.unread } });
    for (const each of facts.imports) load(path, each.specifier, text.locate(each.start, each.end));
  }
  return { language: shelves.language, files, libraries, holes, holds: shelves.holds };
}
