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
  /** The signals that it then handles. */
  readonly signals: readonly string[];
  /** Whether its handler finishes the work in hand: the requests that are being answered. */
  readonly waits: Known<boolean>;
  readonly evidence: Evidence;
}

const both = ["SIGTERM", "SIGINT"];

interface Sets {
  /** Functions that set the handler, or "used" for whatever it exports; none: loading the library does. */
  readonly calls?: string;
  readonly signals?: readonly string[];
  readonly waits?: Known<boolean>;
}

/** A library that sets a handler. */
export function sets(name: string, { calls, signals = both, waits = "unknown" }: Sets, evidence: Evidence): LibraryRow {
  return { name, sets: calls === "used" ? calls : (calls?.split(" ") ?? "loaded"), signals, waits, evidence };
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
