import { basename } from "../files/tree.ts";
import { commandLine } from "../report/argv.ts";
import type { Hop, ImageReport, Path } from "../report/report.ts";
import type { Seen } from "../stop/verdict.ts";
import type { Measurement } from "./measure.ts";
import { chainTo, childrenOf } from "./processes.ts";
import type { ContainerProcess } from "./processes.ts";

/**
 * How a measurement and the static trace stand to each other. `silent`: the trace leaves open what was measured, and
 * says why.
 */
export type Comparison =
  | { readonly kind: "agreement" }
  | { readonly kind: "silent"; readonly reason: string }
  /** One sentence for each point, the hops first. */
  | { readonly kind: "difference"; readonly points: readonly string[] };

/**
 * Compares what the engine did with what the trace says: the processes from PID 1 to the main program, the stop signal,
 * outcome, reaping.
 */
export function compare(measured: Measurement, traced: ImageReport): Comparison {
  const seen = seenFrom(traced);
  const open = seen === "unknown";
  const points: string[] = [];
  const { main, processes, stopSignal } = measured;
  if (main) {
    // Which way the start-up took, and which of several processes the trace follows, the engine tells; of what is
    // nearest the differences count.
    const ends = [main, ...processes.filter((process) => childrenOf(processes, process).length === 0)];
    const found = ends.flatMap((end) =>
      traced.paths.map((path) => hopDifferences(withoutSubshells(chainTo(processes, end)), path, open)),
    );
    points.push(...(found.sort((a, b) => a.length - b.length)[0] ?? []));
  }
  if (traced.stopSignal !== "unknown" && traced.stopSignal !== stopSignal)
    points.push(`stop signal: the trace says ${traced.stopSignal}, the image ${stopSignal}`);
  if (!open && measured.outcome !== seen)
    points.push(`outcome: the trace says ${traced.outcome}, the container was ${measured.outcome}`);
  const { orphans } = measured;
  if ("left" in orphans && traced.reaping !== "unknown" && traced.reaping !== (orphans.left === 0)) {
    const traces = `the trace says that PID 1 ${traced.reaping ? "reaps" : "does not reap"} them`;
    points.push(`orphans: ${traces}, ${orphans.left} of ${orphans.handed} stayed zombies`);
  }
  if (points.length > 0) return { kind: "difference", points };
  return open ? { kind: "silent", reason: traced.reason.text } : { kind: "agreement" };
}

/** The outcome as far as anybody can see from outside: whether a handler is the right one, no engine tells. */
export function seenFrom({ outcome, paths }: ImageReport): Seen {
  return outcome === "unknown" ? "unknown" : (paths[0]?.seen ?? "unknown");
}

/** A shell that forks for `( )` or a pipeline shows up twice with the same words: the trace counts programs. */
function withoutSubshells(chain: readonly ContainerProcess[]): readonly ContainerProcess[] {
  return chain.filter(({ argv }, index) => argv.join("\0") !== chain[index - 1]?.argv.join("\0"));
}

/** `open`: the trace does not get to the end, so that only what it has is compared. */
function hopDifferences(chain: readonly ContainerProcess[], path: Path, open: boolean): readonly string[] {
  const expected = lastHops(path);
  const differences: string[] = [];
  const length = (open ? Math.min : Math.max)(chain.length, expected.length);
  for (let index = 0; index < length; index++) {
    const process = chain[index];
    const hop = expected[index];
    const place = index === 0 ? "PID 1" : `process ${index + 1} of the chain`;
    if (!process && hop)
      differences.push(`${place}: the trace has ${commandLine(hop.argv)}, but the container has no such process`);
    else if (process && !hop)
      differences.push(`${place}: the container runs ${process.argv.join(" ")}, but the trace has no such process`);
    else if (process && hop && !runs(process, hop)) {
      differences.push(
        `${place}: the trace has ${commandLine(hop.argv)} (${hop.via}), the container runs ${process.argv.join(" ")}`,
      );
    }
  }
  return differences;
}

/** The program that each process of the chain ends up with; a subshell has the words of its parent. */
function lastHops({ hops }: Path): readonly Hop[] {
  const last = hops.filter((hop, index) => hops[index + 1]?.process !== hop.process);
  return last.filter((hop, index) => index === 0 || commandLine(hop.argv) !== commandLine(last[index - 1]?.argv ?? []));
}

/**
 * Whether a process runs what a hop says. The kernel puts a script's interpreter in front of its words; a word that
 * is not known fits any; a program that gives itself a title ("nginx: master process ...") is told by its name.
 */
function runs({ argv }: ContainerProcess, hop: Hop): boolean {
  const words = hop.argv.map(({ value }) => value);
  const [program = "unknown", ...rest] = words;
  // How many words there are is not known either: `"$@"` may stand for any number.
  if (words.length === 0 || program === "unknown") return true;
  const titled =
    argv.length > 0 && (argv[0] ?? "").split(/[ :]/)[0] === basename(program) && /[ :]/.test(argv[0] ?? "");
  if (titled) return true;
  for (let skipped = 0; skipped <= 2; skipped++) {
    const [command = "", ...others] = argv.slice(skipped);
    if (basename(command) !== basename(program)) continue;
    if (
      rest.includes("unknown") ||
      (rest.length === others.length && rest.every((word, index) => word === others[index]))
    )
      return true;
  }
  return false;
}
