import type { Image } from "./image.ts";
import { isExpendable, isPrompt } from "./blame.ts";
import type { Path, Process, Role } from "./outcome.ts";
import type { Judged } from "./project.ts";
import { shellFormOf } from "./rewrite.ts";
import type { Trap } from "./shell/state.ts";

/** A shell that is still there when the stop signal comes, on one way through the start-up. */
export interface Staying {
  readonly path: Path;
  readonly process: Process;
  readonly role: Extract<Role, { kind: "shell" }>;
  /** The trap on the stop signal, if one is set. */
  readonly trap: Trap | undefined;
  /** It is PID 1. */
  readonly first: boolean;
  /** Its text is an ENTRYPOINT or CMD in shell form, of which other rules speak. */
  readonly shellForm: boolean;
}

/** The signal that the engine sends to stop an image; SIGTERM where an unknown base may say otherwise. */
export function stopSignalOf(image: Image): string {
  return image.stopSignal.value === "unknown" ? "SIGTERM" : image.stopSignal.value;
}

/** The shells that stay, on the ways that run something worth stopping in order. */
export function stayingShells(judged: Judged): readonly Staying[] {
  const found: Staying[] = [];
  const signal = stopSignalOf(judged.image);
  const forms = [shellFormOf(judged.image.cmd), shellFormOf(judged.image.entrypoint)];
  for (const path of judged.startUp.paths) {
    if (isPrompt(path) || isExpendable(path) === "job") continue;
    for (const process of path.processes) {
      const { role } = process;
      if (role.kind !== "shell" || role.unit.script.text.path === "") continue;
      const traps = role.steady.kind === "wait" ? role.steady.wait.traps : role.state.traps;
      found.push({ path, process, role, trap: traps.get(signal), first: process === path.processes[0], shellForm: forms.some((form) => form?.text === role.unit.script.text) });
    }
  }
  return found;
}
