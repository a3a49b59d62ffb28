import type { ShellRow } from "../known/shells/shells.ts";
import type { List, Node, Script, Simple } from "../parse/shell/script-syntax.ts";
import type { Host } from "./host.ts";
import type { Budget } from "./state/budget.ts";
import type { Field, Value } from "./state/field.ts";
import type { Flow } from "./state/flow.ts";
import type { State } from "./state/state.ts";
import type { Rest, Unit } from "./state/unit.ts";

/** Where in a script a command stands. */
export interface Frame {
  readonly unit: Unit;
  /** The script, and what led from it to the unit: sourced files, files of functions. */
  readonly units: readonly Unit[];
  /** Why `exec` would change what the script does here; undefined in tail position. */
  readonly notTail: string | undefined;
  /** More of the script comes behind it than messages, cleaning up and the end: it is meant to return. */
  readonly followed: boolean;
  /** What comes behind it. */
  readonly rest: Rest | undefined;
  /** It runs in a child of the shell, which waits for it: `( ... )`, `a | b`. */
  readonly child: boolean;
  /** Its status decides an `if` or a loop. */
  readonly condition: boolean;
  /** It is in a loop, which may come to it again. */
  readonly looped: boolean;
  /**
   * It is in a loop of which the rounds are not followed one by one: one over words, which ends ("counted"), or one
   * that may go on for as long as it takes.
   */
  readonly repeated: "counted" | "open" | undefined;
  /** The very last command of a `-c` text, which some shells run in their own place. */
  readonly last: boolean;
  readonly afterAnd: boolean;
  readonly afterList: boolean;
  readonly compound: boolean;
  readonly redirectedCompound: boolean;
  /** How many functions, sourced files and texts of `eval` it is in. */
  readonly depth: number;
  /** How many commands it is in: an `if` in a loop is in one. */
  readonly within: number;
  /** `set -e` lets it fail: the left side of `||` or `&&`, a condition, negated. */
  readonly guarded: boolean;
  /** Its standard input is a pipe or a file. */
  readonly fed: boolean;
}

/** A simple command on its way: its words expanded. */
export interface Call {
  readonly node: Simple;
  readonly frame: Frame;
  readonly argv: readonly Field[];
  /** Words before this index are `command`, `builtin` and their options. */
  readonly skipped: number;
  readonly env: ReadonlyMap<string, Value>;
  /** The command before it was the program that the script ran last. */
  readonly afterProgram: boolean;
}

/**
 * One walk through a script: what it needs to know beside the script, and how it goes deeper. Commands hold commands;
 * what follows one kind of them goes on through these, and knows of no other kind.
 */
export interface Walk {
  readonly host: Host;
  /** The shell that runs it; several rows where it is not known which. */
  readonly shells: readonly ShellRow[];
  /** It is ended by this signal, and runs its trap on EXIT. */
  readonly dying?: string | undefined;
  /** That of the image whose start-up this is. */
  readonly budget: Budget;
  /** What scripts have that none of the shells can read, as far as somebody has asked. */
  readonly lacked: Map<Script, Script["bashOnly"]>;
  /** Substitutions in which nothing was found that may stay. */
  readonly quiet: Set<List>;
  /** Whether a name is that of a builtin. */
  isBuiltin(name: string): boolean;
  /** Follows a list from each of the states. */
  list(list: List, frame: Frame, states: readonly State[]): Flow;
  /** Follows one command. */
  node(node: Node, frame: Frame, state: State): Flow;
  /** Follows what the first word of a simple command names: a function, a builtin or a program. */
  call(call: Call, state: State): Flow;
}
