import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { expandWord, keyValues, parseDockerfile, splitWords } from "../../src/parse/dockerfile/dockerfile.ts";
import { type MappedText, Source, type Span } from "../../src/text/source.ts";
import type { Dockerfile, Instruction } from "../../src/parse/dockerfile/syntax.ts";
import { growth, mostForFour } from "../cost.ts";

const parse = (text: string): Dockerfile => parseDockerfile(new Source("/Dockerfile", text));

const sample = [
  "# syntax=docker/dockerfile:1\n# escape=\\\n\nARG V=1\nFROM --platform=$BUILDPLATFORM node:${V} AS build\n",
  "ENV A=b C=\"d é\" \\\n  # note\n\n  E='f'\n",
  "RUN --mount=type=cache,target=/x npm ci && \\\r\n  npm test\n",
  "COPY --chown=\"a:b\" <<-'X' <<Y /z/\n\tone\nX\ntwo 😀\nY\n",
  'HEALTHCHECK --interval=5s CMD ["a", \\\n "b\\n\\u00e9"]\nONBUILD RUN <<EOF\nx\nEOF\n',
  'ENTRYPOINT ["a b", "c\\\\"]\nCMD echo \\\n  hi # no comment\n',
].join("");

const snippets = [
  "\\",
  "\\\n",
  "\\\\\n",
  "`",
  "\n",
  "\r\n",
  "\r",
  "\f",
  " ",
  "\t",
  "#",
  "\n# c\n",
  "<<EOF",
  "<< EOF",
  "\nEOF\n",
  "[",
  "]",
  '"',
  "'",
  "$",
  "${",
  "}",
  "--",
  "=",
  "\ufeff",
  "😀",
  "\ud83d",
  "\\u",
  "\u00a0",
  "{{",
  "FROM ",
  "\nONBUILD ",
  '\nCMD ["a"]',
  "# escape=`\n",
];
const mutation = fc.record({ at: fc.nat(sample.length), drop: fc.nat(12), insert: fc.constantFrom("", ...snippets) });
/** The sample with pieces cut out and put in; snippets alone; any text at all. */
const texts = fc.oneof(
  fc
    .array(mutation, { maxLength: 6 })
    .map((steps) =>
      steps.reduce((text, { at, drop, insert }) => text.slice(0, at) + insert + text.slice(at + drop), sample),
    ),
  fc
    .array(fc.constantFrom(...snippets, "a", "b c", "RUN ", "COPY "), { maxLength: 30 })
    .map((pieces) => pieces.join("")),
  fc.string({ unit: "binary", maxLength: 60 }),
);

function mappedTexts(instruction: Instruction): readonly MappedText[] {
  const { form, body, heredocs, trigger } = instruction;
  return [
    body,
    ...(form.kind === "shell" ? [form.text] : []),
    ...heredocs.map((heredoc) => heredoc.body),
    ...(trigger ? mappedTexts(trigger) : []),
  ];
}

function spansOf(instruction: Instruction): readonly Span[] {
  const { at, keywordAt, flags, body, form, trigger } = instruction;
  const words = form.kind === "exec" ? form.words.flatMap((word) => [word.at, word.text.locate()]) : [];
  const pieces = [...splitWords(body, "\\"), ...keyValues(body, "\\")].map((piece) => piece.at);
  return [
    at,
    keywordAt,
    ...flags.map((flag) => flag.at),
    body.locate(),
    ...words,
    ...pieces,
    ...(trigger ? spansOf(trigger) : []),
  ];
}

