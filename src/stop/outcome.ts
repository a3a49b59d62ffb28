/** What the stop signal does. See the README's table of outcomes. */
export type Outcome = "graceful" | "delivered" | "abrupt" | "stuck" | "unknown";

/** Outcomes, the one that counts most first: an image is as bad as its worst way through the start-up. */
export const outcomes: readonly Outcome[] = ["stuck", "abrupt", "unknown", "delivered", "graceful"];
