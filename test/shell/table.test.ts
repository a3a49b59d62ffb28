import { describe, expect, test } from "@jest/globals";
import { Table } from "../../src/shell/state/table.ts";

const free = { spend: (): boolean => true };
const same = (one: number, two: number): boolean => one === two;
const text = (value: number): string => String(value);

/** Numbers that look random and are the same each time. */
function* numbers(seed: number, below: number): Generator<number> {
  for (let state = seed; ;) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    yield Math.floor((state / 2 ** 32) * below);
  }
}

/** A table and the map that it should be like. */
interface Pair {
  readonly table: Table<number>;
  readonly map: ReadonlyMap<string, number>;
}

/** Pairs that go back to one another in many ways: each has an entry more than one before it. */
function pairs(seed: number, count: number, names: number): readonly Pair[] {
  const random = numbers(seed, 1 << 20);
  const next = (below: number): number => (random.next().value ?? 0) % below;
  const all: Pair[] = [{ table: Table.empty(), map: new Map() }];
  while (all.length < count) {
    const from = all[Math.max(0, all.length - 1 - next(8))];
    const [name, value] = [`n${next(names)}`, next(3)];
    if (from) all.push({ table: from.table.put(name, value), map: new Map(from.map).set(name, value) });
  }
  return all;
}

const sorted = (entries: Iterable<readonly [string, number]>): string => JSON.stringify([...entries].toSorted());

describe.each([
  [1, 20],
  [2, 33],
  [3, 500],
  [4, 5000],
] as const)("tables of seed %s with %s names", (seed, names) => {
  const all = pairs(seed, 800, names);

  test("have what was put into them, and keep it", () => {
    for (const { table, map } of all) {
      expect(table.size).toBe(map.size);
      expect(sorted(table)).toBe(sorted(map));
      expect([...table.values()].length).toBe(map.size);
      for (const name of ["n0", "n7", "n32", "n40", "none", "constructor"])
        expect([table.get(name), table.has(name)]).toEqual([map.get(name), map.has(name)]);
    }
  });

  test("are equal, and have the same fingerprint, where the maps are", () => {
    const some = all.filter((_, index) => index % 25 === 0 || index < 40);
    for (const one of some) {
      for (const two of some) {
        const equal = sorted(one.map) === sorted(two.map);
        expect(one.table.equals(two.table, same)).toBe(equal);
        if (equal) expect(one.table.fingerprint(text)).toBe(two.table.fingerprint(text));
      }
    }
    const prints = new Set(some.map(({ table }) => table.fingerprint(text)));
    expect(prints.size).toBe(new Set(some.map(({ map }) => sorted(map))).size);
  });

  test("tell what differs, and take in what is missing", () => {
    const some = all.filter((_, index) => index % 40 === 0);
    for (const one of some) {
      for (const two of some) {
        const united = one.table.union(two.table, free);
        expect(sorted(united)).toBe(sorted(new Map([...two.map, ...one.map])));
        expect(united.size).toBe(new Map([...two.map, ...one.map]).size);
        const different = [...one.table.differences(two.table)].filter(([, mine, other]) => mine !== other);
        const names_ = new Set([...one.map.keys(), ...two.map.keys()]);
        const expected = [...names_]
          .filter((name) => one.map.get(name) !== two.map.get(name))
          .map((name) => [name, one.map.get(name), two.map.get(name)]);
        expect(JSON.stringify(different.toSorted())).toBe(JSON.stringify(expected.toSorted()));
      }
    }
  });
});

describe("tables that do not go back to one another", () => {
  test("are compared and united by their names", () => {
    const one = Table.empty<number>().put("a", 1).put("b", 2);
    const two = Table.empty<number>().put("b", 2).put("a", 1);
    expect(one.equals(two, same)).toBe(true);
    expect(one.equals(two.put("c", 3), same)).toBe(false);
    expect([...one.union(two.put("c", 3), free)]).toEqual([
      ["a", 1],
      ["b", 2],
      ["c", 3],
    ]);
  });
});

test("a union of what is shared costs next to nothing, and one of what is not is charged", () => {
  let table = Table.empty<number>();
  for (let index = 0; index < 20_000; index++) table = table.put(`n${index}`, index);
  const steps: number[] = [];
  const counting = { spend: (count: number): boolean => steps.push(count) > 0 };
  expect(table.put("x", 1).union(table.put("y", 1), counting).size).toBe(20_002);
  expect(table.union(table, counting)).toBe(table);
  expect(steps.every((count) => count < 1)).toBe(true);
  const base = Table.empty<number>();
  const [left, right] = ["l", "r"].map((side) =>
    Array.from({ length: 5000 }, (_, index) => `${side}${index}`).reduce((made, name) => made.put(name, 0), base),
  );
  left?.union(right ?? base, counting);
  expect(steps.at(-1)).toBeGreaterThan(15);
});
