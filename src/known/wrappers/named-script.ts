import type { Known } from "../../text/diagnostic.ts";
import { optionOf, readOptions } from "../getopt.ts";
import type { Reading } from "./wrapper-reading.ts";
import type { ScriptFile, WrapperSyntax } from "./wrapper-rows.ts";

/** A script that a command line names: `npm run build`, `yarn start`, `deno task dev`, `honcho start web`. */
export interface NamedScript {
  readonly file: ScriptFile;
  /** Undefined: all that the file has. */
  readonly name: string | undefined;
  /** Its index in argv. */
  readonly at: number;
  /** The file's path, where an option names it. */
  readonly path: Known<string> | undefined;
  /** The folder that an option names; undefined: the one that the command runs in. */
  readonly directory: Known<string> | undefined;
  /** Indexes in argv of the words that are handed to it. */
  readonly words: readonly number[];
}

type Script =
  { readonly kind: "script"; readonly script: NamedScript } | { readonly kind: "unknown"; readonly reason: string };

/** Short for `test`, as npm has it. */
const short = new Map([
  ["t", "test"],
  ["tst", "test"],
]);

/** The script that a command line names, or why that cannot be told. */
export function scriptOf(
  argv: readonly Known<string>[],
  reading: Reading,
  script: { readonly file: ScriptFile; readonly named: string },
  syntax: WrapperSyntax,
): Script {
  const unknown = (reason: string): Script => ({ kind: "unknown", reason });
  if (reading.problem !== undefined) return unknown(reading.problem);
  if (script.file === "Procfile") return processOf(argv, reading, syntax);
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
  const directory = optionOf(options, syntax.directory)?.value;
  return {
    kind: "script",
    script: { file: script.file, name: short.get(word) ?? word, at, path: undefined, directory, words },
  };
}

/** What `honcho -f Procfile start web` names: a process of the Procfile, or all. */
function processOf(argv: readonly Known<string>[], { options, next }: Reading, syntax: WrapperSyntax): Script {
  const value = argv[next];
  if (argv.length > next + 1 || optionOf(options, syntax.elsewhere))
    return { kind: "unknown", reason: `${argv[0]} is told which processes of the Procfile to start` };
  const path = syntax.scriptFile === "operand" ? value : optionOf(options, syntax.scriptFile)?.value;
  const name = syntax.scriptFile === "operand" ? undefined : value;
  const directory = optionOf(options, syntax.directory)?.value;
  return { kind: "script", script: { file: "Procfile", name, at: next, path, directory, words: [] } };
}
