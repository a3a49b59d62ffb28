import type { Rule } from "../rule.ts";

/** So few files are done before anybody has read the line. */
const few = 20;
/** Milliseconds between two looks of the line. */
const interval = 100;

/** A line on the terminal that says how far a run is. */
interface Progress {
  /** Finds nothing; to be run with the rules, it is called for each Dockerfile. */
  readonly rules: readonly Rule[];
  /** Takes the line away. */
  end(): void;
}

/** Shows the progress of a run over some files on standard error, if that is a terminal and they are many. */
export function showProgress(total: number, quiet: boolean): Progress {
  if (quiet || total < few || !process.stderr.isTTY) return { rules: [], end: () => undefined };
  const seen = new Set<string>();
  let shown = Date.now();
  const rule: Rule = {
    id: "progress",
    summary: "",
    kinds: [],
    alsoSilencedBy: [],
    check({ source }) {
      seen.add(source.path);
      if (Date.now() - shown >= interval) {
        shown = Date.now();
        process.stderr.write(`\r\u001b[Kchecked ${seen.size} of ${total} files`);
      }
      return [];
    },
  };
  return { rules: [rule], end: () => process.stderr.write("\r\u001b[K") };
}
