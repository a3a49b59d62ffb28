import type { Item, List, Node } from "../parse/shell/script-syntax.ts";
import { background } from "./jobs/background.ts";
import { unreadable } from "./dialect.ts";
import { functionsOf, isPlainExit, isTrifle } from "./purpose/trifle.ts";
import { escape, flow, goingOn } from "./state/flow.ts";
import type { Flow } from "./state/flow.ts";
import { join } from "./state/join.ts";
import type { State } from "./state/state.ts";
import { Table } from "./state/table.ts";
import type { Frame, Walk } from "./walk.ts";

/** Follows a list from each of the states. */
export function followList(list: List, frame: Frame, states: readonly State[], walk: Walk): Flow {
  const result = flow();
  let current = join(states, walk.budget);
  const end = list.items.findLastIndex((item) => !isPlainExit(item));
  const bodyOf = functionsOf(current[0] ?? { functions: Table.empty() }, list);
  const working = list.items.findLastIndex((item) => item.background || !isTrifle(item.node, bodyOf));
  for (const [index, item] of list.items.entries()) {
    const last = index === list.items.length - 1;
    const trailing = index >= end;
    const inner: Frame = {
      ...frame,
      notTail: frame.notTail ?? (trailing ? undefined : "other commands follow it"),
      followed: frame.followed || index < working,
      rest: last ? frame.rest : { kind: "list", list, from: index + 1, unit: frame.unit, outer: frame.rest },
      last: frame.last && last,
      afterList: frame.afterList || list.items.length > 1,
    };
    const readable: State[] = [];
    for (const state of current) {
      const refused = unreadable({ unit: frame.unit, list, index }, state, walk);
      if (refused) result.endings.push(refused);
      else readable.push(state);
    }
    current = readable;
    const step = flow();
    for (const state of current) {
      const each = followItem(item, inner, state, walk);
      escape(step, each);
      for (const after of each.next) step.next.push(after);
    }
    escape(result, step);
    const next = goingOn(step);
    // Only where ways part there may be some to bring together.
    current = next.length > current.length ? join(next, walk.budget) : next;
    if (current.length === 0) break;
  }
  result.next.push(...current);
  return result;
}

function followItem(item: Item, frame: Frame, state: State, walk: Walk): Flow {
  if (walk.budget.cut !== undefined) return flow();
  return item.background || (walk.shells.every((row) => row.family === "dash") && endsInAmpersand(item.node))
    ? flow(background(item.node, frame, state, walk))
    : walk.node(item.node, frame, state);
}

/** `app &> log`: dash does not know `&>`, and reads `app &` and then `> log`. */
function endsInAmpersand(node: Node): boolean {
  const last = node.kind === "andor" ? node.commands.at(-1) : node;
  return last?.kind === "simple" && last.redirects.some((each) => each.operator.startsWith("&>"));
}
