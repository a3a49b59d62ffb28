import type { Evidence } from "./evidence.ts";

/** Believed, with no document at hand. */
export const unsourced: Evidence = { kind: "unsourced", source: "general knowledge" };

/** A document, or a file of a repository, says so. */
export function sourced(source: string): Evidence {
  return { kind: "sourced", source };
}

/** A document that should say so, and that nobody has opened yet: no source until then. */
export function unread(source: string): Evidence {
  return { kind: "unsourced", source };
}

/**
 * Run as PID 1 with these signals ("SIGTERM, SIGINT"); `also`: under which conditions, or a document for what was not
 * measured.
 */
export function measured(signals: string, also?: string): Evidence {
  const run = `run as PID 1 with ${signals}, Debian 12, 2026-11`;
  return { kind: "measured", source: also === undefined ? run : `${run}: ${also}` };
}

/** Run as PID 1 with SIGTERM. */
export const measured1 = measured("SIGTERM");

/** The signals of most measurements. */
export const four = "SIGTERM, SIGINT, SIGQUIT, SIGHUP";

/** Run as PID 1 with each of {@link four}. */
export const measured4 = measured(four);

/** Run as PID 1, and given a signal while it had work in hand: what became of that work, by signal. */
export function inHand(program: string, what: string): Evidence {
  return { kind: "measured", source: `${program} as PID 1 with work in hand, Debian 12, 2026-11: ${what}` };
}
