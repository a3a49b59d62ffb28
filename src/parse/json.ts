import { deepestNesting } from "../text/limits.ts";
import { MappedText } from "../text/source.ts";
import type { Span } from "../text/source.ts";

/** A string of a JSON text, decoded: each unit knows what wrote it. `end` is past its closing quote. */
interface JsonString {
  readonly text: MappedText;
  readonly end: number;
}

/** How many characters wrote the unit of a JSON string that starts at `at`. */
function lengthOfUnit(text: string, at: number): number {
  if (text.charAt(at) !== "\\") return 1;
  return text.charAt(at + 1) === "u" ? 6 : 2;
}

/**
 * Decodes the string whose opening quote is at `open`; what UTF-8 cannot say is replaced. The text around it has to be
 * valid.
 */
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
  return { text: new MappedText(path, wellFormed, { starts, ends }, body.startOf(at)), end: at + 1 };
}

/**
 * The members of the object whose opening brace is at `open`: where the value of each name stands. The last of one name
 * counts.
 */
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

/**
 * The offset past blanks, and past comments, which JSONC has. No regular expression: over a long text it would exhaust
 * the stack.
 */
export function skip(text: string, from: number): number {
  let at = from;
  while (at < text.length) {
    const past = /\s/.test(text.charAt(at)) ? at + 1 : pastComment(text, at);
    if (past === at) break;
    at = past;
  }
  return at;
}

/** The offset past a comment that starts here; the same one where none does. */
function pastComment(text: string, at: number): number {
  const sign = text.charAt(at) === "/" ? text.charAt(at + 1) : "";
  if (sign !== "/" && sign !== "*") return at;
  const end = text.indexOf(sign === "/" ? "\n" : "*/", at + 2);
  return end < 0 ? text.length : end + (sign === "/" ? 0 : 2);
}

function pastString(text: string, open: number): number {
  let at = open + 1;
  while (at < text.length && text.charAt(at) !== '"') at += text.charAt(at) === "\\" ? 2 : 1;
  return Math.min(at + 1, text.length);
}

function endOfValue(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length;) {
    const char = text.charAt(at);
    if (char === "{" || char === "[") depth++;
    else if (char === "}" || char === "]") depth--;
    if (depth < 0 || (depth === 0 && char === ",")) return at;
    at = char === '"' ? pastString(text, at) : Math.max(at + 1, pastComment(text, at));
    if (depth === 0 && /["}\]]/.test(char)) return at;
  }
  return text.length;
}

/**
 * What `JSON.parse` makes of a text. Undefined for what is no JSON, and for what is nested so deeply that reading it
 * takes long.
 */
export function parseJson(text: string): unknown {
  let depth = 0;
  for (let at = 0; at < text.length;) {
    const char = text.charAt(at);
    if (char === "{" || char === "[") depth++;
    else if (char === "}" || char === "]") depth--;
    if (depth > deepestNesting) return undefined;
    at = char === '"' ? pastString(text, at) : at + 1;
  }
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}
