/** One of several ways to go on, and how often it is taken against the others. */
export type Way<T> = readonly [weight: number, make: () => T];

/**
 * Chance that can be had again: the same seed throws the same. Mulberry32, by Tommy Ettinger, public domain: fast, and
 * even enough here.
 */
export class Dice {
  #state: number;

  /** `seed`: any whole number; seeds next to one another give streams that have nothing in common. */
  constructor(seed: number) {
    this.#state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.floor(seed / 2 ** 32);
  }

  /** A number from 0 on, below `end`. */
  below(end: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * end);
  }

  /** Whether it comes out, once in `times`. */
  onceIn(times: number): boolean {
    return this.below(times) === 0;
  }

  /** One of a list that is not empty. */
  pick<T>(list: readonly T[]): T {
    for (const each of list.slice(this.below(list.length))) return each;
    throw new Error("nothing to pick from");
  }

  /** Goes one of the ways. */
  go<T>(ways: readonly Way<T>[]): T {
    let at = this.below(ways.reduce((sum, [weight]) => sum + weight, 0));
    for (const [weight, make] of ways) {
      at -= weight;
      if (at < 0) return make();
    }
    throw new Error("no way to go");
  }

  /** From 0 to `most` things, few more often than many. */
  some<T>(most: number, make: () => T): T[] {
    return Array.from({ length: this.below(this.below(most + 1) + 1) }, make);
  }

  /** From 1 to `most` things. */
  few<T>(most: number, make: () => T): T[] {
    return Array.from({ length: 1 + this.below(most) }, make);
  }
}
