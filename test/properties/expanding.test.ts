import { describe } from "@jest/globals";
import { modelWords } from "../shell/words-real.ts";
import { properties } from "./cases.ts";
import type { Look } from "./cases.ts";
import { bashScripts, plainScripts } from "./expansions.ts";
import type { Case } from "./expansions.ts";
import { quoted, runAll, shells } from "./shells.ts";
import type { Shell } from "./shells.ts";

const params = ["one", "two  words", "", "a,b"];

/** A script as the model follows it, and what a real shell makes of it. */
interface Seen {
  readonly text: string;
  readonly model: readonly string[];
  readonly real: readonly string[];
}

/** The script's own name is another one to the model. */
function named(word: string): string {
  return word.replace(/^\/\S*\/script$/, "/ep.sh");
}

/** What a shell gives to the last command of each script; undefined where it refuses one. */
function answers(shell: Shell, cases: readonly Case[]): readonly (readonly string[] | undefined)[] {
  const lines = cases.map(({ lines: all, words }) => {
    const script = [...all, `say ${words}`].join("\n");
    return (
      `( cd /; say() { printf 'w\\0' >&3; for word do printf '%s\\0' "$word" >&3; done; }; ` +
      `unset IFS; set -- ${params.map(quoted).join(" ")}; eval ${quoted(script)} ) > /dev/null 2>&1; printf '\\001end\\0' >&3`
    );
  });
  const all: (readonly string[] | undefined)[] = [];
  let words: string[] = [];
  for (const word of runAll(shell, lines).said.split("\0").slice(0, -1)) {
    if (word !== "\u0001end") words.push(word);
    else {
      all.push(words[0] === "w" ? words.slice(1).map(named) : undefined);
      words = [];
    }
  }
  if (all.length !== cases.length) throw new Error(`${shell.name} answered ${all.length} of ${cases.length} scripts`);
  return all;
}

function look(shell: Shell): Look<Case, Seen> {
  return (batch) => {
    const real = answers(shell, batch);
    return batch.map((each, index) => {
      const said = real[index];
      const text = [...each.lines, `exec show ${each.words}`].join("\n");
      const model = said && modelWords(text, { shells: [shell.name], params });
      return said && model && { text, model, real: said };
    });
  };
}

/** Up to the first word that is not known. */
function holds({ text, model, real }: Seen): string | undefined {
  const open = model.indexOf("?");
  const known = open < 0 ? model : model.slice(0, open);
  const same = JSON.stringify(known) === JSON.stringify(open < 0 ? real : real.slice(0, open));
  return same ? undefined : `${text}\nis ${JSON.stringify(model)}, but the shell says ${JSON.stringify(real)}`;
}

describe.each(shells)("a script's words in $name", (shell) => {
  properties(plainScripts, look(shell), { "are those that the shell gives": holds });
});

describe.each(shells.filter(({ name }) => name === "bash"))("arrays in $name", (shell) => {
  properties(bashScripts, look(shell), { "have the words that the shell gives": holds });
});
