import type { Known } from "../../text/diagnostic.ts";
import type { Evidence } from "../evidence.ts";

/**
 * What a signal does to a program. `handled`: it shuts down gracefully. `slow`: it does so after a time that its
 * settings say, and that is longer than the default grace period. `ends`: it ends at once, without its own clean-up.
 * `ignored`: nothing happens (no handler, and the kernel drops it at PID 1). `other`: it does something else (reload,
 * log rotation). `own`: a runtime: the program that it runs decides, and without a handler there nothing happens at PID
 * 1.
 */
export type SignalEffect = "handled" | "slow" | "ends" | "ignored" | "other" | "own";

/** Signals in their canonical spelling: "SIGTERM". */
type Signal = string;

/** What a program does with signals, and how it lives as PID 1. */
export interface ProgramRow {
  readonly name: string;
  /** Effects as PID 1; a signal that is not listed is unknown. */
  readonly asPid1: Readonly<Record<Signal, SignalEffect>>;
  /**
   * Whether it finishes the work in hand before it ends, by signal; a signal that is not listed is unknown. Work in
   * hand is, of what answers requests (servers, proxies): a request that is being answered, for some seconds yet,
   * arrives whole; of a worker: the job that it does is done to its end; of what keeps sessions: they end by
   * themselves; of a data store: all that it confirmed to a client is on disk, and its next start needs no recovery.
   * What a data store did not confirm it may roll back: the client is told, and nothing is half done. What depends on
   * the program that a runtime or a supervisor runs, or on settings that the command line does not show, is unknown.
   */
  readonly waits: Readonly<Record<Signal, boolean>>;
  /** Why `waits` is believed; set where it says something. */
  readonly waitsEvidence: Evidence | undefined;
  /** The signal on which it shuts down gracefully, where that is not SIGTERM. */
  readonly gracefulSignal: Signal | undefined;
  /** Whether it collects orphans that are handed to it. */
  readonly reaps: Known<boolean>;
  /**
   * A server or another program that runs until it is told to stop, with the arguments given. False for a runtime: its
   * program decides.
   */
  readonly longRunning: boolean;
  /** With the arguments given, it forks into the background and returns. */
  readonly daemonizes: boolean;
  /**
   * What keeps it in the foreground ("-F"), where it daemonizes otherwise. Set on a row that is `longRunning`: the
   * arguments do not tell, its settings do (nginx without `daemon off;`).
   */
  readonly foreground: string | undefined;
  /**
   * Runs to its end and exits by itself (a build, a test run, a migration): stopping it gracefully is nobody's concern.
   */
  readonly oneShot: boolean;
  /** With the arguments given, it is a prompt: it reads commands from a terminal. */
  readonly interactive: boolean;
  /** A script that stays in front of this program and passes no signal on. */
  readonly fronts: string | undefined;
  /** Signals that it handles only where they are not ignored when it starts. */
  readonly keepsIgnored: readonly Signal[];
  readonly evidence: Evidence;
}

/** What a signal does to a program as PID 1; undefined where that is not known, or for a word that is no signal. */
export function effectOn({ asPid1 }: Pick<ProgramRow, "asPid1">, signal: string): SignalEffect | undefined {
  return Object.hasOwn(asPid1, signal) ? asPid1[signal] : undefined;
}
