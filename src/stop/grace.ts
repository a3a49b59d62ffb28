import { stopperName } from "../platforms/deployment.ts";
import type { Deployment } from "../platforms/deployment.ts";
import type { Grace } from "./reason.ts";

/** Who stops what a deployment starts, and how long it waits before SIGKILL. */
export function graceOf({ deployment: { platform } }: { readonly deployment: Deployment }): Grace {
  return { platform: stopperName(platform), seconds: platform.seconds };
}
