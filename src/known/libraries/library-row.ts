import type { Known } from "../../text/diagnostic.ts";
import type { Evidence } from "../evidence.ts";

/** What a library does about signals in the program that uses it. */
export interface LibraryRow {
  /** As programs import it. */
  readonly name: string;
  /**
   * When it sets handlers: never, as soon as it is loaded, or when one of some functions of it is called. "may": it
   * has code that sets one, and when that runs is not known.
   */
  readonly sets: "never" | "loaded" | "may" | readonly string[];
  /** The signals that it then handles. */
  readonly signals: readonly string[];
  /** Whether its handler finishes the work in hand: the requests that are being answered. */
  readonly waits: Known<boolean>;
  readonly evidence: Evidence;
}
