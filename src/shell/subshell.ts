import type { Node } from "../parse/shell/script-syntax.ts";
import { agreed } from "./dialect.ts";
import { not } from "./expansion/condition.ts";
import type { Ending } from "./state/ending.ts";
import { flow } from "./state/flow.ts";
import type { Flow } from "./state/flow.ts";
import { comingBack } from "./coming-back.ts";
import { afterProgram, withStatus } from "./state/position.ts";
import { disowning } from "./state/jobs.ts";
import { calling, runningOf, signature, startedAlso } from "./state/running.ts";
import type { Running, State } from "./state/state.ts";
import { Table } from "./state/table.ts";
import type { Frame, Walk } from "./walk.ts";

/** `( ... )`: a child of the shell, except where a shell runs the last one of a `-c` text in its own place. */
export function subshell(node: Extract<Node, { kind: "group" }>, frame: Frame, state: State, walk: Walk): Flow {
  const inPlace =
    frame.last && frame.notTail === undefined
      ? agreed(walk.shells.map((row) => row.replacesInCompound && (row.replacesBeforeNewline || !endsInLine(frame))))
      : false;
  if (inPlace === true) return walk.list(node.body, { ...frame, compound: true, redirectedCompound: false }, [state]);
  return asChildren({ commands: [node], how: "subshell", why: "it runs in a subshell" }, frame, state, walk);
}

/** Whether the text of `-c` ends in a line feed. */
function endsInLine({ unit }: Frame): boolean {
  return unit.script.text.text.endsWith("\n");
}

/** `a | b`: each command in a process of its own, the shell waits for them. Of one command alone: `! a`, `time a`. */
export function pipeline(node: Extract<Node, { kind: "pipeline" }>, frame: Frame, state: State, walk: Walk): Flow {
  const { commands, negated } = node;
  const [only] = commands;
  if (commands.length > 1 || !only)
    return asChildren({ commands, how: "pipe", why: "it is part of a pipeline" }, frame, state, walk);
  const why = negated ? "its status is negated" : "`time` measures it";
  const prefixed: Frame = { ...frame, notTail: frame.notTail ?? why, last: false, guarded: frame.guarded || negated };
  const inner = walk.node(only, prefixed, state);
  return negated ? { ...inner, next: inner.next.map(negation) } : inner;
}

/** The state behind a command whose status is turned round. */
function negation(state: State): State {
  const after = withStatus(state, not(state.status));
  const { leaning } = state;
  if (!leaning) return after;
  const plain = leaning.plain && { ...leaning.plain, negated: !leaning.plain.negated };
  return { ...after, leaning: { ...leaning, status: !leaning.status, text: `! ${leaning.text}`, plain } };
}

/** Commands that a shell runs in processes of their own and waits for; `why` none of them can take its place. */
interface Children {
  readonly commands: readonly Node[];
  readonly how: "subshell" | "pipe";
  readonly why: string;
}

