import { simpleCommands, simpleCommandsOf } from "../parse/shell/calls.ts";
import type { Node } from "../parse/shell/script-syntax.ts";
import { expand, valuesOf } from "./expansion/expand.ts";
import { afterArithmetic } from "./expansion/side-effects.ts";
import { jobsNamed } from "./jobs/background.ts";
import { afterSignals } from "./jobs/after-signal.ts";
import { lasting } from "./purpose/lasting.ts";
import { sleepSeconds } from "./purpose/sleep.ts";
import { nameOf } from "./purpose/wrapped.ts";
import type { Ending } from "./state/ending.ts";
import { forgetVariables, setVariable } from "./state/environment.ts";
import type { Value } from "./state/field.ts";
import { decide, escape, flow } from "./state/flow.ts";
import type { Flow } from "./state/flow.ts";
import { runningJobs } from "./state/jobs.ts";
import { join, Ways } from "./state/join.ts";
import { withStatus } from "./state/position.ts";
import type { Running, State } from "./state/state.ts";
import { locate, written } from "./state/unit.ts";
import type { Frame, Walk } from "./walk.ts";

type Loop = Extract<Node, { kind: "loop" }>;

/** How often a loop whose condition is known is followed round by round (`while [ $# -gt 0 ]; do shift; done`). */
const ROUNDS = 32;

/** Follows a loop: an endless one is where a script stays; of others, the body is taken to run and to end. */
export function loop(node: Loop, frame: Frame, state: State, walk: Walk): Flow {
  const { next, returned, ...ends } = turning(node, frame, setting(state), walk);
  const back = (after: State): State => behind(after, state);
  return { ...ends, next: next.map(back), returned: returned.map(back) };
}

/** A state at a loop's beginning: how long the script has slept before, and for what it has waited, is over. */
function setting(state: State): State {
  return state.signalled ? state : { ...state, slept: 0, last: isOver(state) ? undefined : state.last };
}

/** Whether all that a script has waited for has ended. */
function isOver({ last, finished }: State): boolean {
  return last?.kind === "waited" && last.first.jobs.every((job) => finished.includes(job));
}

/** A state behind a loop, with what was over in front of it. */
function behind(after: State, before: State): State {
  const last = after.last ?? (isOver(before) ? before.last : undefined);
  return { ...after, slept: Math.max(after.slept, before.slept), last };
}

function turning(node: Loop, frame: Frame, state: State, walk: Walk): Flow {
  const inner: Frame = {
    ...frame,
    notTail: "it runs in a loop",
    followed: true,
    looped: turnsRound(node),
    repeated: "open",
    last: false,
    compound: true,
  };
  if (!node.test) return finite(node, { ...inner, repeated: frame.repeated }, state, walk);
  const result = flow();
  const goesOn = (states: readonly State[]): Flow => enter(node, frame, states, walk);
  let current: readonly State[] = [state];
  let passing = false;
  /** The states in which it turns for ever. */
  const turned: State[] = [];
  const known = new Ways();
  for (let round = 0; round < ROUNDS && current.length > 0; round++) {
    const test = walk.list(node.test, { ...inner, followed: frame.followed, condition: true, guarded: true }, current);
    escape(result, test);
    const wanted = node.type === "while";
    const { yes, no } = decide(test.next, walk.host);
    const entering = wanted ? yes : no;
    const leaving = wanted ? no : yes;
    result.next.push(...leaving.map((each) => withStatus(each, true)));
    // A condition that comes out one way or the other each time it is asked: a function that checks something.
    passing ||= current.length === 1 && leaving.length > 0 && entering.length > 0;
    // Of one way through the body, how a program has ended there decides: a flag that tells whether it has succeeded.
    passing ||= round > 0 && leaving.some((left) => [...entering, ...turned].some((stays) => sameWay(left, stays)));
    // Where the condition is open, one round shows what the loop can do.
    const open = test.next.some((each) => each.status === "unknown" && each.leaning === undefined);
    const body = walk.list(node.body, inner, entering);
    result.endings.push(...body.endings);
    result.returned.push(...body.returned);
    result.next.push(...body.broken);
    passing ||= hasWayOut(body);
    if (open) {
      if (keepsUp(node, frame, state))
        result.endings.push(...body.next.map((each) => endless(node, frame, each, walk)));
      result.next.push(
        ...body.next.map((each) => again(waitingIn({ frame, goesOn }, { before: [state], after: each }, walk))),
      );
      break;
    }
    const moved: State[] = [];
    for (const before of current) known.add(turn(before));
    for (const after of body.next) {
      // What comes to where it has been in any round before turns for ever.
      const stays = walk.budget.spend(1) && known.has(turn(after));
      if (stays || round === ROUNDS - 1) turned.push(after);
      else moved.push(after);
    }
    current = join(moved, walk.budget);
  }
  for (const after of turned) result.endings.push({ ...endless(node, frame, after, walk), passing });
  return { ...result, next: join(result.next, walk.budget), broken: [] };
}

