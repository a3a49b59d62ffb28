import { severities } from "../../text/diagnostic.ts";
import { formats, traceFormats } from "../../report/formats.ts";
import { commands, optionsOf } from "./options.ts";
import { switches, valued } from "./parser.ts";
import { listed } from "./format-options.ts";
import { shellScripts } from "./shell-scripts.ts";
import type { Shell } from "./shell-scripts.ts";
import { suggestion } from "../../text/suggestion.ts";
import { UsageError } from "./usage-error.ts";
import { verifyOptions } from "./verify-options.ts";

/** What may stand in the place of a word that is being typed. */
export interface Completion {
  /** Whole words, all of which start as the typed one does. One that ends in "=" wants more. */
  readonly words: readonly string[];
  /** Whether the name of a file may stand there too; after the last "=" of the word, if it has one. */
  readonly files: boolean;
}

const shells: readonly Shell[] = ["bash", "zsh", "fish"];

/**
 * `pid1lint completion SHELL` gives the script that the shell reads; with the words of a command line after it, the
 * last of which is being typed, what may stand there, a line each, and a line `*` for names of files. Throws a {@link
 * UsageError} for a shell that it does not know.
 */
export function completion([name = "", ...words]: readonly string[], ruleIds: readonly string[]): string {
  const shell = shells.find((each) => each === name);
  if (shell === undefined) {
    const hint = name === "" || name.startsWith("-") ? "" : suggestion(name, shells);
    throw new UsageError(
      `pid1lint completion needs a shell: ${listed(shells)}${hint}; pid1lint completion bash says what goes ` +
        "into ~/.bashrc",
    );
  }
  if (words.length === 0) return shellScripts[shell];
  const whole = shell === "bash" ? rejoined(words) : words;
  const { words: found, files } = complete(whole, ruleIds);
  // To bash a word ends at "=": it wants the rest.
  const done = whole.length < words.length ? (whole.at(-1) ?? "").lastIndexOf("=") + 1 : 0;
  return [...found.map((word) => word.slice(done)), ...(files ? ["*"] : [])].map((line) => `${line}\n`).join("");
}

/** What may stand in the place of the last word. */
export function complete(words: readonly string[], ruleIds: readonly string[]): Completion {
  const typed = words.at(-1) ?? "";
  let command: string | undefined;
  let option: string | undefined;
  let ended = false;
  for (const word of words.slice(0, -1)) {
    if (option !== undefined) option = undefined;
    else if (ended || word === "-" || !word.startsWith("-")) command ??= commandWords.includes(word) ? word : "lint";
    else if (word === "--") ended = true;
    else option = withValue.find((name) => word === `--${name}`);
  }
  if (option !== undefined) return matching(valuesOf(option, command, typed, ruleIds), typed);
  if (!ended && typed.startsWith("-")) return matching(optionWords(command, typed, ruleIds), typed);
  if (command === "explain") return matching({ words: ruleIds, files: false }, typed);
  if (command === "completion") return matching({ words: shells, files: false }, typed);
  if (command === undefined && !ended) return matching({ words: commandWords, files: true }, typed);
  return { words: [], files: command === undefined || !["rules", "init", "verify"].includes(command) };
}

const withValue = [...valued, ...verifyOptions.filter((name) => switches.every((each) => each !== name))];
const commandWords: readonly string[] = [...commands.filter((name) => name !== "lint"), "verify", "completion"];

function matching({ words, files }: Completion, typed: string): Completion {
  return { words: words.filter((word) => word.startsWith(typed)), files };
}

function optionWords(command: string | undefined, typed: string, ruleIds: readonly string[]): Completion {
  const [, option, before] = /^--([a-z-]+)=(.*,)?/.exec(typed) ?? [];
  if (option === "fix" || option === "diff")
    return { words: ruleIds.map((id) => `--${option}=${before ?? ""}${id}`), files: false };
  if (option !== undefined) {
    const { words, files } = valuesOf(option, command, typed.slice(`--${option}=`.length), ruleIds);
    return { words: words.map((word) => `--${option}=${word}`), files };
  }
  const names =
    command === "verify"
      ? verifyOptions
      : command === "completion"
        ? []
        : optionsOf(commands.find((name) => name === command) ?? "lint");
  return { words: [...names, "help"].map((name) => `--${name}`), files: false };
}

function valuesOf(option: string, command: string | undefined, typed: string, ruleIds: readonly string[]): Completion {
  const only = (words: readonly string[]): Completion => ({ words, files: false });
  const [id] = /^[^=]+(?==)/.exec(typed) ?? [];
  switch (option) {
    case "color":
      return only(["auto", "always", "never"]);
    case "fail-on":
      return only([...severities, "never"]);
    case "format":
      if (command === "verify") return only(["text", "json"]);
      if (command === "config") return only(["json"]);
      return id === undefined ? only(command === "trace" ? traceFormats : formats) : { words: [], files: true };
    case "rule":
      return only(
        id === undefined ? ruleIds.map((each) => `${each}=`) : ["off", ...severities].map((each) => `${id}=${each}`),
      );
    case "base-image":
      return { words: [], files: id !== undefined };
    case "target":
    case "since":
    case "network":
    case "wait-for":
    case "time":
      return only([]);
    default:
      return { words: [], files: true };
  }
}

/** Words as they were typed, of those that bash makes of them: to it "=" is a word. */
function rejoined(words: readonly string[]): readonly string[] {
  const whole: string[] = [];
  let open = false;
  for (const word of words) {
    if (whole.length > 0 && (word === "=" || open)) whole.push((whole.pop() ?? "") + word);
    else whole.push(word);
    open = word === "=";
  }
  return whole;
}
