import type { Location } from "../../text/source.ts";
import type { Aftermath } from "./jobs.ts";
import type { Refusal } from "./position.ts";
import type { Running, State, Wait } from "./state.ts";

/**
 * How a way through a script ends; `passing`: in a loop that has a way out, which it takes where that leads to
 * something that stays; `left`: the script leaves early or with a failure behind what has run.
 */
export type Ending = { readonly passing?: boolean; readonly left?: boolean } &
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
    /** An endless loop of short commands; `after`: what the script does once its trap on a signal has run. */
    | {
        readonly kind: "loop";
        readonly at: Location;
        readonly state: State;
        readonly after?: ReadonlyMap<string, readonly Aftermath[]>;
      }
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

/** How a way ends that has come to the end of its script. */
export function finish(state: State): Ending {
  const { last } = state;
  if (last?.kind === "ran") {
    const { doubt, at } = last.running;
    return doubt === undefined
      ? { kind: "foreground", running: last.running, state }
      : { kind: "unknown", reason: doubt, at, state };
  }
  if (last?.kind === "waited") return { kind: "wait", wait: last.first, state };
  if (state.opaque !== undefined) return { kind: "unknown", reason: state.opaque, at: undefined, state };
  if (state.asked && !state.absent) return { kind: "foreground", running: state.asked, state };
  return { kind: "end", state, refused: state.absent };
}