/**
 * Whether a loop that looks now and then, with an open condition, is where a script stays: it has a job running, and
 * nothing to do behind the loop. If it did not stay, it would end its own job.
 */
function keepsUp(node: Loop, { followed }: Frame, state: State): boolean {
  if (followed || !runningJobs(state).some((job) => !isUtility(state.jobs[job]?.argv))) return false;
  const asks = [...(node.test ? simpleCommands(node.test) : [])];
  // What reads lines comes to their end, and what looks at the clock to its time.
  const bounded = asks.some(
    ({ words }) => words[0]?.literal === "read" || words.some(({ raw }) => /SECONDS|date/.test(raw)),
  );
  return !bounded && rests(node, state);
}

/** Functions that call functions deeper than this are not looked into. */
const MOST_CALLS = 4;

/** Whether a command sleeps somewhere, or waits for words with a limit: `read -t 60`. */
function rests(node: Node, state: State, depth = 0): boolean {
  return [...simpleCommandsOf(node)].some(({ words }) => {
    const all = words.map(({ literal }) => literal ?? "unknown");
    const values = all[0] === "command" ? all.slice(1) : all;
    const body = depth < MOST_CALLS ? state.functions.get(all[0] ?? "")?.body : undefined;
    if (body) return rests(body, state, depth + 1);
    return sleepSeconds(values) > 0 || (all[0] === "read" && all.some((word) => /^-[a-su-z]*t/.test(word)));
  });
}

function isUtility(argv: Running["argv"]): boolean {
  return (
    argv !== undefined && (nameOf(valuesOf(argv)) === "tail" || /^(?:utility|oneShot)$/.test(lasting(valuesOf(argv))))
  );
}

/** Whether a loop may come to its body again: it is none over words, and none that its last command breaks off. */
function turnsRound({ type, body }: Loop): boolean {
  const last = body.items.at(-1)?.node;
  return type !== "for" && !(last?.kind === "simple" && last.words[0]?.literal === "break");
}

/** Whether nothing that the environment decides tells two ways apart. */
function sameWay({ departures: one }: State, { departures: two }: State): boolean {
  return one.length === two.length && one.every((each, index) => each === two[index]);
}

/** What tells a round of a loop from the one before. */
function turn(state: State): State {
  return { ...state, slept: 0, last: undefined };
}

/** Whether a loop's body leads out of it: to what follows, out of its function, or to a program that stays. */
function hasWayOut({ broken, returned, endings }: Flow): boolean {
  return (
    broken.length > 0 ||
    returned.length > 0 ||
    endings.some(({ kind }) => kind === "exec" || kind === "foreground" || kind === "wait")
  );
}

function finite(node: Loop, frame: Frame, state: State, walk: Walk): Flow {
  const values = node.type === "for" ? listOf(node, frame, state, walk) : undefined;
  if (node.name !== undefined && values && values.length <= ROUNDS)
    return each({ body: node.body, name: node.name, values }, frame, state, walk);
  const jobs = node.words?.map(({ raw }) => jobsNamed(raw, state, walk.shells) ?? []) ?? [];
  const start = node.name === undefined ? state : overJobs(node.name, jobs.flat(), state);
  const header = node.type === "arithmetic" ? written(frame.unit, { start: node.start, end: node.body.start }) : "";
  const endless = /^for\s*\(\(\s*;\s*;\s*\)\)/.test(header);
  const inner: Frame = { ...frame, repeated: "counted" };
  const result = flow();
  const round = (states: readonly State[]): readonly State[] => {
    const body = walk.list(node.body, inner, states);
    result.next.push(...body.broken);
    result.endings.push(...body.endings);
    result.returned.push(...body.returned);
    return body.next;
  };
  const first = round([afterArithmetic(header, start)]);
  if (endless) {
    const passing = hasWayOut({ ...result, broken: result.next });
    for (const after of first)
      result.endings.push({ kind: "loop", at: locate(frame.unit, node), state: after, passing });
    return { ...result, next: join(result.next, walk.budget) };
  }
  // Behind a signal the second round finds what the first has brought about.
  const last = state.signalled && first.length > 0 ? round(first) : first;
  // With a job's pid or a count among its words, it is not passed by.
  result.next.push(...(jobs.flat().length > 0 || counts(node, state) ? [] : [state]), ...last);
  return { ...result, next: join(result.next, walk.budget) };
}

