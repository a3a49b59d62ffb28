import type { Arg } from "../image/built-image.ts";
import { simpleCommands, simpleCommandsOf } from "../parse/shell/calls.ts";
import type { Node } from "../parse/shell/script-syntax.ts";
import { valuesOf } from "../shell/expansion/expand.ts";
import { lasting } from "../shell/purpose/lasting.ts";
import type { Lasting } from "../shell/purpose/lasting.ts";
import { LONG_SLEEP, sleepSeconds } from "../shell/purpose/sleep.ts";
import type { Running } from "../shell/state/state.ts";

/**
 * The job that a container exists for: of those that are no utility and do not just idle, the last server; where none
 * is known to be one, the last that may be.
 */
export function mainJob(jobs: readonly Running[]): Running | undefined {
  const busy = jobs.filter((job) => !job.argv || lasting(valuesOf(job.argv)) !== "utility");
  const working = busy.filter((job) => !isIdle(job.argv ?? []));
  const lone = working.filter((job) => !isRound(job));
  for (const kind of ["stays", "any"] as const) {
    const found = lone.findLast((job) => kindsOf(job).includes(kind));
    if (found) return found;
  }
  return lone.at(-1) ?? working.at(-1) ?? busy.at(-1);
}

/** What the programs are that a job runs: itself, or the commands of its group or function. */
function kindsOf(job: Running): readonly Lasting[] {
  const body = bodyOf(job);
  if (job.argv && body === job.node) return [lasting(valuesOf(job.argv))];
  return [...simpleCommandsOf(body)].map(({ words }) => lasting(words.map(({ literal }) => literal ?? "unknown")));
}

function bodyOf({ argv, node, state }: Running): Node {
  return state.functions.get(argv?.[0]?.value ?? "")?.body ?? node;
}

/**
 * `while :; do sleep 1d; renew; done` in the background: steps that come round now and then, beside the program that
 * the container exists for.
 */
function isRound(job: Running): boolean {
  const node = bodyOf(job);
  const list =
    node.kind === "group"
      ? node.body
      : { items: [{ node, background: false, start: node.start, end: node.end }], start: node.start, end: node.end };
  if (!list.items.some((item) => item.node.kind === "loop")) return false;
  for (const { words } of simpleCommands(list))
    if (sleepSeconds(words.map(({ literal }) => literal ?? "unknown")) > LONG_SLEEP) return true;
  return false;
}

/** `sleep infinity`, `tail -f /dev/null`: kept only to keep the container up. */
export function isIdle(argv: readonly Arg[]): boolean {
  const [name, ...rest] = argv.map((arg) => arg.value);
  const base = name?.replace(/^.*\//, "");
  return base === "sleep" || (base === "tail" && rest.some((word) => /^-\w*[fF]|^--follow/.test(word)));
}
