import type { Finding } from "../src/rule.ts";

/**
 * What is said first of each place: the worst way through a start-up comes first, and others may lead to the same
 * place.
 */
export function* oncePerPlace<T extends Pick<Finding, "at">>(findings: Iterable<T>): Iterable<T> {
  const told = new Set<string>();
  for (const finding of findings) {
    const place = `${finding.at.path}:${finding.at.start}-${finding.at.end}`;
    if (told.has(place)) continue;
    told.add(place);
    yield finding;
  }
}
