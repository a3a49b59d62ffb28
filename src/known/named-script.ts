import type { Known } from "../diagnostic.ts";
import { optionOf, readOptions } from "./getopt.ts";
import type { Reading } from "./wrapper-reading.ts";
import type { ScriptFile, WrapperSyntax } from "./wrapper-rows.ts";

/** A script that a command line names: `npm run build`, `yarn start`, `deno task dev`. */
export interface NamedScript {
  readonly file: ScriptFile;
  readonly name: string;
  /** Its index in argv. */
  readonly at: number;
  /** The folder that an option names; undefined: the one that the command runs in. */
  readonly directory: Known<string> | undefined;
  /** Indexes in argv of the words that are handed to it. */
  readonly words: readonly number[];
}

type Script = { readonly kind: "script"; readonly script: NamedScript } | { readonly kind: "unknown"; readonly reason: string };

/** Short for `test`, as npm has it. */
const short: Readonly<Record<string, string>> = { t: "test", tst: "test" };

/** The script that a command line names, or why that cannot be told. */
export function scriptOf(argv: readonly Known<string>[], reading: Reading, script: { readonly file: ScriptFile; readonly named: string }, syntax: WrapperSyntax): Script {
  const unknown = (reason: string): Script => ({ kind: "unknown", reason });
  if (reading.problem !== undefined) return unknown(reading.problem);
  const at = script.named === "sub-command" ? argv.indexOf(reading.sub ?? "", 1) : reading.next;
  const word = argv[at];
  if (word === undefined) return unknown(`${argv[0]} is given no name of a script`);
  const words: number[] = [];
  let { options } = reading;
  let next = at + 1;
  while (syntax.keepsOptions && next < argv.length) {
    const more = readOptions(argv, next, syntax);
    if (more.problem !== undefined) return unknown(more.problem);
    options = [...options, ...more.options];
    next = more.next;
    if (more.ended) break;
    if (next < argv.length) words.push(next++);
  }
  for (; next < argv.length; next++) words.push(next);
  if (optionOf(options, syntax.elsewhere)) return unknown(`${argv[0]} is told to read another ${script.file}`);
  return { kind: "script", script: { file: script.file, name: short[word] ?? word, at, directory: optionOf(options, syntax.directory)?.value, words } };
}
