import type { Input } from "./input.ts";

/** Whether an input still fails as the first one did. */
export type Fails = (input: Input) => Promise<boolean>;

/**
 * The input with everything left out that its failure does not need: files, and lines, words and characters of each,
 * in ever smaller chunks. `until`: when to stop, as `performance.now()` tells it.
 */
export async function shrunk(input: Input, fails: Fails, until: number): Promise<Input> {
  const cuts: readonly ((text: string) => readonly string[])[] = [
    (text) => text.split(/(?<=\n)/),
    (text) => text.split(/(?<=\s)/),
    (text) => text.split(/\b/),
    (text) => [...text],
  ];
  let left = new Map(input);
  const without = (path: string): Input => new Map([...left].filter(([other]) => other !== path));
  for (const cut of cuts) {
    for (const path of input.keys())
      if (left.has(path) && performance.now() < until && (await fails(without(path)))) left = new Map(without(path));
    for (const [path, file] of left) {
      const withText = (text: string): Input => new Map(left).set(path, { ...file, text });
      const kept = await fewest(cut(file.text), (pieces) => fails(withText(pieces.join(""))), until);
      left = new Map(withText(kept.join("")));
    }
  }
  return left;
}

/** Delta debugging as Zeller and Hildebrandt describe it, chunks left out alone. */
async function fewest(
  all: readonly string[],
  fails: (some: readonly string[]) => Promise<boolean>,
  until: number,
): Promise<readonly string[]> {
  let left = all;
  for (let size = Math.ceil(left.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < left.length;) {
      if (performance.now() > until) return left;
      const fewer = left.toSpliced(at, size);
      if (await fails(fewer)) left = fewer;
      else at += size;
    }
  }
  return left;
}
