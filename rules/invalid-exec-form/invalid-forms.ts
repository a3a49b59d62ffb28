import type { Instruction } from "../../src/parse/dockerfile/syntax.ts";
import type { Project } from "../../src/project/project.ts";
import { meantArray } from "../../src/startup/faults/array-like.ts";
import type { MeantArray } from "../../src/startup/faults/array-like.ts";
import { countedStages } from "../counted-stages.ts";

/**
 * ENTRYPOINT and CMD instructions of the images that count, those of ONBUILD included; what a later one replaces is
 * left out.
 */
export function commandInstructions(project: Project): readonly Instruction[] {
  const found: Instruction[] = [];
  for (const stage of countedStages(project)) {
    const last = new Map<string, Instruction>();
    for (const instruction of stage.instructions) {
      const each = instruction.trigger ?? instruction;
      if (each.keyword === "CMD" || each.keyword === "ENTRYPOINT")
        last.set(`${instruction.keyword} ${each.keyword}`, each);
    }
    found.push(...last.values());
  }
  return found;
}

/** An array that the builder refuses (`refused` says why), or takes for a shell command (`meant`: what was meant). */
type InvalidForm = { readonly instruction: Instruction } & (
  | { readonly refused: string; readonly meant?: undefined }
  | { readonly meant: MeantArray; readonly refused?: undefined }
);

/** The ENTRYPOINT and CMD instructions whose arrays are none. */
export function* invalidForms(project: Project): Iterable<InvalidForm> {
  for (const instruction of commandInstructions(project)) {
    const { form, body } = instruction;
    if (form.kind === "invalid") yield { instruction, refused: form.reason };
    const meant = form.kind === "shell" ? meantArray(body.text) : undefined;
    if (meant) yield { instruction, meant };
  }
}
