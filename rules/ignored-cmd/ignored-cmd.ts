import { MappedText } from "../../src/text/source.ts";
import type { Related, Severity } from "../../src/text/diagnostic.ts";
import type { Location } from "../../src/text/source.ts";
import { meantArray } from "../../src/startup/faults/array-like.ts";
import type { Instruction } from "../../src/parse/dockerfile/syntax.ts";
import type { Command } from "../../src/image/built-image.ts";
import type { Judged } from "../../src/stop/judge.ts";
import { places } from "./messages.ts";
import type { IgnoredReason } from "./messages.ts";

/** A CMD that is ignored. */
interface IgnoredCmd {
  readonly severity: Severity;
  readonly reason: IgnoredReason;
  readonly at: Location;
  readonly related: readonly Related[];
}

/** Shell text that uses its arguments. */
const usesArguments = /\$\{?[@*#0-9]|\bshift\b|\bgetopts\b|\bBASH_ARGV\b|\b(for|select)\s+\w+\s*(?:;\s*)?do\b/;

/**
 * Whether the CMD of an image is lost: behind shell-form ENTRYPOINT, a script that takes no arguments, or by a child's
 * ENTRYPOINT.
 */
export function ignoredCmd(judged: Judged): IgnoredCmd | undefined {
  const { image } = judged;
  const { entrypoint, cmd } = image;
  if (entrypoint.by.kind !== "instruction" || entrypoint.value === "unknown") return undefined;
  const point = { at: entrypoint.by.instruction.at, message: places.takesNone };
  const lost = droppedCmd(judged);
  if (lost) {
    return {
      severity: "warning",
      reason: { kind: "cleared" },
      at: lost.at,
      related: [{ at: entrypoint.by.instruction.at, message: places.clears }],
    };
  }
  if (
    cmd.by.kind !== "instruction" ||
    cmd.value === "unknown" ||
    cmd.value.kind === "empty" ||
    cmd.value.kind === "invalid"
  )
    return undefined;
  const { at } = cmd.by.instruction;
  if (entrypoint.value.kind === "shell") {
    if (meantArray(entrypoint.value.text.text)) return undefined;
    if (usesArguments.test(entrypoint.value.text.text)) return undefined;
    return { severity: "warning", reason: { kind: "shell-form ENTRYPOINT" }, at, related: [point] };
  }
  const text = dashCText(entrypoint.value);
  if (text !== undefined && !usesArguments.test(text)) {
    return { severity: "warning", reason: { kind: "-c text" }, at, related: [point] };
  }
  const script = deafScript(judged, cmd.by.instruction);
  return script === undefined
    ? undefined
    : { severity: "warning", reason: { kind: "script", actor: script }, at, related: [point] };
}

/** The text that an exec-form ENTRYPOINT hands to a shell as its last word. */
function dashCText(command: Command): string | undefined {
  if (command.kind !== "exec") return undefined;
  const words = command.words.map((word) => word.value);
  return /(^|\/)(ba|da|a|z)?sh$/.test(words[0] ?? "") &&
    /^-[a-z]*c$/.test(words.at(-2) ?? "") &&
    words.at(-1) !== "unknown"
    ? words.at(-1)
    : undefined;
}

/** A CMD of this file that the ENTRYPOINT of a stage built on it has dropped. */
function droppedCmd({ image }: Judged): Instruction | undefined {
  const { cmd, entrypoint, stage } = image;
  if (
    cmd.value === "unknown" ||
    cmd.value.kind !== "empty" ||
    cmd.by.kind !== "instruction" ||
    cmd.by.instruction.keyword !== "ENTRYPOINT"
  )
    return undefined;
  if (entrypoint.by.kind !== "instruction" || stage.base.kind !== "stage") return undefined;
  const { stage: setter } = entrypoint.by;
  for (
    let under = setter.base.kind === "stage" ? setter.base.stage : undefined;
    under;
    under = under.base.kind === "stage" ? under.base.stage : undefined
  ) {
    const set = under.instructions.findLast((each) => each.keyword === "CMD" || each.keyword === "ENTRYPOINT");
    if (set) return set.keyword === "CMD" && set.body.text !== "[]" ? set : undefined;
  }
  return undefined;
}

/** The script that gets CMD as its arguments and never uses them. */
function deafScript(judged: Judged, cmd: Instruction): string | undefined {
  const words = cmd.form.kind === "exec" ? cmd.form.words.map((word) => word.text) : [cmd.body];
  let deaf: string | undefined;
  for (const path of judged.startUp.paths) {
    const hops = path.processes.flatMap((process) => process.hops);
    const reached = hops.findLastIndex((hop) =>
      hop.argv.some((arg) => arg.text !== undefined && words.includes(arg.text)),
    );
    const hop = hops[reached];
    const process = path.processes.find((each) => hop !== undefined && each.hops.includes(hop));
    if (!hop || !process || words.some((word) => word === hop.argv[0]?.text)) return undefined;
    // Behind a bare shell (`ENTRYPOINT ["bash"]`) CMD names the script itself.
    const script = scriptPath(hop.what);
    if (hop.argv.some(({ value, text }) => text && words.includes(text) && names(value, script))) return undefined;
    const file = judged.context.lookup(judged.image.stage, scriptPath(hop.what));
    if (file.kind !== "file" || !(file.text instanceof MappedText) || !/^#!.*sh\b/.test(file.text.text))
      return undefined;
    // A sourced file sees the arguments too.
    if (usesArguments.test(file.text.text) || /(^|[\s;&|])(\.|source|eval)\s/m.test(file.text.text)) return undefined;
    deaf = scriptPath(hop.what);
  }
  return deaf;
}

/** Whether a word is the name of a script: its path, or the end of it behind a working directory. */
function names(word: string, script: string): boolean {
  return word === script || script.endsWith(`/${word.replace(/^\.\//, "")}`);
}

function scriptPath(what: string): string {
  return /^(?:.* with )?script (\/\S+)/.exec(what)?.[1] ?? what;
}
