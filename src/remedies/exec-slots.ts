import type { ExecSlot } from "../shell/state/state.ts";
import { commandShells } from "../stop/command-shells.ts";
import type { Judged } from "../stop/judge.ts";
import { byHand } from "../text/edits.ts";
import type { Fix } from "../text/edits.ts";
import type { Location, MappedText } from "../text/source.ts";

/** Where `exec` may go in a shell text, over all ways; a reason where on some way it may not. */
export function slotsOf(text: MappedText, judged: Judged): readonly ExecSlot[] {
  const slots = new Map<string, ExecSlot>();
  for (const shell of commandShells(text, judged.startUp)) {
    const running =
      shell.kind === "stays"
        ? shell.role.steady.kind === "foreground"
          ? shell.role.steady.running
          : undefined
        : shell.kind === "replaced"
          ? shell.running
          : undefined;
    if (shell.kind === "stays" && !running)
      slots.set("job", { kind: "none", reason: "the program runs in the background" });
    if (running?.slot.kind === "none" && running.slot.locked === true) slots.set(running.slot.reason, running.slot);
    if (!running || running.unit.script.text !== text) continue;
    if (shell.kind === "replaced" && !shell.implicit) continue;
    const { slot } = running;
    slots.set(slot.kind === "insert" ? String(slot.index) : slot.reason, slot);
  }
  return [...slots.values()];
}

/** `exec` where it may go: before the program, at each of the places. */
export function putExec(places: readonly Location[]): Fix {
  return {
    title: "Put `exec` before the program, so that it replaces the shell",
    applicability: "safe",
    edits: places.map((place) => ({ ...place, text: "exec " })),
  };
}

/** What to do where the last command only keeps the container alive: as PID 1 it would ignore the signal itself. */
export const runInForeground = byHand(
  "run the program itself in the foreground (`cron -f`, `nginx -g 'daemon off;'`) with `exec`, as the last command",
);
