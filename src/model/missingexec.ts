import type { Related, Severity } from "../diagnostic.ts";
import { rank } from "../diagnostic.ts";
import type { Location } from "../text.ts";
import { mainProcess, severityOf } from "./blame.ts";
import type { Path, Process } from "./outcome.ts";
import type { Judged } from "./project.ts";
import { shellFormOf } from "./rewrite.ts";
import type { Running } from "./shell/state.ts";
import { nameOf } from "./stop.ts";

/** A command that runs as a child of its shell although the container exists for it. */
export interface MissingExec {
  readonly severity: Severity;
  readonly running: Running;
  readonly reason: string;
  readonly at: Location;
  readonly others: readonly Related[];
}

/**
 * All places of an image's start-up where `exec` is missing: in scripts and in `-c` texts of exec form. Shell form as such is not among
 * them, nor what runs in pipelines or loops.
 */
export function missingExecs(judged: Judged): readonly MissingExec[] {
  const found = new Map<string, MissingExec>();
  const { paths } = judged.startUp;
  const forms = [shellFormOf(judged.image.cmd), shellFormOf(judged.image.entrypoint)];
  for (const path of paths) {
    const main = mainProcess(path);
    if (!main || main.role.kind === "interactive" || main.role.kind === "ended") continue;
    for (const candidate of [...stays(path, judged), ...lucky(path)]) {
      const { running } = candidate;
      if (forms.some((form) => form && form.text === running.unit.script.text) || running.at.path === "") continue;
      const key = `${running.at.path}:${running.at.start}`;
      const known = found.get(key);
      if (!known || rank(candidate.severity) < rank(known.severity)) found.set(key, { ...candidate, others: [] });
    }
  }
  return [...found.values()];
}

/** Shells that stay with a foreground child. */
function* stays(path: Path, judged: Judged): Generator<Omit<MissingExec, "others">> {
  for (const process of path.processes) {
    if (process.role.kind !== "shell" || process.role.steady.kind !== "foreground") continue;
    const { running } = process.role.steady;
    if (running.how !== "foreground" && running.how !== "subshell") continue;
    const severity = severityOf(path);
    if (severity === undefined || !decides(process, path)) continue;
    const sure = running.implicit !== "unknown" && judged.image.argv !== "unknown" && everyWay(judged, running);
    yield { severity: severity === "error" && !sure ? "warning" : severity, running, reason: words(process, path), at: running.at };
  }
}

/** Only the outermost shell that stays is at fault; what hangs below it cannot matter before that is mended. */
function decides(process: Process, path: Path): boolean {
  return path.processes.find((each) => each.role.kind === "shell") === process;
}

/** Whether the program misses exec on all ways that this start-up can take. */
function everyWay(judged: Judged, running: Running): boolean {
  return judged.startUp.paths.every((path) => path.outcome === "stuck" || path.outcome === "abrupt" || path.processes.some((process) => process.role.kind === "shell" && process.role.unit === running.unit));
}

function words(process: Process, path: Path): string {
  const name = nameOf(process);
  return `${name} runs ${path.processes[path.processes.indexOf(process) + 1]?.hops.at(-1)?.what ?? "the program"} as a child: ${path.reason}`;
}

/** Shells that replaced themselves in exec form although nobody wrote exec. */
function* lucky(path: Path): Generator<Omit<MissingExec, "others">> {
  for (const process of path.processes) {
    for (const [index, hop] of process.hops.entries()) {
      if (hop.kind !== "implicit exec" || !hop.running) continue;
      const shell = process.hops[index - 1]?.what ?? "the shell";
      yield { severity: "info", running: hop.running, reason: `this works only because ${shell} happens to replace itself with ${hop.what}; dash, for one, would keep the stop signal from it`, at: hop.running.at };
    }
  }
}
