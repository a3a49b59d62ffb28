import type { Since } from "../known/shells/dialects.ts";
import type { ShellRow } from "../known/shells/shells.ts";
import type { List, Node, Script, Word } from "../parse/shell/script-syntax.ts";
import type { Known } from "../text/diagnostic.ts";
import type { Fix } from "../text/edits.ts";
import type { Location } from "../text/source.ts";
import { finish } from "./state/ending.ts";
import type { Ending } from "./state/ending.ts";
import { ends, flow } from "./state/flow.ts";
import type { Flow } from "./state/flow.ts";
import type { Refusal } from "./state/position.ts";
import { withStatus } from "./state/position.ts";
import type { State } from "./state/state.ts";
import { locate } from "./state/unit.ts";
import type { Unit } from "./state/unit.ts";
import type { Call, Frame, Walk } from "./walk.ts";

/** What several shells have in common. */
export function agreed(values: readonly boolean[]): Known<boolean> {
  if (values.every(Boolean)) return true;
  return values.some(Boolean) ? "unknown" : false;
}

/** Whether no shell that may run here knows something. Where some do, the script is taken to be made for those. */
export function allLack(walk: Walk, lacks: (row: ShellRow) => boolean): boolean {
  return walk.shells.length > 0 && walk.shells.every(lacks);
}

/** What a shell that does not know something says. */
export function refusal(what: string, says: string, at: Location, walk: Walk): Refusal {
  const who = walk.shells.length === 1 ? (walk.shells[0]?.title ?? "sh") : "sh";
  return { message: `${who} does not know ${what}: the container exits with "${says}"`, at };
}

/** The end of a way that a shell refuses to go on with; what has been started before stays what it is. */
export function cutOff(state: State, refused: Refusal): Ending {
  const ending = finish({ ...state, absent: undefined });
  return ending.kind === "end" ? { ...ending, refused } : ending;
}

/**
 * How a way ends at an item of a script's outermost list that starts a line which a shell cannot read: it reads line
 * by line, and nothing of such a line runs. Undefined where it can.
 */
export function unreadable(
  { unit, list, index }: { readonly unit: Unit; readonly list: List; readonly index: number },
  state: State,
  walk: Walk,
): Ending | undefined {
  const { script } = unit;
  if (script.bashOnly.length === 0 || list !== script.list) return undefined;
  const first = list.items[index];
  const found = first && next(lackedIn(script, walk), first.start);
  if (!found || found.at >= (endsOfLines(script)[index] ?? 0)) return undefined;
  const at = script.text.locate(found.at, lineEnd(script.text.text, found.at));
  const what = { what: found.construct, says: "syntax error", at };
  return refuse(what, state, walk, (row) => row.lacks.syntax.get(found.construct));
}

type Only = Script["bashOnly"][number];

/** What a script has that no shell of a walk can read, in the order of the text. */
function lackedIn(script: Script, walk: Walk): readonly Only[] {
  const found =
    walk.lacked.get(script) ??
    script.bashOnly.filter(({ construct }) => allLack(walk, (row) => row.lacks.syntax.has(construct)));
  walk.lacked.set(script, found);
  return found;
}

/** The first at an offset or behind it. */
function next(all: readonly Only[], from: number): Only | undefined {
  let [low, high] = [0, all.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((all[middle]?.at ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  return all[low];
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end < 0 ? text.length : end;
}

const lines = new WeakMap<Script, readonly number[]>();

/** For each item of a script's outermost list, where the last item ends that is on the line with it. */
function endsOfLines(script: Script): readonly number[] {
  const known = lines.get(script);
  if (known) return known;
  const { items } = script.list;
  const result: number[] = [];
  for (let index = items.length - 1; index >= 0; index--) {
    const [item, after] = [items[index], items[index + 1]];
    if (!item) continue;
    const same = after !== undefined && !script.text.text.slice(item.end, after.start).includes("\n");
    result[index] = same ? (result[index + 1] ?? item.end) : item.end;
  }
  lines.set(script, result);
  return result;
}

/** An expansion in a command's words that the shell ends with. */
export function badSubstitution(node: Node, unit: Unit, walk: Walk): Refusal | undefined {
  for (const word of expanded(node)) {
    for (const part of word.parts) {
      const form = part.kind === "param" ? part.form : undefined;
      if (form && allLack(walk, (row) => row.lacks.expansions.has(form)))
        return refusal(`\`${form}\``, "bad substitution", unit.script.text.locate(word.start, word.end), walk);
    }
  }
  return undefined;
}

function expanded(node: Node): readonly Word[] {
  switch (node.kind) {
    case "simple":
      return [...node.assignments.flatMap((each) => each.value ?? []), ...node.words];
    case "case":
      return [node.word];
    case "loop":
      return node.words ?? [];
    default:
      return [];
  }
}

/** A name that a shell does not have, and the command that calls it. */
interface Absent {
  readonly name: string;
  readonly node: Node;
  readonly frame: Frame;
}

/** A name that is built into bash alone: "not found", which `set -e` does not forgive. */
export function absent({ name, node, frame }: Absent, state: State, walk: Walk): Flow {
  const refused = {
    ...refusal(`\`${name}\``, `${name}: not found`, locate(frame.unit, node), walk),
    mend: name === "source" ? withDot(node, frame.unit) : undefined,
  };
  return fails(refused, frame, { ...state, absent: refused });
}

/** A command that does not do what it should, which `set -e` does not forgive. */
export function fails(refused: Refusal, frame: Frame, state: State): Flow {
  return state.errexit && !frame.guarded ? ends(cutOff(state, refused)) : flow(withStatus(state, false));
}

/** `. FILE` for `source FILE`: without a folder it would be looked for in PATH alone. */
function withDot(node: Node, unit: Unit): Fix | undefined {
  const [name, file] = node.kind === "simple" ? node.words : [];
  if (!name || !file || file.literal === undefined || name.literal !== "source" || unit.locked !== undefined)
    return undefined;
  const edits = [{ ...locate(unit, name), text: "." }];
  if (!file.literal.includes("/")) edits.push({ ...unit.script.text.locate(file.start, file.start), text: "./" });
  return { title: "Use `.`, which every shell has", applicability: "unsafe", edits };
}

/** The options of `set -o` that the shell refuses: it ends; undefined where it takes them all. */
export function refusedOption(call: Call, state: State, walk: Walk): Flow | undefined {
  for (const [index, { value }] of call.argv.entries()) {
    if (!/^[-+]\w*o$/.test(call.argv[index - 1]?.value ?? "") || !allLack(walk, (row) => row.lacks.options.has(value)))
      continue;
    const what = { what: `\`set -o ${value}\``, says: "illegal option", at: locate(call.frame.unit, call.node) };
    return ends(refuse(what, state, walk, (row) => row.lacks.options.get(value)));
  }
  return undefined;
}

/** What a shell does not know, what it says to it, and where that stands. */
interface Unknown {
  readonly what: string;
  readonly says: string;
  readonly at: Location;
}

function refuse(
  { what, says, at }: Unknown,
  state: State,
  walk: Walk,
  since: (row: ShellRow) => Since | undefined,
): Ending {
  const later = walk.shells.find((row) => since(row) === "later");
  if (later)
    return {
      kind: "unknown",
      reason: `only newer versions of ${later.title} may know ${what}, older ones end there`,
      at,
      state,
    };
  return cutOff(state, refusal(what, says, at, walk));
}
