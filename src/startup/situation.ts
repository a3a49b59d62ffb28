import type { Known } from "../text/diagnostic.ts";
import { shells } from "../known/shells/shells.ts";
import type { Environment } from "../shell/state/environment.ts";
import type { ShellRow } from "../known/shells/shells.ts";
import type { Location } from "../text/source.ts";
import type { Budget } from "../shell/state/budget.ts";
import type { BuildContext } from "../image/build-context.ts";
import { shellsNamed } from "../shell/shells-named.ts";
import type { HopKind, Process } from "./process.ts";
import type { Ending } from "../shell/state/ending.ts";
import type { Condition } from "../shell/state/leaning.ts";
import type { Running } from "../shell/state/state.ts";
import type { Traps } from "../shell/state/traps.ts";
import type { Unit } from "../shell/state/unit.ts";
import type { Value, Field } from "../shell/state/field.ts";
import type { Image } from "../image/built-image.ts";
import type { Container } from "../platforms/container.ts";

/** What surrounds a program when it is started. */
export interface Situation {
  readonly image: Container;
  readonly context: BuildContext;
  readonly cwd: Known<string>;
  readonly env: ReadonlyMap<string, Value>;
  /** There is nothing else in the environment: `env -i`. */
  readonly bare?: boolean | undefined;
  readonly uid: Known<"root" | "other">;
  /** Which ways are followed. */
  readonly run: Run;
  /** The shells that lead here, the nearest first: what they have exported is in the environment. */
  readonly inherited: readonly Inherited[];
  /** How many programs deep; a start-up that never comes to its program is unknown. */
  readonly depth: number;
  /**
   * Scripts that this process or its parents have gone through, with their arguments: one that starts itself again adds
   * no new way.
   */
  readonly scripts: readonly { readonly path: string; readonly key: string }[];
  /** The scripts that this start-up has come to, by all that decides where they go: several ways may lead to one. */
  readonly walked: Map<string, Walked>;
  /** The steps that are left for following it. */
  readonly budget: Budget;
  /** Follows the command lines that this one leads to; handed in, since what starts programs is started by them. */
  readonly launch: Launch;
  readonly rank: Rank;
  /** Started by a shell, which runs a script without a shebang itself; the engine does not. */
  readonly byShell: ShellRow | undefined;
}

/** What a process is among others: PID 1, one that may lead its process group, or one in the group of its shell. */
export type Rank = "init" | "leader" | "member";

/** What a shell has set before it starts a program. */
export type Inherited = Pick<Environment, "vars" | "exported" | "hidden" | "opaque"> & Pick<Traps, "traps">;

/** Which ways through a start-up are followed. */
export interface Run {
  /** Those too that leave the default run. */
  readonly strays: boolean;
  /** As {@link Host.usual}, of the container's environment. */
  usual(name: string, shells: readonly ShellRow[] | undefined): string | undefined;
  /** Called where a way leaves the default run. */
  leaves(): void;
}

/** Follows a command line from the moment it is executed: all ways that the process and its children can take. */
type Launch = (argv: readonly Field[], how: How, situation: Situation) => readonly Chain[];

/** A script with its ends. */
export interface Walked {
  readonly unit: Unit;
  readonly endings: readonly Ending[];
}

/** How a program comes to run. */
export interface How {
  readonly kind: HopKind;
  readonly via: string;
  readonly at: Location | undefined;
  /** The shell's command that starts it, where a shell does. */
  readonly running?: Running;
}

/** One way through a start-up, from a process on: itself, its child, and so on. */
export interface Chain {
  readonly processes: readonly [Process, ...Process[]];
  /** Jobs left running by shells that replaced themselves. */
  readonly leftBehind: readonly Running[];
  /** What its shells have started in any way, utilities left out. */
  readonly started: readonly Running[];
  /** Conditions by which it has left the default run; none: it is the default run. */
  readonly departures: readonly Condition[];
}

/**
 * The shell that a user's entry in /etc/passwd names: with Debian's files root has bash, others what they were given.
 */
export function loginShells(uid: Situation["uid"], sh: Image["sh"]): readonly ShellRow[] {
  if (sh === "dash") return uid === "root" ? [shells.bash] : [shells.bash, shells.dash];
  return shellsNamed("sh", sh) ?? [];
}
