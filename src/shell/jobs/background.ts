import type { ShellRow } from "../../known/shells/shells.ts";
import type { Node } from "../../parse/shell/script-syntax.ts";
import { expandAll } from "../expansion/expand.ts";
import { runningOf, starting } from "../state/running.ts";
import type { Running, State } from "../state/state.ts";
import type { Frame, Walk } from "../walk.ts";

/** A command in the background: one job more; `$!` names it. */
export function background(node: Node, { unit }: Frame, state: State, walk: Walk): State {
  walk.budget.step(unit, node.start);
  walk.budget.spend(state.jobs.length / 8);
  const job = runningOf(node, unit, state, {
    argv: node.kind === "simple" ? withoutExec(expandAll(node.words, state, walk.host, unit)) : undefined,
    how: "background",
    slot: { kind: "none", reason: "it runs in the background" },
  });
  return { ...starting(state, job), jobs: [...state.jobs, job], status: true, external: false };
}

/** In a process of its own, `exec app` is `app`. */
function withoutExec(argv: Running["argv"] & {}): Running["argv"] {
  return argv[0]?.value === "exec" && argv.length > 1 ? argv.slice(1) : argv;
}

/**
 * The jobs that a word of `kill` or `wait` names: `$!`, `$PID`, `%1`, `$(jobs -p)`; undefined if it names none we know.
 */
export function jobsNamed(raw: string, state: State, shells: readonly ShellRow[]): readonly number[] | undefined {
  const all = state.jobs.map((_, index) => index);
  const text = raw.replace(/^"(.*)"$/, "$1");
  if (/^\$!$|^\$\{!\}$/.test(text)) return all.slice(-1);
  const percent = /^%(\d+)$/.exec(text);
  if (percent) return all.filter((index) => index === Number(percent[1]) - 1);
  if (/^(%%|%\+|%)$/.test(text)) return all.slice(-1);
  if (/^(\$\(|`)\s*jobs\s+-(?=\w*p)\w+\s*(\)|`)$/.test(text)) return shells.some((row) => row.listsJobs) ? all : [];
  const name = /^-?\$\{?([A-Za-z_]\w*|[1-9])(?:\[[@*]\])?(?::?-[^}]*)?\}?$/.exec(text)?.[1];
  return name === undefined ? undefined : state.pids.get(name);
}
