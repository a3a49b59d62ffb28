import type { Budget } from "./budget.ts";
import type { ShellFunction } from "./environment.ts";
import { unknownValue } from "./field.ts";
import type { Elements, Field, Value } from "./field.ts";
import { also, calling } from "./running.ts";
import type { Last, Running, State } from "./state.ts";
import { Table } from "./table.ts";
import type { Trap } from "./traps.ts";

/**
 * More ways than this are joined into one that knows only what they agree on: the fewer, the more of the steps are
 * gone, so that a long script is followed to its end with less knowledge rather than cut off.
 */
function mostStates({ used }: Budget): number {
  if (used < 0.03) return 16;
  return used < 0.1 ? 6 : 2;
}

/**
 * Drops ways that cannot be told apart; joins them where they become too many. None where the budget does not last for
 * it.
 */
export function join(states: readonly State[], budget: Budget): State[] {
  if (states.length < 2) return [...states];
  if (!budget.spend(states.reduce((sum, state) => sum + sizeOf(state), 0))) return [];
  const unique = distinct(states, budget);
  if (unique.length <= mostStates(budget)) return unique;
  const joined = grouped(unique.map(withoutEnded), control, budget);
  return joined.length > mostStates(budget) && budget.used > late ? grouped(joined, waits, budget) : joined;
}

/** From this part of the steps on, which program has run last no longer keeps ways apart where they are too many. */
const late = 0.1;

/** Makes one of the ways that have the same key, and the same functions. */
function grouped(states: readonly State[], keyIn: (state: State) => string, budget: Budget): State[] {
  const groups = new Map<string, State[]>();
  for (const state of states) {
    const key = keyIn(state);
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    if (!budget.spend(group.length / 32)) return [];
    const at = group.findIndex((each) => each.functions.equals(state.functions, sameFunction));
    const other = group[at];
    if (other) group[at] = merge(other, state, budget);
    else group.push(state);
  }
  return [...groups.values()].flat();
}

/** A state whose jobs have all ended, as if it had started none: nothing of them decides any more. */
function withoutEnded(state: State): State {
  const { jobs, finished, signalled, last } = state;
  // What the script has waited for last is still named by its number.
  if (signalled || last?.kind === "waited" || jobs.length === 0 || finished.length < jobs.length) return state;
  let pids = Table.empty<readonly number[]>();
  for (const [name] of state.pids) pids = pids.put(name, []);
  return { ...state, jobs: [], finished: [], others: [], sent: [], pids };
}

/** Each way once. */
function distinct(states: readonly State[], budget: Budget): State[] {
  const unique = new Map<string, State[]>();
  for (const state of states) {
    const key = keyOf(state);
    const group = unique.get(key) ?? [];
    unique.set(key, group);
    if (!budget.spend(group.length / 32)) return [];
    const at = group.findIndex((each) => sameTables(each, state));
    const other = group[at];
    if (other) group[at] = also(other, state, budget);
    else group.push(state);
  }
  return [...unique.values()].flat();
}

/** How much of a state is read to compare it with others, in steps. */
function sizeOf({ jobs, sent, params, pids }: State): number {
  return 1 + (jobs.length + sent.length + params.length + pids.size) / 32;
}

const described = new WeakMap<object, string>();

/** A list as text; states share their lists, so that each is described once. */
function once<T extends object>(list: T, describe: (list: T) => string): string {
  const text = described.get(list) ?? describe(list);
  described.set(list, text);
  return text;
}

/** Ways that have been come to. */
export class Ways {
  readonly #all = new Map<string, State[]>();

  add(state: State): void {
    const key = keyOf(state);
    this.#all.set(key, [...(this.#all.get(key) ?? []), state]);
  }

  /** Whether one of them is the same in all that decides where a script goes: so is what follows it. */
  has(state: State): boolean {
    return this.#all.get(keyOf(state))?.some((each) => sameTables(each, state)) === true;
  }
}

