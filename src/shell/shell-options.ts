import { shellsNamed } from "./shells-named.ts";
import type { Field } from "./state/field.ts";
import type { Arg } from "../image/built-image.ts";
import type { Script } from "../parse/shell/script-syntax.ts";

/** What a shell was asked to do. */
export interface Invocation {
  readonly dashC: boolean;
  /** `-e`. */
  readonly errexit: boolean;
  /** `-u`. */
  readonly nounset: boolean;
  /** Index of the text or script, undefined if there is none. */
  readonly subject: number | undefined;
  readonly unknown: boolean;
}

/** Options of POSIX shells and bash up to the first operand: `-ec`, `-o pipefail`, `--login`, `-O extglob`, `+x`. */
export function readOptions(argv: readonly (Arg & { readonly base?: Field["base"] })[]): Invocation {
  let dashC = false;
  let errexit = false;
  let nounset = false;
  let index = 1;
  for (; index < argv.length; index++) {
    const word = argv[index]?.value ?? "";
    // One word in quotes is the text itself, whatever it is completed to.
    if (word === "unknown" && dashC && argv[index]?.text?.text.startsWith('"') === true)
      return { dashC, errexit, nounset, subject: index, unknown: false };
    if (word === "unknown")
      return { dashC, errexit, nounset, subject: undefined, unknown: !dashC || argv[index]?.base !== undefined };
    if (word === "--" || word === "-") {
      index++;
      break;
    }
    if (word.startsWith("--")) {
      if (word === "--rcfile" || word === "--init-file") index++;
      continue;
    }
    if (!/^[-+][A-Za-z]+$/.test(word)) break;
    if (word.startsWith("-") && word.includes("c")) dashC = true;
    if (word.includes("e") || (word.endsWith("o") && argv[index + 1]?.value === "errexit"))
      errexit = word.startsWith("-");
    if (word.includes("u") || (word.endsWith("o") && argv[index + 1]?.value === "nounset"))
      nounset = word.startsWith("-");
    if (/[oO]$/.test(word)) index++;
    if (word.startsWith("-") && word.includes("s") && !dashC)
      return { dashC, errexit, nounset, subject: undefined, unknown: false };
  }
  return { dashC, errexit, nounset, subject: index < argv.length ? index : undefined, unknown: false };
}

/** Options that a shell starts with. */
export interface StartOptions {
  /** `-e`. */
  readonly errexit: boolean;
  /** `-u`. */
  readonly nounset: boolean;
  /** It goes by POSIX's rules, where it has others of its own: it was called as `sh`, or with `--posix`. */
  readonly posix: boolean;
}

/**
 * How a script or text starts: by the options of the shell that was called on it, else by those of its shebang.
 */
export function startOptions(argv: readonly Arg[], script: Script): StartOptions {
  if (isShell(argv[0]?.value ?? "")) return optionsOf(argv);
  const words = (script.shebang ?? "").split(/[ \t]+/);
  const shell = words.findIndex(isShell);
  if (shell < 0) return { errexit: false, nounset: false, posix: false };
  return optionsOf(words.slice(shell).map((value) => ({ value, text: undefined })));
}

function optionsOf(argv: readonly Arg[]): StartOptions {
  const { errexit, nounset, subject } = readOptions(argv);
  const options = argv.slice(1, subject).map(({ value }) => value);
  const posix = options.some((word, index) => word === "--posix" || (word === "posix" && options[index - 1] === "-o"));
  return { errexit, nounset, posix: posix || /^(?:.*\/)?sh$/.test(argv[0]?.value ?? "") };
}

/** `sh`, `bash -e`, `sh -s`: a shell that reads its commands from the standard input. */
export function readsCommands(argv: readonly (Arg & { readonly base?: Field["base"] })[]): boolean {
  const { dashC, subject, unknown } = readOptions(argv);
  return isShell(argv[0]?.value ?? "") && !dashC && !unknown && subject === undefined;
}

function isShell(word: string): boolean {
  return shellsNamed(word.replace(/^.*\//, ""), "unknown") !== undefined;
}
