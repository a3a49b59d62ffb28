import { describe, expect, test } from "@jest/globals";
import { awaitGrammars, everyGrammar, grammarOf, loadGrammars, withGrammars } from "../../src/parse/source/grammars.ts";
import type { Grammar } from "../../src/parse/source/grammars.ts";
import { readSource } from "../../src/parse/source/parse-source.ts";

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
