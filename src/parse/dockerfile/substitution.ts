import type { Known } from "../../text/diagnostic.ts";
import { TextPattern, starTokens } from "../../text/glob-text.ts";
import { deepestNesting, longestValue } from "../../text/limits.ts";
import type { Span } from "../../text/source.ts";

/** A piece of a word as the builder's shell-like lexer sees it; its span is in the text that was lexed. */
export type Part = Span &
  (
    | { readonly kind: "text"; readonly text: string }
    | { readonly kind: "escaped"; readonly text: string }
    | { readonly kind: "quoted"; readonly parts: readonly Part[] }
    /** `$name`, or `${name` operator operands `}`: one operand, two for `/`. */
    | {
        readonly kind: "variable";
        readonly name: string;
        readonly operator: string;
        readonly operands: readonly (readonly Part[])[];
      }
  );

class PartReader {
  readonly #text: string;
  readonly #escape: string;
  #at = 0;
  #depth = 0;

  constructor(text: string, escape: string) {
    this.#text = text;
    this.#escape = escape;
  }

  /** Parts up to `stop`, which is consumed, or up to the end. Undefined if malformed. */
  read(stop = ""): readonly Part[] | undefined {
    const parts: Part[] = [];
    if (this.#depth > deepestNesting) return undefined;
    while (this.#at < this.#text.length) {
      const character = this.#text.charAt(this.#at);
      if (character === stop) {
        this.#at++;
        return parts;
      }
      const part = this.#part(character, stop);
      if (!part) return undefined;
      parts.push(part);
    }
    return stop ? undefined : parts;
  }

  #part(character: string, stop: string): Part | undefined {
    const inQuotes = stop === '"';
    if (character === "$") return this.#variable();
    if (character === this.#escape) return this.#escaped(inQuotes);
    if (inQuotes) return this.#plain(stop, "");
    if (character === "'") return this.#singleQuoted();
    if (character === '"') return this.#doubleQuoted();
    return this.#plain(stop, "'\"");
  }

  #plain(stop: string, quotes: string): Part {
    const start = this.#at;
    const special = `$${this.#escape}${stop}${quotes}`;
    while (this.#at < this.#text.length && !special.includes(this.#text.charAt(this.#at))) this.#at++;
    return { kind: "text", start, end: this.#at, text: this.#text.slice(start, this.#at) };
  }

  #escaped(inQuotes: boolean): Part {
    const start = this.#at;
    const next = this.#text.charAt(start + 1);
    const escapes = !inQuotes || next === '"' || next === "$" || next === this.#escape;
    this.#at = Math.min(start + (escapes ? 2 : 1), this.#text.length);
    return { kind: "escaped", start, end: this.#at, text: escapes ? next : this.#escape };
  }

  #singleQuoted(): Part | undefined {
    const start = this.#at;
    const close = this.#text.indexOf("'", start + 1);
    if (close < 0) return undefined;
    this.#at = close + 1;
    const inside: Part = { kind: "text", start: start + 1, end: close, text: this.#text.slice(start + 1, close) };
    return { kind: "quoted", start, end: close + 1, parts: [inside] };
  }

  #doubleQuoted(): Part | undefined {
    const start = this.#at++;
    const parts = this.#nested('"');
    return parts && { kind: "quoted", start, end: this.#at, parts };
  }

  #nested(stop: string): readonly Part[] | undefined {
    this.#depth++;
    const parts = this.read(stop);
    this.#depth--;
    return parts;
  }

  #variable(): Part | undefined {
    const start = this.#at++;
    if (this.#text.charAt(this.#at) !== "{") {
      const name = this.#name();
      if (!name) return { kind: "text", start, end: this.#at, text: "$" };
      return { kind: "variable", start, end: this.#at, name, operator: "", operands: [] };
    }
    this.#at++;
    if ("{}:".includes(this.#text.charAt(this.#at))) return undefined;
    const name = this.#name();
    let operator = this.#text.charAt(this.#at++);
    if (operator === "}") return { kind: "variable", start, end: this.#at, name, operator: "", operands: [] };
    if (operator === ":") operator += this.#text.charAt(this.#at++);
    if (operator === "/" && this.#text.charAt(this.#at) === "/") operator += this.#text.charAt(this.#at++);
    const operands: (readonly Part[])[] = [];
    if (!/^(?::[^#%]|[-+?#%]|\/\/?)$/su.test(operator)) return undefined;
    for (const stop of operator.startsWith("/") ? ["/", "}"] : ["}"]) {
      const operand = this.#nested(stop);
      if (!operand) return undefined;
      operands.push(operand);
    }
    return { kind: "variable", start, end: this.#at, name, operator, operands };
  }

  /** A name, a number, or one special parameter such as `@`. */
  #name(): string {
    const pattern = /\p{Nd}+|[@*#?\-$!]|[\p{L}\p{Nd}_]+/uy;
    pattern.lastIndex = this.#at;
    const name = pattern.exec(this.#text)?.[0] ?? "";
    this.#at += name.length;
    return name;
  }
}

/**
 * Takes a word or line apart by the builder's rules for quotes, escapes and variables. Undefined if it is malformed.
 */
export function readParts(text: string, escape: string): readonly Part[] | undefined {
  return new PartReader(text, escape).read();
}

type Lookup = (name: string) => Known<string> | undefined;

/** Undefined: unknown, or longer than what is followed. */
function evaluate(parts: readonly Part[], lookup: Lookup): string | undefined {
  let result = "";
  for (const part of parts) {
    const text =
      part.kind === "quoted"
        ? evaluate(part.parts, lookup)
        : part.kind === "variable"
          ? valueOf(part, lookup)
          : part.text;
    if (text === undefined) return undefined;
    result += text;
    if (result.length > longestValue) return undefined;
  }
  return result;
}

function valueOf(
  { name, operator, operands }: Extract<Part, { kind: "variable" }>,
  lookup: Lookup,
): string | undefined {
  const value = lookup(name);
  if (value === "unknown") return undefined;
  const missing = value === undefined || (operator.startsWith(":") && value === "");
  const [first = [], second = []] = operands;
  switch (operator.replace(":", "")) {
    case "":
      return value ?? "";
    case "-":
      return missing ? evaluate(first, lookup) : value;
    case "+":
      return missing ? "" : evaluate(first, lookup);
    case "?":
      return missing ? undefined : value;
    case "#":
      return trim(value ?? "", "#", literal(first, lookup));
    case "%":
      return trim(value ?? "", "%", literal(first, lookup));
    case "/":
    case "//":
      return replace(value ?? "", operator === "//", literal(first, lookup), literal(second, lookup));
    default:
      return undefined;
  }
}

/** A pattern's text; unknown with an escape in it, whose meaning there is a matter of its own. */
function literal(parts: readonly Part[], lookup: Lookup): string | undefined {
  return parts.some((part) => part.kind === "escaped") ? undefined : evaluate(parts, lookup);
}

function trim(value: string, operator: "#" | "%", operand: string | undefined): string | undefined {
  if (operand === undefined) return undefined;
  const longest = operand.startsWith(operator);
  const pattern = longest ? operand.slice(1) : operand;
  if (pattern.includes("\\")) return undefined;
  const rest = new TextPattern(starTokens(pattern)).strip(value, longest ? (operator === "#" ? "##" : "%%") : operator);
  return rest === "unknown" ? undefined : rest;
}

function replace(
  value: string,
  all: boolean,
  pattern: string | undefined,
  replacement: string | undefined,
): string | undefined {
  if (!pattern || /[*?\\]/.test(pattern) || replacement === undefined || replacement.includes("$")) return undefined;
  if (!all) return value.replace(pattern, replacement);
  const pieces = value.split(pattern);
  return value.length + (pieces.length - 1) * replacement.length > longestValue ? undefined : pieces.join(replacement);
}

/**
 * Expands `$X`, `${X}`, `${X:-d}`, `${X:+d}`, `${X#p}` and the like and removes quotes and escapes, as the builder
 * does for words of FROM, COPY, ENV, ... (not for CMD and ENTRYPOINT). "unknown" where a variable is unknown or the
 * word is malformed; an unset variable is "".
 */
export function expandWord(raw: string, escape: string, lookup: Lookup): Known<string> {
  const parts = readParts(raw, escape);
  return (parts && evaluate(parts, lookup)) ?? "unknown";
}
