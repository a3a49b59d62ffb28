import { describe, expect, test } from "@jest/globals";
import { longestValue, mostWords } from "../../src/text/limits.ts";
import { parseShell } from "../../src/parse/shell/parse-shell.ts";
import { MappedText } from "../../src/text/source.ts";
import { endings, judged, walk } from "../shell/walk.ts";

const repeat = (text: string, count: number): string => text.repeat(count);
const doubled = (line: string, times = 40): string => repeat(`${line}\n`, times);

describe("a value that grows", () => {
  test.each([
    ["an assignment", `A=aa\n${doubled("A=$A$A")}exec app "$A"`],
    ["export", `A=aa\n${doubled("export A=$A$A")}exec app "$A"`],
    ["a default", `B=\nA=aa\n${doubled('A="${B:-$A$A}"')}exec app "$A"`],
    ["an alternative", `B=b\nA=aa\n${doubled('A="${B:+$A$A}"')}exec app "$A"`],
    ["echo", `A=aa\n${doubled('A="$(echo $A$A)"')}exec app "$A"`],
    ["a word that is written", `exec app ${repeat("a", longestValue + 1)}`],
  ])("is unknown beyond the longest that is followed: %s", (_, text) => {
    expect(endings(text)).toEqual(["exec app ?"]);
  });

  test("is known up to the longest", () => {
    const [ending] = walk(`A=${repeat("a", longestValue / 2)}\nA=$A$A\nexec app "$A"`);
    expect(ending?.kind === "exec" ? ending.running.argv?.[1]?.value.length : 0).toBe(longestValue);
  });

  test.each([
    ["a folder", `D=a\n${doubled("D=$D/$D; cd $D")}exec app`],
    ["eval", `A='app; '\n${doubled("A=$A$A", 16)}eval "$A"\nexec app`],
    ["a trap", `A='app; '\n${doubled("A=$A$A", 16)}trap "$A" TERM\nexec app`],
  ])("ends nothing: %s", (_, text) => {
    expect(endings(text)).toEqual(["exec app"]);
  });
});

describe("words that become many", () => {
  test.each([
    ["parameters", `set -- a b\n${doubled('set -- "$@" "$@"')}`],
    ["parameters without quotes", `set -- a b\n${doubled("set -- $@ $@")}`],
    ["a text that is split", `A="a a"\n${doubled('A="$A $A"', 12)}set -- $A`],
    ["what is split of many", `A="a a"\n${doubled('A="$A $A"', 10)}set -- "$A" "$A" "$A" "$A" "$A" "$A"\nset -- $@`],
  ])("are open beyond the most that are followed: %s", (_, text) => {
    const [ending] = walk(`${text}\nexec app "$@"`);
    const argv = ending?.kind === "exec" ? ending.running.argv : undefined;
    expect(argv?.length).toBe(mostWords);
    expect(argv?.at(-1)?.value).toBe("unknown");
    expect(endings(`${text}\n[ $# -gt 5 ] && exec app || exec other`)).toEqual(["exec app", "exec other"]);
  });

  test("are all known up to the most", () => {
    const [ending] = walk(`exec app ${repeat("a ", mostWords - 2)}`);
    expect(ending?.kind === "exec" ? ending.running.argv?.length : 0).toBe(mostWords - 1);
  });

  test.each([
    ["{1..999999999}", ["exec app"]],
    [repeat("{a,b}", 40), ["exec app", "exec other"]],
    [`{1..5}${repeat("{a,b}", 40)}`, ["exec app", "exec other"]],
  ])("are not made of braces: %s", (braces, expected) => {
    expect(endings(`for i in ${braces}; do exec app; done\nexec other`)).toEqual(expected);
  });
});

describe("numbers that are too long to be exact", () => {
  test.each(["-eq", "-lt", "-gt"])("decide nothing: %s", (operator) => {
    expect(endings(`[ ${repeat("9", 400)} ${operator} ${repeat("9", 399)} ] && exec one || exec two`)).toEqual([
      "exec one",
      "exec two",
    ]);
  });
});

