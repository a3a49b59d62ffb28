import { simpleCommands } from "../../parse/shell/calls.ts";
import { isUtility } from "../../known/programs/programs.ts";
import { parseShell } from "../../parse/shell/parse-shell.ts";
import type { List, Part, Simple, Word } from "../../parse/shell/script-syntax.ts";
import { MappedText } from "../../text/source.ts";
import { allLack } from "../dialect.ts";
import { valuesOf } from "../expansion/expand.ts";
import { lasting } from "../purpose/lasting.ts";
import type { Ending } from "../state/ending.ts";
import { starting } from "../state/running.ts";
import type { Running, State } from "../state/state.ts";
import { Table } from "../state/table.ts";
import type { Unit } from "../state/unit.ts";
import type { Frame, Walk } from "../walk.ts";

/** A text that a command waits for, and reads: `$(app)`, `<(app)`. */
interface Text {
  readonly list: List;
  readonly unit: Unit;
}

/**
 * The state in which the words of a command are expanded: the shell waits for the programs whose output stands in
 * them. They count where the script comes to its end with nothing else that may stay.
 */
export function asking(node: Simple, frame: Frame, state: State, walk: Walk): State {
  let result = state;
  for (const text of textsOf(node, frame, walk)) {
    const running = programIn(text, frame, result, walk);
    if (running) result = { ...starting(result, running), asked: running };
  }
  return result;
}

function textsOf(node: Simple, { unit }: Frame, walk: Walk): readonly Text[] {
  const targets = node.redirects.flatMap(({ feeds, target }) => (feeds && target ? [target] : []));
  const words = [...node.words, ...node.assignments.flatMap(({ value }) => value ?? []), ...targets];
  return words.flatMap((word) => word.parts.flatMap((part) => textOf(part, word, unit, walk) ?? []));
}

function textOf(part: Part, word: Word, unit: Unit, walk: Walk): Text | undefined {
  if (part.kind === "command") return part.list && { list: part.list, unit };
  const inner = part.kind === "process" ? /^<\(([^]*)\)$/.exec(part.text)?.[1] : undefined;
  if (inner === undefined || allLack(walk, (row) => row.lacks.syntax.has("a process substitution"))) return undefined;
  if (!walk.budget.spend(inner.length / 32)) return undefined;
  const script = parseShell(MappedText.identity(unit.script.text.path, inner, unit.script.text.startOf(word.start)));
  return script.error ? undefined : { list: script.list, unit: { ...unit, script, locked: "it is in a substitution" } };
}

/** The program that a text runs last, if it may stay. */
function programIn({ list, unit }: Text, frame: Frame, state: State, walk: Walk): Running | undefined {
  if (walk.quiet.has(list)) return undefined;
  // Most of them ask utilities, and are not looked into.
  const plain = [...simpleCommands(list)].every(
    ({ words }) =>
      words.length > 0 &&
      ((words[0]?.literal !== "exec" && walk.isBuiltin(words[0]?.literal ?? "")) ||
        lasting(words.map(({ literal }) => literal ?? "unknown")) === "utility") &&
      !state.functions.has(words[0]?.literal ?? ""),
  );
  if (plain) return undefined;
  const why = "its output is read";
  const inner: Frame = {
    ...frame,
    unit,
    notTail: why,
    followed: true,
    last: false,
    compound: true,
    guarded: true,
    depth: frame.depth + 1,
  };
  const { next, returned, endings } = walk.list(list, inner, [
    { ...state, last: undefined, asked: undefined, ran: Table.empty() },
  ]);
  const found = [...endings.map(blocking), ...[...next, ...returned].map(lastOf)].find((each) => each !== undefined);
  if (!found) walk.quiet.add(list);
  return found && { ...found, how: "subshell", slot: { kind: "none", reason: why }, implicit: false, rest: frame.rest };
}

function blocking(ending: Ending): Running | undefined {
  return ending.kind === "exec" || ending.kind === "foreground" ? mayStay(ending.running) : lastOf(ending.state);
}

function lastOf({ last, jobs, asked }: State): Running | undefined {
  if (last?.kind === "ran") return mayStay(last.running);
  if (last?.kind !== "waited") return asked;
  const waited = last.first.jobs.flatMap((index) => jobs[index] ?? []).findLast((job) => mayStay(job));
  return waited && mayStay(waited);
}

/** What reads its standard input, as `cat` does, comes to the end of that. */
function mayStay(running: Running): Running | undefined {
  if (!running.argv || running.doubt !== undefined) return undefined;
  const values = valuesOf(running.argv);
  const kind = isUtility(values) ? "utility" : lasting(values);
  return kind === "any" || kind === "stays" ? running : undefined;
}
