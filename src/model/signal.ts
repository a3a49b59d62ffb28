import type { Image } from "./image.ts";

/** The signal that the engine sends to stop an image; SIGTERM where an unknown base may say otherwise. */
export function stopSignalOf(image: Image): string {
  return image.stopSignal.value === "unknown" ? "SIGTERM" : image.stopSignal.value;
}
