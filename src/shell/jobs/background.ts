import type { ShellRow } from "../../known/shells/shells.ts";
import type { Node, Simple } from "../../parse/shell/script-syntax.ts";
import { assign, inFrontOf } from "../expansion/assign.ts";
import { expandAll } from "../expansion/expand.ts";
import { readsCommands } from "../shell-options.ts";
import { fixedField } from "../state/field.ts";
import type { Field } from "../state/field.ts";
import { ended, runningJobs } from "../state/jobs.ts";
import { runningOf, starting } from "../state/running.ts";
import type { Running, State } from "../state/state.ts";
import type { Frame, Walk } from "../walk.ts";

/** A command in the background: one job more; `$!` names it. */
export function background(whole: Node, { unit }: Frame, state: State, walk: Walk): State {
  const node = lastOfPipe(whole, walk) ?? whole;
  walk.budget.step(unit, node.start);
  walk.budget.spend(state.jobs.length / 8);
  const job = runningOf(node, unit, state, {
    argv: undefined,
    ...(node.kind === "simple" && {
      argv: withoutExec(expandAll(node.words, state, walk.host, unit)),
      env: inFrontOf(node.assignments, assign(node.assignments, state, walk.host, unit)),
    }),
    how: "background",
    slot: { kind: "none", reason: "it runs in the background" },
  });
  const { last } = state;
  // Who has waited for a job and starts the next one has seen its end.
  const before = last?.kind === "waited" && !last.first.any ? ended(state, last.first.jobs) : state;
  return { ...starting(before, job), jobs: [...state.jobs, job], status: true, external: false };
}

/** The last command of a pipeline that only hands words to it: `echo x | app &`. `$!` names it. */
function lastOfPipe(node: Node, walk: Walk): Simple | undefined {
  if (node.kind !== "pipeline" || node.negated) return undefined;
  const last = node.commands.at(-1);
  const before = node.commands.slice(0, -1);
  const brief = (each: Node): boolean =>
    each.kind === "simple" && /^(?:echo|printf|true|:|date|hostname)$/.test(each.words[0]?.literal ?? "");
  const plain = last?.kind === "simple" && !walk.isBuiltin(last.words[0]?.literal ?? "");
  return plain && before.length > 0 && before.every(brief) && !readsCommands(last.words.map(fixed)) ? last : undefined;
}

function fixed({ literal }: Simple["words"][number]): Field {
  return fixedField(literal ?? "unknown");
}

/** In a process of its own, `exec app` is `app`. */
function withoutExec(argv: Running["argv"] & {}): Running["argv"] {
  return argv[0]?.value === "exec" && argv.length > 1 ? argv.slice(1) : argv;
}

/** `$(cat FILE)`, `$(< FILE)`: what a file holds. */
const pidFile = /^(?:\$\(\s*(?:cat\s|<)\s*([^\s()]+)(?:\s+2>\s*\/dev\/null)?\s*\)|`\s*cat\s+([^\s`]+)\s*`)$/;

function unquoted(text: string): string {
  return text.replace(/^(["'])(.*)\1$/, "$2");
}

/** The state after `echo $! > FILE`: the file holds the pids of jobs. It is known by the way that it is written. */
export function withPidFile({ words, redirects }: Simple, state: State, shells: readonly ShellRow[]): State {
  const out = redirects.find(({ operator }) => operator === ">" || operator === ">|");
  if (!out?.target) return state;
  const jobs = words.slice(1).flatMap(({ raw }) => jobsNamed(raw, state, shells) ?? []);
  const file = `>${unquoted(out.target.raw)}`;
  return jobs.length === 0 && !state.pids.has(file) ? state : { ...state, pids: state.pids.put(file, jobs) };
}

/** The jobs that run a program of that name. */
export function called(name: string, state: State): readonly number[] {
  return runningJobs(state).filter((job) => state.jobs[job]?.argv?.[0]?.value.replace(/^.*\//, "") === name);
}

/**
 * The jobs that a word of `kill` or `wait` names: `$!`, `$PID`, `%1`, `$(jobs -p)`; undefined if it names none we know.
 */
export function jobsNamed(raw: string, state: State, shells: readonly ShellRow[]): readonly number[] | undefined {
  const all = runningJobs(state);
  const text = raw.replace(/^"(.*)"$/, "$1");
  if (/^\$!$|^\$\{!\}$/.test(text)) return [...state.jobs.keys()].slice(-1);
  const percent = /^%(\d+)$/.exec(text);
  if (percent) return all.filter((_, index) => index === Number(percent[1]) - 1);
  if (/^(%%|%\+|%)$/.test(text)) return all.slice(-1);
  if (/^(\$\(|`)\s*jobs\s+-(?=\w*p)\w+\s*(\)|`)$/.test(text)) return shells.some((row) => row.listsJobs) ? all : [];
  const file = pidFile.exec(text)?.slice(1).find(Boolean);
  const written = file === undefined ? undefined : state.pids.get(`>${unquoted(file)}`);
  if (written && written.length > 0) return written;
  const name = /^-?\$\{?([A-Za-z_]\w*|[1-9])(?:\[[@*]\])?(?::?-[^}]*)?\}?$/.exec(text)?.[1];
  return name === undefined ? undefined : state.pids.get(name);
}

/** The jobs that `tail --pid=$P` runs along with; of a process that is none of them, none. Undefined without a pid. */
export function watched({ words }: Simple, state: State, shells: readonly ShellRow[]): readonly number[] | undefined {
  const pids = words.flatMap(({ raw }) => /^"?--pid=(.*?)"?$/.exec(raw)?.[1] ?? []);
  return pids.length === 0 ? undefined : pids.flatMap((pid) => jobsNamed(pid, state, shells) ?? []);
}
