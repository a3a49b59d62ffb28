import { isLikelyUnhandled } from "./likely.ts";
import type { Location } from "../text/source.ts";
import { mostParsed } from "./follow-imports.ts";
import type { Closure, Hole, Language, Own, ReadFile } from "./follow-imports.ts";
import type { Does } from "./source-facts.ts";

/** A place in a file as people name it. */
export interface Place {
  readonly at: Location;
  /** In the image. */
  readonly path: string;
  /** Undefined: somewhere in the file. */
  readonly line: number | undefined;
}

/** An application that is known to set no handler for a signal. */
export interface Unhandled {
  readonly entry: Place;
  readonly language: Language["name"];
  /** The call with which it begins to serve, by the name that the language has for it; undefined: none is seen. */
  readonly runs: string | undefined;
  /** Where a handler belongs: that call, else its first line. */
  readonly belongs: Place;
  /** How many files were read, the entry among them. */
  readonly files: number;
  /** Libraries that are known to set none. */
  readonly libraries: readonly string[];
  /** Signals that it handles instead. */
  readonly others: readonly string[];
  /** The handler that leaves everything as it is; undefined: there is none. */
  readonly idle: Place | undefined;
}

/** Why it is not known whether an application handles a signal. */
export type Doubt =
  | { readonly is: "hole"; readonly why: Hole["why"]; readonly place: Place }
  /** A place that may set a handler in a way that is not understood. */
  | { readonly is: "may set"; readonly place: Place }
  /** Libraries that no table knows, or that may set one. */
  | { readonly is: "libraries"; readonly names: readonly string[] }
  /** Nothing in it is known to keep it running until somebody stops it. */
  | { readonly is: "may end" };

/** A handler that an application sets, or a library for it. */
export interface Handler {
  readonly does: Exclude<Does, "unwinds" | "closes">;
  readonly place: Place;
  readonly language: Language["name"];
  /** The library. */
  readonly by: string | undefined;
  /** Whether the application answers requests. */
  readonly serves: boolean;
}

/** What an application does with a signal, as far as its source tells. */
export type Handling =
  | ({ readonly is: "handled" } & Handler)
  | ({ readonly is: "unhandled" } & Unhandled)
  /** `likely`: it most likely sets none. */
  | { readonly is: "unknown"; readonly doubt: Doubt | undefined; readonly likely?: Unhandled | undefined };

/** What an application does with a signal. */
export function handlingIn(closure: Closure, signal: string): Handling {
  const [first] = closure.files;
  if (!first) {
    const [hole] = closure.holes;
    return { is: "unknown", doubt: hole && { is: "hole", why: hole.why, place: placeOf(closure, hole.at) } };
  }
  const all = closure.files.flatMap((file) =>
    file.facts.sets.filter((set) => !set.inWorker && !(set.asEntry && file !== first)).map((set) => ({ file, set })),
  );
  const own = all.filter(({ set }) => set.functions.every((name) => isUsed(name, closure)));
  const unused = all.find((each) => each.set.signal === signal && !own.includes(each));
  const set = own.filter((each) => each.set.signal === signal);
  const library = byLibrary(closure, signal);
  const code = byCode(set, closure);
  // What a library does may end the program before.
  const hurried = code?.does === "finishes" && library !== undefined && library.does !== "finishes";
  const handled = code && hurried ? { ...code, does: "acts" as const } : (code ?? library);
  if (handled) {
    const { name, serving } = closure.language;
    return { is: "handled", language: name, serves: firstCall(closure, serving(closure)) !== undefined, ...handled };
  }
  const [idle] = set;
  const stays = firstOf(closure, closure.language.staying(closure));
  const unhandled: Unhandled = {
    entry: placeIn(first, 0),
    language: closure.language.name,
    runs: stays?.name,
    belongs: stays?.place ?? placeIn(first, 0),
    files: closure.files.length,
    libraries: [...closure.libraries.keys()].filter((name) => setsNone(name, closure)),
    others: [...new Set(own.map((each) => each.set.signal).filter((each) => each !== signal))],
    idle: idle && placeIn(idle.file, idle.set.start),
  };
  const doubt: Doubt | undefined = unused
    ? { is: "may set", place: placeIn(unused.file, unused.set.start) }
    : doubtOf(closure, signal);
  if (!doubt) return { is: "unhandled", ...unhandled };
  const likely = doubt.is === "libraries" && isLikelyUnhandled(unhandled.libraries, doubt.names, closure.language);
  return { is: "unknown", doubt, likely: likely ? unhandled : undefined };
}

/** Whether a function of the application is called, or handed on, somewhere in it. */
function isUsed(name: string, { files }: Closure): boolean {
  return files.some(({ facts }) => facts.calls.has(name) || facts.given.has(name));
}

/** The handler that counts: of several that one acts, or the one that exits where each of them runs. */
function byCode(set: readonly Own[], closure: Closure): Omit<Handler, "serves" | "language"> | undefined {
  const { language } = closure;
  const acting = set
    .map((own) => ({ own, does: language.doing(own, closure) }))
    .filter(({ does }) => does !== "nothing");
  const exits = language.eachRuns ? acting.find(({ does }) => does === "exits") : undefined;
  const first = exits ?? acting[0];
  if (!first) return undefined;
  const same = exits !== undefined || acting.every(({ does }) => does === first.does);
  const { file, set: one } = first.own;
  return { does: same ? first.does : "acts", place: placeIn(file, one.start), by: undefined };
}

