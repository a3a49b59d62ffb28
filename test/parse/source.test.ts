import { describe, expect, test } from "@jest/globals";
import { awaitGrammars, everyGrammar, grammarOf, loadGrammars, withGrammars } from "../../src/parse/source/grammars.ts";
import type { Grammar } from "../../src/parse/source/grammars.ts";
import { readSource } from "../../src/parse/source/parse-source.ts";
import type { Syntax } from "../../src/parse/source/parse-source.ts";

const calls = (grammar: Grammar, text: string) =>
  readSource(grammar, text, (root) =>
    root.all("call_expression", "call").map((call) => [call.start, call.end, call.part("function")?.text]),
  );

describe("grammars", () => {
  test("are not there before they are loaded, and a run that asks for one begins again", async () => {
    expect(calls("javascript", "f()")).toEqual({ kind: "unread", cause: "its grammar is not loaded" });
    expect(() => awaitGrammars()).not.toThrow();
    let runs = 0;
    const read = await withGrammars(() => {
      runs++;
      return calls("javascript", "f()");
    });
    expect(read).toEqual({ kind: "read", value: [[0, 3, "f"]], broken: false });
    expect(runs).toBe(2);
  });

  test("a run that asks for none runs once, and one that fails is not hidden", async () => {
    let runs = 0;
    await withGrammars(() => runs++);
    expect(runs).toBe(1);
    await expect(
      withGrammars(() => {
        throw new TypeError("of the run's own");
      }),
    ).rejects.toThrow("of the run's own");
  });

  test("a run is broken off where what it says is thrown away anyway", async () => {
    let ends = 0;
    await withGrammars(() => {
      calls("tsx", "f()");
      awaitGrammars();
      ends++;
    });
    expect(ends).toBe(1);
  });

  test("each one loads", async () => {
    await loadGrammars(everyGrammar);
    expect(everyGrammar.map((name) => grammarOf(name).kind)).toEqual(everyGrammar.map(() => "ready"));
  });
});

describe("a source", () => {
  test("has its offsets in UTF-16, as strings have", () => {
    expect(calls("javascript", "/* ä𝒳 */ a.b(c)")).toMatchObject({ value: [[10, 16, "a.b"]] });
    expect(calls("python", "# ä𝒳\na.b(c)")).toMatchObject({ value: [[6, 12, "a.b"]] });
  });

  test("of TypeScript, of JSX", () => {
    expect(calls("typescript", "f<string>(x as never)")).toMatchObject({ broken: false, value: [[0, 21, "f"]] });
    expect(calls("tsx", "const x = <p>{f()}</p>")).toMatchObject({ broken: false, value: [[14, 17, "f"]] });
  });

  test("is read around what is not understood", () => {
    expect(calls("javascript", "f(); class {{{ ; g()")).toMatchObject({ kind: "read", broken: true });
    expect(calls("javascript", "\0\u0001".repeat(1000))).toMatchObject({ kind: "read" });
    expect(calls("javascript", "x".repeat(3_000_000))).toEqual({ kind: "unread", cause: "it is too long" });
  });

  test("its pieces have parts by their roles, without comments", () => {
    const read = readSource("javascript", "f(/* one */ 1, 2)", (root) => {
      const [call] = root.all("call_expression");
      const list = call?.part("arguments");
      return [list?.parts.map(({ text }) => text), list?.parent?.kind, call?.part("none")];
    });
    expect(read).toMatchObject({ value: [["1", "2"], "call_expression", undefined] });
  });
});

describe("what a piece of a source lies in", () => {
  const texts: readonly (readonly [Grammar, string])[] = [
    ["javascript", 'process.on("SIGTERM", () => { server.close(() => process.exit(0)); }).once("SIGINT", stop);'],
    ["javascript", "a;\n((b));\nc(d)(e)(f);\nx = y = (1 + 2, [3, { k: v, ...w }]);\n// end\n"],
    ["javascript", `process${'.on("SIGHUP", () => {})'.repeat(60)};`],
    ["javascript", `x = ${"a + ".repeat(60)}a;`],
    ["python", "def f(a, b=(1)):\n    if a:\n        return [x for x in b if x]\n    g(f(f(1)))\nf(1)\n"],
    ["python", "a = ((((b))))\n"],
  ];

  /** Every piece by its kind and place, with what it lies in, as the pieces above it say. */
  function below(piece: Syntax, around: string, into: Map<string, string>): Map<string, string> {
    const own = `${piece.kind} ${piece.start}-${piece.end}`;
    into.set(own, around);
    for (const part of piece.parts) below(part, own, into);
    return into;
  }

  test.each(texts)("is found in whatever order it is asked for, in %s: %j", (grammar, text) => {
    readSource(grammar, text, (root) => {
      const expected = below(root, "", new Map());
      const kinds = [...new Set([...expected.keys()].map((each) => each.split(" ")[0] ?? ""))];
      const pieces = root.all(...kinds).filter(({ kind, start, end }) => expected.has(`${kind} ${start}-${end}`));
      expect(pieces.length).toBeGreaterThan(5);
      const shuffled = pieces.toSorted((a, b) => ((a.start * 7919) % 101) - ((b.start * 7919) % 101));
      for (const order of [pieces, pieces.toReversed(), shuffled])
        for (const { kind, start, end, parent } of order)
          expect([kind, start, end, parent ? `${parent.kind} ${parent.start}-${parent.end}` : ""]).toEqual([
            kind,
            start,
            end,
            expected.get(`${kind} ${start}-${end}`),
          ]);
    });
  });
});
