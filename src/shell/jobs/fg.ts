import { flow } from "../state/flow.ts";
import type { Flow } from "../state/flow.ts";
import { runningJobs } from "../state/jobs.ts";
import { afterProgram, withStatus } from "../state/position.ts";
import type { State } from "../state/state.ts";
import type { Call, Walk } from "../walk.ts";
import { jobsNamed } from "./background.ts";

/**
 * The builtin `fg`: a job in the foreground. Without a terminal only bash has jobs that can come there, under `set -m`.
 */
export function fg({ node, skipped, frame }: Call, state: State, walk: Walk): Flow {
  const [word] = node.words.slice(1 + skipped);
  const jobs = word ? jobsNamed(word.raw, state, walk.shells) : runningJobs(state).slice(-1);
  const job = state.jobs[jobs?.[0] ?? -1];
  const able = state.monitor && walk.shells.every(({ family }) => family.startsWith("bash"));
  if (!able || !job) return flow(withStatus(state, able ? "unknown" : false));
  const { rest, followed } = frame;
  const running = { ...job, how: "foreground" as const, notTail: frame.notTail !== undefined, followed, rest };
  return flow({ ...afterProgram(state), fresh: true, last: { kind: "ran", running } });
}
