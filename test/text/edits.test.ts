import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { apply, byPlace, connected, moved, plan, touch } from "../../src/text/edits.ts";
import type { Edit, Fix } from "../../src/text/edits.ts";

const edit = (start: number, end: number, text = "x", path = "/f"): Edit => ({ path, start, end, text });
const fix = (title: string, ...edits: readonly Edit[]): Fix => ({ title, applicability: "safe", edits });
const titles = (fixes: readonly Fix[]): readonly string[] => fixes.map(({ title }) => title);

describe("two edits", () => {
  test.each([
    ["overlap", edit(0, 4), edit(3, 6), true],
    ["meet end to start", edit(0, 4), edit(4, 6), true],
    ["are an insertion and the span that starts there", edit(4, 4), edit(4, 6), true],
    ["are an insertion and the span that ends there", edit(4, 4), edit(0, 4), true],
    ["are two insertions at one place", edit(4, 4, "a"), edit(4, 4, "b"), true],
    ["lie one unit apart", edit(0, 4), edit(5, 6), false],
    ["are of different files", edit(0, 4), edit(0, 4, "x", "/g"), false],
  ])("that %s", (_, a, b, expected) => {
    expect(touch(a, b)).toBe(expected);
    expect(touch(b, a)).toBe(expected);
  });
});

describe("planning a pass", () => {
  test("takes fixes that stay apart, with their edits in order", () => {
    const { chosen, edits, deferred } = plan([
      fix("b", edit(5, 6)),
      fix("a", edit(0, 1)),
      fix("other file", edit(5, 6, "x", "/e")),
    ]);
    expect(titles(chosen)).toEqual(["b", "a", "other file"]);
    expect(edits).toEqual([edit(5, 6, "x", "/e"), edit(0, 1), edit(5, 6)]);
    expect(deferred).toEqual([]);
  });

  test.each([
    ["overlaps", edit(3, 6)],
    ["touches", edit(4, 6)],
    ["inserts where the other ends", edit(4, 4)],
  ])("puts off a fix that %s an earlier one", (_, second) => {
    const { chosen, deferred } = plan([fix("first", edit(0, 4)), fix("second", second)]);
    expect(titles(chosen)).toEqual(["first"]);
    expect(titles(deferred)).toEqual(["second"]);
  });

  test("puts off the whole of a fix of which one edit touches", () => {
    const { edits, deferred } = plan([
      fix("first", edit(0, 4)),
      fix("second", edit(4, 5), edit(20, 21), edit(0, 1, "x", "/g")),
    ]);
    expect(edits).toEqual([edit(0, 4)]);
    expect(titles(deferred)).toEqual(["second"]);
  });

  test("makes an equal edit once, for every fix that wants it", () => {
    const shared = edit(4, 4, "exec ");
    const { chosen, edits, deferred } = plan([fix("one image", shared), fix("another image", shared, edit(9, 9))]);
    expect(titles(chosen)).toEqual(["one image", "another image"]);
    expect(edits).toEqual([shared, edit(9, 9)]);
    expect(deferred).toEqual([]);
  });

  test("a fix without edits is no reason to do anything", () => {
    expect(plan([fix("by hand")]).edits).toEqual([]);
  });

  test("edits of one fix may touch each other", () => {
    expect(plan([fix("both", edit(0, 2), edit(2, 4))]).edits).toHaveLength(2);
  });
});

const spans = fc
  .tuple(fc.nat(30), fc.nat(4), fc.string({ maxLength: 3 }))
  .map(([start, length, text]) => edit(start, start + length, text));
const fixes = fc.array(
  spans.map((only) => fix(`at ${only.start}`, only)),
  { maxLength: 8 },
);

test("whatever is planned can be applied, and what was put off touches something planned", () => {
  fc.assert(
    fc.property(fixes, (all) => {
      const { chosen, edits, deferred } = plan(all);
      expect(chosen.length + deferred.length).toBe(all.length);
      for (const [index, each] of edits.entries())
        expect(edits.slice(index + 1).some((other) => touch(each, other))).toBe(false);
      expect(() => apply("-".repeat(40), edits)).not.toThrow();
      for (const each of deferred)
        expect(each.edits.some((one) => edits.some((other) => touch(one, other)))).toBe(true);
    }),
  );
});

