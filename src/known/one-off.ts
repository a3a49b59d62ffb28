import type { Known } from "../diagnostic.ts";
import { readArguments } from "./pattern.ts";
import type { ArgumentStyle } from "./pattern.ts";

/** What a call is for that ends by itself, whatever the program: what all programs take these words for. */
export type OneOff =
  /** `--help`, `--version`: true of every program, and of every sub-command. */
  | "tells"
  /** `--check-config`, `--dry-run`, `--generate-config`. */
  | "checks"
  /** `migrate`, `db upgrade`, `config default`, `garbage-collect`: a sub-command. */
  | "works";

const tells = /^--?(?:help(?:-all|-long|-man)?|version)$/;
const config = "(?:conf|config|configs|configuration|configfile|defaults|syntax)";
const checks = new RegExp(
  `^--?(?:(?:check|test|verify|validate|lint|print|dump|show|describe|generate|gen|sample|list)[-_.]?(?:only[-_.]?)?${config}` +
    `|${config}[-_.](?:check|test|dump|only)|config[-.]test[-_.]and[-_.]exit|configtest` +
    "|dry[-_]?run|check|validate|validate-only|check-only|test|lint|list|list-[a-z-]+|syntax-only|print-env|self-?test)$",
);
const modes = /^(?:validate|check|test|lint|dry-?run)$/;

/** Sub-commands, the word alone or with more of the same word behind a dash: `create-user`, `db:migrate`. */
const verbs = new Set(
  (
    "help version about info env " +
    "check test validate verify lint configtest checkconfig doctor diagnose healthcheck health ping status ready probe wait " +
    "config configure configuration conf print dump show list ls describe inspect get set unset view diff stats " +
    "init initialize initdb migrate migration migrations seed setup install uninstall upgrade update bootstrap provision prepare populate " +
    "create delete remove rm add drop reset purge prune clean cleanup clear flush truncate vacuum compact gc garbage-collect " +
    "generate gen keygen genkey gencert hash encrypt decrypt sign format fmt compile build precompile compress optimize " +
    "export import load backup restore snapshot copy convert repair fix recover recovery reindex rebuild sync-db syncdb collectstatic " +
    "enable disable plugin plugins extension module modules user users account admin token tokens secret secrets key keys keystore cert certs " +
    "certificate auth login logout register unregister completion completions alias bucket db database schema"
  ).split(" "),
);

/** Sub-commands that serve: what follows them is theirs, be it called what it will. */
const serving = new Set("serve server start run up web worker agent daemon listen proxy standalone start-dev gateway beat scheduler foreground console".split(" "));

function isVerb(word: string): boolean {
  const lower = word.toLowerCase();
  if (verbs.has(lower)) return true;
  const [first = "", ...rest] = lower.split(/[-_:]/);
  return rest.length > 0 && /^[a-z][\w:-]*$/.test(lower) && verbs.has(first) && !rest.some((each) => serving.has(each));
}

/** The first word that can be nothing but an operand: no option, and not behind one whose value it may be. */
function subCommand(words: readonly Known<string>[], style: ArgumentStyle): string | undefined {
  for (const [index, word] of words.entries()) {
    if (word === "unknown" || word === "--") return undefined;
    if (word.startsWith("-")) continue;
    const before = words[index - 1];
    const mayBeValue = before !== undefined && before.startsWith("-") && !before.includes("=");
    if (!mayBeValue) return word;
    // `-c FILE migrate`: whether FILE is the option's value or the sub-command, what follows tells nothing else.
    if (style.valued.has(before) || /[./]/.test(word)) continue;
  }
  return undefined;
}

function on(value: Known<string> | undefined): boolean {
  return value === undefined || !/^(?:false|no|off|0)$/i.test(value);
}

/** Whether the words behind a program's name make a call that ends by itself, and what kind of one; undefined where nothing says so. */
export function oneOffOf(words: readonly Known<string>[], style: ArgumentStyle): OneOff | undefined {
  // Of options with one dash, `=` is part of the name.
  const options = readArguments(words, style).options.map(({ name, value }) => {
    const [option = name, attached] = name.split("=", 2);
    return { option, value: attached ?? value };
  });
  if (options.some(({ option, value }) => tells.test(option) && on(value))) return "tells";
  const last = words.at(-1);
  // A `-h` with nothing behind it names no host.
  if (last === "-h" || (words.length === 1 && last === "-V")) return "tells";
  if (options.some(({ option, value }) => checks.test(option) && on(value))) return "checks";
  for (const [index, word] of words.entries()) {
    if (word === "--") break;
    const [, attached] = /^--?(?:run-?)?mode=(.*)$/.exec(word) ?? [];
    if (modes.test(attached ?? (/^--?(?:run-?)?mode$/.test(words[index - 1] ?? "") ? word : ""))) return "checks";
  }
  if (style.serves === "operands") return undefined;
  const word = subCommand(words, style);
  return word !== undefined && isVerb(word) ? "works" : undefined;
}

/** Whether a word is a sub-command that serves: `server`, `run`, `web`. */
export function isServingWord(word: Known<string> | undefined): boolean {
  return word !== undefined && serving.has(word);
}
