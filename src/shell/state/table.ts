/**
 * A leaf holds entries, a branch holds nodes, each at its number's digit; a hole where there is none. Never changed
 * once it is in a table.
 */
type Slots<V> =
  | { readonly leaf: true; readonly entries: Entries<V> }
  | { readonly leaf: false; readonly below: readonly (Slots<V> | undefined)[] };

type Entries<V> = readonly (Entry<V> | undefined)[];

interface Entry<V> {
  readonly name: string;
  readonly value: V;
}

const BITS = 5;
const MASK = (1 << BITS) - 1;

/**
 * A map from names that is never changed: an entry more gives another table, which shares nearly all of itself with
 * the first. So each of very many states can have its own. Entries come in the order in which their names have first
 * been put into any table that goes back to the same empty one.
 */
export class Table<V> {
  readonly size: number;
  /** Numbers of names, the same for all tables that go back to one. */
  readonly #numbers: Map<string, number>;
  readonly #root: Slots<V> | undefined;
  /** Levels below the root. */
  readonly #height: number;

  private constructor(numbers: Map<string, number>, root: Slots<V> | undefined, height: number, size: number) {
    this.#numbers = numbers;
    this.#root = root;
    this.#height = height;
    this.size = size;
  }

  static empty<V>(): Table<V> {
    return new Table<V>(new Map(), undefined, 0, 0);
  }

  get(name: string): V | undefined {
    return this.#entry(name)?.value;
  }

  has(name: string): boolean {
    return this.#entry(name) !== undefined;
  }