describe("applying edits", () => {
  test.each([
    ["nothing", [], "abcdef"],
    ["a replacement", [edit(1, 3, "X")], "aXdef"],
    ["an insertion at the start and one at the end", [edit(0, 0, "<"), edit(6, 6, ">")], "<abcdef>"],
    ["a deletion", [edit(2, 4, "")], "abef"],
    ["edits that meet", [edit(0, 2, "1"), edit(2, 4, "2")], "12ef"],
    ["an insertion before the span that starts there", [edit(2, 4, "X"), edit(2, 2, "+")], "ab+Xef"],
  ])("%s", (_, edits, expected) => {
    expect(apply("abcdef", edits)).toBe(expected);
  });

  test.each([
    ["overlap", [edit(0, 3), edit(2, 4)]],
    ["leave the text", [edit(5, 7)]],
    ["start before the text", [edit(-1, 1)]],
    ["end before they start", [edit(3, 2)]],
  ])("refuses edits that %s", (_, edits) => {
    expect(() => apply("abcdef", edits)).toThrow(RangeError);
  });

  test("the order in which edits are given does not matter", () => {
    const apart = fc
      .uniqueArray(fc.nat(12), { maxLength: 8 })
      .map((places) => places.map((at) => edit(at * 3, at * 3 + 2, String(at))));
    fc.assert(
      fc.property(
        apart.chain((edits) => fc.tuple(fc.constant(edits), fc.shuffledSubarray(edits, { minLength: edits.length }))),
        ([edits, shuffled]) => {
          const text = "abcdefghijklmnopqrstuvwxyz0123456789-----";
          expect(apply(text, shuffled)).toBe(apply(text, edits));
          expect([...shuffled].sort(byPlace)).toEqual([...edits].sort(byPlace));
        },
      ),
    );
  });
});

describe("a place after edits", () => {
  const texts = fc.array(
    fc.record({
      gap: fc.string({ minLength: 1, maxLength: 4 }),
      old: fc.string({ maxLength: 4 }),
      text: fc.string({ maxLength: 4 }),
    }),
    { maxLength: 6 },
  );

  test("of an edit holds what it wrote; a place between edits keeps its text", () => {
    fc.assert(
      fc.property(texts, (parts) => {
        let text = "";
        const edits: Edit[] = [];
        const gaps: { readonly start: number; readonly end: number; readonly path: string }[] = [];
        for (const { gap, old, text: written } of parts) {
          gaps.push({ start: text.length, end: text.length + gap.length, path: "/f" });
          text += gap;
          edits.push(edit(text.length, text.length + old.length, written));
          text += old;
        }
        const after = apply(text, edits);
        for (const [index, each] of edits.entries()) {
          const place = moved(each, edits);
          expect(after.slice(place.start, place.end)).toBe(parts[index]?.text);
        }
        for (const [index, gap] of gaps.entries()) {
          const place = moved(gap, edits);
          expect(after.slice(place.start, place.end)).toBe(parts[index]?.gap);
        }
      }),
      { numRuns: 500 },
    );
  });

  test("covers an edit that reaches into it, and does not mind another file's", () => {
    expect(moved({ path: "/f", start: 4, end: 8 }, [edit(0, 1, ""), edit(6, 10, "yyy")])).toEqual({
      path: "/f",
      start: 3,
      end: 8,
    });
    expect(moved({ path: "/f", start: 4, end: 8 }, [edit(2, 5, "yy")])).toEqual({ path: "/f", start: 2, end: 7 });
    expect(moved({ path: "/f", start: 4, end: 8 }, [edit(0, 1, "long", "/g")])).toEqual({
      path: "/f",
      start: 4,
      end: 8,
    });
  });
});

describe("sets that share a member", () => {
  test("become one, whatever their order", () => {
    const joined = (sets: readonly (readonly string[])[]): unknown =>
      connected(sets)
        .map((set) => [...set].sort())
        .sort();
    expect(joined([])).toEqual([]);
    expect(joined([["a", "b"], ["c", "d"], ["e"], ["d", "a"]])).toEqual([["a", "b", "c", "d"], ["e"]]);
    const sets = fc.array(fc.array(fc.constantFrom(..."abcdefgh"), { minLength: 1, maxLength: 3 }), { maxLength: 8 });
    fc.assert(
      fc.property(sets, (some) => {
        expect(joined(some)).toEqual(joined(some.toReversed()));
        const groups = connected(some);
        for (const set of some)
          expect(groups.filter((group) => set.some((member) => group.has(member)))).toHaveLength(1);
        expect(groups.reduce((sum, group) => sum + group.size, 0)).toBe(new Set(some.flat()).size);
      }),
    );
  });
});
