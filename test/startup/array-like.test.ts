import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { meantArray } from "../../src/startup/faults/array-like.ts";
import { jsonArray } from "../../src/remedies/arrays.ts";

describe("there is no doubt what is meant by", () => {
  test.each([
    ["single quotes", "['a', 'b c']", ["a", "b c"]],
    ["bare words", "[a, b]", ["a", "b"]],
    ["one bare word", "[app]", ["app"]],
    ["quotes of two kinds", "['a', \"b\"]", ["a", "b"]],
    ["typographic quotes", "[\u201ca\u201d, \u201cb\u201d]", ["a", "b"]],
    ["typographic single quotes", "[\u2018a\u2019]", ["a"]],
    ["a comma too many at the end", '["a", "b",]', ["a", "b"]],
    ["a bad escape, taken as it stands", '["a\\d"]', ["a\\d"]],
    ["a good escape", "[\"a\\tb\", 'c']", ["a\tb", "c"]],
    ["a code point", '["\\u00e9",]', ["é"]],
    ["a comment behind it", '["a"] # run it', ["a"]],
    ["a raw tab", '["a\tb"]', ["a\tb"]],
    ["space all around", "  [ 'a' ,\n 'b' ]  ", ["a", "b"]],
    ["an empty word", "['', 'b']", ["", "b"]],
  ])("%s", (_, text, words) => {
    expect(meantArray(text)).toEqual({ words, sure: true });
  });
});

describe("a guess is marked as one:", () => {
  test.each([
    ["a comma too few", '["a" "b"]', ["a", "b"]],
    ["a bracket too few", '["a", "b"', ["a", "b"]],
    ["a quote too few", '["a", "b]', ["a", "b"]],
    ["a comma too many in the middle", '["a",, "b"]', ["a", "b"]],
    ["text behind it", '["a"] b', ["a"]],
  ])("%s", (_, text, words) => {
    expect(meantArray(text)).toEqual({ words, sure: false });
  });
});

describe("it is something else:", () => {
  test.each([
    ["a command", "app a b"],
    ["a test", "[ -f x ] && app"],
    ["a test without more", "[ a = b ]"],
    ["nothing in it", "[]"],
    ["nothing at all", ""],
    ["[[", "[[ -f x ]]"],
    ["a substitution", "[$(id)]"],
    ["a group", "[(a)]"],
    ["an array behind a word", 'app ["a"]'],
  ])("%s", (_, text) => {
    expect(meantArray(text)).toBeUndefined();
  });
});

test("what JSON can say is understood as JSON says it", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "binary", maxLength: 6 }), { minLength: 1, maxLength: 4 }), (words) => {
      const json = jsonArray(words);
      expect(meantArray(json)?.words).toEqual(JSON.parse(json));
    }),
  );
});

test("ends for any text", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom("[", "]", ",", "'", '"', "\\", "u", "a", " ", "\u201c", "\n"), maxLength: 20 }),
      (text) => {
        const meant = meantArray(text);
        expect(meant === undefined || meant.words.length > 0).toBe(true);
      },
    ),
  );
});
