import fc from "fast-check";

const bare = fc.string({ unit: fc.constantFrom("a", "b", "Z", "0", "-", "_", ".", "/", ":", "=", ",", "@", "%", "+", "^", "é", "日", "😀", "\u00a0", "\u0085", "\r", "\f", "\v", "\u0001", "\u007f", "!", "#", "{", "}", "~", "]"), minLength: 1, maxLength: 5 });
const single = fc.string({ unit: fc.constantFrom("a", " ", "$", '"', "\\", "*", "\n", "\t", "\r", "&", ";", "|", "<", "`", "(", ")", "~", "!", "#", "é", "😀", "\u0001", "\u0081", "\u007f", "\u2028", "[", "?"), maxLength: 5 }).map((text) => `'${text}'`);
const double = fc.string({ unit: fc.constantFrom("a", " ", "'", "*", "\\\\", "\\$", '\\"', "\\`", "\\a", "\\n", "\\!", "\\'", "\n", "\\\n", "&", ";", "|", "(", ")", "~", "#", "!", "é", "😀", "{a,b}", "$", "$ ", "\u0081"), maxLength: 5 }).map((text) => `"${text}"`);
const escaped = fc.string({ unit: fc.constantFrom("\\a", "\\ ", "\\'", '\\"', "\\\\", "\\$", "\\*", "\\~", "\\#", "\\&", "\\;", "\\|", "\\(", "\\é", "\\\n", "\\{", "\\=", "\\\t"), minLength: 1, maxLength: 3 });
const odd = fc.constantFrom("{}", "{", "}", "{a}", "a{b}c", "{a..b", "--x=~", "x=~", "a:~b", "~", "!", "!a", "]", "[", "[a", "a]", "%s", "-", "--", "if", "done", "in", "a=b", "A=b", "=", "@(", "$", "a$", "$'a\\n'", '$"a b"', "''", '""', "a#b", "\\", "2", "a2", "&1", "+(a", "`", "$(a)", "*", "?", "<", "(");

/** A word as people write one, or as nobody does: bare, quoted, escaped, and these together. */
export const word: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.oneof(bare, single, double, escaped) },
  { weight: 2, arbitrary: fc.array(fc.oneof(bare, single, double, escaped, odd), { minLength: 2, maxLength: 3 }).map((pieces) => pieces.join("")) },
  { weight: 1, arbitrary: odd },
);

const blank = fc.constantFrom(" ", "  ", "\t", " \\\n ", " \t");

/** The words of a command behind its name, with what stands between them, and a comment now and then. */
export const words: fc.Arbitrary<string> = fc
  .tuple(fc.array(fc.tuple(word, blank), { minLength: 1, maxLength: 4 }), fc.constantFrom("", "", "", " ", "# a", "#", ";", " # 'a"))
  .map(([pieces, tail]) => pieces.map(([one, space]) => one + space).join("") + tail);
