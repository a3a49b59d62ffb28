/** A part of a pattern. `slash`: whether it also takes a slash. Text is taken by code points. */
export type Token =
  | { readonly kind: "one"; readonly char: string }
  | { readonly kind: "any"; readonly slash: boolean }
  | { readonly kind: "set"; readonly ranges: readonly Range[]; readonly negated: boolean; readonly slash: boolean }
  /** Any number of characters. */
  | { readonly kind: "run"; readonly slash: boolean }
  /** Nothing, or anything that ends with a slash: `**` and the slash behind it. */
  | { readonly kind: "folders" };

/** Two code points and all between them. */
export type Range = readonly [number, number];

/** The steps that matching took: one for each state at each character. */
interface Effort {
  steps: number;
}

/** A run of characters, with slashes or without. */
export function run(slash: boolean): Token {
  return { kind: "run", slash };
}

/** What `*` and `?` match of a path, where neither stands for a slash; undefined for another sign. */
export function wildIn(sign: string): Token | undefined {
  return sign === "*" ? run(false) : sign === "?" ? { kind: "any", slash: false } : undefined;
}

/** The tokens of a text that stands for itself. */
export function literally(text: string): readonly Token[] {
  return Array.from(text, (char) => ({ kind: "one", char }));
}

/**
 * A pattern, compiled once. A match follows all the ways through the pattern together, so that it takes at most as
 * many steps as pattern times text; nothing is tried twice.
 */
export class Glob {
  /** What every text that matches starts with. */
  readonly #literal: string;
  readonly #tokens: readonly Token[];
  /** By token: the first of the tokens before it that can only lead to what this one leads to as well. */
  readonly #covers: readonly number[];

  constructor(tokens: readonly Token[]) {
    const distinct = tokens.filter((token, at) => !isRun(token) || !sameRun(token, tokens[at - 1]));
    const wild = distinct.findIndex((token) => token.kind !== "one");
    const literal = wild < 0 ? distinct : distinct.slice(0, wild);
    this.#literal = literal.map((token) => (token.kind === "one" ? token.char : "")).join("");
    this.#tokens = distinct.slice(literal.length);
    let segment = 0;
    this.#covers = this.#tokens.map((token, at) => {
      const before = this.#tokens[at - 1];
      if (before && takesSlash(before)) segment = at;
      const whole =
        token.kind === "folders"
          ? before
            ? before.kind === "one" && before.char === "/"
            : /^$|\/$/.test(this.#literal)
          : isRun(token) && token.slash;
      return whole ? 0 : isRun(token) ? segment : at;
    });
  }

  /**
   * How many tokens there are behind the text that the pattern starts with: what a character of a text costs at most.
   */
  get width(): number {
    return this.#tokens.length;
  }

  /** Whether a whole text matches. */
  matches(text: string, effort?: Effort): boolean {
    if (this.#tokens.length === 0) return text === this.#literal;
    let whole = false;
    this.#follow(
      text,
      (end) => {
        whole = end === text.length;
        return false;
      },
      effort,
    );
    return whole;
  }

  /** The length of the longest or shortest start of a text that matches; undefined if none does. */
  start(text: string, which: "longest" | "shortest", effort?: Effort): number | undefined {
    let found: number | undefined;
    this.#follow(
      text,
      (end) => {
        found = end;
        return which === "shortest";
      },
      effort,
    );
    return found;
  }

  /** The path, or else the nearest folder above it, that matches; undefined if none does. */
  above(path: string, effort?: Effort): string | undefined {
    let found: number | undefined;
    this.#follow(
      path,
      (end) => {
        if (end > 0 && (end === path.length || path[end] === "/")) found = end;
        return false;
      },
      effort,
    );
    return found === undefined ? undefined : path.slice(0, found);
  }

  /** Tells each offset, from the front, up to which the text matches, until `reached` wants no more. */
  #follow(text: string, reached: (end: number) => boolean, effort: Effort = { steps: 0 }): void {
    if (!text.startsWith(this.#literal)) return;
    const tokens = this.#tokens;
    const entered = new Int32Array(tokens.length + 1).fill(-1);
    let states: number[] = [];
    let next: number[] = [];
    let at = this.#literal.length;
    // States come in ascending order. Nothing has to be taken by a run, and folders are skipped on the way in.
    const enter = (first: number): void => {
      for (let state = first; entered[state] !== at; state++) {
        entered[state] = at;
        while ((next.at(-1) ?? -1) >= (this.#covers[state] ?? Infinity)) next.pop();
        next.push(state);
        const kind = tokens[state]?.kind;
        if (kind !== "run" && kind !== "folders") return;
      }
    };
    enter(0);
    while (true) {
      if (next.at(-1) === tokens.length && reached(at)) return;
      [states, next] = [next, []];
      if (at >= text.length || states.length === 0) return;
      const code = text.codePointAt(at) ?? 0;
      const char = String.fromCodePoint(code);
      at += char.length;
      effort.steps += states.length;
      for (const state of states) {
        const token = tokens[state];
        if (!token || !takes(token, char, code)) continue;
        if (token.kind === "run") enter(state);
        else if (token.kind !== "folders") enter(state + 1);
        else {
          if (entered[state] !== at) next.push(state);
          entered[state] = at;
          if (char === "/") enter(state + 1);
        }
      }
    }
  }
}

function isRun(token: Token): token is Extract<Token, { kind: "run" }> {
  return token.kind === "run";
}

function sameRun(token: Token, before: Token | undefined): boolean {
  return before?.kind === "run" && token.kind === "run" && before.slash === token.slash;
}

function takesSlash(token: Token): boolean {
  return token.kind === "one" ? token.char === "/" : token.kind === "folders" || token.slash;
}

function takes(token: Token, char: string, code: number): boolean {
  switch (token.kind) {
    case "one":
      return token.char === char;
    case "folders":
      return true;
    case "any":
    case "run":
      return token.slash || char !== "/";
    case "set":
      return (
        (token.slash || char !== "/") &&
        token.ranges.some(([low, high]) => low <= code && code <= high) !== token.negated
      );
  }
}
