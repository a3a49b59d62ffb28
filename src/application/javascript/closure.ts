import type { BuildContext } from "../../image/build-context.ts";
import type { Stage } from "../../image/built-image.ts";
import { runTexts } from "../../image/packages.ts";
import type { Known } from "../../text/diagnostic.ts";
import type { Location, MappedText } from "../../text/source.ts";
import { sourceBehind } from "./built.ts";
import { factsOf, grammarFor, parsedFacts } from "./file-facts.ts";
import type { Facts } from "./file-facts.ts";
import { findModule } from "./modules.ts";
import type { Shelf } from "./modules.ts";
import { ProjectFiles } from "./project-files.ts";

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

/** The files that an entry loads, itself first, the libraries that these use, and what could not be followed. */
export interface Closure {
  readonly files: readonly ReadFile[];
  /** By name, with the first place that loads it. */
  readonly libraries: ReadonlyMap<string, Location>;
  /** The range of versions that package.json asks for. */
  version(library: string): string | undefined;
  readonly holes: readonly Hole[];
}

/** Most files of an application, and most characters in them. */
const mostFiles = 2000;
const mostText = 16_000_000;

/** What a file says, by its syntax. */
export function exactly({ path, text }: ReadFile): Facts {
  return parsedFacts(grammarFor(path) ?? "javascript", text.text);
}

/** Files of the image of a stage, as imports find them. */
export function shelfOf(context: BuildContext, stage: Stage): Shelf & { text(path: string): MappedText | undefined } {
  const found = new Map<string, MappedText | undefined>();
  const text = (path: string): MappedText | undefined => {
    if (!found.has(path)) {
      const file = context.lookup(stage, path);
      found.set(path, file.kind === "file" && file.altered === undefined ? file.text : undefined);
    }
    return found.get(path);
  };
  const has = (path: string): boolean => text(path) !== undefined;
  const files = new ProjectFiles((path) => text(path)?.text);
  let commands: readonly string[] | undefined;
  return {
    text,
    has,
    files,
    names: (folder) => context.names(stage, folder),
    sourceOf: (path) => {
      commands ??= runTexts(stage).map((each) => each.text);
      return commands.length === 0 ? undefined : sourceBehind({ path, commands, files, has });
    },
  };
}

/** Follows what an entry file imports, and what its runtime is told to load in front of it. */
export function closureOf(
  entry: string,
  preloads: readonly Known<string>[],
  shelf: ReturnType<typeof shelfOf>,
): Closure {
  const files: ReadFile[] = [];
  const libraries = new Map<string, Location>();
  const holes: Hole[] = [];
  const seen = new Set([entry]);
  let size = 0;
  const follow = (from: string, specifier: string | undefined, at: Location): void => {
    const module = specifier === undefined ? undefined : findModule(from, specifier, shelf);
    if (!module) holes.push({ at, why: { is: "unknown module" } });
    else if (module.kind === "missing") holes.push({ at, why: { is: "missing module", name: specifier ?? "" } });
    else if (module.kind === "file") seen.add(module.path);
    else if (module.kind === "library" && !libraries.has(module.name)) libraries.set(module.name, at);
  };
  const start = shelf.text(entry)?.locate(0, 0);
  for (const each of start ? preloads : []) if (start) follow(entry, each === "unknown" ? undefined : each, start);
  for (const path of seen) {
    const text = shelf.text(path);
    const grammar = grammarFor(path);
    if (!text) continue;
    if (!grammar) {
      holes.push({ at: text.locate(0, 0), why: { is: "unread", cause: "its language is not read" } });
      continue;
    }
    size += text.text.length;
    if (files.length >= mostFiles || size > mostText) {
      holes.push({ at: text.locate(0, 0), why: { is: "too much" } });
      break;
    }
    const facts = factsOf(grammar, text.text);
    files.push({ path, text, facts });
    if (facts.unread !== undefined) holes.push({ at: text.locate(0, 0), why: { is: "unread", cause: facts.unread } });
    for (const each of facts.imports) follow(path, each.specifier, text.locate(each.start, each.end));
  }
  return { files, libraries, holes, version: (library) => shelf.files.packageAbove(entry)?.dependencies.get(library) };
}
