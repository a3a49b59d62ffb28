import type { Dice } from "./dice.ts";
import { dressed, hostileWord } from "./grammar/hostile.ts";
import { statement } from "./grammar/script.ts";
import type { Input } from "./input.ts";

/**
 * An input with one of its files changed in one place or a few, as slips and malice change them. `corpus`: inputs that
 * pieces may come from.
 */
export function mutated(dice: Dice, corpus: readonly Input[]): Input {
  const input = dice.pick(corpus);
  const paths = [...input.keys()];
  const result = new Map(input);
  for (const path of dice.few(2, () => dice.pick(paths))) {
    const file = result.get(path);
    if (!file) continue;
    let { text } = file;
    for (const change of dice.few(3, () => dice.pick(changes))) text = change(dice, text, corpus);
    result.set(path, { text: dressed(dice, text), executable: dice.onceIn(20) ? !file.executable : file.executable });
  }
  return result;
}

type Change = (dice: Dice, text: string, corpus: readonly Input[]) => string;

const changes: readonly Change[] = [
  // Characters.
  (dice, text) => at(dice, text, () => ""),
  (dice, text) => at(dice, text, (unit) => unit + unit),
  (dice, text) => at(dice, text, () => String.fromCharCode(dice.onceIn(3) ? dice.below(0x10000) : dice.below(128))),
  (dice, text) => at(dice, text, (unit) => unit + hostileWord(dice)),
  (dice, text) =>
    at(
      dice,
      text,
      (unit) =>
        unit +
        dice.pick([
          "'",
          '"',
          "`",
          "\\",
          "$(",
          "${",
          "(",
          ")",
          "{",
          "}",
          "[",
          "]",
          "<<EOF",
          "&",
          "|",
          ";",
          "#",
          "\n",
          "\r",
          " ",
          "\t",
          "*",
          "\\\n",
          ":",
          "-",
          ",",
        ]),
    ),
  (dice, text) => text.slice(0, dice.below(text.length + 1)),
  (dice, text) => text.slice(dice.below(text.length + 1)),
  // Lines.
  (dice, text) => lines(dice, text, (all, one) => all.toSpliced(one, 1)),
  (dice, text) => lines(dice, text, (all, one) => all.toSpliced(one, 0, all[one] ?? "")),
  (dice, text) => lines(dice, text, (all, one, other) => all.toSpliced(one, 1, all[other] ?? "")),
  (dice, text) =>
    lines(dice, text, (all, one, other) => all.toSpliced(one, 0, ...all.slice(other, other + 1 + dice.below(4)))),
  (dice, text) =>
    lines(dice, text, (all, one) =>
      all.toSpliced(one, 2, all.slice(one, one + 2).join(dice.pick([" ", "", " && ", "; ", " \\\n"]))),
    ),
  (dice, text) => lines(dice, text, (all, one) => all.toSpliced(one, 0, statement(dice, true))),
  (dice, text, corpus) => lines(dice, text, (all, one) => all.toSpliced(one, 0, foreign(dice, corpus))),
  // Words.
  (dice, text) => tokens(dice, text, (all, one) => all.toSpliced(one, 1)),
  (dice, text) => tokens(dice, text, (all, one, other) => all.toSpliced(one, 1, all[other] ?? "")),
  (dice, text) =>
    tokens(dice, text, (all, one, other) =>
      all.toSpliced(one, 1, all[other] ?? "").toSpliced(other, 1, all[one] ?? ""),
    ),
  (dice, text) => tokens(dice, text, (all, one) => all.toSpliced(one, 0, all[one] ?? "", " ")),
  (dice, text) => tokens(dice, text, (all, one) => all.toSpliced(one, 1, hostileWord(dice))),
  (dice, text) =>
    tokens(dice, text, (all, one) =>
      all.toSpliced(
        one,
        1,
        dice.pick([
          "exec",
          "app",
          "&",
          "wait",
          "$A",
          '"$@"',
          "sh",
          "-c",
          "trap",
          "if",
          "fi",
          "done",
          "&&",
          "|",
          "CMD",
          "ENTRYPOINT",
          "FROM",
          "null",
          "true",
          "tini",
          "--",
        ]),
      ),
    ),
];

/** The text with one of its units replaced. */
function at(dice: Dice, text: string, replace: (unit: string) => string): string {
  const place = dice.below(text.length + 1);
  return text.slice(0, place) + replace(text.charAt(place)) + text.slice(place + 1);
}

function pieces(
  dice: Dice,
  all: readonly string[],
  change: (all: readonly string[], one: number, other: number) => readonly string[],
): readonly string[] {
  return change(all, dice.below(all.length), dice.below(all.length));
}

function lines(
  dice: Dice,
  text: string,
  change: (all: readonly string[], one: number, other: number) => readonly string[],
): string {
  return pieces(dice, text.split("\n"), change).join("\n");
}

function tokens(
  dice: Dice,
  text: string,
  change: (all: readonly string[], one: number, other: number) => readonly string[],
): string {
  return pieces(dice, text.split(/(\s+|\b)/), change).join("");
}

/** A line of any file. */
function foreign(dice: Dice, corpus: readonly Input[]): string {
  const files = [...dice.pick(corpus).values()];
  return files.length === 0 ? "" : dice.pick(dice.pick(files).text.split("\n"));
}
