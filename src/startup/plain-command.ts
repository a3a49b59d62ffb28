import { parseShell } from "../parse/shell/parse-shell.ts";
import { builtins } from "../shell/builtins.ts";
import type { MappedText } from "../text/source.ts";

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