  #entry(name: string): Entry<V> | undefined {
    const number = this.#numbers.get(name);
    if (number === undefined || number >> (BITS * (this.#height + 1)) > 0) return undefined;
    let node = this.#root;
    for (let level = this.#height; node && !node.leaf; level--) node = node.below[(number >> (BITS * level)) & MASK];
    return node?.leaf === true ? node.entries[number & MASK] : undefined;
  }

  /** With one entry more, or another value. */
  put(name: string, value: V): Table<V> {
    const number = this.#numbers.get(name) ?? this.#numbers.size;
    this.#numbers.set(name, number);
    let height = this.#height;
    while (number >> (BITS * (height + 1)) > 0) height++;
    const root = placed(raised(this.#root, this.#height, height), height, number, { name, value });
    return new Table(this.#numbers, root, height, this.size + (this.has(name) ? 0 : 1));
  }

  /** Names whose entries are not one and the same in both, with the values; quick where the tables share much. */
  *differences(other: Table<V>): Generator<readonly [name: string, one: V | undefined, two: V | undefined]> {
    if (this.#numbers === other.#numbers) {
      const height = Math.max(this.#height, other.#height);
      for (const [one, two] of apart(
        raised(this.#root, this.#height, height),
        raised(other.#root, other.#height, height),
      )) {
        for (const [digit, entry] of one.entries())
          if (entry !== two[digit] && entry) yield [entry.name, entry.value, two[digit]?.value];
        for (const [digit, entry] of two.entries())
          if (entry && !one[digit]) yield [entry.name, undefined, entry.value];
      }
      return;
    }
    for (const [name, value] of this) yield [name, value, other.get(name)];
    for (const [name, value] of other) if (!this.has(name)) yield [name, undefined, value];
  }

  /**
   * With the entries of another table whose names are not in this one; itself if there is none. The budget is charged
   * for what they do not share.
   */
  union(other: Table<V>, budget: { spend(steps: number): boolean }): Table<V> {
    if (this.#numbers !== other.#numbers)
      return this.#with([...walk(other.#root)].filter(({ name }) => !this.has(name)));
    const height = Math.max(this.#height, other.#height);
    const fresh: Entry<V>[] = [];
    let leaves = 0;
    for (const [one, two] of apart(
      raised(this.#root, this.#height, height),
      raised(other.#root, other.#height, height),
      true,
    )) {
      leaves++;
      for (const [digit, entry] of two.entries()) if (entry && !one[digit]) fresh.push(entry);
    }
    budget.spend(leaves / 8);
    return this.#with(fresh);
  }

  #with(entries: readonly Entry<V>[]): Table<V> {
    return entries.reduce((table: Table<V>, { name, value }) => table.put(name, value), this);
  }

  /** Whether both have the same names, with values that are the same to `same`. */
  equals(other: Table<V>, same: (one: V, two: V) => boolean): boolean {
    if (this.size !== other.size) return false;
    for (const [, one, two] of this.differences(other))
      if (one === undefined || two === undefined || !same(one, two)) return false;
    return true;
  }

  /**
   * A number that is the same for tables that are equal, and nearly always another for others; `describe` must be the
   * same for all tables that are compared.
   */
  fingerprint(describe: (value: V) => string): number {
    return fingerprint(this.#root, describe);
  }

  *[Symbol.iterator](): Generator<readonly [string, V]> {
    for (const { name, value } of walk(this.#root)) yield [name, value];
  }

  *values(): Generator<V> {
    for (const { value } of walk(this.#root)) yield value;
  }
}

/** Of nodes and entries, which tables share. */
const fingerprints = new WeakMap<object, number>();

function fingerprint<V>(node: Slots<V> | undefined, describe: (value: V) => string): number {
  if (!node) return 0;
  const known = fingerprints.get(node);
  if (known !== undefined) return known;
  let result = 1;
  if (node.leaf) for (const entry of node.entries) result = mixed(result, entry ? fingerprintOf(entry, describe) : 0);
  else for (const below of node.below) result = mixed(result, fingerprint(below, describe));
  fingerprints.set(node, result);
  return result;
}

function fingerprintOf<V>(entry: Entry<V>, describe: (value: V) => string): number {
  const known = fingerprints.get(entry);
  if (known !== undefined) return known;
  const text = describe(entry.value);
  let result = 1;
  for (let index = 0; index < text.length; index++) result = mixed(result, text.charCodeAt(index));
  fingerprints.set(entry, result);
  return result;
}

function mixed(one: number, two: number): number {
  const product = Math.imul(one ^ two, 0x9e3779b1);
  return product ^ (product >>> 15);
}

function placed<V>(node: Slots<V> | undefined, level: number, number: number, entry: Entry<V>): Slots<V> {
  const digit = (number >> (BITS * level)) & MASK;
  if (level === 0) {
    const entries = node?.leaf === true ? [...node.entries] : [];
    entries[digit] = entry;
    return { leaf: true, entries };
  }
  const below = node?.leaf === false ? [...node.below] : [];
  below[digit] = placed(below[digit], level - 1, number, entry);
  return { leaf: false, below };
}

function* walk<V>(node: Slots<V> | undefined): Generator<Entry<V>> {
  if (node?.leaf === true) for (const entry of node.entries) if (entry) yield entry;
  if (node?.leaf === false) for (const below of node.below) yield* walk(below);
}

/** A node with levels put on top of it. */
function raised<V>(node: Slots<V> | undefined, from: number, to: number): Slots<V> | undefined {
  let top = node;
  for (let level = from; top && level < to; level++) top = { leaf: false, below: [top] };
  return top;
}

/**
 * Leaves that are not the same object in both nodes, which are of one height: their entries, none where there is no
 * such leaf; with `right`, only those that the second has.
 */
function* apart<V>(
  one: Slots<V> | undefined,
  two: Slots<V> | undefined,
  right = false,
): Generator<readonly [one: Entries<V>, two: Entries<V>]> {
  if (one === two || (right && !two)) return;
  if (one?.leaf === true || two?.leaf === true) {
    yield [one?.leaf === true ? one.entries : [], two?.leaf === true ? two.entries : []];
    return;
  }
  const [mine, others] = [one?.below ?? [], two?.below ?? []];
  for (let digit = 0; digit < Math.max(mine.length, others.length); digit++)
    yield* apart(mine[digit], others[digit], right);
}
