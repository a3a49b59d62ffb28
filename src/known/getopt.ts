import type { Known } from "../text/diagnostic.ts";

/**
 * Options as getopt_long(3) takes them: short ones in its own notation, long ones separated by blanks, `=` where a
 * value must follow.
 */
export interface OptionSyntax {
  /** "k:s:v": `:` a value follows, `::` one may be attached. */
  readonly short?: string;
  /** "kill-after= foreground"; `--name=value` is always understood. */
  readonly long?: string;
  /** Long names have a single dash, as Go's flag package has them. */
  readonly singleDash?: boolean;
  /** Options that are not listed are taken for flags. */
  readonly lax?: boolean;
}

/** An option as written; `name` with its dashes, `at` the index of the value where that is a word of its own. */
export interface Option {
  readonly name: string;
  readonly value: Known<string> | undefined;
  readonly at: number | undefined;
}

/** Options up to the first operand. */
export interface Options {
  readonly options: readonly Option[];
  /** Index of the first word that is no option; past `--`, if there is one. */
  readonly next: number;
  /** `--` ended them. */
  readonly ended: boolean;
  /** Why they could not be read to their end. */
  readonly problem: string | undefined;
}

/** What a short option is followed by in getopt's notation. */
function shortValue(letter: string, short: string): "none" | "required" | "attached" | "not listed" {
  const index = letter === ":" ? -1 : short.indexOf(letter);
  if (index < 0) return "not listed";
  if (short.startsWith("::", index + 1)) return "attached";
  return short[index + 1] === ":" ? "required" : "none";
}

/** Reads options from `argv[from]` on. */
export function readOptions(argv: readonly Known<string>[], from: number, syntax: OptionSyntax): Options {
  const options: Option[] = [];
  const long = new Set((syntax.long ?? "").split(" "));
  const takesOptions = syntax.short !== undefined || syntax.long !== undefined || syntax.lax === true;
  let next = from;
  const stop = (problem?: string): Options => ({ options, next, ended: false, problem });
  while (next < argv.length) {
    const word = argv[next] ?? "";
    if (word === "unknown") return takesOptions ? stop(`an argument of ${argv[0]} is unknown`) : stop();
    if (word === "--") return { options, next: next + 1, ended: true, problem: undefined };
    if (!word.startsWith("-") || word === "-") return stop();
    const isLong = word.startsWith("--") || syntax.singleDash === true;
    const equals = word.indexOf("=");
    const name = isLong && equals > 0 ? word.slice(0, equals) : word;
    const bare = name.replace(/^--?/, "");
    if (isLong) {
      const takesNext = long.has(`${bare}=`) && equals < 0;
      if (equals < 0 && !takesNext && !long.has(bare) && !syntax.lax)
        return stop(`what follows ${word} of ${argv[0]} is unknown`);
      options.push({
        name,
        value: takesNext ? argv[next + 1] : equals > 0 ? word.slice(equals + 1) : undefined,
        at: takesNext ? next + 1 : undefined,
      });
      next += takesNext ? 2 : 1;
      continue;
    }
    for (let i = 1; i < word.length; i++) {
      const kind = shortValue(word[i] ?? "", syntax.short ?? "");
      if (kind === "not listed" && !syntax.lax) return stop(`what follows ${word} of ${argv[0]} is unknown`);
      const attached = word.slice(i + 1);
      const takesNext = kind === "required" && attached === "";
      const value = takesNext ? argv[next + 1] : attached;
      options.push({
        name: `-${word[i]}`,
        value: kind === "required" || kind === "attached" ? value : undefined,
        at: takesNext ? next + 1 : undefined,
      });
      if (takesNext) next++;
      if (kind === "required" || kind === "attached") break;
    }
    next++;
  }
  return stop();
}

/** The last of the options with one of these names, separated by blanks. */
export function optionOf(options: readonly Option[], names: string | undefined): Option | undefined {
  const wanted = names?.split(" ") ?? [];
  return options.findLast((option) => wanted.includes(option.name));
}
