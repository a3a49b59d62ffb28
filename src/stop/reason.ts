import type { Doubt, Handler, Unhandled } from "../application/handling.ts";
import type { Stopper } from "../platforms/deployment.ts";
import type { Location } from "../text/source.ts";
import type { Unresolved } from "../startup/unresolved.ts";
import type { Unrunnable } from "../startup/faults/unrunnable.ts";

/** A signal and who it is about, by the name that people know it by. */
interface Act {
  readonly actor: string;
  readonly signal: string;
}

/** The same where nobody acts: the platform waits, then kills. */
interface Wasted extends Act {
  readonly grace: Stopper;
}

/** Why a signal has the effect that it has: who does what, to whom, and how long is waited for it. */
export type Reason =
  | { readonly kind: "nothing runs" }
  | { readonly kind: "SIGKILL" }
  /** A step is not known. */
  | { readonly kind: "unresolved"; readonly why: Unresolved }
  | { readonly kind: "exits by itself"; readonly actor: string; readonly as: "script" | "job" | "prompt" | "daemon" }
  | { readonly kind: "cannot start"; readonly problem: Unrunnable }
  | ProgramReason
  | WrapperReason
  | ShellReason;

/** What a program makes of the signal, where that is no fault. */
export type Effect =
  /** It finishes its work, known by evidence. */
  | { readonly is: "graceful" }
  /** It handles the signal; nothing is known of its work. */
  | { readonly is: "handled" }
  /** No source says so, but it should handle it. */
  | { readonly is: "believed" }
  | { readonly is: "exits" }
  /** It has no handler, and below PID 1 the kernel's default ends it. */
  | { readonly is: "killed" }
  /** The user's own code decides; `path`: the file that it starts in; `doubt`: why its source does not tell. */
  | {
      readonly is: "your code";
      readonly path: string | undefined;
      readonly handler?: Handler | undefined;
      readonly doubt?: Doubt | undefined;
    };

/** What a program does. */
type ProgramReason =
  | (Act & { readonly kind: "reaches"; readonly effect: Effect })
  /** It is known to end without finishing the work in hand: by its own doing, or the kernel's default. */
  | (Act & {
      readonly kind: "cuts work";
      readonly how: "shuts down" | "exits" | "is killed";
      /** The user's own code, where its source says so: it sets no handler, or this one. */
      readonly unhandled?: Unhandled | undefined;
      readonly handler?: Handler | undefined;
    })
  /** The grace period is next to nothing. */
  | (Wasted & { readonly kind: "no time" })
  /** What runs in front of the signal may stop it otherwise. */
  | (Act & { readonly kind: "hook first"; readonly hook: string; readonly at: Location })
  /** It waits for what it serves, for longer than most grace periods. */
  | (Act & { readonly kind: "slow" })
  | (Act & { readonly kind: "effect unknown"; readonly below: boolean })
  /** A background job of a shell starts with the signal ignored. */
  | (Act & { readonly kind: "job may ignore" })
  | (Wasted & { readonly kind: "job ignores" })
  /** It takes the signal for something else: a reload. */
  | (Wasted & { readonly kind: "other purpose" })
  /** PID 1 has no handler, so that the kernel discards the signal. */
  | (Wasted & { readonly kind: "no handler" })
  /** The same of the user's own code, as its source says. */
  | (Wasted & { readonly kind: "unhandled"; readonly unhandled: Unhandled })
  | (Wasted & { readonly kind: "harmless" });

/** What an init or a wrapper does. */
type WrapperReason =
  | (Wasted & { readonly kind: "drops" })
  /** `below`: it is not PID 1. */
  | (Wasted & { readonly kind: "keeps"; readonly child: string; readonly below?: boolean })
  | (Act & { readonly kind: "kills"; readonly child: string; readonly after: number })
  | (Act & { readonly kind: "abandons" });

/** What a shell does; `at`: where its trap is set. */
type ShellReason =
  /** `below`: it is not PID 1. */
  | { readonly kind: "which shell"; readonly decides: "exec" | "EXIT trap" | "SIGINT"; readonly below: boolean }
  | { readonly kind: "hidden trap"; readonly cause: string }
  | { readonly kind: "EXIT trap unknown" }
  | { readonly kind: "trap unknown"; readonly cause: string }
  | (Wasted & { readonly kind: "job shell ignores" })
  | (Wasted & { readonly kind: "told to ignore"; readonly at: Location })
  | (Act & { readonly kind: "is killed"; readonly child: string })
  | (Wasted & { readonly kind: "defers trap"; readonly child: string; readonly at: Location })
  | (Wasted & { readonly kind: "trap between commands"; readonly at: Location })
  | { readonly kind: "trap runs"; readonly signal: string }
  | (Wasted & { readonly kind: "trap goes on"; readonly at: Location; readonly to: "loop" | "sleep" })
  | (Wasted & { readonly kind: "trap misses"; readonly child: string; readonly waits: boolean; readonly at: Location })
  /** It leaves its child behind; `trap`: the one that ends it. */
  /** A job that a script has left behind does the work, and what is stopped only keeps the container alive. */
  | { readonly kind: "left behind"; readonly actor: string; readonly child: string }
  | { readonly kind: "leaves"; readonly trap: string; readonly child: string }
  | { readonly kind: "leaves early"; readonly signal: string; readonly child: string };

/** What one process does with the signal. */
export type Note =
  | { readonly kind: "forwards"; readonly signal: string; readonly to: "its child" | "everyone" | "nobody waits" }
  | { readonly kind: "kills"; readonly signal: string; readonly after: number }
  | { readonly kind: "keeps" | "drops" | "gets" | "handles" | "exits" | "is killed" | "other"; readonly signal: string }
  | { readonly kind: "ignores"; readonly signal: string; readonly how: "certainly" | "perhaps" | "as PID 1" }
  | { readonly kind: "trap"; readonly signal: string; readonly then: TrapNote }
  | { readonly kind: "exits by itself" | "cannot start" | "exits first" | "waits for what it serves" | "may stay" };

/** What comes of a trap. */
export type TrapNote = "runs" | "ends" | "goes on" | "misses" | "waits" | "deferred" | "late" | "unknown" | "perhaps";
