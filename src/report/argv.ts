import type { Arg } from "../image/built-image.ts";

/** The words of a command line as plain strings; a word that is not known is its source text, or `…`. */
export function plainWords(argv: readonly Arg[]): readonly string[] {
  return argv.map(plain);
}

/** A command line as one would type it; words that are not known stand as they were written. */
export function commandLine(argv: readonly Arg[]): string {
  return argv.map((arg) => (arg.value === "unknown" ? plain(arg) : quoted(arg.value))).join(" ");
}

/** What runs in a hop; a subshell has no command line of its own. */
export function hopLine({ argv, what }: { readonly argv: readonly Arg[]; readonly what: string }): string {
  return argv.length === 0 ? what : commandLine(argv);
}

function plain(arg: Arg): string {
  return arg.value === "unknown" ? (arg.text?.text ?? "…") : arg.value;
}

function quoted(word: string): string {
  if (/^[\w@%+=:,./~-]+$/.test(word) && !word.startsWith("~")) return word;
  if (!/["$`\\!]/.test(word)) return `"${word}"`;
  return `'${word.replaceAll("'", "'\\''")}'`;
}
