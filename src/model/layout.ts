import type { Instruction } from "../parse/dockerfile.ts";
import type { Location, Source } from "../text.ts";
import type { Stage } from "./image.ts";
import type { Project } from "./project.ts";

/** The stages that make up the images that count: each image's own and those that it is built on, from the base up. */
export function stagesUnder(project: Project): readonly Stage[] {
  const stages = new Set<Stage>();
  for (const { image } of project.images) {
    for (let stage: Stage | undefined = image.stage; stage; stage = stage.base.kind === "stage" ? stage.base.stage : undefined) stages.add(stage);
  }
  return [...stages].filter((stage) => project.stages.includes(stage)).reverse();
}

/** A span widened to whole lines, with the last one's line ending: what to delete so that nothing is left of it. */
export function wholeLines(source: Source, at: Location): Location {
  const { text, path } = source;
  const start = text.lastIndexOf("\n", at.start - 1) + 1;
  const newline = text.indexOf("\n", at.end);
  // The last line of a file without a final newline takes the one before it along.
  return newline >= 0 ? { path, start, end: newline + 1 } : { path, start: Math.max(0, start - (text.startsWith("\r\n", start - 2) ? 2 : 1)), end: text.length };
}

/** ENTRYPOINT and CMD instructions of the images that count, those of ONBUILD included; what a later one replaces is left out. */
export function commandInstructions(project: Project): readonly Instruction[] {
  const found: Instruction[] = [];
  for (const stage of stagesUnder(project)) {
    const last = new Map<string, Instruction>();
    for (const instruction of stage.instructions) {
      const each = instruction.trigger ?? instruction;
      if (each.keyword === "CMD" || each.keyword === "ENTRYPOINT") last.set(`${instruction.keyword} ${each.keyword}`, each);
    }
    found.push(...last.values());
  }
  return found;
}
