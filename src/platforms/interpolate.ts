import type { YamlScalar } from "../parse/yaml/yaml.ts";
import { deepestNesting, longestValue } from "../text/limits.ts";
import { MappedText } from "../text/source.ts";
import type { Arg } from "../image/built-image.ts";

/** A text of a compose file after compose has filled in its variables. */
interface Filled {
  /** A variable that nobody here knows stands in it as `${NAME}`. */
  readonly text: MappedText;
  /** Indexes of the units of such variables. */
  readonly open: ReadonlySet<number>;
}

interface Piece {
  readonly text: MappedText;
  readonly open: boolean;
}

const variable = /\$(?:(\$)|([A-Za-z_]\w*)|\{([A-Za-z_]\w*)(?=[}:?+-]))?/g;

/**
 * Fills in what compose does: `$$` is a dollar sign, `${X:-default}` the default; what the environment decides stays
 * open.
 */
export function interpolate(text: MappedText): Filled {
  const pieces: Piece[] = [];
  fill(text, pieces, 0);
  const open = new Set<number>();
  let at = 0;
  for (const piece of pieces) {
    if (piece.open) for (let i = 0; i < piece.text.text.length; i++) open.add(at + i);
    at += piece.text.text.length;
  }
  return {
    text: MappedText.join(
      text.path,
      pieces.map((piece) => piece.text),
      text.startOf(0),
    ),
    open,
  };
}

function fill(text: MappedText, pieces: Piece[], depth: number): void {
  let at = 0;
  for (const match of text.text.matchAll(variable)) {
    if (match.index < at) continue;
    pieces.push({ text: text.slice(at, match.index), open: false });
    const [written, dollar, plain, braced] = match;
    at = match.index + written.length;
    if (dollar !== undefined) {
      pieces.push({ text: oneFor("$", text, match.index, at), open: false });
      continue;
    }
    const close = braced === undefined ? at - 1 : closing(text.text, at);
    const end = close < 0 ? text.text.length : close + 1;
    const fallback = close < 0 ? undefined : /^:?-/.exec(text.text.slice(at, close))?.[0];
    if (fallback !== undefined && depth < deepestNesting)
      fill(text.slice(at + fallback.length, close), pieces, depth + 1);
    // A dollar sign alone is a mistake that compose refuses: nothing is known of such a text either.
    else pieces.push({ text: oneFor(`\${${plain ?? braced ?? "_"}}`, text, match.index, end), open: true });
    at = end;
  }
  pieces.push({ text: text.slice(at), open: false });
}

/** Units that a span of the text has written together. */
function oneFor(units: string, text: MappedText, start: number, end: number): MappedText {
  return MappedText.writtenBy(text.locate(start, end), units);
}

/** Where the brace closes that was opened before an index; -1 if it does not. */
function closing(text: string, from: number): number {
  let depth = 1;
  for (let at = from; at < text.length; at++) {
    if (text.startsWith("${", at)) depth++;
    else if (text[at] === "}" && --depth === 0) return at;
  }
  return -1;
}

/** A scalar as one word of a command line; unknown if it is too long to follow. */
export function wordOf(scalar: YamlScalar): Arg {
  const { text, open } = interpolate(scalar.text);
  return argOf(text, open.size > 0, !scalar.exact);
}

/** The value of a scalar where it is known, and not too long to follow. */
export function settled(scalar: YamlScalar): string | "unknown" {
  const { text, open } = interpolate(scalar.text);
  return open.size > 0 || text.text.length > longestValue || text.text.includes("{{") ? "unknown" : text.text;
}

/** A word with blanks in it is a text for a shell, to which an open variable is one of its own. */
export function argOf(text: MappedText, open: boolean, rigid: boolean): Arg {
  const hidden = (open && !/\s/.test(text.text)) || text.text.length > longestValue || text.text.includes("{{");
  return { value: hidden ? "unknown" : text.text, text, rigid };
}

/**
 * Splits a command that is one string as compose does (mattn/go-shellwords): quotes and backslashes, but no shell.
 * Undefined for what it refuses or cuts off: an open quote, `;`, `&`, `|`, `<`, `>`, backquotes and parentheses outside
 * of quotes.
 */
export function splitCommand(scalar: YamlScalar): readonly Arg[] | undefined {
  const { text, open } = interpolate(scalar.text);
  const line = text.text;
  const words: Arg[] = [];
  let word: { readonly pieces: MappedText[]; open: boolean; bare: boolean; quote?: string } | undefined;
  let quote = "";
  for (let at = 0; at <= line.length; at++) {
    const unit = line.charAt(at);
    if (unit === "" || (quote === "" && /[ \t\r\n]/.test(unit))) {
      if (word) {
        const joined = MappedText.join(text.path, word.pieces, text.startOf(at));
        words.push({ ...argOf(joined, word.open, word.bare || !scalar.exact), quote: word.quote });
      }
      word = undefined;
      continue;
    }
    if (quote === "" && /[;&|<>`()]/.test(unit)) return undefined;
    word ??= { pieces: [], open: false, bare: false };
    if (unit === quote || (quote === "" && (unit === '"' || unit === "'"))) {
      quote = unit === quote ? "" : unit;
      word.quote ??= unit;
      continue;
    }
    const escaped = unit === "\\" && quote !== "'";
    if (escaped && at + 1 === line.length) return undefined;
    word.pieces.push(escaped ? oneFor(unescape(line.charAt(at + 1)), text, at, at + 2) : text.slice(at, at + 1));
    word.open ||= open.has(at);
    word.bare ||= quote === "";
    if (escaped) at++;
  }
  return quote === "" ? words : undefined;
}

function unescape(unit: string): string {
  return unit === "t" ? "\t" : unit === "n" ? "\n" : unit;
}
