import type { Stage } from "../src/image/built-image.ts";
import type { Project } from "../src/project/project.ts";

/** The stages that make up the images that count: each image's own and those that it is built on, from the base up. */
export function countedStages(project: Project): readonly Stage[] {
  const stages = new Set<Stage>();
  for (const { image } of project.images) {
    for (
      let stage: Stage | undefined = image.stage;
      stage;
      stage = stage.base.kind === "stage" ? stage.base.stage : undefined
    )
      stages.add(stage);
  }
  return [...stages].filter((stage) => project.stages.includes(stage)).reverse();
}
