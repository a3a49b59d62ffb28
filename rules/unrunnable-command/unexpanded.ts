import type { JsonWord } from "../../src/parse/dockerfile/syntax.ts";
import { jsonArray } from "../../src/remedies/arrays.ts";
import { throughShell } from "../../src/remedies/through-shell.ts";
import type { Judged } from "../../src/stop/judge.ts";
import { mainProcess } from "../../src/stop/severity.ts";
import type { Fix } from "../../src/text/edits.ts";
import type { Location } from "../../src/text/source.ts";

/** A variable that a program is given as it is written, since no shell stands in front of it. */
export interface Unexpanded {
  readonly actor: string;
  readonly name: string;
  readonly at: Location;
  readonly fixes: readonly Fix[];
}

/** A word of one argument whose value an environment variable completes: `$PORT`, `--port=${PORT}`, `0.0.0.0:$PORT`. */
const completed = /^[\w.:/@=,-]*(\$(?:\{[A-Z_][A-Z0-9_]+(?::?-[\w./:-]*)?\}|[A-Z_][A-Z0-9_]+))[\w.:/@,-]*$/;

/** The first such word of ENTRYPOINT and CMD each, where every way hands it to a program that a table knows. */
export function* unexpandedIn(judged: Judged): Iterable<Unexpanded> {
  const { entrypoint, cmd } = judged.image;
  for (const { by, value } of [entrypoint, cmd]) {
    if (by.kind !== "instruction" || by.instruction.form.kind !== "exec" || value === "unknown") continue;
    const { words } = by.instruction.form;
    const word = words.find((each, index) => index > 0 && completed.test(each.text.text));
    const name = word && completed.exec(word.text.text)?.[1];
    const actor = word && receiverOf(word, judged);
    if (!word || name === undefined || actor === undefined) continue;
    const array = jsonArray(
      throughShell(
        words.map(({ text }) => text.text),
        value === entrypoint.value,
      ),
    );
    // CMD behind an ENTRYPOINT is no command of its own.
    const whole = words[0]?.text === mainWord(judged);
    const [first, last] = [words[0], words.at(-1)];
    const fix: Fix | undefined =
      whole && first && last
        ? {
            title: `Let a shell expand it: ${array}`,
            applicability: "unsafe",
            edits: [{ path: first.at.path, start: first.at.start, end: last.at.end, text: array.slice(1, -1) }],
          }
        : undefined;
    yield { actor, name, at: word.at, fixes: fix ? [fix] : [] };
  }
}

/** The word that names the main program. */
function mainWord({ startUp }: Judged): unknown {
  const [path] = startUp.paths;
  return path && mainProcess(path)?.hops.at(-1)?.argv[0]?.text;
}

/** The known program that gets a word as it stands, on every way. */
function receiverOf(word: JsonWord, { startUp: { paths } }: Judged): string | undefined {
  let name: string | undefined;
  for (const { processes } of paths) {
    const main = processes.at(-1);
    if (main?.role.kind !== "program" || !main.role.row) return undefined;
    if (processes.some(({ role, hops }) => role.kind === "shell" || hops.some(({ running }) => running !== undefined)))
      return undefined;
    if (!main.hops.at(-1)?.argv.some(({ text }) => text === word.text)) return undefined;
    name = main.role.row.name;
  }
  return name;
}