function sameTables(one: State, two: State): boolean {
  return (
    one.vars.equals(two.vars, sameValue) &&
    one.pids.equals(two.pids, sameJobs) &&
    one.functions.equals(two.functions, sameFunction) &&
    one.exported.equals(two.exported, () => true)
  );
}

function sameValue(one: Value, two: Value): boolean {
  const alike =
    one.value === two.value && one.fixed === two.fixed && one.usual === two.usual && one.unset === two.unset;
  return alike && (one.list === two.list || elements(one.list) === elements(two.list));
}

/** The elements of an array as text. */
function elements(list: Elements | undefined): string {
  if (!list) return "";
  return once(list, ({ fields, open }) => `\u0002${fields.map(describe).join("\u0000")}${open ? "\u0000\u0002" : ""}`);
}

function sameJobs(one: readonly number[], two: readonly number[]): boolean {
  return one.length === two.length && one.every((job, index) => job === two[index]);
}

function sameFunction(one: ShellFunction, two: ShellFunction): boolean {
  return one.body.start === two.body.start && one.unit.title === two.unit.title;
}

/** What decides where a script goes, as text; of variables, pids and functions only enough to tell most from others. */
function keyOf(state: State): string {
  const { last, jobs } = state;
  const ran = last?.kind === "ran" ? calling(last.running) : "";
  const tables = `${state.vars.fingerprint(describe)}|${state.pids.fingerprint((all) => all.join())}`;
  const called = once(jobs, (all) => all.map(calling).join());
  return `${control(state)}|${state.slept}|${tables}|${words(state)}|${ran}|${called}`;
}

function words(state: State): string {
  const { open, status, external, cwd, hidden, leaning } = state;
  const params = once(state.params, (all) => all.map(describe).join("\u0000"));
  const locals = state.locals?.fingerprint(() => "") ?? 0;
  const rest = `${cwd}:${hidden}:${state.exportsAll}:${locals}`;
  return `${open}:${params}:${status}${external}${leaning?.status ?? ""}:${rest}`;
}

/** A value as text, for comparisons. */
export function describe({ value, base, usual, unset, list }: Value & Pick<Field, "base">): string {
  return `${value}${base ?? ""}${unset ? "\u0003" : ""}${usual === undefined ? "" : `\u0001${usual}`}${elements(list)}`;
}

/**
 * What two states have in common that may be made one, as text; their functions are compared beside it, since most that
 * differ are told apart by it, and not all.
 */
function control(state: State): string {
  return [describeLast(state.last), state.opaque ?? "", state.asked && calling(state.asked), waits(state)].join("|");
}

/** Of {@link control} what is left of a way once its programs have come back: what it waits for, and how it is set. */
function waits(state: State): string {
  const traps = once(state.traps, (all) =>
    [...all]
      .map(([signal, trap]) => `${signal}:${describeTrap(trap)}`)
      .sort()
      .join(","),
  );
  const sent = describeSent(state);
  const jobs = state.jobs.map((job) => `${job.unit.title}:${job.node.start}`).join(",");
  // Which program the words name decides more than all else.
  const program = state.params[0]?.value;
  const functions = state.functions.fingerprint(({ body, unit }) => `${unit.title}:${body.start}`);
  return [
    program,
    functions,
    traps,
    once(state.restored, (all) => [...all].sort().join()),
    jobs,
    state.last?.kind === "waited" ? describeLast(state.last) : "",
    sent,
    state.uid,
    state.failed,
    state.errexit,
    state.nounset,
    state.pipefail,
    state.monitor,
    state.posix,
    state.finished,
    state.others,
  ].join("|");
}

/** The signals that a way has sent, as text. */
export function describeSent({ sent }: State): string {
  return once(sent, (all) =>
    all
      .map(
        (each) =>
          `${each.signal}>${each.jobs.join("+")}${each.waited}${each.late ?? ""}-${each.kills ?? ""}${each.to ?? ""}`,
      )
      .join(","),
  );
}

function describeTrap(trap: Trap): string {
  return `${trap.kind}${trap.at.start}`;
}

