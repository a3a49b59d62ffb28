import type { MappedText } from "../text/source.ts";
import type { Process, Role } from "../startup/process.ts";
import type { Path, StartUp } from "./start-up.ts";
import { dashCText } from "../startup/start-shell.ts";
import type { Running } from "../shell/state/state.ts";

/** What becomes, on one way through the start-up, of the shell that is given a text with `-c`. */
export type CommandShell =
  /** It takes no part: nothing runs it. */
  | { readonly kind: "absent" }
  /** A program takes its place; `implicit`: nobody wrote exec. */
  | {
      readonly kind: "replaced";
      readonly path: Path;
      readonly implicit: boolean;
      readonly running: Running | undefined;
    }
  /** It stays in front of what it started; `undetermined`: some shells would, and which one this is is not known. */
  | {
      readonly kind: "stays";
      readonly path: Path;
      readonly process: Process;
      readonly role: Extract<Role, { kind: "shell" }>;
      readonly undetermined: boolean;
    }
  /** It is over, or something about it is unknown. */
  | { readonly kind: "other"; readonly path: Path; readonly role: Role };

/** What becomes of a shell that was given this very text, on every way. */
export function commandShells(text: MappedText, startUp: StartUp): readonly CommandShell[] {
  return startUp.paths.map((path) => shellOn(text, path));
}

function shellOn(text: MappedText, path: Path): CommandShell {
  for (const process of path.processes) {
    const at = process.hops.findIndex((hop) => hop.argv.some((arg) => arg.text === text));
    // A text that is handed on (ENTRYPOINT script, init) belongs to the last that has it.
    const last = process.hops.findLastIndex((hop) => hop.argv.some((arg) => arg.text === text));
    if (at < 0) continue;
    const next = process.hops[last + 1];
    // Behind the text of another shell it is a parameter: CMD in shell form after such an ENTRYPOINT.
    const run = next?.kind === "implicit exec" ? dashCText(process.hops[last]?.argv ?? []) : undefined;
    if (run && run.text !== text) continue;
    if (next) return { kind: "replaced", path, implicit: next.kind === "implicit exec", running: next.running };
    const { role } = process;
    if (role.kind !== "shell") {
      if (path.processes.at(-1) !== process && (role.kind === "init" || role.kind === "wrapper")) continue;
      return { kind: "other", path, role };
    }
    if (role.unit.script.text !== text) continue;
    const undetermined = role.steady.kind === "foreground" && role.steady.running.implicit === "unknown";
    return { kind: "stays", path, process, role, undetermined };
  }
  return { kind: "absent" };
}
