import type { Evidence } from "../evidence.ts";
import type { ArgumentStyle } from "../pattern.ts";
import { unsourced } from "../sources.ts";
import type { ProgramRow, SignalEffect } from "./program.ts";

/** Effects of signals as PID 1, by effect: `{ handled: "TERM INT", other: "HUP" }`. */
export type Effects = Partial<Record<SignalEffect, string>>;

/** What a row says beside effects and evidence. */
interface Extra {
  /** Where it is not the family's name. */
  readonly name?: string;
  /** "QUIT" */
  readonly graceful?: string;
  /** Signals on which it finishes the work in hand: "TERM INT". */
  readonly waits?: string;
  /** Signals on which it is known not to: "TERM". */
  readonly cuts?: string;
  /** Why `waits` and `cuts` are believed. */
  readonly work?: Evidence;
  readonly reaps?: boolean;
  readonly foreground?: string;
  /** "apache2" */
  readonly fronts?: string;
  /** "INT QUIT" */
  readonly keeps?: string;
}

/** A row with the arguments that it is for. */
interface ProgramCase {
  readonly pattern: string;
  readonly row: (name: string) => ProgramRow;
}

/** Programs that share a name and a way of reading arguments. The first case that fits counts. */
export interface ProgramFamily {
  /** Names, a version after them allowed; with a directory, only that file. */
  readonly names: readonly string[];
  readonly style: ArgumentStyle;
  readonly cases: readonly ProgramCase[];
}

type Life = "serves" | "runs" | "daemonizes" | "once" | "prompts";

interface Facts {
  readonly effects: Effects;
  readonly evidence: Evidence;
  readonly extra: Extra;
}

/** Of the hundreds of cases a run asks for a few: a row is made when it is. */
function caseOf(life: Life, pattern: string, facts: Facts): ProgramCase {
  let made: ReturnType<typeof rowOf> | undefined;
  return { pattern, row: (family) => ({ name: facts.extra.name ?? family, ...(made ??= rowOf(life, facts)) }) };
}

function rowOf(life: Life, { effects, evidence, extra }: Facts): Omit<ProgramRow, "name"> {
  const asPid1: Record<string, SignalEffect> = {};
  for (const effect of ["handled", "slow", "ends", "ignored", "other", "own"] as const) {
    for (const signal of effects[effect]?.split(" ") ?? []) asPid1[`SIG${signal}`] = effect;
  }
  const waits: Record<string, boolean> = {};
  for (const signal of extra.waits?.split(" ") ?? []) waits[`SIG${signal}`] = true;
  for (const signal of extra.cuts?.split(" ") ?? []) waits[`SIG${signal}`] = false;
  return {
    asPid1,
    waits,
    waitsEvidence: extra.work,
    gracefulSignal: extra.graceful && `SIG${extra.graceful}`,
    reaps: extra.reaps ?? "unknown",
    longRunning: life === "serves" || life === "prompts",
    daemonizes: life === "daemonizes",
    foreground: extra.foreground,
    oneShot: life === "once",
    interactive: life === "prompts",
    fronts: extra.fronts,
    keepsIgnored: extra.keeps?.split(" ").map((signal) => `SIG${signal}`) ?? [],
    evidence,
  };
}

/** Runs until it is told to stop. With `foreground`, only if its settings say so: else it daemonizes. */
export function serves(pattern: string, effects: Effects, evidence: Evidence, extra: Extra = {}): ProgramCase {
  return caseOf("serves", pattern, { effects, evidence, extra });
}

/** A prompt at a terminal. */
export function prompts(pattern: string, effects: Effects, evidence: Evidence, extra: Extra = {}): ProgramCase {
  return caseOf("prompts", pattern, { effects, evidence, extra });
}

/** A runtime: how long it runs is up to its program. */
export function runs(pattern: string, effects: Effects, evidence: Evidence, extra: Extra = {}): ProgramCase {
  return caseOf("runs", pattern, { effects, evidence, extra });
}

/** Forks into the background and returns. */
export function daemonizes(
  pattern: string,
  foreground: string | undefined,
  evidence: Evidence = unsourced,
): ProgramCase {
  const extra = foreground === undefined ? {} : { foreground };
  return caseOf("daemonizes", pattern, { effects: {}, evidence, extra });
}

/** Ends by itself when its work is done. */
export function once(
  pattern: string,
  effects: Effects = {},
  evidence: Evidence = unsourced,
  extra: Extra = {},
): ProgramCase {
  return caseOf("once", pattern, { effects, evidence, extra });
}

/** Options of a family, each list separated by blanks. */
interface StyleWords {
  readonly valued?: string;
  readonly final?: string;
  readonly parsed?: string;
  readonly interpreter?: boolean;
  /** Its operands are what it serves, never sub-commands. */
  readonly serves?: "operands";
}

/** A family of programs; `names` are separated by blanks. */
export function family(names: string, style: StyleWords, ...cases: readonly ProgramCase[]): ProgramFamily {
  let read: ArgumentStyle | undefined;
  return {
    names: words(names),
    get style() {
      return (read ??= styleOf(style));
    },
    cases,
  };
}

function styleOf({ valued, final, parsed, interpreter = false, serves }: StyleWords): ArgumentStyle {
  return {
    valued: new Set([...words(valued), ...words(parsed), ...words(final)]),
    final: new Set(words(final)),
    parsed: new Set(words(parsed)),
    interpreter,
    serves: serves ?? "sub-commands",
  };
}

function words(text = ""): readonly string[] {
  return text.split(" ").filter((word) => word !== "");
}
