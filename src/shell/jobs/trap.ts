import type { Fix } from "../../text/edits.ts";
import { canonicalSignal } from "../../known/platforms/signals.ts";
import { parseShell } from "../../parse/shell/parse-shell.ts";
import { MappedText } from "../../text/source.ts";
import { allLack, fails, refusal } from "../dialect.ts";
import { expandText, variable } from "../expansion/expand.ts";
import { flow } from "../state/flow.ts";
import type { Flow } from "../state/flow.ts";
import { withStatus } from "../state/position.ts";
import type { Call, Walk } from "../walk.ts";
import { locate, written } from "../state/unit.ts";
import type { State } from "../state/state.ts";
import type { Trap } from "../state/traps.ts";
import type { Unit } from "../state/unit.ts";
import type { List, Word } from "../../parse/shell/script-syntax.ts";

/** The builtin `trap`: sets, ignores or resets. */
export function trap(call: Call, state: State, walk: Walk): Flow {
  const words = call.node.words
    .slice(1 + call.skipped)
    .filter((word, index) => !(index === 0 && word.literal === "--"));
  const [action, ...rest] = words;
  const after = withStatus(state, true);
  if (!action || /^-[lp]$/.test(action.raw)) return flow(after);
  const lone = rest.length === 0;
  const textOf = (word: Word): string | undefined => {
    const { value } = expandText(word, state, walk.host, call.frame.unit);
    return value === "unknown" ? undefined : value;
  };
  const given = lone ? [action] : rest;
  const names = given.map((word) => signalName(textOf(word), walk));
  walk.budget.spend((state.traps.size + state.refused.length) / 16);
  const traps = new Map(state.traps);
  const restored = new Set(state.restored);
  const at = locate(call.frame.unit, call.node);
  const refused = [...state.refused];
  for (const [index, name] of names.entries()) {
    if (name === undefined) {
      const word = given[index];
      const signal = word?.literal === undefined ? undefined : canonicalSignal(word.literal);
      if (word && signal !== undefined && action.literal !== "-" && !lone)
        refused.push({ signal, at: locate(call.frame.unit, word) });
      // dash leaves off there: the names behind it are not set either.
      if (word && walk.shells.every((row) => row.family === "dash")) {
        for (const later of names.slice(index + 1))
          if (later !== undefined && action.literal !== "-")
            refused.push({ signal: later, at: locate(call.frame.unit, word) });
        break;
      }
      continue;
    }
    if (state.deaf.has(name)) continue;
    if (lone || action.literal === "-" || /^\d+$/.test(action.literal ?? "")) {
      traps.delete(name);
      restored.add(name);
    } else traps.set(name, actionOf(action, call, state, walk));
  }
  const hidden = given.some((word) => textOf(word) === undefined);
  const set: State = {
    ...after,
    status: hidden ? "unknown" : true,
    traps,
    restored,
    refused,
    opaque:
      state.opaque ?? (hidden ? "a trap is set on a signal that is known only when the container runs" : undefined),
  };
  const bad = given.find((word, index) => names[index] === undefined && textOf(word) !== undefined);
  if (!bad) return flow(set);
  const says = walk.shells.every((row) => row.family === "dash")
    ? `trap: ${textOf(bad)}: bad trap`
    : `trap: ${textOf(bad)}: invalid signal specification`;
  return fails(
    { ...refusal(`the signal name ${textOf(bad)}`, says, at, walk), mend: withoutPrefix(bad, call.frame.unit) },
    call.frame,
    set,
  );
}

/** `TERM` for `SIGTERM`. */
function withoutPrefix(word: Word, unit: Unit): Fix | undefined {
  if (
    unit.locked !== undefined ||
    word.literal !== word.raw ||
    !/^sig/i.test(word.raw) ||
    canonicalSignal(word.raw) === undefined
  )
    return undefined;
  return {
    title: "Write the signal without SIG",
    applicability: "unsafe",
    edits: [{ ...unit.script.text.locate(word.start, word.start + 3), text: "" }],
  };
}

/** "EXIT", a canonical signal, or an event of the shell's own; undefined where none of the shells takes the name. */
function signalName(text: string | undefined, walk: Walk): string | undefined {
  if (text === undefined) return undefined;
  const name = text.toUpperCase();
  const lack = (operation: "trap SIGx" | "trap ERR" | "trap DEBUG"): boolean =>
    allLack(walk, (row) => row.lacks.operations.has(operation));
  switch (name) {
    case "0":
    case "EXIT":
      return "EXIT";
    case "ERR":
      return lack("trap ERR") ? undefined : name;
    case "DEBUG":
    case "RETURN":
      return lack("trap DEBUG") ? undefined : name;
  }
  return name.startsWith("SIG") && lack("trap SIGx") ? undefined : canonicalSignal(text);
}

function actionOf(word: Word, call: Call, state: State, walk: Walk): Trap {
  const at = locate(call.frame.unit, call.node);
  if (word.literal === "") return { kind: "ignore", at };
  const { unit } = call.frame;
  const text = actionText(word, call, state, walk);
  if (text === undefined) return { kind: "unknown", reason: "the trap's action is not known before the start", at };
  if (!walk.budget.spend(text.text.length / 32))
    return { kind: "unknown", reason: "the trap's action is too long to follow", at };
  const script = parseShell(text);
  if (script.error) return { kind: "unknown", reason: "the trap's action cannot be parsed", at };
  const action: Unit = { script, title: `the trap in ${unit.title}`, locked: "it is run by a trap" };
  return { kind: "action", unit: action, at, exact: unit.locked === undefined && text.text === word.raw.slice(1, -1) };
}

/** The action as it will run: in double quotes, variables are expanded when the trap is set, pids stay as names. */
function actionText(word: Word, call: Call, state: State, walk: Walk): MappedText | undefined {
  const { unit } = call.frame;
  const quoted = /^'[^']*'$/.test(word.raw);
  if (quoted || (word.literal !== undefined && /^"[^"\\]*"$/.test(word.raw)))
    return unit.script.text.slice(word.start + 1, word.end - 1);
  const start = unit.script.text.startOf(word.start + (word.raw.startsWith('"') ? 1 : 0));
  if (word.literal !== undefined) return MappedText.identity(unit.script.text.path, word.literal, start);
  let text = "";
  for (const part of word.parts) {
    if (part.kind === "text") text += part.value;
    else if (part.kind === "param" && (part.name === "!" ? state.jobs.length > 0 : state.pids.has(part.name)))
      text += `$${part.name}`;
    else if (
      part.kind === "param" &&
      (part.name === "!" || (part.op === undefined && variable(part.name, state, walk.host).usual === ""))
    )
      continue;
    else if (part.kind === "command" && part.list && listsJobs(unit, part.list)) {
      if (state.jobs.length > 0 && walk.shells.some((row) => row.listsJobs)) text += "$(jobs -p)";
    } else {
      const piece = expandText({ ...word, parts: [part], literal: undefined }, state, walk.host, unit);
      if (piece.value === "unknown") return undefined;
      text += piece.value;
    }
  }
  // Nothing but what nobody declares is something when the container runs, or there would be no trap.
  return text === "" ? undefined : MappedText.identity(unit.script.text.path, text, start);
}

/** `jobs -p`. */
function listsJobs(unit: Unit, list: List): boolean {
  return /^jobs\s+-\w*p\w*$/.test(written(unit, list).trim());
}
