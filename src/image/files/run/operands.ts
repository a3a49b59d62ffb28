import { plainWord } from "./run-commands.ts";
import type { RunWord } from "./run-commands.ts";

/** The arguments of one of the coreutils. */
export interface Operands {
  readonly flags: readonly string[];
  readonly operands: readonly RunWord[];
  /** Value of `-t` or `--target-directory`. */
  readonly folder: RunWord | undefined;
  /** Value of `-m` or `--mode`. */
  readonly mode: RunWord | undefined;
}

/** Sorts arguments into options and operands. `valued`: letters of the short options that take a value. */
export function operandsOf(args: readonly RunWord[], valued = ""): Operands {
  const flags: string[] = [];
  const operands: RunWord[] = [];
  let folder: RunWord | undefined;
  let mode: RunWord | undefined;
  const take = (letter: string, value: RunWord | undefined): void => {
    if (letter === "t") folder = value;
    if (letter === "m") mode = value;
  };
  let ended = false;
  for (let at = 0; at < args.length; at++) {
    const word = args[at];
    if (!word) continue;
    const { value } = word;
    const long = /^--(target-directory|mode)=(.*)$/.exec(value);
    const short = /^-(\w*)$/.exec(value)?.[1];
    if (ended || !value.startsWith("-") || value === "-") {
      operands.push(word);
    } else if (value === "--") {
      ended = true;
    } else if (long) {
      take(long[1] === "mode" ? "m" : "t", plainWord(long[2] ?? ""));
    } else if (short === undefined) {
      flags.push(value);
    } else {
      const letters = [...short];
      const index = letters.findIndex((letter) => valued.includes(letter));
      flags.push(index < 0 ? value : `-${letters.slice(0, index).join("")}`);
      if (index < 0) continue;
      const attached = letters.slice(index + 1).join("");
      take(letters[index] ?? "", attached === "" ? args[++at] : plainWord(attached));
    }
  }
  return { flags, operands, folder, mode };
}
