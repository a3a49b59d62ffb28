import { simpleCommands } from "../../parse/shell/calls.ts";
import type { Word } from "../../parse/shell/script-syntax.ts";
import type { Unit } from "../state/unit.ts";

const known = new WeakMap<Unit["script"], ReadonlySet<string>>();

/** The words that a script makes named pipes of: `mkfifo /tmp/log`. */
function namedPipes({ script }: Unit): ReadonlySet<string> {
  const before = known.get(script);
  if (before) return before;
  const makers = [...simpleCommands(script.list)].filter(({ words: [name] }) => name?.literal === "mkfifo");
  const pipes = new Set(makers.flatMap(({ words }) => words.slice(1).map(({ raw }) => unquoted(raw))));
  known.set(script, pipes);
  return pipes;
}

function unquoted(raw: string): string {
  return raw.replace(/^(["'])(.*)\1$/, "$2");
}

/** Whether a word names a pipe that the script has made: who reads from it waits until somebody writes. */
export function isNamedPipe({ raw }: Word, unit: Unit): boolean {
  return namedPipes(unit).has(unquoted(raw));
}
