import { valuesOf } from "../shell/expansion/expand.ts";
import type { Process } from "../startup/process.ts";
import { entryOf } from "./entry.ts";
import type { Entry, Files } from "./entry.ts";
import { handlingIn } from "./handling.ts";
import type { Handling } from "./handling.ts";
import { closureOf, shelfOf } from "./javascript/closure.ts";
import type { Closure } from "./follow-imports.ts";
import { grammarFor } from "./javascript/file-facts.ts";
import { handlesInText } from "./plain-handlers.ts";
import { isPython, pythonStart } from "./python/start.ts";
import { pythonClosure } from "./python/python-closure.ts";
import { preloadsOf } from "./javascript/preloads.ts";

/** The user's own program, which a runtime runs. */
export interface Application {
  readonly entry: Entry;
  /** What it does with a signal. */
  on(signal: string): Handling;
}

const known = new WeakMap<Entry, Application>();

/** The application that a process runs; undefined for a process of another kind. */
export function applicationOf(process: Process, files: Files): Application | undefined {
  const entry = entryOf(process, files);
  if (!entry) return undefined;
  const found = known.get(entry) ?? open(entry, process, files);
  known.set(entry, found);
  return found;
}

/** What NODE_OPTIONS has loaded in front of a program. */
function optionsOf(process: Process, { image }: Files): ReturnType<typeof preloadsOf> {
  const set = process.hops.at(-1)?.env.get("NODE_OPTIONS")?.value ?? image.env.get("NODE_OPTIONS");
  if (set === undefined) return [];
  return set === "unknown" ? ["unknown"] : preloadsOf(["node", ...set.split(/\s+/)]);
}

function open(entry: Entry, process: Process, files: Files): Application {
  const answers = new Map<string, Handling>();
  let closure: Closure | undefined;
  const read = (signal: string): Handling => {
    if (entry.kind !== "file") return { is: "unknown", doubt: undefined };
    if (isPython(process))
      return handlingIn((closure ??= pythonClosure(...pythonStart(entry, process, files))), signal);
    if (grammarFor(entry.source.path) === undefined) return handlesInText(entry, signal);
    const preloads = [...preloadsOf(valuesOf(process.hops.at(-1)?.argv ?? [])), ...optionsOf(process, files)];
    closure ??= closureOf(entry.source.path, preloads, shelfOf(files.context, entry.source.stage));
    return handlingIn(closure, signal);
  };
  return {
    entry,
    on: (signal) => {
      const answer = answers.get(signal) ?? read(signal);
      answers.set(signal, answer);
      return answer;
    },
  };
}
