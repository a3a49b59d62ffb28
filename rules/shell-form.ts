import type { Fix } from "../src/text/edits.ts";
import type { Related, Severity } from "../src/text/diagnostic.ts";
import { rank } from "../src/text/diagnostic.ts";
import type { Location } from "../src/text/source.ts";
import { faultWords } from "../src/stop/wording/fault-words.ts";
import { reasonWords } from "../src/stop/wording/reason-words.ts";
import { isPrompt, mainProcess, severityOf } from "../src/stop/severity.ts";
import { commandShells } from "../src/stop/command-shells.ts";
import type { CommandShell } from "../src/stop/command-shells.ts";
import { shellFormFixes } from "../src/remedies/shell-form-fixes.ts";
import { shellFormOf } from "../src/image/shell-form-of.ts";
import type { ShellForm } from "../src/image/shell-form-of.ts";
import type { Stage } from "../src/image/built-image.ts";
import type { Judged } from "../src/stop/judge.ts";

/** What is to be said of an ENTRYPOINT or CMD in shell form. */
export interface ShellFormVerdict {
  readonly severity: Severity;
  readonly message: string;
  readonly at: Location;
  readonly related: readonly Related[];
  readonly fixes: readonly Fix[];
}

/** Judges the effective ENTRYPOINT or CMD of an image if it is in shell form. Undefined: there is nothing to say. */
export function judgeShellForm(judged: Judged, keyword: "ENTRYPOINT" | "CMD"): ShellFormVerdict | undefined {
  const { image } = judged;
  const form = shellFormOf(keyword === "CMD" ? image.cmd : image.entrypoint);
  if (!form) return undefined;
  let worst: { readonly severity: Severity; readonly words: string } | undefined;
  for (const commandShell of commandShells(form.text, judged.startUp)) {
    const verdict = judgeShell(commandShell, keyword);
    if (verdict && (!worst || rank(verdict.severity) < rank(worst.severity))) worst = verdict;
  }
  if (!worst) return undefined;
  // An ENTRYPOINT that an unknown base may set would get CMD as arguments: no certainty then.
  const severity = image.argv === "unknown" && worst.severity === "error" ? "warning" : worst.severity;
  return {
    severity,
    message: worst.words,
    at: form.instruction.at,
    related: shellOrigin(judged, form),
    fixes: shellFormFixes(form, judged, keyword),
  };
}

function judgeShell(
  shell: CommandShell,
  keyword: string,
): { readonly severity: Severity; readonly words: string } | undefined {
  if (shell.kind === "other" && shell.role.kind === "unrunnable" && shell.role.problem.fault.code === "no-shell") {
    return { severity: "error", words: `${keyword} in shell form: ${faultWords(shell.role.problem.fault)}` };
  }
  if (shell.kind === "absent" || shell.kind === "other") return undefined;
  const main = mainProcess(shell.path);
  if (isPrompt(shell.path) || main?.role.kind === "ended" || main?.role.kind === "unrunnable") return undefined;
  if (shell.kind === "stays") {
    const severity = severityOf(shell.path);
    return (
      severity && {
        severity: shell.undetermined ? "warning" : severity,
        words: `${keyword} in shell form: ${reasonWords(shell.path.onSignal.reason)}`,
      }
    );
  }
  if (!shell.implicit) return undefined;
  const hops = shell.path.processes.flatMap((process) => process.hops);
  const replaced = hops.find((_, index) => hops[index + 1]?.kind === "implicit exec");
  const next = hops[hops.findIndex((hop) => hop.kind === "implicit exec")];
  const here = `here ${replaced?.what ?? "the shell"} happens to replace itself with ${next?.what ?? "the program"}`;
  return {
    severity: "info",
    words: `${keyword} in shell form: ${here}, but dash, for one, would stay in front of it and keep the stop signal`,
  };
}

/** Where the shell comes from: the SHELL in force at the instruction, or the base image. */
function shellOrigin({ image }: Judged, form: ShellForm): readonly Related[] {
  const { stage } = image;
  for (let each: Stage | undefined = stage; each; each = each.base.kind === "stage" ? each.base.stage : undefined) {
    const set = each.instructions.findLast(
      ({ keyword, at }) => keyword === "SHELL" && at.start < form.instruction.at.start,
    );
    if (set) return [{ at: set.at, message: `the shell is set here: ${form.shell.join(" ")}` }];
    if (each.base.kind === "image" && image.sh !== "unknown" && image.sh !== "none") {
      return [
        { at: each.from.at, message: `/bin/sh of this image is ${image.sh === "ash" ? "busybox ash" : image.sh}` },
      ];
    }
  }
  return [];
}
