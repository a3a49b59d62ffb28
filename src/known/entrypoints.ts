import type { BaseImage } from "./images.ts";

/** Official images whose entrypoint script does the same for every command: it only puts an interpreter before options. */
const indifferent = new Set(["node", "php", "eclipse-temurin"]);

/** Whether a base image's entrypoint script executes its arguments without looking which program they name (read in the images' repositories). */
export function forwardsArguments(base: BaseImage): boolean {
  return base.entrypointExecsArgs === true && indifferent.has(base.name);
}
