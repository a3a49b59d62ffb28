/** `; did you mean "x"?` for the name that was most likely meant; empty if none is near. */
export function suggestion(given: string, names: Iterable<string>): string {
  let best: string | undefined;
  // Half of the letters wrong is no slip of the finger.
  let least = Math.max(2, Math.ceil(given.length / 2));
  for (const name of names) {
    const far = distance(given, name);
    if (far < least) [best, least] = [name, far];
  }
  return best === undefined ? "" : `; did you mean "${best}"?`;
}

/** How many letters must be put in, left out or replaced to make one word of the other. */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (const [index, letter] of [...from].entries()) {
    const next = [index + 1];
    for (let column = 1; column <= to.length; column++) {
      const replaced = (row[column - 1] ?? 0) + (letter === to[column - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
