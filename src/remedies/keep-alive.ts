import { isBuiltin } from "../shell/plain-command.ts";
import { simpleCommands } from "../parse/shell/calls.ts";
import type { Item, List, Node, Simple } from "../parse/shell/script-syntax.ts";
import { lasting } from "../shell/purpose/lasting.ts";
import type { State } from "../shell/state/state.ts";
import type { Trap } from "../shell/state/traps.ts";
import type { Process } from "../startup/process.ts";
import type { Judged } from "../stop/judge.ts";
import { stopSignalOf } from "../stop/stop-signal.ts";
import { byHand } from "../text/edits.ts";
import type { Edit, Fix } from "../text/edits.ts";
import { commandBefore, indexOf, textAt, trapOn } from "./shell-lines.ts";

type Loop = Extract<Node, { kind: "loop" }>;

/** A loop, and whether a command may be put in front of it. */
interface Found {
  readonly loop: Loop;
  readonly first: boolean;
}

/** The same for a person, where a shell idles in a loop and does more; undefined where it does not stand in a loop. */
export function keepAlive(process: Process, judged: Judged): Fix | undefined {
  const fix = keepAliveTrap(process, judged);
  if (fix || process.role.kind !== "shell") return fix;
  const { steady, unit } = process.role;
  const running = steady.kind === "foreground" ? steady.running : undefined;
  if (steady.kind === "wait" || (running && running.unit !== unit)) return undefined;
  const at = steady.kind === "loop" ? indexOf(unit, steady.at.start) : (running?.node.start ?? 0);
  const signal = stopSignalOf(judged.image).slice(3);
  return loopAt(unit.script.list, at)
    ? byHand(`set \`trap 'exit 0' ${signal}\` before the loop, and write \`sleep N & wait $!\` in it`)
    : undefined;
}

/**
 * Lets a shell that only sleeps in a loop end at once on the stop signal: a trap in front of the loop, and each `sleep`
 * in the background with `wait`, which a trap interrupts. Undefined where the shell does anything else.
 */
export function keepAliveTrap({ role }: Process, judged: Judged): Fix | undefined {
  if (role.kind !== "shell") return undefined;
  const { steady, state, unit } = role;
  const signal = stopSignalOf(judged.image);
  const running = steady.kind === "foreground" ? steady.running : undefined;
  if (steady.kind === "wait" || unit.locked !== undefined || (running && running.unit !== unit)) return undefined;
  if (state.jobs.length > 0 || state.daemons.length > 0 || state.opaque !== undefined) return undefined;
  const at = steady.kind === "loop" ? indexOf(unit, steady.at.start) : (running?.node.start ?? 0);
  const found = loopAt(unit.script.list, at);
  const sleeps = found && sleepsOf(found.loop);
  if (!found || !sleeps || sleeps.length === 0) return undefined;
  const set = state.traps.get(signal);
  const trapped = set !== undefined;
  if (trapped ? !exits(set, state) : !found.first) return undefined;
  const trap = trapOn(signal, "exit 0", unit, judged.image);
  const edits: Edit[] = trapped ? [] : [commandBefore(unit, found.loop.start, trap, judged.image)];
  for (const sleep of sleeps) edits.push(textAt(unit, sleep.end, " & wait $!", judged.image));
  return {
    title: trapped
      ? "Sleep in the background and `wait`, so that the trap runs at once"
      : `Exit at once on ${signal}: ${trap}, and \`sleep ... & wait $!\``,
    applicability: state.started.size === 0 ? "safe" : "unsafe",
    edits,
  };
}

/** Whether a trap ends the shell, by itself or by a function that it calls. */
function exits(trap: Trap, { functions }: State): boolean {
  if (trap.kind !== "action") return false;
  for (const { words } of simpleCommands(trap.unit.script.list)) {
    const name = words[0]?.literal ?? "";
    if (name === "exit") return true;
    const body = functions.get(name)?.body;
    const calls = body
      ? simpleCommands({ items: [{ node: body, background: false, ...spanOf(body) }], ...spanOf(body) })
      : [];
    for (const call of calls) if (call.words[0]?.literal === "exit") return true;
  }
  return false;
}

function spanOf({ start, end }: Node): { readonly start: number; readonly end: number } {
  return { start, end };
}

/** The innermost loop of a text that an index lies in. */
function loopAt(list: List, index: number): Found | undefined {
  for (const item of list.items) {
    if (index < item.start || index >= item.end || item.background) continue;
    return loopIn(item.node, index, true);
  }
  return undefined;
}

function loopIn(node: Node, index: number, first: boolean): Found | undefined {
  switch (node.kind) {
    case "loop": {
      const inner = loopAt(node.body, index);
      return inner ? { ...inner, first: false } : { loop: node, first };
    }
    case "andor": {
      const command = node.commands.find(({ start, end }) => start <= index && index < end);
      return command && loopIn(command, index, command === node.commands[0] && first);
    }
    case "if":
      for (const body of [...node.clauses.map((clause) => clause.body), node.otherwise]) {
        const found = body && loopAt(body, index);
        if (found) return found;
      }
      return undefined;
    case "group":
      return node.subshell ? undefined : loopAt(node.body, index);
    default:
      return undefined;
  }
}

/** Where a loop sleeps; undefined where it does anything that takes longer than a moment. */
function sleepsOf({ test, body }: Loop): readonly Simple[] | undefined {
  const found: Simple[] = [];
  for (const item of [...(test?.items ?? []), ...body.items]) {
    if (isSleep(item.node)) {
      if (item.background || !plain(item)) return undefined;
      found.push(item.node);
    } else if (!isBrief({ items: [item], start: item.start, end: item.end })) return undefined;
  }
  return found;
}

function isSleep(node: Node): node is Simple {
  return node.kind === "simple" && /^(.*\/)?(sleep|tail)$/.test(node.words[0]?.literal ?? "");
}

function plain({ node }: Item): boolean {
  return node.kind === "simple" && node.assignments.length === 0;
}

function isBrief(list: List): boolean {
  for (const { words } of simpleCommands(list)) {
    const [name, ...rest] = words.map(({ literal }) => literal ?? "unknown");
    if (name === undefined) continue;
    if (/^(.*\/)?(sleep|tail|wait|exec|read)$/.test(name)) return false;
    if (!isBuiltin(name) && lasting([name, ...rest]) !== "utility") return false;
  }
  return true;
}
