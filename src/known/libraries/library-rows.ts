import type { Known } from "../../text/diagnostic.ts";
import type { Evidence } from "../evidence.ts";

/** What a library does about signals in the program that uses it. */
export interface LibraryRow {
  /** As programs import it. */
  readonly name: string;
  /**
   * When it sets handlers: never, as soon as it is loaded, when something of it is used, or when one of some functions
   * of it is called. "may": it has code that sets one, and when that runs is not known.
   */
  readonly sets: "never" | "loaded" | "used" | "may" | readonly string[];
  /** Calls with which it sets none. */
  readonly unless?: readonly string[];
  /**
   * What makes it uncertain whether it sets one: calls; variables of the environment ("$NAME"); that the project asks
   * for a distribution ("+py-cord"), or for none of a name and a major version or later ("-discord.py@2").
   */
  readonly mayBy?: readonly string[];
  /** Calls with which a program goes on until it is stopped. */
  readonly runs?: Runs;
  /** The signals that it then handles. */
  readonly signals: readonly string[];
  /** Whether its handler finishes the work in hand: the requests that are being answered. */
  readonly waits: Known<boolean>;
  readonly evidence: Evidence;
}

/** How a library keeps a program running. */
export interface Runs {
  readonly calls: readonly string[];
  /** It answers requests. */
  readonly serves: boolean;
  /** Work in hand is cut where a handler raises SystemExit. */
  readonly cutByExit: boolean;
}

const both = ["SIGTERM", "SIGINT"];

interface Sets {
  /** Functions that set the handler, or "used" for whatever it exports; none: loading the library does. */
  readonly calls?: string;
  readonly signals?: readonly string[];
  readonly waits?: Known<boolean>;
  /** As in a row, by spaces. */
  readonly unless?: string;
  readonly mayBy?: string;
  readonly runs?: Runs;
}

/** A library that sets a handler. */
export function sets(
  name: string,
  { calls, signals = both, waits = "unknown", unless, mayBy, runs }: Sets,
  evidence: Evidence,
): LibraryRow {
  return {
    name,
    sets: calls === "used" ? calls : (calls?.split(" ") ?? "loaded"),
    signals,
    waits,
    evidence,
    ...(unless === undefined ? {} : { unless: unless.split(" ") }),
    ...(mayBy === undefined ? {} : { mayBy: mayBy.split(" ") }),
    ...(runs ? { runs } : {}),
  };
}

/** A library that sets no handler, and keeps a program running; `mayBy`: as in a row, by spaces. */
export function quietly(name: string, runs: Runs, evidence: Evidence, mayBy?: string): LibraryRow {
  return {
    name,
    sets: "never",
    signals: [],
    waits: "unknown",
    evidence,
    runs,
    ...(mayBy === undefined ? {} : { mayBy: mayBy.split(" ") }),
  };
}

/** Calls, by spaces, with which a program answers requests until it is stopped. */
export function serves(calls: string, cutByExit = false): Runs {
  return { calls: calls.split(" "), serves: true, cutByExit };
}

/** Calls, by spaces, with which a program works until it is stopped. */
export function goesOn(calls: string): Runs {
  return { calls: calls.split(" "), serves: false, cutByExit: false };
}

/** Libraries that have code which sets one, and of which it is not known when that runs. */
export function may(names: string, evidence: Evidence): readonly LibraryRow[] {
  return names
    .split(" ")
    .map((name) => ({ name, sets: "may", signals: both, waits: "unknown", evidence }) satisfies LibraryRow);
}

/** Libraries, as "name@version name@version", that set no handler for any signal by which a container is stopped. */
export function never(libraries: string, evidence: (version: string) => Evidence): readonly LibraryRow[] {
  return libraries.split(" ").map((each) => {
    const at = each.lastIndexOf("@");
    return {
      name: each.slice(0, at),
      sets: "never",
      signals: [],
      waits: "unknown",
      evidence: evidence(each.slice(at + 1)),
    };
  });
}
