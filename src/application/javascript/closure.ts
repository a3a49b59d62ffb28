import { nodeLibrary } from "../../known/libraries/libraries.ts";
import type { BuildContext } from "../../image/build-context.ts";
import type { Stage } from "../../image/built-image.ts";
import { runTexts } from "../../image/packages.ts";
import type { Known } from "../../text/diagnostic.ts";
import type { MappedText } from "../../text/source.ts";
import { follow } from "../follow-imports.ts";
import type { Closure, Language } from "../follow-imports.ts";
import { sourceBehind } from "./built.ts";
import { factsOf, grammarFor, parsedFacts } from "./file-facts.ts";
import { doesIn, isLibraryUsed, stayingCalls } from "./going-on.ts";
import { findModule } from "./modules.ts";
import type { Shelf } from "./modules.ts";
import { ProjectFiles } from "./project-files.ts";

const serving = ["listen", "serve", "bindAsync", "startStandaloneServer", "WebSocketServer"];

/** Programs of Node, Bun and their like. */
const javascript: Language = {
  name: "javascript",
  libraryNamed: nodeLibrary,
  serving: () => serving,
  staying: (closure) => [...serving, ...stayingCalls(closure)],
  servers: new Set(["express", "koa", "fastify", "@hapi/hapi", "polka", "restify", "connect", "@hono/node-server"]),
  exactly: ({ path, text }) => parsedFacts(grammarFor(path) ?? "javascript", text.text),
  eachRuns: true,
  doing: doesIn,
  uses: isLibraryUsed,
};

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
  return follow(
    entry,
    preloads.map((each) => (each === "unknown" ? undefined : each)),
    {
      language: javascript,
      text: shelf.text,
      facts: (path, text) => {
        const grammar = grammarFor(path);
        return grammar && factsOf(grammar, text);
      },
      holds: () => false,
      modules: (from, specifier) => [findModule(from, specifier, shelf)],
    },
  );
}
