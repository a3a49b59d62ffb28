import { compose } from "./compose.ts";
import { fromDockerfile } from "./image-defaults.ts";
import { kubernetes } from "./kubernetes.ts";
import type { DeploymentFile, Platform } from "./platform.ts";

/** Every platform. Where several recognise a file, the last of them reads it. */
export const platforms: readonly Platform[] = [fromDockerfile, compose, kubernetes];

/** The platform that a file is for. */
export function platformOf(file: DeploymentFile): Platform | undefined {
  return platforms.findLast((platform) => platform.recognises(file));
}

/** Whether a file of this name, beside a Dockerfile or above it, may say how that is built and started. */
export function mayBuild(name: string): boolean {
  return platforms.some((platform) => platform.mayBuild(name));
}
