import type { Simple } from "../../parse/shell/script-syntax.ts";
import { runningOf } from "../state/running.ts";
import type { State } from "../state/state.ts";
import type { Frame } from "../walk.ts";

/**
 * `"$@"` or `exec "$@"` without arguments: what the script is there for is what the container is given, and nothing
 * that ran before.
 */
export function givenNothing(node: Simple, frame: Frame, state: State): State {
  if (!node.words.some(({ raw }) => /\$\{?[@*]/.test(raw))) return state;
  const doubt = `\`${node.words.map(({ raw }) => raw).join(" ")}\` in ${frame.unit.title} is given nothing to run`;
  const running = runningOf(node, frame.unit, state, {
    how: "foreground",
    slot: { kind: "none", reason: doubt },
    notTail: frame.notTail !== undefined,
    followed: frame.followed,
    doubt,
  });
  return { ...state, last: { kind: "ran", running } };
}
