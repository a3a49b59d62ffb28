import { describe, expect, test } from "@jest/globals";
import { argOf, interpolate, settled, splitCommand, wordOf } from "../../src/platforms/interpolate.ts";
import { parseYaml, scalarOf } from "../../src/parse/yaml/yaml.ts";
import type { YamlScalar } from "../../src/parse/yaml/yaml.ts";
import { MappedText, Source } from "../../src/text/source.ts";

const whole = (text: string): MappedText => MappedText.identity("/c.yaml", text, 0);

function scalar(yaml: string): YamlScalar {
  const found = scalarOf(parseYaml(new Source("/c.yaml", `a: ${yaml}\n`)).documents[0], "a");
  if (!found) throw new Error(`no scalar in ${yaml}`);
  return found;
}

const words = (yaml: string): readonly string[] | undefined => splitCommand(scalar(yaml))?.map((word) => word.value);

describe("interpolate", () => {
  test.each([
    ["plain $$X and $${Y}", "plain $X and ${Y}"],
    ["${X:-d}-${Y-e}", "d-e"],
    ["${X:-}", ""],
    ["${X:-a ${Y:-b} c}", "a b c"],
    ["${X:-$$}", "$"],
    ["${X:-{}}", "{}"],
  ])("%s is %s", (text, value) => {
    const filled = interpolate(whole(text));
    expect([filled.text.text, filled.open.size]).toEqual([value, 0]);
  });

  test.each([
    ["$X", "${X}"],
    ["a${X}b", "a${X}b"],
    ["${X:?not set}", "${X}"],
    ["${X?}", "${X}"],
    ["${X:+y}", "${X}"],
    ["${X:-${Y}}", "${Y}"],
    ["$", "${_}"],
    ["a $ b", "a ${_} b"],
    ["${X", "${_}{X"],
  ])("%s is open", (text, value) => {
    const filled = interpolate(whole(text));
    expect(filled.text.text).toBe(value);
    expect([...filled.open].map((index) => value[index]).join("")).toMatch(/^\$\{\w+\}$/);
  });

  test("each unit knows what wrote it", () => {
    const text = "a$$b${X:-cd}${Y}e";
    const filled = interpolate(whole(text)).text;
    const written = [...filled.text].map((_, index) => {
      const { start, end } = filled.locate(index, index + 1);
      return text.slice(start, end);
    });
    expect(written).toEqual(["a", "$$", "b", "c", "d", "${Y}", "${Y}", "${Y}", "${Y}", "e"]);
  });

  test("a value is settled if nothing in it is open", () => {
    expect([settled(scalar("x${Y:-z}")), settled(scalar("x${Y}")), settled(scalar('"{{ .Y }}"'))]).toEqual([
      "xz",
      "unknown",
      "unknown",
    ]);
  });
});

describe("words", () => {
  test.each([
    ["npm  start", ["npm", "start"]],
    [`sh -c "a && b 'c'"`, ["sh", "-c", "a && b 'c'"]],
    [`a 'b "c" \\d'e`, ["a", 'b "c" \\de']],
    [`a \\"b\\" c\\ d`, ["a", '"b"', "c d"]],
    [`"sh -c \\"a \\\\\\"b\\\\\\"\\""`, ["sh", "-c", 'a "b"']],
    [`a ""`, ["a", ""]],
    [">-\n  a\n  b", ["a", "b"]],
    ["|\n  a\n  'b\n  c'\n", ["a", "b\nc"]],
    [`a "b\\tc"`, ["a", "b\tc"]],
    ['""', []],
    ["a ${B:-c d} e", ["a", "c", "d", "e"]],
    ["a $$B", ["a", "$B"]],
    ["a ${B} c${B}", ["a", "unknown", "unknown"]],
    [`sh -c "a ${"${B}"}"`, ["sh", "-c", "a ${B}"]],
    [`docker ps --format "{{.Names}}"`, ["docker", "ps", "--format", "unknown"]],
  ])("%s", (yaml, expected) => expect(words(yaml)).toEqual(expected));

  test.each([`a "b`, "a 'b", "a && b", "a; b", "a | b", "a > b", "a `b`", "a (b)", "a\\"])(
    "compose does not take %s",
    (yaml) => expect(words(yaml)).toBeUndefined(),
  );

  test("only within quotes a word may grow", () => {
    expect(splitCommand(scalar(`sh -c "a b"`))?.map((word) => word.rigid)).toEqual([true, true, false]);
    expect(splitCommand(scalar(`sh -c 'a'b`))?.at(-1)?.rigid).toBe(true);
    expect(wordOf(scalar("a b")).rigid).toBe(false);
    expect(wordOf(scalar("|2\n   a b")).rigid).toBe(true);
  });

  test("a word knows its place without its quotes", () => {
    const found = splitCommand(scalar(`sh -c "a b"`))?.[2]?.text?.locate();
    expect(found).toEqual({ path: "/c.yaml", start: 10, end: 13 });
  });

  test("a word that is open is unknown, a text for a shell is not", () => {
    expect(argOf(whole("${X}"), true, false).value).toBe("unknown");
    expect(argOf(whole("exec ${X}"), true, false).value).toBe("exec ${X}");
  });
});
