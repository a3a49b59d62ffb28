import type { Deployment, Stopper } from "../platforms/deployment.ts";

/** Who stops what a deployment starts, and how long it waits before SIGKILL. */
export function graceOf({ deployment }: { readonly deployment: Deployment }): Stopper {
  return deployment.platform;
}