function asChildren({ commands, how, why }: Children, frame: Frame, state: State, walk: Walk): Flow {
  const inner: Frame = { ...frame, notTail: why, last: false, compound: true, child: true };
  const child: State = { ...disowning(state, [...state.jobs.keys()]), last: undefined, ran: Table.empty() };
  let after = afterProgram(state);
  const result = flow();
  /** What the ways through the first command that runs a program run last; undefined: nothing. */
  let ran: readonly (Running | undefined)[] = [undefined];
  /** The ways through each of the commands. */
  const ways: (readonly State[])[] = [];
  let sent = state.sent;
  const watched = how === "pipe" && commands.slice(1).some(leavesEarly);
  for (const [index, command] of commands.entries()) {
    const own: Frame = how === "pipe" && index > 0 ? { ...inner, fed: true } : inner;
    // Behind a pipe, cat only passes on what it reads.
    if (index > 0 && command.kind === "simple" && command.words.length === 1 && command.words[0]?.literal === "cat") {
      ways.push([afterProgram(child)]);
      continue;
    }
    const body = command.kind === "group" ? walk.list(command.body, own, [child]) : walk.node(command, own, child);
    let returns = body.next.length + body.returned.length + body.broken.length > 0;
    const last: (Running | undefined)[] = [];
    const back = [...body.next, ...body.returned, ...body.broken];
    ways.push(back);
    for (const ending of body.endings) {
      const left =
        ending.passing === true ||
        (ending.left === true && body.next.length > 0) ||
        (watched && ending.kind === "foreground" && ending.running.argv?.[0]?.value.replace(/^.*\//, "") === "tail");
      const running = left ? undefined : blocking(ending, { how, node: command, frame, before: state });
      if (running) {
        result.endings.push(
          running.kind === "unknown"
            ? running
            : {
                ...running,
                state: { ...startedAlso(state, running.state.started, walk.budget), jobs: running.state.jobs },
              },
        );
        continue;
      }
      returns = true;
      after = startedAlso(after, ending.state.started, walk.budget);
      back.push(ending.kind === "end" ? ending.state : afterProgram(ending.state));
      if (left) continue;
      last.push(ending.state.last?.kind === "ran" ? { ...ending.state.last.running, how } : undefined);
    }
    for (const next of [...body.next, ...body.returned]) {
      after = startedAlso(after, next.started, walk.budget);
      after = { ...after, slept: Math.max(after.slept, next.slept) };
      if (next.sent.length > sent.length) sent = next.sent;
      if (next.asked && next.asked !== state.asked) after = { ...after, asked: next.asked };
    }
    for (const next of [...body.next, ...body.returned])
      last.push(lastOf(next, { how, node: command, frame, before: state }));
    if (ran.every((each) => each === undefined) && last.length > 0) ran = last;
    if (!returns) return result;
  }
  // Whose output a condition looks at is asked for it, and the script goes on with the answer.
  const asked = how === "pipe" && frame.condition;
  const runs = new Map(ran.map((each) => [each && calling(each), each && (asked ? { ...each, returns: true } : each)]));
  for (const each of runs.values()) {
    const back: State = each
      ? { ...after, sent, last: { kind: "ran", running: each }, ran: state.ran.put(signature(each), true) }
      : { ...after, sent };
    for (const way of comingBack(state.pipefail ? failing(ways) : (ways.at(-1) ?? []), back)) result.next.push(way);
  }
  return result;
}

/** The ways through the command that decides with `pipefail`: the last one that fails; where that is open, any. */
function failing(ways: readonly (readonly State[])[]): readonly State[] {
  const succeeds = (all: readonly State[]): boolean => all.every(({ status }) => status === true);
  return ways.findLast((all) => !succeeds(all)) ?? ways.at(-1) ?? [];
}

/** A command in a process of its own; `before`: the state of the shell that starts it. */
interface Child {
  readonly how: Running["how"];
  readonly node: Node;
  readonly frame: Frame;
  readonly before: State;
}

/** What a subshell that comes to its end has run last, or waited for. */
function lastOf(state: State, child: Child): Running | undefined {
  if (state.last?.kind === "ran") return { ...state.last.running, how: child.how };
  const ending = state.last && blocking({ kind: "wait", wait: state.last.first, state }, child);
  return ending?.kind === "foreground" ? ending.running : undefined;
}

/** `tail -f LOG | grep -q ready`: a reader that leaves when it has seen enough, and tail with it. */
function leavesEarly(node: Node): boolean {
  if (node.kind !== "simple") return false;
  const [name, ...rest] = node.words.map((word) => word.literal ?? "");
  switch (name) {
    case "head":
      return true;
    case "grep":
    case "egrep":
    case "fgrep":
      return rest.some((word) => /^-\w*[qm]|^--(?:quiet|silent|max-count)/.test(word));
    case "sed":
      return rest.some((word) => /^(?:\/.*\/|\d+)\s*q$/.test(word));
    case "awk":
      return rest.some((word) => /\bexit\b/.test(word));
    default:
      return false;
  }
}

/** How a subshell that does not return shows itself to the shell that waits for it. */
function blocking(ending: Ending, { how, node, frame, before }: Child): Ending | undefined {
  const slot = { kind: "none" as const, reason: how === "pipe" ? "it is part of a pipeline" : "it runs in a subshell" };
  switch (ending.kind) {
    case "exec":
    case "foreground":
      return {
        kind: "foreground",
        running: { ...ending.running, how, slot, implicit: false, followed: frame.followed || ending.running.followed },
        state: ending.state,
      };
    case "wait":
    case "loop": {
      // Jobs of the shell above are none of its own.
      const main = ending.state.jobs.slice(before.jobs.length).at(-1);
      const running = main
        ? { ...main, how, slot }
        : runningOf(node, frame.unit, ending.state, { how, slot, followed: frame.followed });
      return { kind: "foreground", running, state: ending.state };
    }
    case "unknown":
      return ending;
    case "end":
      return undefined;
  }
}
