import type { Known } from "../../text/diagnostic.ts";
import type { State } from "../state/state.ts";

/** What stands between words where nobody sets IFS. */
export const blanks = " \t\n";

/** The characters at which the shell splits what it expands: `IFS`. */
export function separators({ vars }: Pick<State, "vars">): Known<string> {
  const own = vars.get("IFS");
  if (!own) return blanks;
  // `unset IFS` splits as if nobody had set it.
  return own.unset ? blanks : own.value;
}

/** A piece of a text that is split; one that `ends` at a character other than a blank is a word even if it is empty. */
export interface Split {
  readonly text: string;
  readonly ends: boolean;
}

/**
 * Splits what is expanded without quotes; the first piece goes on with what stands before it in its word, the last with
 * what stands behind. Undefined where the separators are not known and the text may have one in it.
 */
export function split(text: string, ifs: Known<string>): readonly Split[] | undefined {
  if (ifs === "unknown") return /^[\w./-]*$/.test(text) ? [{ text, ends: false }] : undefined;
  const pieces: Split[] = [];
  let piece = "";
  let at = 0;
  while (at < text.length) {
    const sign = text[at] ?? "";
    if (!ifs.includes(sign)) {
      piece += sign;
      at++;
      continue;
    }
    // Blanks around another separator belong to it; without one they part words themselves.
    let hard = 0;
    for (; at < text.length && ifs.includes(text[at] ?? ""); at++) {
      if (blanks.includes(text[at] ?? "")) continue;
      if (hard > 0) break;
      hard++;
    }
    pieces.push({ text: piece, ends: hard > 0 });
    piece = "";
  }
  return [...pieces, { text: piece, ends: false }];
}

/** Whether a text without quotes becomes something else: none or several words, or files. */
export function isSplitAt(text: string, ifs: Known<string>): boolean {
  return text === "" || /[*?[]/.test(text) || split(text, ifs)?.length !== 1;
}

/** The words of a text alone, as `read` and an expansion without quotes make them. */
export function wordsIn(text: string, ifs: Known<string>): readonly string[] | undefined {
  return split(text, ifs)
    ?.filter((piece) => piece.text !== "" || piece.ends)
    .map((piece) => piece.text);
}
