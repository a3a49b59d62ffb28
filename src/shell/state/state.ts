import type { Known } from "../../text/diagnostic.ts";
import type { Fix } from "../../text/edits.ts";
import type { Location, MappedText } from "../../text/source.ts";
import type { Budget } from "./budget.ts";
import { Table } from "./table.ts";
import type { Arg } from "../../image/built-image.ts";
import type { Node, Script, Simple } from "../../parse/shell/script-syntax.ts";

/** Stands in a text for a piece that is not known. */
export const HOLE = "\uFFFC";

/**
 * A word after expansion. `base` is its last path segment where only the folder is unknown; `fixed`: no `docker run -e`
 * can change it.
 */
export interface Field extends Arg {
  readonly base?: string | undefined;
  readonly fixed: boolean;
}

/** A value of a shell variable; `fixed` as in {@link Field}. */
export interface Value {
  readonly value: Known<string>;
  readonly fixed: boolean;
}

/** A piece of shell text that runs: a script file, a `-c` text, a trap's action, a sourced file. */
export interface Unit {
  readonly script: Script;
  /** How people call it: "/entrypoint.sh", "CMD". */
  readonly title: string;
  /** Why no fix may edit its text; undefined if one may. */
  readonly locked: string | undefined;
}

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
  /** More of the script follows. */
  readonly notTail: boolean;
  /** The script has run the same program before and gone on: it comes back by itself. */
  readonly returns: boolean;
  /**
   * Why what runs is not known: its name may be that of a function that was not seen, or it reads its program from a
   * pipe.
   */
  readonly doubt: string | undefined;
}

/** What a trap does: an action to run, nothing at all (`''`), or something that could not be read. */
export type Trap =
  /** `exact`: the action's text stands in the file as it runs, so that it can be edited. */
  | { readonly kind: "action"; readonly unit: Unit; readonly at: Location; readonly exact: boolean }
  | { readonly kind: "ignore"; readonly at: Location }
  | { readonly kind: "unknown"; readonly reason: string; readonly at: Location };

/** A function of a script. */
export interface ShellFunction {
  readonly body: Node;
  readonly unit: Unit;
}

/** A `wait` that found jobs running. */
export interface Wait {
  readonly at: Location;
  readonly unit: Unit;
  /** Jobs that it waits for, as indexes. */
  readonly jobs: readonly number[];
  readonly traps: ReadonlyMap<string, Trap>;
  /** Whether the shell comes to wait for one of these jobs once more after a signal has ended this wait. */
  readonly again: boolean;
  /** `set -e` ends the script with it, since a signal makes it fail. */
  readonly fatal: boolean;
  readonly state: State;
}

/** A signal that the script itself sends. */
export interface Sent {
  readonly signal: string;
  readonly jobs: readonly number[];
  /** Whether a wait for one of them came later. */
  readonly waited: boolean;
  /** `kill 0`: it goes to the shell itself as well, which does not survive it. */
  readonly self: boolean;
  /** What it goes to in words, where that may be a job or not: a pid from a file, what `pkill` finds. */
  readonly to?: string;
}

/** Something that a shell does not know, and ends with. */
export interface Refusal {
  /** What the shell does not know, and what it says to that. */
  readonly message: string;
  readonly at: Location;
  /** The same in words that the shell knows, where there are some. */
  readonly mend?: Fix | undefined;
}

/** What a shell has done last that counts: run a program in the foreground, or waited. */
export type Last =
  { readonly kind: "ran"; readonly running: Running } | { readonly kind: "waited"; readonly first: Wait };

/** The shell's state at one point on one way through a script. Never changed, only copied. */
export interface State {
  /** `$1`, `$2`, ...; `open`: more may follow that are not known. */
  readonly params: readonly Field[];
  readonly open: boolean;
  readonly zero: Field;
  readonly vars: Table<Value>;
  /** Variables that hold pids, with the jobs they name. */
  readonly pids: Table<readonly number[]>;
  readonly functions: Table<ShellFunction>;
  /** Names that stand for other text where they are the first word. */
  readonly aliases: ReadonlySet<string>;
  readonly traps: ReadonlyMap<string, Trap>;
  readonly jobs: readonly Running[];
  readonly last: Last | undefined;
  readonly sent: readonly Sent[];
  /** Programs that have been started and have forked into the background. */
  readonly daemons: readonly Running[];
  /** Traps that this shell refuses, so that they are never set: their words. */
  readonly refused: readonly { readonly signal: string; readonly at: Location }[];
  /** Programs other than mere utilities that have run in the foreground and come back, by their {@link signature}. */
  readonly ran: Table<true>;
  /**
   * What stands in the way of `exec` from here on, on ways that come here only when a program that stays has ended
   * after all; undefined: nothing.
   */
  readonly elsewhere: string | undefined;
  /**
   * All that this way has started so far in any way, utilities left out, and all that the ways have which were joined
   * with it, by their {@link calling}.
   */
  readonly started: Table<Running>;
  /** The last command was the program that `last` names. */
  readonly fresh: boolean;
  /** The longest `sleep` so far, in seconds; Infinity where it cannot be read. */
  readonly slept: number;
  /** Whether the last command succeeded. */
  readonly status: Known<boolean>;
  /** The status is that of a program, which is taken to succeed where `&&` asks. */
  readonly external: boolean;
  /** On this way, a program was taken to have failed. */
  readonly failed: boolean;
  /** The last command is one that the shell does not have. */
  readonly absent?: Refusal | undefined;
  /** `set -e`. */
  readonly errexit: boolean;
  /** `set -m`: background jobs are in process groups of their own, and do not start with SIGINT and SIGQUIT ignored. */
  readonly monitor: boolean;
  readonly cwd: Known<string>;
  readonly uid: Known<"root" | "other">;
  /** Why functions, traps or variables may exist that were not seen: a sourced file that could not be read. */
  readonly opaque: string | undefined;
}

