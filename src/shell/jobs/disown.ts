import { done } from "../builtins/done.ts";
import type { Flow } from "../state/flow.ts";
import { disowning, ownJobs } from "../state/jobs.ts";
import type { State } from "../state/state.ts";
import type { Call, Walk } from "../walk.ts";
import { jobsNamed } from "./background.ts";

/** The builtin `disown`: the shell lets go of jobs, and does not wait for them any more. */
export function disown({ node, skipped }: Call, state: State, { shells }: Walk): Flow {
  const words = node.words.slice(1 + skipped);
  const options = words.filter(({ raw }) => /^-\w+$/.test(raw)).map(({ raw }) => raw);
  // With `-h` they stay jobs, and are only spared SIGHUP.
  if (options.some((option) => option.includes("h"))) return done(state);
  const own = ownJobs(state);
  const operands = words.slice(options.length);
  const named = operands.flatMap(({ raw }) => jobsNamed(raw, state, shells) ?? []);
  return done(disowning(state, operands.length > 0 ? named : options.length > 0 ? own : own.slice(-1)));
}
