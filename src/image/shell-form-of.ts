import type { Instruction } from "../parse/dockerfile/syntax.ts";
import type { MappedText } from "../text/source.ts";
import type { Command, Setting } from "./built-image.ts";

/** A shell-form command together with the instruction that wrote it. */
export interface ShellForm {
  readonly instruction: Instruction;
  readonly shell: readonly string[];
  readonly text: MappedText;
}

/** The shell form behind a setting, if an instruction of this file wrote one. */
export function shellFormOf(setting: Setting<Command>): ShellForm | undefined {
  if (setting.value === "unknown" || setting.value.kind !== "shell" || setting.by.kind !== "instruction")
    return undefined;
  return { instruction: setting.by.instruction, shell: setting.value.shell, text: setting.value.text };
}