describe("what is nested", () => {
  const inside = (open: string, close: string, depth: number, core = "p"): string =>
    repeat(open, depth) + core + repeat(close, depth);
  const kinds: readonly (readonly [what: string, text: (depth: number) => string])[] = [
    ["defaults", (depth) => `A=${inside("${A:-", "}", depth)}`],
    ["quoted defaults", (depth) => `A=${inside('"${A:-', '}"', depth)}`],
    ["substitutions", (depth) => `A=${inside("$(echo ", ")", depth)}`],
    ["substitutions that do not end", (depth) => `A=${inside("$( ", "", depth)}`],
    ["arithmetic", (depth) => `A=${inside("$((1+", "))", depth, "1")}`],
    ["subshells", (depth) => inside("( ", " )", depth)],
    ["groups", (depth) => inside("{ ", "; }", depth)],
    ["ifs", (depth) => inside("if p; then ", "; fi", depth)],
    ["conditions", (depth) => repeat("if ", depth)],
    ["loops", (depth) => inside("while p; do ", "; done", depth)],
    ["cases", (depth) => inside("case a in a) ", ";; esac", depth)],
    ["functions", (depth) => inside("f() { ", "; }", depth)],
    ["heads of functions", (depth) => `${repeat("f() ", depth)}{ p; }`],
    ["heads of functions on lines", (depth) => `${repeat("f()\n", depth)}{ p; }`],
    ["heads with the word", (depth) => `${repeat("function f ", depth)}{ p; }`],
    ["coprocesses", (depth) => `${repeat("coproc ", depth)}p`],
    ["time", (depth) => `${repeat("time ", depth)}p`],
    ["negations", (depth) => `[ ${repeat("! ", depth)}a ] && ! p`],
    ["operators of test", (depth) => `[ a${repeat(" -o a", depth)} ]`],
    ["tests", (depth) => `[[ ${inside("( ", " )", depth, "a")} ]]`],
    ["arrays", (depth) => inside("a=(", ")", depth, "x")],
    ["globs", (depth) => `p ${inside("@(", ")", depth, "x")}`],
    ["process substitutions", (depth) => `p ${inside("<(p ", ")", depth)}`],
    ["commands", (depth) => `${repeat("command ", depth)}p`],
    ["builtins", (depth) => `${repeat("builtin ", depth)}p`],
    ["wrappers", (depth) => `${repeat("env ", depth)}p`],
  ];
  test.each(kinds)("%s, however deep, are followed or said not to be", (_, text) => {
    for (const depth of [3, 150, 450, 3000, 100_000]) {
      const found = walk(`${text(depth)}\nexec app`, { shells: ["bash"] });
      expect(found).not.toEqual([]);
      for (const ending of found)
        if (ending.kind === "unknown")
          expect(ending.reason).toMatch(/nest|too long|too often|unterminated|expected|unexpected|unmatched|maximum/i);
    }
  });

  test("commands in functions that call each other are followed or said not to be", () => {
    const functions = (levels: number): string =>
      Array.from(
        { length: 30 },
        (_, index) => `f${index}() { ${inside("if true; then { ", "; } fi", levels, `f${index + 1}`)}; }\n`,
      ).join("");
    expect(endings(`${functions(2)}f30() { exec app; }\nf0`)).toEqual(["exec app"]);
    const [ending] = walk(`${functions(100)}f30() { exec app; }\nf0`);
    expect(ending?.kind === "unknown" ? ending.reason : "").toBe("commands of ep.sh are nested too deeply to follow");
  });

  test.each([
    ["source", '. "/r$N.sh"', "unknown"],
    ["itself", '/r.sh "$@" a', "unknown"],
    ["exec of itself", 'exec /r.sh "$@" a', "unknown"],
    ["bash on itself", 'bash -c "/r.sh $* a"', "unknown"],
    ["eval of itself", 'A=\'eval "$A"\'; eval "$A"', "unknown"],
  ])("a script that goes round by %s comes to an end", (_, line, outcome) => {
    const image = judged('FROM debian:12\nCOPY r.sh /\nENTRYPOINT ["/r.sh"]\n', { "r.sh": `#!/bin/bash\n${line}\n` });
    expect(image.startUp.outcome).toBe(outcome);
  });
});

describe("a text that is too large to parse", () => {
  test.each([
    ["commands", ":;"],
    ["lines", ":\n"],
    ["words", "a "],
    ["jobs", "a&"],
    ["pipes", "a|"],
    ["subshells", "()"],
    ["here-documents", "p <<E\nE\n"],
  ])("is said to be: %s", (_, piece) => {
    const { error, list } = parseShell(MappedText.identity("/x", repeat(piece, 500_000), 0));
    expect(error?.message).toMatch(/too long to follow|too deeply/);
    expect(list.items).toEqual([]);
  });

  test("is not one with much text in few pieces", () => {
    const text = `#!/bin/sh\n# ${repeat("x", 8_000_000)}\nexec app ${repeat("y", 100_000)}\n`;
    expect(parseShell(MappedText.identity("/x", text, 0)).error).toBeUndefined();
  });

  test("is not one with many calls of functions in a here-document", () => {
    const python = `cat <<EOF\n${repeat("app.run()\nx = f(a, {})\n", 2000)}EOF\n`;
    expect(parseShell(MappedText.identity("/x", python, 0)).error).toBeUndefined();
  });
});