/**
 * How a way through a script ends; `passing`: in a loop that has a way out, which it takes where that leads to
 * something that stays.
 */
export type Ending = { readonly passing?: boolean } &
  /** The shell is replaced. */
  (
    | { readonly kind: "exec"; readonly running: Running; readonly state: State }
    /**
     * The shell waits for a foreground child (or a pipeline) that does not return by itself; it acts on nothing
     * meanwhile.
     */
    | { readonly kind: "foreground"; readonly running: Running; readonly state: State }
    /** The shell sits in `wait`, which a trapped signal ends. */
    | { readonly kind: "wait"; readonly wait: Wait; readonly state: State }
    /** An endless loop of short commands. */
    | { readonly kind: "loop"; readonly at: Location; readonly state: State }
    /**
     * The script is over, nothing that counts is left to wait for; `refused`: by something that the shell does not
     * know.
     */
    | { readonly kind: "end"; readonly state: State; readonly refused?: Refusal | undefined }
    /** `syntax`: the text cannot be parsed. */
    | {
        readonly kind: "unknown";
        readonly reason: string;
        readonly at: Location | undefined;
        readonly state: State;
        readonly syntax?: boolean;
      }
  );

/** Answers that a script's walk needs from outside. */
export interface Host {
  /** The steps that are left for following all that the image starts. */
  readonly budget: Budget;
  /** A variable of the image's environment. */
  env(name: string): Known<string> | undefined;
  /** A file that `.` or `source` names, as a unit; a reason where it cannot be read. */
  source(
    path: Known<string>,
    state: State,
  ): { readonly kind: "unit"; readonly unit: Unit } | { readonly kind: "unknown"; readonly reason: string };
}

/** The state in which a script starts. */
export function startState(
  zero: Field,
  params: readonly Field[],
  open: boolean,
  cwd: Known<string>,
  uid: Known<"root" | "other">,
): State {
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
    traps: new Map(),
    jobs: [],
    last: undefined,
    sent: [],
    daemons: [],
    refused: [],
    ran: Table.empty(),
    started: Table.empty(),
    elsewhere: undefined,
    fresh: false,
    slept: 0,
    status: true,
    external: false,
    failed: false,
    errexit: false,
    monitor: false,
    opaque: undefined,
  };
}

/** A program and its first operand: what tells one call of it from another. */
export function signature(running: Pick<Running, "argv">): string {
  const [name, ...rest] = running.argv ?? [];
  const operand = rest.find((field) => !field.value.startsWith("-"));
  return `${name?.base ?? name?.value ?? ""} ${operand?.value ?? ""}`;
}

/** A state on whose way more has been started. */
export function startedAlso(state: State, more: Table<Running>, budget: Budget): State {
  const started = state.started.union(more, budget);
  return started === state.started ? state : { ...state, started };
}

/** A state on whose way one command more has been started. */
export function starting(state: State, running: Running): State {
  const call = calling(running);
  return state.started.has(call) ? state : { ...state, started: state.started.put(call, running) };
}

/** A state in whose place another way may come here. */
export function also(state: State, other: State, budget: Budget): State {
  const more = startedAlso(state, other.started, budget);
  return state.elsewhere === undefined && other.elsewhere !== undefined
    ? { ...more, elsewhere: other.elsewhere }
    : more;
}

const calls = new WeakMap<Running, string>();

/** A call as text: the command, by its place, and its words. */
export function calling(running: Running): string {
  const { at, argv } = running;
  const text = calls.get(running) ?? JSON.stringify([at.path, at.start, argv?.map(({ value, base }) => [value, base])]);
  calls.set(running, text);
  return text;
}

/** A node of a unit as it is written. */
export function written(unit: Unit, node: { readonly start: number; readonly end: number }): string {
  return unit.script.text.text.slice(node.start, node.end);
}

/** The location of a node of a unit. */
export function locate(unit: Unit, node: { readonly start: number; readonly end: number }): Location {
  return unit.script.text.locate(node.start, node.end);
}

/** A field whose value is known and written nowhere. */
export function fixedField(value: string, text?: MappedText): Field {
  return { value, text, fixed: true };
}

/** Whether a node is a simple command. */
export function isSimple(node: Node): node is Simple {
  return node.kind === "simple";
}