/** Whether a loop goes through numbers: `$(seq 10)`, `{1..10}`; a trap that counts to a variable means some. */
function counts({ words = [] }: Loop, { signalled }: State): boolean {
  if (signalled && words.some(({ raw }) => /^(?:\$\(|`)\s*seq\s/.test(raw))) return true;
  return words.some(({ raw }) => /^(?:\$\(|`)\s*seq\s+(?:[01]\s+)?[1-9]\d*\s*[)`]$|^\{\d+\.\.\d+\}$/.test(raw));
}

/** The state in which a loop begins that gives a variable words of which some are pids of jobs. */
function overJobs(name: string, jobs: readonly number[], state: State): State {
  const after = forgetVariables(state, [name]);
  return jobs.length === 0 && !state.pids.has(name) ? after : { ...after, pids: state.pids.put(name, jobs) };
}

/** The words that `for` goes through; undefined where the start may bring others. */
function listOf({ words }: Loop, frame: Frame, state: State, walk: Walk): readonly Value[] | undefined {
  const all =
    words === undefined ||
    words.some((word) => word.parts.some((part) => part.kind === "param" && /^[@*]$/.test(part.name)));
  if (all && state.open) return undefined;
  if (words === undefined) return state.params;
  const fields = words.flatMap((word) => expand(word, state, walk.host, frame.unit));
  return fields.every((each) => each.value !== "unknown" && each.fixed) ? fields : undefined;
}

/** `for NAME in VALUES`. */
interface Rounds {
  readonly body: Loop["body"];
  readonly name: string;
  readonly values: readonly Value[];
}

/** `for` over words that are known: round by round. */
function each({ body, name, values }: Rounds, frame: Frame, state: State, walk: Walk): Flow {
  const result = flow();
  let current: readonly State[] = [state];
  for (const [index, value] of values.entries()) {
    const entering = current.map((before) => setVariable(before, name, value));
    const round = walk.list(body, frame, entering);
    result.endings.push(...round.endings);
    result.returned.push(...round.returned);
    result.next.push(...round.broken);
    const others = { body, name, values: values.slice(index + 1) };
    const goesOn = (states: readonly State[]): Flow => eachFrom(others, frame, states, walk);
    current = join(
      round.next.map((after) => waitingIn({ frame, goesOn }, { before: entering, after }, walk)),
      walk.budget,
    );
  }
  result.next.push(...current);
  return { ...result, next: join(result.next, walk.budget) };
}

function eachFrom(rounds: Rounds, frame: Frame, states: readonly State[], walk: Walk): Flow {
  const result = flow();
  for (const state of states) {
    const turned = each(rounds, frame, state, walk);
    escape(result, turned);
    result.next.push(...turned.next);
  }
  return result;
}

/** A wait inside a loop comes round again. */
function again(state: State): State {
  return state.last?.kind === "waited"
    ? { ...state, last: { kind: "waited", first: { ...state.last.first, again: true } } }
    : state;
}

/** A way round a loop. */
interface Turn {
  readonly before: readonly State[];
  readonly after: State;
}

/** Behind a round in which a job was started and waited for, with what the loop does when a signal ends that wait. */
function waitingIn(place: Parameters<typeof afterSignals>[0], { before, after: state }: Turn, walk: Walk): State {
  const { last } = state;
  // A signal comes in the first round rather than in a later one.
  for (const { last: first } of before)
    if (last?.kind === "waited" && first?.kind === "waited" && first.first.after) return { ...state, last: first };
  if (last?.kind !== "waited" || before.some(({ jobs }) => last.first.jobs.every((job) => job < jobs.length)))
    return state;
  const after = afterSignals(place, state, walk);
  return after.size === 0 ? state : { ...state, last: { kind: "waited", first: { ...last.first, after } } };
}

/** Follows a loop from each of the states. */
function enter(node: Loop, frame: Frame, states: readonly State[], walk: Walk): Flow {
  const result = flow();
  for (const state of states) {
    const each = loop(node, frame, state, walk);
    escape(result, each);
    result.next.push(...each.next);
  }
  return result;
}

function endless(node: Loop, frame: Frame, state: State, walk: Walk): Ending {
  const last = again(state).last;
  const goesOn = (states: readonly State[]): Flow => enter(node, frame, states, walk);
  if (last?.kind === "ran" && state.ran.size > 0 && within(last.running.node, node)) {
    const slot = { kind: "none" as const, reason: "it runs in a loop" };
    return {
      kind: "foreground",
      running: {
        ...last.running,
        how: last.running.how === "foreground" ? "loop" : last.running.how,
        slot,
        loops: true,
      },
      state,
    };
  }
  if (state.signalled) return { kind: "loop", at: locate(frame.unit, node), state };
  const after = afterSignals({ frame, goesOn }, state, walk);
  if (last?.kind === "waited") return { kind: "wait", wait: { ...last.first, after }, state };
  return { kind: "loop", at: locate(frame.unit, node), state, after };
}

function within(inner: Node, outer: Node): boolean {
  return inner.start >= outer.start && inner.end <= outer.end;
}
