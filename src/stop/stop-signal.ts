import type { Deployment, Stopper } from "../platforms/deployment.ts";
import type { Path } from "./start-up.ts";
import type { Image } from "../image/built-image.ts";

/** The signal that the engine sends to stop an image; SIGTERM where an unknown base may say otherwise. */
export function stopSignalOf(image: Image): string {
  return image.stopSignal.value === "unknown" ? "SIGTERM" : image.stopSignal.value;
}

/** Whether something in front of the main program sends it another signal than the one it gets itself. */
export function isRewritten({ processes }: Path, signal: string): boolean {
  return processes.some(
    ({ role }) => (role.kind === "init" || role.kind === "wrapper") && role.wrapped.rewrites.has(signal),
  );
}

/** Who stops what a deployment starts, and how long it waits before SIGKILL. */
export function graceOf({ deployment }: { readonly deployment: Deployment }): Stopper {
  return deployment.platform;
}
