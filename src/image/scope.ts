/** Variables by name, as far as whoever reads them has to know. */
export interface Variables<V> extends Iterable<readonly [string, V]> {
  get(name: string): V | undefined;
  has(name: string): boolean;
}

/**
 * Variables that others inherit: a copy shares what it does not change, so that a chain of a thousand stages does not
 * hold a thousand copies of each.
 */
export class Scope<V> implements Variables<V> {
  #own = new Map<string, V>();
  /** What is inherited, the latest first. Each has more than twice as many as the one before, so that there are few. */
  #inherited: readonly ReadonlyMap<string, V>[] = [];

  /** Variables to begin with. */
  constructor(entries: Iterable<readonly [string, V]> = []) {
    for (const [name, value] of entries) this.#own.set(name, value);
  }

  get(name: string): V | undefined {
    return this.#holder(name)?.get(name);
  }

  has(name: string): boolean {
    return this.#holder(name) !== undefined;
  }

  set(name: string, value: V): void {
    this.#own.set(name, value);
  }

  /** The same variables, to be changed without changing these. */
  copy(): Scope<V> {
    if (this.#own.size > 0) {
      let latest: ReadonlyMap<string, V> = this.#own;
      const older = [...this.#inherited];
      while (older[0] && older[0].size <= 2 * latest.size) latest = new Map([...(older.shift() ?? []), ...latest]);
      this.#inherited = [latest, ...older];
      this.#own = new Map();
    }
    const copied = new Scope<V>();
    copied.#inherited = this.#inherited;
    return copied;
  }

  [Symbol.iterator](): Iterator<readonly [string, V]> {
    const all = new Map<string, V>();
    for (const map of [...this.#inherited.toReversed(), this.#own])
      for (const [name, value] of map) all.set(name, value);
    return all.entries();
  }

  #holder(name: string): ReadonlyMap<string, V> | undefined {
    return this.#own.has(name) ? this.#own : this.#inherited.find((map) => map.has(name));
  }
}
