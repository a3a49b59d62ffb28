import { spelled, withHidden } from "../terminal.ts";

// What XML 1.0 has no way to write, not even as a reference: most control characters, halves of surrogate pairs, two
// noncharacters.
const illegal = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/gu;

const named = new Map([
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
  ['"', "&quot;"],
]);

/**
 * Text as an attribute's value: a parser gives it back, save for what XML cannot hold, which is spelled out (`\x1b`).
 * What a reader of the document would not see stands as a reference.
 */
function attribute(text: string): string {
  return escaped(text, /[&<>"]/g);
}

/** Lines between tags, in the same way. Their ends stay as they are. */
export function content(text: string): string {
  return text
    .split("\n")
    .map((line) => escaped(line, /[&<>]/g))
    .join("\n");
}

function escaped(text: string, marks: RegExp): string {
  return withHidden(text.replace(illegal, spelled).replace(marks, reference), reference);
}

function reference(char: string): string {
  return named.get(char) ?? `&#${char.codePointAt(0)};`;
}

/** The inside of a tag: `name key="value"`. */
export function tag(name: string, attributes: Readonly<Record<string, string | number>>): string {
  return [name, ...Object.entries(attributes).map(([key, value]) => `${key}="${attribute(String(value))}"`)].join(" ");
}

/** A document of these lines. */
export function xmlDocument(lines: readonly string[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${lines.join("\n")}\n`;
}
