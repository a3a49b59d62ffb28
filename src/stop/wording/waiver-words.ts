import type { Waiver } from "../severity.ts";

/** Why a stuck or abrupt way needs no finding, as a sentence without its full stop. */
export function waiverWords(waiver: Waiver): string {
  switch (waiver.kind) {
    case "keep-alive":
      return `nothing is lost: ${waiver.actor} only keeps the container alive`;
    case "job":
      return `${waiver.actor} exits by itself when its work is done`;
    case "development":
      return `${waiver.actor} is for development`;
    case "step":
      return `${waiver.actor} may be a step that exits by itself: more of the script follows`;
    case "no handler":
      return `${waiver.actor} has no handler for ${waiver.signal}, which would kill it all the same`;
    case "own way":
      return `no signal is known on which ${waiver.actor} finishes its work`;
    case "stop signal":
      return `the base image ${waiver.image} may set another stop signal than ${waiver.signal}`;
    case "init elsewhere":
      return "every service that builds this image starts it with an init";
  }
}
