import { isSimple } from "../parse/shell/script-syntax.ts";
import type { ExecSlot, Running } from "../shell/state/state.ts";
import type { Judged } from "../stop/judge.ts";
import type { Location } from "../text/source.ts";

/**
 * Why `exec` may not stand before the command at a place, on one of the ways through a start-up: a trap that only
 * some ways set, a caller that goes on behind a sourced file. Undefined where it may on all, or where no way comes
 * there.
 */
export function whyNoExec(
  judged: Judged,
  place: Pick<Location, "path" | "start">,
): Extract<ExecSlot, { kind: "none" }> | undefined {
  for (const path of judged.startUp.paths) {
    for (const running of path.commands) {
      if (
        running.slot.kind === "none" &&
        running.slot.locked !== true &&
        running.how !== "exec" &&
        standsAt(running, place)
      )
        return running.slot;
    }
  }
  return undefined;
}

export function standsAt({ node, unit }: Running, { path, start }: Pick<Location, "path" | "start">): boolean {
  const word = isSimple(node) ? node.words[0] : undefined;
  return word !== undefined && unit.script.text.path === path && unit.script.text.startOf(word.start) === start;
}
