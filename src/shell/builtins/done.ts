import { flow } from "../state/flow.ts";
import type { Flow } from "../state/flow.ts";
import { withStatus } from "../state/position.ts";
import type { State } from "../state/state.ts";

/** A builtin has come back, and has succeeded. */
export function done(state: State): Flow {
  return flow(withStatus(state, true));
}

/** A builtin has come back, and may have succeeded or not. */
export function maybeDone(state: State): Flow {
  return flow(withStatus(state, "unknown"));
}
