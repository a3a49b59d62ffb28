import { spelled } from "./terminal.ts";

// What XML 1.0 has no way to write, not even as a reference: most control characters, halves of surrogate pairs, two noncharacters.
const illegal = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/gu;

const references: Readonly<Record<string, string>> = {
  "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;",
};

/** Text as an attribute's value: a parser gives it back, save for what XML cannot hold, which is spelled out (`\x1b`). */
function attribute(text: string): string {
  return text.replace(illegal, spelled).replace(/[&<>"\t\n\r]/g, (char) => references[char] ?? char);
}

/** Text between tags, in the same way. Its line ends stay as they are. */
export function content(text: string): string {
  return text.replace(illegal, spelled).replace(/[&<>\r]/g, (char) => references[char] ?? char);
}

/** The inside of a tag: `name key="value"`. */
export function tag(name: string, attributes: Readonly<Record<string, string | number>>): string {
  return [name, ...Object.entries(attributes).map(([key, value]) => `${key}="${attribute(String(value))}"`)].join(" ");
}

/** A document of these lines. */
export function xmlDocument(lines: readonly string[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${lines.join("\n")}\n`;
}
