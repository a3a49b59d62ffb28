import type { Fix } from "../src/text/edits.ts";
import type { Related, Severity } from "../src/text/diagnostic.ts";
import { rank } from "../src/text/diagnostic.ts";
import type { Location } from "../src/text/source.ts";
import { isPrompt, mainProcess, severityOf } from "../src/stop/severity.ts";
import { commandShells } from "../src/stop/command-shells.ts";
import type { CommandShell } from "../src/stop/command-shells.ts";
import { shellFormFixes } from "../src/remedies/shell-form-fixes.ts";
import { toldShell } from "../src/image/bin-sh.ts";
import { runTexts } from "../src/image/packages.ts";
import { shellFormOf } from "../src/image/shell-form-of.ts";
import type { ShellForm } from "../src/image/shell-form-of.ts";
import type { Stage } from "../src/image/built-image.ts";
import type { Judged } from "../src/stop/judge.ts";
import { nameOf } from "../src/stop/response.ts";
import { stopSignalOf } from "../src/stop/stop-signal.ts";
import { places } from "./shell-form-messages.ts";
import type { ShellFormReason } from "./shell-form-messages.ts";

/** What is to be said of an ENTRYPOINT or CMD in shell form. */
interface ShellFormVerdict {
  readonly severity: Severity;
  readonly reason: ShellFormReason;
  readonly at: Location;
  readonly related: readonly Related[];
  readonly fixes: readonly Fix[];
}

/** Judges the effective ENTRYPOINT or CMD of an image if it is in shell form. Undefined: there is nothing to say. */
export function judgeShellForm(judged: Judged, keyword: "ENTRYPOINT" | "CMD"): ShellFormVerdict | undefined {
  const { image } = judged;
  const form = shellFormOf(keyword === "CMD" ? image.cmd : image.entrypoint);
  if (!form) return undefined;
  let worst: Judgement | undefined;
  for (const commandShell of commandShells(form.text, judged.startUp)) {
    const verdict = judgeShell(commandShell, keyword, stopSignalOf(image));
    if (verdict && (!worst || rank(verdict.severity) < rank(worst.severity))) worst = verdict;
  }
  if (!worst) return undefined;
  // An ENTRYPOINT that an unknown base may set would get CMD as arguments: no certainty then.
  const severity = image.argv === "unknown" && worst.severity === "error" ? "warning" : worst.severity;
  return {
    severity,
    reason: worst.reason,
    at: form.instruction.at,
    related: shellOrigin(judged, form),
    fixes: shellFormFixes(form, judged, keyword),
  };
}

type Judgement = Pick<ShellFormVerdict, "severity" | "reason">;

function judgeShell(shell: CommandShell, keyword: string, signal: string): Judgement | undefined {
  if (shell.kind === "other" && shell.role.kind === "unrunnable" && shell.role.problem.fault.code === "no-shell")
    return { severity: "error", reason: { kind: "no shell", keyword, fault: shell.role.problem.fault } };
  if (shell.kind === "absent" || shell.kind === "other") return undefined;
  const { path } = shell;
  const main = mainProcess(path);
  if (isPrompt(path) || main?.role.kind === "ended" || main?.role.kind === "unrunnable") return undefined;
  if (shell.kind === "stays") {
    const severity = severityOf(path);
    if (!severity) return undefined;
    const child = path.processes[path.processes.indexOf(shell.process) + 1];
    const program = child ? nameOf(child) : "the program";
    const outcome = path.onSignal.reason;
    return {
      severity: shell.undetermined ? "info" : severity,
      reason: shell.undetermined
        ? { kind: "which shell", keyword, program, signal }
        : { kind: "shell stays", keyword, outcome },
    };
  }
  if (!shell.implicit) return undefined;
  const hops = path.processes.flatMap((process) => process.hops);
  const replaced = hops.find((_, index) => hops[index + 1]?.kind === "implicit exec");
  return { severity: "info", reason: { kind: "implicit exec", keyword, actor: replaced?.what ?? "the shell", signal } };
}

/** Where the shell comes from: the SHELL in force at the instruction, or the base image. */
function shellOrigin({ image }: Judged, form: ShellForm): readonly Related[] {
  const { stage } = image;
  for (let each: Stage | undefined = stage; each; each = each.base.kind === "stage" ? each.base.stage : undefined) {
    const set = each.instructions.findLast(
      ({ keyword, at }) => keyword === "SHELL" && at.start < form.instruction.at.start,
    );
    if (set) return [{ at: set.at, message: places.setHere(form.shell) }];
    if (each.base.kind === "image" && image.sh !== "unknown" && image.sh !== "none") {
      const at = image.base ? each.from.at : (toldShell(runTexts(stage))?.at ?? each.from.at);
      return [{ at, message: places.ofImage(image.sh === "ash" ? "busybox ash" : image.sh) }];
    }
  }
  return [];
}