describe("on any text", () => {
  test("nothing throws, and every span lies in the text, in order", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const { instructions, comments, problems, unfixable } = parse(text);
        const spans = [
          ...instructions.flatMap(spansOf),
          ...comments.map(({ at }) => at),
          ...problems.map(({ at }) => at),
        ];
        expect(spans.filter(({ start, end }) => !(start >= 0 && start <= end && end <= text.length))).toEqual([]);
        expect(problems.length).toBeLessThanOrEqual(1);
        expect(unfixable === undefined || unfixable.length > 0).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test("instructions follow one another", () => {
    fc.assert(
      fc.property(texts, (text) => {
        let end = 0;
        for (const { at } of parse(text).instructions) {
          expect(at.start).toBeGreaterThanOrEqual(end);
          end = at.end;
        }
      }),
      { numRuns: 500 },
    );
  });

  test("every unit of a body, a shell text and a heredoc is the character at its place", () => {
    fc.assert(
      fc.property(texts, (text) => {
        for (const mapped of parse(text).instructions.flatMap(mappedTexts)) {
          const units = [...Array(mapped.text.length).keys()];
          const written = units.map((unit) => text.slice(mapped.startOf(unit), mapped.endOf(unit + 1)));
          expect(written.join("")).toBe(mapped.text);
        }
      }),
      { numRuns: 500 },
    );
  });

  test("a word that is expanded is known or unknown, never an exception", () => {
    const word = fc.array(fc.constantFrom(...snippets, "a", ":-", "%", "#", "/", "*", "N"), { maxLength: 12 });
    fc.assert(
      fc.property(word, fc.constantFrom("\\", "`"), (pieces, escape) => {
        expect(typeof expandWord(pieces.join(""), escape, (name) => (name === "N" ? "x/y" : undefined))).toBe("string");
      }),
      { numRuns: 500 },
    );
  });
});

describe("exec form", () => {
  test("any strings, with any characters escaped and lines continued anywhere, are read back with their places", () => {
    const unit = fc.tuple(fc.string({ unit: "binary", minLength: 1, maxLength: 1 }), fc.boolean(), fc.boolean());
    const escaped = (character: string): string =>
      character.replace(/[^]/g, (code) => `\\u${code.charCodeAt(0).toString(16).padStart(4, "0")}`);
    const write = (character: string, escape: boolean): string =>
      !escape && /^[ -~]$/.test(character) && !/["\\#]/.test(character) ? character : escaped(character);
    fc.assert(
      fc.property(fc.array(fc.array(unit, { maxLength: 6 }), { maxLength: 5 }), (strings) => {
        const written = strings.map((units) =>
          units.map(([character, escape, breaks]) => (breaks ? "\\\n# note\n" : "") + write(character, escape)),
        );
        const text = `FROM a\nCMD [${written.map((units) => `"${units.join("")}"`).join(", \\\n  ")}]`;
        const form = parse(text).instructions[1]?.form;
        const words = form?.kind === "exec" ? form.words : undefined;
        expect(words?.map((word) => word.text.text)).toEqual(
          strings.map((units) => units.map(([character]) => character).join("")),
        );
        for (const word of words ?? []) {
          for (const [index, character] of word.text.text.split("").entries()) {
            const source = text.slice(word.text.startOf(index), word.text.endOf(index + 1));
            expect(source === character || source === escaped(character)).toBe(true);
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe("cost", () => {
  const filled = (length: number, piece: string): string => piece.repeat(Math.ceil(length / piece.length));

  const texts: readonly (readonly [string, (length: number) => string])[] = [
    ["continuations", (length) => `FROM a\nRUN x${filled(length, " \\\n  yyyy")}`],
    ["heredocs", (length) => filled(length, "RUN <<EOF\nx\nEOF\n")],
    ["blanks", (length) => `# ${filled(length, " ")}x\nFROM a\nRUN <<${filled(length, " ")}<`],
    ["quotes and variables", (length) => `RUN << ${filled(length, '${a:-"')}`],
    ["nested ONBUILD", (length) => filled(length, "ONBUILD ")],
    ["an array", (length) => `CMD [${filled(length, '"a",')}"b"]`],
    ["nested arrays", (length) => `CMD ${filled(length, "[")}`],
    ["flags", (length) => `RUN ${filled(length, "--a=b ")}`],
  ];
  test.each(texts)("is linear: %s", (_, textOf) => {
    const parsing = (length: number): (() => void) => {
      const text = textOf(length);
      return () => void parse(text);
    };
    // The smaller ones first: what is quadratic is found before it takes minutes.
    for (const length of [4000, 16_000, 64_000, 256_000])
      expect(growth(parsing, length)).toBeLessThanOrEqual(mostForFour);
  });
});
