import type { Known } from "../text/diagnostic.ts";
import { TextPattern, starTokens } from "../text/glob-text.ts";

/** How a program reads its arguments, as far as telling its rows apart needs it. */
export interface ArgumentStyle {
  /** Options whose value is the next word ("-c"), if it is not attached. */
  readonly valued: ReadonlySet<string>;
  /**
   * Of these, the ones after which no options of the program itself follow: their value is the first operand ("-m" of
   * python).
   */
  readonly final: ReadonlySet<string>;
  /** Options whose value it reads as a number, an address or a port, and refuses otherwise: "--port". */
  readonly parsed?: ReadonlySet<string>;
  /** Options end at the first operand: all later words belong to the script that it runs. */
  readonly interpreter: boolean;
  /**
   * What its operands are: what it serves (a module, a folder, a port), or sub-commands and the like, by which a call
   * may be one that ends.
   */
  readonly serves: "operands" | "sub-commands";
}

/** Arguments sorted into options and operands. */
export interface Arguments {
  readonly options: readonly { readonly name: string; readonly value: Known<string> | undefined }[];
  readonly operands: readonly Known<string>[];
  /** An unknown word stands where it may be an option or a sub-command. */
  readonly unclear: boolean;
}

function splitOption(
  word: string,
  style: ArgumentStyle,
): { name: string; value: string | undefined; takesNext: boolean } {
  const equals = word.indexOf("=");
  if (word.startsWith("--") && equals > 0)
    return { name: word.slice(0, equals), value: word.slice(equals + 1), takesNext: false };
  if (style.valued.has(word)) return { name: word, value: undefined, takesNext: true };
  const short = word.slice(0, 2);
  if (short !== "--" && style.valued.has(short)) return { name: short, value: word.slice(2), takesNext: false };
  const last = `-${word.slice(-1)}`;
  if (/^-[A-Za-z]{2,4}$/.test(word) && style.valued.has(last)) return { name: last, value: undefined, takesNext: true };
  return { name: word, value: undefined, takesNext: false };
}

/** Sorts the words after a program's name into options and operands. */
export function readArguments(words: readonly Known<string>[], style: ArgumentStyle): Arguments {
  const options: { name: string; value: Known<string> | undefined }[] = [];
  const operands: Known<string>[] = [];
  let unclear = false;
  let at = 0;
  for (; at < words.length; at++) {
    const word = words[at] ?? "";
    if (word === "--") {
      at++;
      break;
    }
    if (word !== "unknown" && word.startsWith("-") && word.length > 1) {
      const option = splitOption(word, style);
      unclear ||= option.value === "unknown";
      if (option.takesNext) at++;
      // A cluster whose last letter takes a value: `-nc FILE`.
      if (option.takesNext && option.name !== word) options.push({ name: word, value: undefined });
      options.push({ name: option.name, value: option.takesNext ? words[at] : option.value });
      if (!style.final.has(option.name)) continue;
      if (!option.takesNext && option.value !== undefined) operands.push(option.value);
      if (!option.takesNext) at++;
      break;
    }
    if (style.interpreter) break;
    // After an option, an unknown word is most likely that option's value.
    if (word === "unknown" && !/^-[^=]*$/.test(words[at - 1] ?? "")) unclear = true;
    operands.push(word);
  }
  return { options, operands: [...operands, ...words.slice(at)], unclear };
}

function globMatches(glob: string, text: string): boolean {
  if (!/[*?]/.test(glob)) return glob === text;
  return new TextPattern(starTokens(glob)).matches(text) === true;
}

function hasOption(alternative: string, args: Arguments): boolean {
  const [name = "", glob] = alternative.split("=", 2);
  return args.options.some((option) => {
    const named =
      option.name === name ||
      (/^-[A-Za-z]$/.test(name) && /^-[A-Za-z0-9]*$/.test(option.name) && option.name.includes(name.slice(1)));
    return (
      named &&
      (glob === undefined ||
        (option.value !== undefined && option.value !== "unknown" && globMatches(glob, option.value)))
    );
  });
}

/**
 * Whether arguments fit a pattern: words separated by blanks, alternatives by `|`. A word without a dash is the next
 * operand (`*` and `?` are wildcards), `-x` an option that is there (alone or clustered), `--x=glob` an option with
 * that value, `$` the end of the operands. With `lenient`, an unknown word may stand for whatever the pattern wants.
 */
export function fits(pattern: string, args: Arguments, lenient = false): boolean {
  let next = 0;
  for (const word of pattern.split(" ")) {
    if (word === "") continue;
    if (word === "$") {
      if (next < args.operands.length) return false;
    } else if (word.startsWith("-")) {
      if (!word.split("|").some((alternative) => hasOption(alternative, args)) && !(lenient && args.unclear))
        return false;
    } else {
      const operand = args.operands[next++];
      if (operand === undefined) return false;
      if (operand === "unknown" ? !lenient : !word.split("|").some((alternative) => globMatches(alternative, operand)))
        return false;
    }
  }
  return true;
}