/** A handler that a library sets. */
function byLibrary(closure: Closure, signal: string): Omit<Handler, "serves" | "language"> | undefined {
  for (const [name, at] of closure.libraries) {
    const row = closure.language.libraryNamed(name);
    if (!row || row.sets === "never" || row.sets === "may" || !row.signals.includes(signal)) continue;
    const call = typeof row.sets === "string" ? undefined : firstCall(closure, row.sets);
    const uses = row.sets === "used" ? closure.language.uses(name, closure) : row.sets === "loaded" || call;
    if (!uses || firstCall(closure, row.unless ?? [])) continue;
    // `enableShutdownHooks(["SIGINT"])`.
    const named = call ? textAt(closure, call).match(/\bSIG[A-Z]+\d?\b/g) : null;
    if (named && !named.includes(signal)) continue;
    const does = row.waits === "unknown" ? "acts" : row.waits ? "finishes" : "exits";
    return { does, place: call ?? placeOf(closure, at), by: name };
  }
  return undefined;
}

function textAt({ files }: Closure, { at }: Place): string {
  const file = files.find(({ text }) => text.path === at.path);
  return file ? file.text.text.slice(at.start, at.end) : "";
}

/** Whether a library is known to set no handler in this program. */
function setsNone(name: string, closure: Closure): boolean {
  const row = closure.language.libraryNamed(name);
  if (!row || row.sets === "may" || row.sets === "loaded") return false;
  if (firstCall(closure, row.unless ?? [])) return true;
  const mayBy = row.mayBy ?? [];
  if (firstCall(closure, mayBy) || mayBy.some((each) => closure.holds(each))) return false;
  if (row.sets === "used") return !closure.language.uses(name, closure);
  return row.sets === "never" || firstCall(closure, row.sets) === undefined;
}

function firstCall(closure: Closure, names: readonly string[]): Place | undefined {
  return firstOf(closure, names)?.place;
}

/** The first call of one of some names in the files, and which one it is. */
function firstOf(
  closure: Closure,
  names: readonly string[],
): { readonly name: string; readonly place: Place } | undefined {
  for (const file of closure.files) {
    const found = names.filter((name) => {
      const call = file.facts.calls.get(name);
      return call?.functions === undefined ? call !== undefined : call.functions.every((each) => isUsed(each, closure));
    });
    if (found.length === 0 || !affords(closure, file)) continue;
    // What looks like a call is one only by its syntax.
    const { calls } = closure.language.exactly(file);
    for (const name of found) {
      const call = calls.get(name);
      if (call) return { name, place: placeIn(file, call.start, call.end) };
    }
  }
  return undefined;
}

/** How many characters of an application have been parsed to be sure of a call. */
const parsed = new WeakMap<Closure, Map<string, number>>();

/** Whether a file of an application may still be parsed: of more than that, no call is sure. */
function affords(closure: Closure, { path, text, facts }: ReadFile): boolean {
  if (facts.parsed) return true;
  const sizes = parsed.get(closure) ?? new Map<string, number>();
  parsed.set(closure, sizes);
  sizes.set(path, text.text.length);
  return [...sizes.values()].reduce((sum, size) => sum + size, 0) <= mostParsed;
}

function doubtOf(closure: Closure, signal: string): Doubt | undefined {
  for (const file of closure.files) {
    const may = file.facts.maySet.find((each) => each.signal === undefined || each.signal === signal);
    if (may) return { is: "may set", place: placeIn(file, may.start) };
  }
  const [hole] = closure.holes;
  if (hole) return { is: "hole", why: hole.why, place: placeOf(closure, hole.at) };
  if (!firstCall(closure, closure.language.staying(closure))) return { is: "may end" };
  const unknown = [...closure.libraries.keys()].filter(
    (name) => !setsNone(name, closure) && !isHarmless(name, signal, closure),
  );
  return unknown.length > 0 ? { is: "libraries", names: unknown } : undefined;
}

/** A library whose handlers are for other signals. */
function isHarmless(name: string, signal: string, closure: Closure): boolean {
  const row = closure.language.libraryNamed(name);
  return row !== undefined && row.sets !== "may" && row.sets !== "never" && !row.signals.includes(signal);
}

/** `end`: of what is meant, of which the first line is the place. */
function placeIn(file: ReadFile, start: number, end = start): Place {
  const { text } = file.text;
  const lineEnd = text.indexOf("\n", start);
  let line = 1;
  for (let at = text.indexOf("\n"); at >= 0 && at < start; at = text.indexOf("\n", at + 1)) line++;
  return { at: file.text.locate(start, lineEnd < 0 ? end : Math.min(end, lineEnd)), path: file.path, line };
}

function placeOf(closure: Closure, at: Location): Place {
  const file = closure.files.find((each) => each.text.path === at.path);
  return file ? placeIn(file, at.start) : { at, path: at.path, line: 1 };
}
