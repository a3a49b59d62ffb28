import type { EntryFile } from "./entry.ts";
import type { Handling } from "./handling.ts";

/**
 * How programs of a language, by the end of their file's name, set a handler; where comments of theirs begin, which set
 * none.
 */
const languages: readonly {
  readonly files: RegExp;
  readonly lines: RegExp;
  readonly sets: (name: string) => RegExp;
}[] = [
  {
    files: /\.p[lm]$/,
    lines: /#.*$/gm,
    sets: (name) => new RegExp(`\\$SIG\\{\\s*["']?${name.slice(3)}["']?\\s*\\}\\s*=(?!\\s*["'](?:IGNORE|DEFAULT))`),
  },
  {
    files: /\.php$/,
    lines: /\/\*|\/\/.*$|#.*$/gm,
    sets: (name) => new RegExp(`\\bpcntl_signal\\s*\\(\\s*${name}\\s*,(?!\\s*SIG_)`),
  },
];

/**
 * A text without its comments: what the pattern finds to the end of a line, and from a slash and a star to the next
 * that close them, in one pass.
 */
function uncommented(text: string, lines: RegExp): string {
  let kept = "";
  let at = 0;
  let open = true;
  for (const { 0: found, index } of text.matchAll(lines)) {
    if (index < at) continue;
    let end = index + found.length;
    if (found === "/*") {
      const close: number = open ? text.indexOf("*/", end) : -1;
      // Where nothing closes any more, what opens further on is no comment either.
      open = close >= 0;
      if (!open) continue;
      end = close + 2;
    }
    kept += text.slice(at, index);
    at = end;
  }
  return kept + text.slice(at);
}

/**
 * What a program of a language that is not parsed yet does with a signal, by the text of its entry file. A handler that
 * stands there in plain words is taken for one; that none stands there says nothing: frameworks and other files of the
 * program set handlers too.
 */
export function handlesInText({ path, at, text }: EntryFile, signal: string): Handling {
  const language = languages.find(({ files }) => files.test(path));
  return language?.sets(signal).test(uncommented(text, language.lines)) === true
    ? {
        is: "handled",
        does: "acts",
        place: { at, path, line: undefined },
        language: "other",
        by: undefined,
        serves: false,
      }
    : { is: "unknown", doubt: undefined };
}
