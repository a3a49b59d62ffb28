import type { Edit } from "../text/edits.ts";
import type { MappedText } from "../text/source.ts";
import type { Image } from "../image/built-image.ts";

/**
 * Whether a shell reads files of its own before a `-c` text, which may set the environment: a login or interactive
 * shell, bash with BASH_ENV. Without it, what it runs might not get the same.
 */
export function readsStartFiles(shell: readonly string[], env: Pick<ReadonlyMap<string, string>, "has">): boolean {
  const [name = "", ...options] = shell;
  if (/(^|\/)zsh$/.test(name) || (/(^|\/)bash$/.test(name) && env.has("BASH_ENV"))) return true;
  return options.some((option) => option === "--login" || /^-[a-z]*[li]/.test(option));
}

/**
 * Puts a word behind one of a command line, written as that is: in an instruction's array or in a shell's text;
 * undefined in YAML, which has many ways to write it.
 */
export function insertBehind(word: MappedText, added: string, { entrypoint, cmd }: Image): Edit | undefined {
  const setting = [entrypoint, cmd].find(
    ({ value }) => value !== "unknown" && value.kind === "exec" && value.words.some(({ text }) => text === word),
  );
  const { path, end } = word.locate();
  if (setting === undefined) return { path, start: end, end, text: ` ${added}` };
  return setting.by.kind === "instruction"
    ? { path, start: end, end, text: `", ${JSON.stringify(added).slice(0, -1)}` }
    : undefined;
}

/** An array as people write it: `["a", "b"]`. */
export function jsonArray(words: readonly string[]): string {
  return `[${words.map((word) => JSON.stringify(word)).join(", ")}]`;
}
