/**
 * Words and commands of one text that are read; what has more is no script that anybody wrote, and would not fit into
 * memory.
 */
const mostPieces = 400_000;

/**
 * Expansions in each other that are read: the parser looks at the text between them again for each. It counts most
 * other things itself.
 */
const deepest = 200;

/**
 * Heads of functions and `coproc` in a row that are read, each being the body of the one before: the parser does not
 * count them.
 */
const mostHeads = 500;
const head = /\(\)|coproc|function/y;

const [blank, tab, lineFeed, open, closed, brace, closedBrace] = [0x20, 0x09, 0x0a, 0x28, 0x29, 0x7b, 0x7d];
const [ampersand, semicolon, bar, dollarSign, less, letterC, letterF] = [0x26, 0x3b, 0x7c, 0x24, 0x3c, 0x63, 0x66];

/** Why a text is not parsed, and where that shows. */
interface Excess {
  readonly message: string;
  readonly at: number;
}

/**
 * What makes a text too dear to parse: its pieces, or how deep expansions in it are nested. Quotes and comments are not
 * looked at, so that it is a little too much.
 */
export function excessOf(text: string): Excess | undefined {
  let pieces = 0;
  let depth = 0;
  let heads = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    switch (code) {
      case blank:
      case tab:
        pieces++;
        break;
      case lineFeed:
        pieces += 2;
        break;
      case open:
      case letterC:
      case letterF:
        head.lastIndex = at;
        if (head.test(text)) heads++;
        else if (code === open) heads = 0;
        if (code === open) pieces += 2;
        break;
      case ampersand:
      case semicolon:
      case bar:
        pieces += 2;
        heads = 0;
        break;
      case brace:
        heads = 0;
        break;
      case less:
        // Of here-documents that wait for their texts, the parser goes over all for each.
        if (text.charCodeAt(at + 1) === less) pieces += 20;
        break;
      case dollarSign:
        if (text.charCodeAt(at + 1) === brace || text.charCodeAt(at + 1) === open) depth++;
        break;
      case closedBrace:
      case closed:
        if (depth > 0) depth--;
        break;
    }
    if (pieces > mostPieces) return { message: "it is too long to follow", at };
    if (depth > deepest) return { message: "expansions are nested too deeply", at };
    if (heads > mostHeads) return { message: "functions are nested too deeply", at };
  }
  return undefined;
}
