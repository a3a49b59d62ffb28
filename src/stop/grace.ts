import type { Image } from "../image/built-image.ts";
import type { Grace } from "./reason.ts";

/** Who stops this image's container, and how long it waits before SIGKILL. */
export function graceOf({ patience }: Image): Grace {
  return { platform: patience.who, seconds: patience.seconds };
}