function describeLast(last: Last | undefined): string {
  if (!last) return "";
  if (last.kind === "ran") return `ran${last.running.unit.title}:${last.running.node.start}`;
  return `waited${last.first.at.start}:${last.first.again}`;
}

/** One command with the words of two ways: those that differ are unknown. */
function agreeing(a: Running, b: Running): Running {
  const [one = [], two = []] = [a.argv, b.argv];
  const longer = one.length < two.length ? two : one;
  const words = longer.map((field, index): Field => {
    const [mine, other] = [one[index], two[index]];
    return mine && other && describe(mine) === describe(other)
      ? mine
      : { ...field, value: "unknown", base: undefined, fixed: true };
  });
  return words.every((field, index) => field === one[index]) ? a : { ...a, argv: words };
}

/** The program that one of two ways has run last, if they do not agree on it. */
function lastOf(a: Last | undefined, b: Last | undefined): Last | undefined {
  if (a?.kind === "waited" || b?.kind === "waited") return a;
  const running = oneOf(a?.running, b?.running);
  return running && { kind: "ran", running };
}

/** One program for two ways: which of them it is cannot be told where these are two. */
function oneOf(a: Running | undefined, b: Running | undefined): Running | undefined {
  if (a && b && a.node.start === b.node.start && a.unit.title === b.unit.title) return agreeing(a, b);
  const one = a ?? b;
  return one && { ...one, doubt: one.doubt ?? "which program runs last is not followed on each way" };
}

/** What two values of a variable have in common. */
function common(one: Value | undefined, two: Value | undefined): Value {
  if (!one || !two || (one.list === undefined) !== (two.list === undefined)) return unknownValue;
  if (one.value !== two.value || one.unset !== two.unset)
    return one.list ? unknownValue : { value: "unknown", fixed: true };
  const list = one.list && two.list && beginning(one.list, two.list);
  if (list?.open === true && list.fields.length === 0) return unknownValue;
  return {
    value: one.value,
    fixed: one.fixed && two.fixed,
    usual: one.usual === two.usual ? one.usual : undefined,
    unset: one.unset,
    from: one.from,
    ...(list && { list }),
  };
}

/** The words with which two lists begin. */
function beginning(one: Elements, two: Elements): Elements {
  const fields: Field[] = [];
  for (const [index, field] of one.fields.entries()) {
    const other = two.fields[index];
    if (!other || describe(other) !== describe(field)) break;
    fields.push(field);
  }
  const shorter = fields.length < one.fields.length || fields.length < two.fields.length;
  return { fields, open: one.open || two.open || shorter };
}

/** What two states agree on; `control` is the same in both. */
function merge(a: State, b: State, budget: Budget): State {
  let vars: Table<Value> = a.vars;
  for (const [name, one, two] of a.vars.differences(b.vars)) {
    vars = vars.put(name, common(one, two));
  }
  let pids = Table.empty<readonly number[]>();
  for (const [name, jobs] of a.pids) if (sameJobs(jobs, b.pids.get(name) ?? [])) pids = pids.put(name, jobs);
  const { fields: params, open } = beginning({ fields: a.params, open: a.open }, { fields: b.params, open: b.open });
  return {
    ...also(a, b, budget),
    vars,
    pids,
    params,
    open,
    last: lastOf(a.last, b.last),
    asked: oneOf(a.asked, b.asked),
    opaque: a.opaque ?? b.opaque,
    jobs: a.jobs.map((job, index) => agreeing(job, b.jobs[index] ?? job)),
    status: a.status === b.status ? a.status : "unknown",
    leaning: a.leaning?.at.start === b.leaning?.at.start ? a.leaning : undefined,
    hidden: a.hidden || b.hidden,
    slept: Math.max(a.slept, b.slept),
    exported: a.exported.union(b.exported, budget),
    cwd: a.cwd === b.cwd ? a.cwd : "unknown",
    locals: a.locals && b.locals ? a.locals.union(b.locals, budget) : undefined,
  };
}
