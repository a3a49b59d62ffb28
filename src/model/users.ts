import type { Location } from "../text.ts";
import type { Judged, Project } from "./project.ts";
import { isSimple } from "./shell/state.ts";
import type { ExecSlot, Running } from "./shell/state.ts";

/**
 * Why `exec` may not stand before the command at a place, on one of the ways through a start-up: a trap that only some ways set, a caller that goes on behind
 * a sourced file. Undefined where it may on all, or where no way comes there.
 */
export function hindrance(judged: Judged, place: Pick<Location, "path" | "start">): Extract<ExecSlot, { kind: "none" }> | undefined {
  for (const path of judged.startUp.paths) {
    for (const { running } of path.processes.flatMap((process) => process.hops)) {
      if (running && running.slot.kind === "none" && running.slot.locked !== true && running.how !== "exec" && standsAt(running, place)) return running.slot;
    }
  }
  return undefined;
}

/** The files that what a project starts, or may start, depends on: its Dockerfile, and what is read of the build context to derive the start-ups. */
export function usedBy(project: Project): ReadonlySet<string> {
  const files = new Set([project.dockerfile.source.path]);
  for (const { image, startUp, context } of [...project.images, ...project.others.values()]) {
    if (startUp.paths.length > 0) for (const file of [image.dockerfile.source.path, ...context.used]) files.add(file);
  }
  return files;
}

function standsAt({ node, unit }: Running, { path, start }: Pick<Location, "path" | "start">): boolean {
  const word = isSimple(node) ? node.words[0] : undefined;
  return word !== undefined && unit.script.text.path === path && unit.script.text.startOf(word.start) === start;
}
