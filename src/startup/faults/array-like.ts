/** What somebody meant who wrote a JSON array that is none. */
export interface MeantArray {
  readonly words: readonly string[];
  /** There is no other way to read it. */
  readonly sure: boolean;
}

const closing: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  "\u201c": '\u201d\u201c"',
  "\u201d": '\u201d"',
  "\u2018": "\u2019\u2018'",
  "\u2019": "\u2019'",
  "\u00ab": "\u00bb",
};

interface Item {
  readonly text: string;
  readonly bare: boolean;
  readonly end: number;
  readonly closed: boolean;
}

/**
 * Reads text that looks like an array of strings but is not valid JSON: single or typographic quotes, bare words, a
 * comma too many or too few, text after the array, a bad escape. Undefined if it is something else, such as a `[ -f x ]
 * && app` test.
 */
export function meantArray(text: string): MeantArray | undefined {
  const input = text.trim();
  if (!input.startsWith("[")) return undefined;
  const items: Item[] = [];
  let sure = true;
  let comma = true;
  let missing = false;
  let at = 1;
  for (;;) {
    while (/[\s]/.test(input[at] ?? "")) at++;
    const char = input[at];
    if (char === undefined) {
      sure = false;
      break;
    }
    if (char === "]") {
      at++;
      break;
    }
    if (char === ",") {
      if (comma) sure = false;
      comma = true;
      at++;
      continue;
    }
    if (!comma) missing = true;
    const item = readItem(input, at);
    if (!item) return undefined;
    if (!item.closed) sure = false;
    items.push(item);
    comma = false;
    at = item.end;
  }
  // Words without commas between them are the arguments of `[`, the test command.
  if (items.length === 0 || (missing && items.some((item) => item.bare))) return undefined;
  const rest = input.slice(at).trim();
  // `[ "$X" ] && app` is a test of one word.
  if (items.length === 1 && /^\[\s/.test(input) && /^(&&|\|\||;|\|)/.test(rest)) return undefined;
  if (rest !== "" && !rest.startsWith("#")) sure = false;
  return { words: items.map((item) => item.text), sure: sure && !missing };
}

function readItem(input: string, start: number): Item | undefined {
  const quote = input[start] ?? "";
  const ends = closing[quote];
  if (ends === undefined) {
    const bare = /^[^\s,\]"'\u201c\u201d\u2018\u2019;&|<>()]+/.exec(input.slice(start))?.[0];
    return bare === undefined ? undefined : { text: bare, bare: true, end: start + bare.length, closed: true };
  }
  let text = "";
  let at = start + 1;
  for (; at < input.length; at++) {
    const char = input[at] ?? "";
    if (ends.includes(char)) return { text, bare: false, end: at + 1, closed: true };
    if (char === "\\" && quote === '"') {
      const [piece, length] = escape(input, at);
      text += piece;
      at += length - 1;
    } else text += char;
  }
  // The bracket at the end was meant to close the array, not to be part of the word.
  return { text: text.replace(/\]\s*$/, ""), bare: false, end: at, closed: false };
}

/** A JSON escape, or the backslash itself where it starts none. */
function escape(input: string, at: number): readonly [string, number] {
  const next = input[at + 1] ?? "";
  const simple: Readonly<Record<string, string>> = {
    '"': '"',
    "\\": "\\",
    "/": "/",
    "b": "\b",
    "f": "\f",
    "n": "\n",
    "r": "\r",
    "t": "\t",
  };
  if (Object.hasOwn(simple, next)) return [simple[next] ?? "", 2];
  const code = next === "u" ? /^[0-9a-fA-F]{4}/.exec(input.slice(at + 2))?.[0] : undefined;
  return code === undefined ? ["\\", 1] : [String.fromCharCode(parseInt(code, 16)), 6];
}
