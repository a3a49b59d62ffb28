import type { Node } from "../parse/shell/script-syntax.ts";
import { leaving } from "./builtins/leaving.ts";
import { flow, takeStatus } from "./state/flow.ts";
import type { Flow } from "./state/flow.ts";
import type { Frame, Walk } from "./walk.ts";

/**
 * What `set -e` makes of a command that has come back: where it has failed, the shell ends. Where the default run fails
 * and others may not, these are other ways. What nobody knows to fail is taken to succeed.
 */
export function behindErrexit(node: Node, frame: Frame, result: Flow, walk: Walk): Flow {
  if (frame.guarded || !isAsked(node) || !result.next.some(({ errexit }) => errexit)) return result;
  const { next, ...others } = result;
  const kept: Flow = { ...flow(), ...others, endings: [...others.endings] };
  for (const state of next) {
    const fails = state.errexit && (state.status === "unknown" ? state.leaning?.status : state.status) === false;
    const failed = fails ? takeStatus(state, false, walk.host) : undefined;
    if (failed) kept.endings.push(leaving(failed, walk));
    const passed = failed ? takeStatus(state, true, walk.host) : state;
    if (passed) kept.next.push(passed);
  }
  return kept;
}

/** Whether the status of a command is asked for by itself: that of a list or a choice is its last command's. */
function isAsked(node: Node): boolean {
  switch (node.kind) {
    case "simple":
    case "test":
    case "arithmetic":
      return true;
    case "group":
      return node.subshell;
    case "pipeline":
      return node.commands.length > 1;
    default:
      return false;
  }
}
