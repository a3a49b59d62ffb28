import { Dice } from "./dice.ts";
import { context } from "./grammar/context.ts";
import { growing } from "./grammar/growing.ts";
import type { Input } from "./input.ts";
import { mutated } from "./mutate.ts";

/**
 * The input that a seed stands for: made by the grammars, or one of a corpus, changed. The same seed gives the same
 * input as long as neither changes.
 */
export function inputFor(seed: number, corpus: readonly Input[]): Input {
  const dice = new Dice(seed);
  return dice.go([
    [40, () => context(dice)],
    [20, () => mutated(dice, corpus)],
    [20, () => mutated(dice, [context(dice)])],
    [1, () => growing(dice)],
  ]);
}
