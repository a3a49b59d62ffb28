import type { Known } from "../../text/diagnostic.ts";
import { readArguments } from "../pattern.ts";
import type { ArgumentStyle } from "../pattern.ts";

/** What a call is for that ends by itself, whatever the program: what all programs take these words for. */
type OneOff =
  /** `--help`, `--version`: true of every program, and of every sub-command. */
  | "tells"
  /** `-h` with nothing behind it, `-V` alone: true of most. */
  | "abbreviates"
  /** `--check-config`, `--dry-run`, `--generate-config`. */
  | "checks"
  /** `migrate`, `db upgrade`, `config default`, `garbage-collect`: a sub-command. */
  | "works";

const tells = /^--?(?:help(?:-all|-long|-man)?|version)$/;
const config = "(?:conf|config|configs|configuration|configfile|defaults|syntax)";
const checks = new RegExp(
  "^--?(?:(?:check|test|verify|validate|lint|print|dump|show|describe|generate|gen|sample|list)" +
    `[-_.]?(?:only[-_.]?)?${config}` +
    `|${config}[-_.](?:check|test|dump|only)|config[-.]test[-_.]and[-_.]exit|configtest` +
    "|dry[-_]?run|check|validate|validate-only|check-only|test|lint|list|list-[a-z-]+|syntax-only" +
    "|print-env|self-?test)$",
);
const modes = /^(?:validate|check|test|lint|dry-?run)$/;

const wordSet = (text: string): ReadonlySet<string> => new Set(text.split(" "));

/** Sub-commands that do their work and return; with more behind a dash or colon too: `create-user`, `migrate:up`. */
const verbs = wordSet(
  "help version about check test validate verify lint configtest checkconfig doctor diagnose " +
    "healthcheck health ping status ready wait " +
    "configure print dump show list ls describe inspect get set unset view diff " +
    "init initialize initdb migrate migration migrations seed setup install uninstall upgrade update " +
    "bootstrap provision prepare populate " +
    "create delete remove rm add drop reset purge prune clean cleanup clear flush truncate vacuum compact gc " +
    "generate gen keygen genkey gencert hash encrypt decrypt sign format fmt compile build precompile " +
    "compress optimize " +
    "export import load backup restore snapshot copy convert repair fix recover recovery reindex rebuild " +
    "syncdb collectstatic " +
    "enable disable login logout register unregister completion completions",
);
/**
 * What sub-commands are about. Servers have such sub-commands for what is not serving; of others they may be services.
 */
const nouns = wordSet(
  "config configuration conf env info stats plugin plugins extension extensions module modules user " +
    "users account accounts admin token tokens " +
    "secret secrets key keys keystore cert certs certificate auth alias bucket db database schema probe garbage",
);

/** Sub-commands that serve: what follows them is theirs, be it called what it will. */
const serving = new Set(
  (
    "serve server start run up web worker agent daemon listen proxy standalone start-dev gateway beat " +
    "scheduler foreground console"
  ).split(" "),
);

/** Where a migration goes: `migrate-up`, `migration:run`. */
const directions = wordSet("up down run start latest deploy");

function isVerb(word: Known<string> | undefined): boolean {
  const lower = word?.toLowerCase() ?? "";
  if (verbs.has(lower)) return true;
  const [first = "", ...rest] = lower.split(/[-_:]/);
  if (/^migrat/.test(first) && rest.every((each) => directions.has(each))) return true;
  const named = rest.length > 0 && /^[a-z][\w:-]*$/.test(lower) && !rest.some((each) => serving.has(each));
  return (
    named && (verbs.has(first) || (nouns.has(first) && rest.some((each) => verbs.has(each) || each === "collect")))
  );
}

/** The first word that can be nothing but an operand: no option, and not behind one whose value it may be. */
function subCommand(words: readonly Known<string>[], style: ArgumentStyle): number | undefined {
  for (const [index, word] of words.entries()) {
    if (word === "unknown" || word === "--") return undefined;
    if (word.startsWith("-")) continue;
    const before = words[index - 1];
    const mayBeValue = before !== undefined && before.startsWith("-") && !before.includes("=");
    if (!mayBeValue) return index;
    // `-c FILE migrate`: whether FILE is the option's value or the sub-command, what follows tells nothing else.
    if (style.valued.has(before) || /[./]/.test(word)) continue;
  }
  return undefined;
}

function on(value: Known<string> | undefined): boolean {
  return value === undefined || !/^(?:false|no|off|0)$/i.test(value);
}

/**
 * Whether the words behind a program's name make a call that ends by itself, and what kind of one; undefined where
 * nothing says so. `server`: the program is known to serve with other words.
 */
export function oneOffOf(words: readonly Known<string>[], style: ArgumentStyle, server: boolean): OneOff | undefined {
  // Of options with one dash, `=` is part of the name.
  const options = readArguments(words, style).options.map(({ name, value }) => {
    const [option = name, attached] = name.split("=", 2);
    return { option, value: attached ?? value };
  });
  if (options.some(({ option, value }) => tells.test(option) && on(value))) return "tells";
  const last = words.at(-1);
  // Behind a `-h` for a host there is one.
  if (last === "-h" || (words.length === 1 && last === "-V")) return "abbreviates";
  if (options.some(({ option, value }) => checks.test(option) && on(value))) return "checks";
  for (const [index, word] of words.entries()) {
    if (word === "--") break;
    const [, attached] = /^--?(?:run-?)?mode=(.*)$/.exec(word) ?? [];
    if (modes.test(attached ?? (/^--?(?:run-?)?mode$/.test(words[index - 1] ?? "") ? word : ""))) return "checks";
  }
  if (style.serves === "operands") return undefined;
  const at = subCommand(words, style);
  const word = at === undefined ? undefined : words[at];
  if (at === undefined || word === undefined) return undefined;
  const about = nouns.has(word.toLowerCase()) && (server || isVerb(words[at + 1]));
  return about || isVerb(word) ? "works" : undefined;
}

const task = "migrat(?:e|ions?)|seed(?:er|s)?|init-?db|create-?(?:db|database|superuser|admin)";
const taskFile = new RegExp(`(?:^|[-_.])(?:${task})(?:[-_.][\\w-]+)?\\.(?:[cm]?[jt]s|py|rb|php)$`, "i");

/** Whether a script's name says that it does its work and ends: `apply-migrations.js`, `seed.py`, `init-db.rb`. */
export function isTaskFile(path: string): boolean {
  return taskFile.test(path.replace(/^.*\//, ""));
}

/** Whether a word is a sub-command that serves: `server`, `run`, `web`. */
export function isServingWord(word: Known<string> | undefined): boolean {
  return word !== undefined && serving.has(word);
}
