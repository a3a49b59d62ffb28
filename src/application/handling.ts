import { libraryNamed } from "../known/libraries/libraries.ts";
import { isLikelyUnhandled } from "./likely.ts";
import type { Location } from "../text/source.ts";
import { exactly } from "./javascript/closure.ts";
import type { Closure, Hole, ReadFile } from "./javascript/closure.ts";
import { goesOn, hasLasting, isLibraryUsed, listens, stayingCalls } from "./javascript/going-on.ts";
import type { Does } from "./javascript/handler-body.ts";
import type { SetHandler } from "./javascript/signal-calls.ts";

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
  /** Where a handler belongs: the call with which it begins to serve, else its first line. */
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
  readonly does: Exclude<Does, "closes">;
  readonly place: Place;
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

/** Functions and methods with which a program begins to answer requests. */
const serving = ["listen", "serve", "bindAsync", "startStandaloneServer", "WebSocketServer"];

/** What an application of JavaScript does with a signal. */
export function handlingIn(closure: Closure, signal: string): Handling {
  const [first] = closure.files;
  if (!first) return { is: "unknown", doubt: undefined };
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
  if (handled) return { is: "handled", serves: firstCall(closure, serving) !== undefined, ...handled };
  const [idle] = set;
  const unhandled: Unhandled = {
    entry: placeIn(first, 0),
    belongs: firstCall(closure, [...serving, ...stayingCalls(closure)]) ?? placeIn(first, 0),
    files: closure.files.length,
    libraries: [...closure.libraries.keys()].filter((name) => setsNone(name, closure)),
    others: [...new Set(own.map((each) => each.set.signal).filter((each) => each !== signal))],
    idle: idle && placeIn(idle.file, idle.set.start),
  };
  const doubt: Doubt | undefined = unused
    ? { is: "may set", place: placeIn(unused.file, unused.set.start) }
    : doubtOf(closure, signal);
  if (!doubt) return { is: "unhandled", ...unhandled };
  const likely = doubt.is === "libraries" && isLikelyUnhandled(unhandled.libraries, doubt.names);
  return { is: "unknown", doubt, likely: likely ? unhandled : undefined };
}

/** Whether a function of the application is called, or handed on, somewhere in it. */
function isUsed(name: string, { files }: Closure): boolean {
  return files.some(({ facts }) => facts.calls.has(name) || facts.given.has(name));
}

interface Own {
  readonly file: ReadFile;
  readonly set: SetHandler;
}

/** The handler that counts: of several that one acts, or the one that exits. */
function byCode(set: readonly Own[], closure: Closure): Omit<Handler, "serves"> | undefined {
  const acting = set.map((own) => ({ own, does: doesIn(own, closure) })).filter(({ does }) => does !== "nothing");
  const first = acting.find(({ does }) => does === "exits") ?? acting[0];
  if (!first) return undefined;
  const { own, does } = first;
  const same = does === "exits" || acting.every((each) => each.does === does);
  return { does: same ? does : "acts", place: placeIn(own.file, own.set.start), by: undefined };
}

/** What a handler does in its program, where others may take it away, serve, or keep the program running. */
function doesIn({ file, set }: Own, closure: Closure): Handler["does"] {
  const { does, closed, signal } = set;
  const taken = closure.files.some(({ facts }) =>
    facts.removes.some((each) => each.signal === undefined || each.signal === signal),
  );
  if (taken && !file.facts.removes.some((each) => set.start <= each.start && each.end <= set.end)) return "acts";
  if (does !== "finishes" && does !== "closes") return does;
  if (hasLasting(closure) || listens(closure) > closed) return "acts";
  return does === "closes" && goesOn(closure) ? "acts" : "finishes";
}

/** A handler that a library sets. */
function byLibrary(closure: Closure, signal: string): Omit<Handler, "serves"> | undefined {
  for (const [name, at] of closure.libraries) {
    const row = libraryNamed(name);
    if (!row || row.sets === "never" || row.sets === "may" || !row.signals.includes(signal)) continue;
    const call = typeof row.sets === "string" ? undefined : firstCall(closure, row.sets);
    if (row.sets === "used" ? !isLibraryUsed(name, closure) : row.sets !== "loaded" && !call) continue;
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
  const row = libraryNamed(name);
  if (!row || row.sets === "may" || row.sets === "loaded") return false;
  if (row.sets === "used") return !isLibraryUsed(name, closure);
  return row.sets === "never" || firstCall(closure, row.sets) === undefined;
}

function firstCall(closure: Closure, names: readonly string[]): Place | undefined {
  for (const file of closure.files) {
    const found = names.filter((name) => file.facts.calls.has(name));
    if (found.length === 0) continue;
    // What looks like a call is one only by its syntax.
    const { calls } = exactly(file);
    for (const name of found) {
      const call = calls.get(name);
      if (call) return placeIn(file, call.start, call.end);
    }
  }
  return undefined;
}

function doubtOf(closure: Closure, signal: string): Doubt | undefined {
  for (const file of closure.files) {
    const may = file.facts.maySet.find((each) => each.signal === undefined || each.signal === signal);
    if (may) return { is: "may set", place: placeIn(file, may.start) };
  }
  const [hole] = closure.holes;
  if (hole) return { is: "hole", why: hole.why, place: placeOf(closure, hole.at) };
  if (!firstCall(closure, [...serving, ...stayingCalls(closure)])) return { is: "may end" };
  const unknown = [...closure.libraries.keys()].filter((name) => !setsNone(name, closure) && !isHarmless(name, signal));
  return unknown.length > 0 ? { is: "libraries", names: unknown } : undefined;
}

/** A library whose handlers are for other signals. */
function isHarmless(name: string, signal: string): boolean {
  const row = libraryNamed(name);
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
