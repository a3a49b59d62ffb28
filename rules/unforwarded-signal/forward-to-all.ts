import { isIdle, mainJob } from "../../src/startup/main-job.ts";
import type { Container } from "../../src/platforms/container.ts";
import { commandBefore, indexOf, textAt, trapOn } from "../../src/remedies/shell-lines.ts";
import type { Running, Wait } from "../../src/shell/state/state.ts";
import type { Unit } from "../../src/shell/state/unit.ts";
import { byHand } from "../../src/text/edits.ts";
import type { Edit, Fix } from "../../src/text/edits.ts";

/** Names for the variable that collects the pids of children, the first that nobody uses. */
const collectors = ["pids", "child_pids", "pid1lint_pids"];

/** What to do where nobody can say which process is the program. */
export function adviceFor(signal: string): string {
  return `set a trap on ${signal.slice(3)} that sends it to every child and waits for them`;
}

/**
 * A trap before `wait` that sends the signal to every child and waits for them: by `$!` to a single one, else by the
 * variables that hold their pids, or by one that is made to.
 */
export function forwardToAll(wait: Wait, signal: string, image: Container): Fix {
  const { state, unit, again } = wait;
  const { jobs, functions, traps } = state;
  // Any other command is a subshell with the program behind it, and its pid is that of the subshell.
  const own = jobs.every(
    ({ node, argv, unit: other }) =>
      other === unit && node.kind === "simple" && !functions.has(argv?.[0]?.value ?? "") && argv !== undefined,
  );
  const main = mainJob(jobs);
  const idle = main === undefined || isIdle(main.argv ?? []);
  if (again || unit.locked !== undefined || !own || idle || traps.size > 0) return byHand(adviceFor(signal));
  const name = signal.slice(3);
  const edits: Edit[] = [];
  let action = `kill -${name} $!; wait $!`;
  if (jobs.length > 1) {
    const held = heldPids(wait);
    const collector = collectors.find((each) => !unit.script.text.text.includes(each) && !image.env.has(each));
    if (!held && collector === undefined) return byHand(adviceFor(signal));
    if (!held) edits.push(...collecting(jobs, collector ?? "", unit, image));
    action = `kill -${name} ${held ? held.map((each) => `$${each}`).join(" ") : `$${collector}`}; wait`;
  }
  const trap = trapOn(signal, action, unit, image);
  return {
    title: `Forward ${signal} and wait for the ${jobs.length > 1 ? "programs" : "program"}: ${trap}`,
    applicability: "safe",
    edits: [...edits, commandBefore(unit, indexOf(unit, wait.at.start), trap, image)],
  };
}

/** The variables that hold the pids of all jobs, one each; undefined where a job's pid is in none. */
function heldPids({ state: { jobs, pids } }: Wait): readonly string[] | undefined {
  const names = jobs.map((_, job) => {
    for (const [name, held] of pids)
      if (held.length === 1 && held[0] === job && /^[A-Za-z_]\w*$/.test(name)) return name;
    return undefined;
  });
  const known = names.filter((name) => name !== undefined);
  return known.length === jobs.length ? known : undefined;
}

/** A variable that is given the pid of each job where that is started. */
function collecting(jobs: readonly Running[], name: string, unit: Unit, image: Container): readonly Edit[] {
  const { script } = unit;
  const nodes = new Map(jobs.map(({ node }) => [node.start, node] as const));
  const starts = [...nodes].sort(([a], [b]) => a - b);
  const edits: Edit[] = [];
  const [first] = starts;
  const outer = first && script.list.items.find(({ start, end }) => start <= first[0] && first[0] < end);
  const direct = outer?.node === first?.[1];
  // In a branch or a loop it is not sure which of them comes first.
  if (outer && !direct) edits.push(commandBefore(unit, outer.start, `${name}=`, image));
  for (const [index, [, node]] of starts.entries()) {
    const sign = script.text.text.indexOf("&", node.end) + 1;
    const value = index === 0 && direct ? `${name}=$!` : `${name}="$${name} $!"`;
    const ends = /^[ \t]*(\r?\n|#|$)/.test(script.text.text.slice(sign));
    edits.push(textAt(unit, sign, ` ${value}${ends ? "" : ";"}`, image));
  }
  return edits;
}
