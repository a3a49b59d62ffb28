import { Glob, run } from "./glob.ts";
import type { Token } from "./glob.ts";

/**
 * Most steps that one match may take; of what needs more nothing is said. Patterns that people write need some
 * thousands.
 */
const mostSteps = 4_000_000;

/** A pattern as a shell has it for texts, not paths: a slash is a character like any other. */
export class TextPattern {
  readonly #tokens: readonly Token[];
  readonly #glob: Glob;
  #backwards: Glob | undefined;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
    this.#glob = new Glob(tokens);
  }

  /** Whether a whole text matches. */
  matches(text: string): boolean | "unknown" {
    return this.#tooLong(text) ? "unknown" : this.#glob.matches(text);
  }

  /** What `${x#p}`, `${x##p}`, `${x%p}` and `${x%%p}` leave of a text. */
  strip(text: string, operator: "#" | "##" | "%" | "%%"): string | "unknown" {
    if (this.#tooLong(text)) return "unknown";
    const which = operator.length > 1 ? "longest" : "shortest";
    if (operator.startsWith("#")) return text.slice(this.#glob.start(text, which) ?? 0);
    this.#backwards ??= new Glob(this.#tokens.toReversed());
    return text.slice(0, text.length - (this.#backwards.start(Array.from(text).reverse().join(""), which) ?? 0));
  }

  #tooLong(text: string): boolean {
    return this.#glob.width * text.length > mostSteps;
  }
}

/** The tokens of a pattern that has `*` and `?`, and no other signs. */
export function starTokens(pattern: string): readonly Token[] {
  return Array.from(pattern, (char): Token =>
    char === "*" ? run(true) : char === "?" ? { kind: "any", slash: true } : { kind: "one", char },
  );
}
