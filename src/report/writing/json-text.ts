import { withHidden } from "../terminal.ts";

/**
 * A value as JSON that can be looked at: what {@link visible} would spell out stands as an escape of JSON's
 * (`\\u202e`, `\\u0023#[error]`), so that no terminal and no runner acts on it and a parser gives it back. Several
 * lines, or one.
 */
export function jsonText(value: unknown, form: "lines" | "one line" = "lines"): string {
  const text = JSON.stringify(value, null, form === "lines" ? 2 : 0);
  return text
    .split("\n")
    .map((line) => withHidden(line, escaped))
    .join("\n");
}

function escaped(char: string): string {
  return char
    .split("")
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .join("");
}
