import { atMost, isAside, isExpendable, isHooked, isPrompt, mayBeStep } from "./severity.ts";
import type { Severity } from "../text/diagnostic.ts";
import type { Process, Role } from "../startup/process.ts";
import { shellFormOf } from "../image/shell-form-of.ts";
import { stopSignalOf } from "./stop-signal.ts";
import { mayIgnore } from "./program-response.ts";
import type { Trap } from "../shell/state/traps.ts";
import type { Judged } from "./judge.ts";
import { isLost } from "./verdict.ts";
import type { Path } from "./start-up.ts";

/** A shell that is still there when the stop signal comes, on one way through the start-up. */
export interface Staying {
  readonly path: Path;
  readonly process: Process;
  readonly role: Extract<Role, { kind: "shell" }>;
  /** The trap on the stop signal, if one is set. */
  readonly trap: Trap | undefined;
  /** Its background job may ignore the stop signal, since the shell started it so. */
  readonly deaf: boolean;
  /** It forwards the signal and waits: what comes of it, a process below decides. */
  readonly forwards: boolean;
  /** What it waits for is more likely a step of its script than its purpose. */
  readonly step: boolean;
  /** It is PID 1. */
  readonly first: boolean;
  /** Its text is an ENTRYPOINT or CMD in shell form, of which other rules speak. */
  readonly shellForm: boolean;
  /**
   * An error where the container is sure to come here, a warning on one way of several or where a base image may change
   * it.
   */
  readonly severity: Severity;
}

/** The shells that stay, on the ways that run something worth stopping gracefully. */
export function stayingShells(judged: Judged): readonly Staying[] {
  const found: Staying[] = [];
  const signal = stopSignalOf(judged.image);
  const forms = [shellFormOf(judged.image.cmd), shellFormOf(judged.image.entrypoint)];
  const { paths } = judged.startUp;
  const sure = judged.image.argv !== "unknown" && paths.every((path) => isLost(path) || !path.decides);
  for (const path of paths) {
    if (isPrompt(path) || isExpendable(path) === "job" || isAside(path, judged.startUp) || isHooked(path)) continue;
    for (const [index, process] of path.processes.entries()) {
      const { role } = process;
      if (role.kind !== "shell" || role.unit.script.text.path === "") continue;
      const note = path.notes[index];
      const traps = role.steady.kind === "wait" ? role.steady.wait.traps : role.state.traps;
      found.push({
        path,
        process,
        role,
        trap: traps.get(signal),
        deaf: mayIgnore(path.processes[index + 1], signal, role.state, judged),
        forwards: note?.kind === "forwards" && note.to !== "nobody waits",
        step: role.steady.kind === "foreground" && mayBeStep(path, judged.image, role.steady.running),
        first: index === 0,
        shellForm: forms.some((form) => form?.text === role.unit.script.text),
        severity: sure ? atMost(path, "error") : "warning",
      });
    }
  }
  return found;
}
