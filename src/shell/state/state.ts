import type { Node } from "../../parse/shell/script-syntax.ts";
import type { Known } from "../../text/diagnostic.ts";
import type { Location } from "../../text/source.ts";
import type { Environment } from "./environment.ts";
import type { Field, Value } from "./field.ts";
import type { Aftermath, Jobs } from "./jobs.ts";
import type { Position } from "./position.ts";
import type { Options } from "./set-options.ts";
import { Table } from "./table.ts";
import type { Trap, Traps } from "./traps.ts";
import type { Rest, Unit } from "./unit.ts";

/**
 * The shell's state at one point on one way through a script, in five parts. Never changed, only copied. It stands here
 * with the commands that it names, since these remember the state that they were started in.
 */
export interface State extends Environment, Jobs<Running>, Traps, Options, Position<Last> {
  /** The last program that may stay and whose output the shell has read: `$(app)`. */
  readonly asked: Running | undefined;
}

/** What a shell has done last that counts: run a program in the foreground, or waited. */
export type Last =
  { readonly kind: "ran"; readonly running: Running } | { readonly kind: "waited"; readonly first: Wait };

/** Where `exec` may be put so that a command takes its shell's place, or why it may not. */
export type ExecSlot =
  /** `index` is its place in the unit's text, `at` the same place in the file. */
  | { readonly kind: "insert"; readonly at: Location; readonly index: number }
  /** `locked`: it would be right there, but nobody may write into the text. */
  | { readonly kind: "none"; readonly reason: string; readonly locked?: boolean };

/** A command that a shell runs, with all that is needed to follow it. */
export interface Running {
  readonly node: Node;
  readonly unit: Unit;
  /** Its words, or undefined where it is no simple command (a group, a loop). */
  readonly argv: readonly Field[] | undefined;
  readonly at: Location;
  readonly how: "exec" | "foreground" | "pipe" | "subshell" | "loop" | "background";
  readonly slot: ExecSlot;
  /** Assignments before the command. */
  readonly env: ReadonlyMap<string, Value>;
  /** The shell's state when it starts. */
  readonly state: State;
  /**
   * The shell replaces itself with it although nobody wrote exec; "unknown" where that depends on a shell we do not
   * know.
   */
  readonly implicit: Known<boolean>;
  /** More of the script follows: `exec` here would change what it does. */
  readonly notTail: boolean;
  /** More follows than messages, cleaning up and the end: it is meant to return. */
  readonly followed: boolean;
  /** What of the script comes behind it. */
  readonly rest: Rest | undefined;
  /** The script has run the same program before and gone on: it comes back by itself. */
  readonly returns: boolean;
  /** An endless loop starts it again whenever it has come back. */
  readonly loops: boolean;
  /**
   * Why what runs is not known: its name may be that of a function that was not seen, or it reads its program from a
   * pipe.
   */
  readonly doubt: string | undefined;
  /** The text of its standard input, where a shell takes its commands from there; undefined: from nowhere. */
  readonly fed?: Field | undefined;
}

/** A `wait` that found jobs running. */
export interface Wait {
  readonly at: Location;
  readonly unit: Unit;
  /** What of the script comes behind it. */
  readonly rest: Rest | undefined;
  /** Jobs that it waits for, as indexes. */
  readonly jobs: readonly number[];
  readonly traps: ReadonlyMap<string, Trap>;
  /** It waits for one of them alone: `wait -n`. */
  readonly any: boolean;
  /** It names no job: it waits for all, and for what the shell feeds. */
  readonly bare: boolean;
  /** Whether the shell comes to wait for one of these jobs once more after a signal has ended this wait. */
  readonly again: boolean;
  /** `set -e` ends the script with it, since a signal makes it fail. */
  readonly fatal: boolean;
  readonly state: State;
  /** The jobs of the wait to which the shell comes then. */
  readonly later?: readonly number[];
  /** In a loop: what the script does after its trap on a signal has ended the wait. */
  readonly after?: ReadonlyMap<string, readonly Aftermath[]>;
}

/** What a script is started with. */
export interface Start extends Pick<Environment, "zero" | "params" | "open" | "cwd" | "uid"> {
  /** Signals that it is started to ignore, with what has said so. */
  readonly ignored?: ReadonlyMap<string, Trap>;
}

/** The state in which a script starts. */
export function startState({ zero, params, open, cwd, uid, ignored = new Map() }: Start): State {
  return {
    params,
    open,
    zero,
    cwd,
    uid,
    vars: Table.empty(),
    pids: Table.empty(),
    functions: Table.empty(),
    aliases: new Set(),
    traps: ignored,
    restored: new Set(),
    deaf: new Set(ignored.keys()),
    jobs: [],
    finished: [],
    others: [],
    feeds: false,
    last: undefined,
    asked: undefined,
    sent: [],
    daemons: [],
    refused: [],
    ran: Table.empty(),
    started: Table.empty(),
    elsewhere: undefined,
    fresh: false,
    slept: 0,
    signalled: false,
    status: true,
    leaning: undefined,
    departures: [],
    leaned: [],
    external: false,
    failed: false,
    absent: undefined,
    errexit: false,
    nounset: false,
    pipefail: false,
    monitor: false,
    posix: false,
    opaque: undefined,
    hidden: false,
    exported: Table.empty(),
    exportsAll: false,
    locals: undefined,
  };
}
