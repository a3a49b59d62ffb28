/** What the stop signal does while everything runs. */
export type SignalOutcome = "graceful" | "delivered" | "abrupt" | "stuck" | "unknown";

/**
 * What becomes of a container that is told to stop; `finishes`: it ends by itself, `fails`: it cannot start. See the
 * README's table of outcomes.
 */
export type Outcome = SignalOutcome | "finishes" | "fails";

/**
 * Outcomes, the one that counts most first: an image is as bad as its worst way through the start-up. `stuck` comes
 * before `fails`: a container that does not start is noticed when it is started, one that does not stop only when it
 * matters. What is not known may be any of them, and so stands between the bad and the good. `finishes` comes last: it
 * says nothing of stopping, so that any way that stays counts more.
 */
export const outcomes: readonly Outcome[] = [
  "stuck",
  "fails",
  "abrupt",
  "unknown",
  "delivered",
  "graceful",
  "finishes",
];
