import { MappedText } from "../text.ts";
import type { Form, JsonWord } from "./dockerfile.ts";

function parseArray(text: string): readonly unknown[] | undefined {
  if (!text.startsWith("[")) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** How many characters wrote the unit of a JSON string that starts at `at`. */
function lengthOfUnit(text: string, at: number): number {
  if (text.charAt(at) !== "\\") return 1;
  return text.charAt(at + 1) === "u" ? 6 : 2;
}

/** The strings of a text that is known to be a JSON array of strings. */
function readStrings(body: MappedText): readonly JsonWord[] {
  const { text, path } = body;
  const words: JsonWord[] = [];
  let at = 0;
  for (let open = text.indexOf('"'); open >= 0; open = text.indexOf('"', at)) {
    const starts: number[] = [];
    const ends: number[] = [];
    let decoded = "";
    for (at = open + 1; text.charAt(at) !== '"'; ) {
      const length = lengthOfUnit(text, at);
      const written = text.slice(at, at + length);
      decoded += length === 1 ? written : String(JSON.parse(`"${written}"`));
      starts.push(body.startOf(at));
      at += length;
      ends.push(body.endOf(at));
    }
    const origin = body.startOf(at);
    at++;
    // The builder replaces what UTF-8 cannot say.
    const text16 = decoded.replace(/\p{Surrogate}/gu, "\ufffd");
    words.push({ text: new MappedText(path, text16, starts, ends, origin), at: body.locate(open, at) });
  }
  return words;
}

/** Decides the form of a command: what the builder's JSON parser accepts is exec form, all else is for the shell. */
export function commandForm(body: MappedText): Form {
  const array = parseArray(body.text);
  if (!array) return { kind: "shell", text: body };
  const odd = array.findIndex((element) => typeof element !== "string");
  if (odd < 0) return { kind: "exec", words: readStrings(body) };
  return { kind: "invalid", reason: `element ${odd + 1} of the array is ${kindOf(array[odd])}, not a string` };
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
