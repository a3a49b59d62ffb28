import type { MappedText } from "../../text/source.ts";
import { jsonString, parseJson } from "../json.ts";
import type { Form, JsonWord } from "./syntax.ts";

function parseArray(text: string): readonly unknown[] | undefined {
  if (!text.startsWith("[")) return undefined;
  const value = parseJson(text);
  return Array.isArray(value) ? value : undefined;
}

/** The strings of a text that is known to be a JSON array of strings. */
function readStrings(body: MappedText): readonly JsonWord[] {
  const words: JsonWord[] = [];
  let at = 0;
  for (let open = body.text.indexOf('"'); open >= 0; open = body.text.indexOf('"', at)) {
    const { text, end } = jsonString(body, open);
    at = end;
    words.push({ text, at: body.locate(open, end) });
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
