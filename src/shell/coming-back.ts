import { nearer } from "./state/leaning.ts";
import type { State } from "./state/state.ts";

/** A parent goes on once for each status that its child comes back with. */
export function comingBack(ways: readonly State[], after: State): readonly State[] {
  const found = new Map<string, State>();
  for (const { status, external, leaning, departures } of ways) {
    const key = `${status}${external}${leaning ? `${leaning.at.start}${leaning.status}` : ""}`;
    const other = found.get(key)?.departures;
    const near = other ? nearer(other, departures) : departures;
    found.set(key, { ...after, status, external, leaning, departures: near });
  }
  return [...found.values()];
}
