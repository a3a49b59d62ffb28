import type { Edit } from "../text/edits.ts";
import { parseShell } from "../parse/shell/parse-shell.ts";
import type { MappedText } from "../text/source.ts";
import { builtins } from "../shell/builtins/builtins.ts";
import type { Image } from "../image/built-image.ts";

/** Words that mean something to a shell only. */
const reserved = new Set([
  "!",
  "{",
  "}",
  "if",
  "then",
  "else",
  "elif",
  "fi",
  "do",
  "done",
  "case",
  "esac",
  "while",
  "until",
  "for",
  "in",
  "function",
  "select",
  "time",
  "[[",
]);

/** Whether a name is run by the shell itself, so that no program of that name may exist. */
export function isBuiltin(name: string): boolean {
  return Object.hasOwn(builtins, name);
}

/**
 * The argv of shell text that is one plain command, all words literal: what exec form can say. Undefined where a shell
 * is needed.
 */
export function plainCommand(text: MappedText): readonly string[] | undefined {
  const script = parseShell(text);
  const [item, ...rest] = script.list.items;
  if (script.error || !item || rest.length > 0 || item.background || item.node.kind !== "simple") return undefined;
  const { assignments, redirects, words } = item.node;
  if (assignments.length > 0 || redirects.length > 0) return undefined;
  const argv: string[] = [];
  for (const word of words) {
    if (word.literal === undefined) return undefined;
    argv.push(word.literal);
  }
  if (argv[0] === "exec" && !argv[1]?.startsWith("-")) argv.shift();
  const [name] = argv;
  if (name === undefined || name === "" || isBuiltin(name) || reserved.has(name)) return undefined;
  return argv;
}

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
