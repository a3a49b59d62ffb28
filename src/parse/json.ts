import { MappedText } from "../text.ts";
import type { Span } from "../text.ts";

/** A string of a JSON text, decoded: each unit knows what wrote it. `end` is past its closing quote. */
export interface JsonString {
  readonly text: MappedText;
  readonly end: number;
}

/** How many characters wrote the unit of a JSON string that starts at `at`. */
function lengthOfUnit(text: string, at: number): number {
  if (text.charAt(at) !== "\\") return 1;
  return text.charAt(at + 1) === "u" ? 6 : 2;
}

/** Decodes the string whose opening quote is at `open`; what UTF-8 cannot say is replaced. The text around it has to be valid. */
export function jsonString(body: MappedText, open: number): JsonString {
  const { text, path } = body;
  const starts: number[] = [];
  const ends: number[] = [];
  let decoded = "";
  let at = open + 1;
  while (at < text.length && text.charAt(at) !== '"') {
    const length = lengthOfUnit(text, at);
    const written = text.slice(at, at + length);
    decoded += length === 1 ? written : String(JSON.parse(`"${written}"`));
    starts.push(body.startOf(at));
    at += length;
    ends.push(body.endOf(at));
  }
  const wellFormed = decoded.replace(/\p{Surrogate}/gu, "\ufffd");
  return { text: new MappedText(path, wellFormed, starts, ends, body.startOf(at)), end: at + 1 };
}

/** The members of the object whose opening brace is at `open`: where the value of each name stands. The last of one name counts. */
export function jsonMembers(body: MappedText, open: number): ReadonlyMap<string, Span> {
  const { text } = body;
  const members = new Map<string, Span>();
  let at = skip(text, open + 1);
  while (text.charAt(at) === '"') {
    const { text: name, end } = jsonString(body, at);
    const start = skip(text, skip(text, end) + 1);
    const stop = endOfValue(text, start);
    members.set(name.text, { start, end: stop });
    at = skip(text, stop);
    if (text.charAt(at) === ",") at = skip(text, at + 1);
  }
  return members;
}

const blanks = /(?:\s|\uFEFF|\/\/[^\n]*|\/\*[^]*?\*\/)*/y;
const token = /"(?:[^"\\]|\\[^])*"|\/\/[^\n]*|\/\*[^]*?\*\/|[{}[\],]|[^"/{}[\],]+|[^]/y;

/** The offset past blanks, and past comments, which JSONC has. */
export function skip(text: string, from: number): number {
  blanks.lastIndex = from;
  return from + (blanks.exec(text)?.[0].length ?? 0);
}

function endOfValue(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; ) {
    token.lastIndex = at;
    const word = token.exec(text)?.[0] ?? "";
    if (word === "{" || word === "[") depth++;
    else if (word === "}" || word === "]") depth--;
    if (depth < 0 || (depth === 0 && word === ",")) return at;
    at += word.length;
    if (depth === 0 && /^["}\]]/.test(word)) return at;
  }
  return text.length;
}
