import { simpleCommands } from "../../parse/shell/calls.ts";
import type { List, Simple } from "../../parse/shell/script-syntax.ts";
import { comingBack } from "../coming-back.ts";
import type { State } from "../state/state.ts";
import { Table } from "../state/table.ts";
import type { Frame, Walk } from "../walk.ts";

/**
 * The states behind assignments: with the status of the last substitution in them, `X=$(cat f)`. One in which programs
 * run may come back with any.
 */
export function behindAssignments(
  node: Simple,
  frame: Frame,
  { before, assigned }: { readonly before: State; readonly assigned: State },
  walk: Walk,
): readonly State[] {
  const values = node.assignments.flatMap(({ value, elements }) => elements ?? value ?? []);
  const parts = values.flatMap(({ parts }) => parts.filter((part) => part.kind === "command"));
  const list = parts.at(-1)?.list;
  if (!list || !isOwn(list, assigned, walk)) return [assigned];
  // dash alone has `set -e` in substitutions (measured); bash has it by POSIX.
  const inherits = walk.shells.every(
    ({ family }) => family === "dash" || (assigned.posix && family.startsWith("bash")),
  );
  const why = "its output is read";
  const inner: Frame = { ...frame, notTail: why, followed: true, last: false, compound: true, depth: frame.depth + 1 };
  const child: State = { ...before, last: undefined, asked: undefined, ran: Table.empty() };
  const { next, returned, endings } = walk.list(list, inner, [inherits ? child : { ...child, errexit: false }]);
  const ways = [...next, ...returned, ...endings.map(({ state }) => state)];
  return comingBack(ways, assigned);
}

/** Whether a shell runs nothing in a list but builtins. */
function isOwn(list: List, { functions }: State, { isBuiltin }: Walk): boolean {
  for (const { words } of simpleCommands(list)) {
    const [name] = words;
    if (name && (name.literal === undefined || !isBuiltin(name.literal) || functions.has(name.literal))) return false;
    if (name?.literal !== undefined && /^(?:exec|command|eval|\.|source)$/.test(name.literal)) return false;
  }
  return true;
}
