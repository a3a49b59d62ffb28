import type { Table } from "./table.ts";

/** A signal that the script itself sends. */
export interface Sent {
  readonly signal: string;
  readonly jobs: readonly number[];
  /** Whether a wait for one of them came later. */
  readonly waited: boolean;
  /**
   * Seconds that the script has slept since; Infinity where nobody counts them: in a loop, or where it has asked once
   * whether they are still there.
   */
  readonly late?: number;
  /** Seconds after which the script kills what has not ended by then. */
  readonly kills?: number;
  /** `kill 0`: it goes to the shell itself as well, which does not survive it. */
  readonly self: boolean;
  /** As PID 1 the shell survives it: `kill -TERM -$$` goes to all others then. */
  readonly sparesInit?: boolean;
  /** What it goes to in words, where that may be a job or not: a pid from a file, what `pkill` finds. */
  readonly to?: string;
}

/** What a script does after a trap has run: the signals that are sent from there on, and where it comes to. */
export interface Aftermath {
  readonly sent: readonly Sent[];
  readonly then: "ends" | "goes on" | "sleeps" | "unknown";
  /** The longest sleep on the way there, in seconds; Infinity where it cannot be read. */
  readonly slept: number;
}

/** What a shell has started beside itself, and tells it; jobs are named by their index. */
export interface Jobs<Command> {
  readonly jobs: readonly Command[];
  /** Those that have ended: the script has waited for them, and has gone on to start more. */
  readonly finished: readonly number[];
  /** Those that the shell does not wait for: jobs of a shell above it, and those that it has let go of (`disown`). */
  readonly others: readonly number[];
  /** The shell writes into a process of its own, which ends only when the shell does: `exec > >(tee LOG)`. */
  readonly feeds: boolean;
  /** Variables that hold pids, with the jobs they name. */
  readonly pids: Table<readonly number[]>;
  readonly sent: readonly Sent[];
  /** Programs that have been started and have forked into the background. */
  readonly daemons: readonly Command[];
  /**
   * All that this way has started so far in any way, utilities left out, and all that the ways have which were joined
   * with it, by their calls as text.
   */
  readonly started: Table<Command>;
}

/** The jobs that still run. */
export function runningJobs({ jobs, finished }: Pick<Jobs<unknown>, "jobs" | "finished">): readonly number[] {
  return [...jobs.keys()].filter((job) => !finished.includes(job));
}

/** The jobs that still run and are the shell's own, for which it waits. */
export function ownJobs(state: Pick<Jobs<unknown>, "jobs" | "finished" | "others">): readonly number[] {
  return runningJobs(state).filter((job) => !state.others.includes(job));
}

/** The state of a shell for which jobs are none of its own. */
export function disowning<S extends Jobs<unknown>>(state: S, jobs: readonly number[]): S {
  const more = jobs.filter((job) => !state.others.includes(job));
  return more.length === 0 ? state : { ...state, others: [...state.others, ...more] };
}

/** The state in which jobs have ended. */
export function ended<S extends Jobs<unknown>>(state: S, jobs: readonly number[]): S {
  const more = jobs.filter((job) => !state.finished.includes(job));
  return more.length === 0 ? state : { ...state, finished: [...state.finished, ...more] };
}

/** The state after a signal was sent: the same once more, as in each round of a loop, counts once, as the last one. */
export function sending<S extends Jobs<unknown>>(state: S, signal: Sent): S {
  return { ...state, sent: [...state.sent.filter((each) => !isSame(each, signal)), signal] };
}

/** The signals that have been sent, behind a wait for jobs. */
export function waitedFor(sent: readonly Sent[], jobs: ReadonlySet<number>): readonly Sent[] {
  const heard = sent.map((each) =>
    !each.waited && each.jobs.some((job) => jobs.has(job)) ? { ...each, waited: true } : each,
  );
  const fresh = heard.filter((each, index) => each !== sent[index]);
  return heard.filter((each) => fresh.includes(each) || !fresh.some((other) => isSame(each, other)));
}

/** The signals that have been sent, after some seconds. */
export function later(sent: readonly Sent[], seconds: number): readonly Sent[] {
  return sent.every(({ late }) => late === Infinity)
    ? sent
    : sent.map((each) => ({ ...each, late: (each.late ?? 0) + seconds }));
}

/**
 * The fewest seconds for which one of the jobs has been told to end, as far as they are counted; undefined: not told,
 * or for longer than can be told.
 */
export function toldFor(jobs: readonly number[], sent: readonly Sent[]): number | undefined {
  const told = sent.filter(({ waited }) => !waited);
  const seconds = jobs.map((job) =>
    Math.max(0, ...told.map((each) => (each.jobs.includes(job) ? (each.late ?? 0) : 0))),
  );
  const fewest = Math.min(...seconds);
  return fewest > 0 && Number.isFinite(fewest) ? fewest : undefined;
}

/** The signals that have been sent, where what has not ended for so long is killed. */
export function killing(sent: readonly Sent[], jobs: ReadonlySet<number>): readonly Sent[] {
  const kills = toldFor([...jobs], sent);
  const heard = waitedFor(sent, jobs);
  return kills === undefined
    ? heard
    : heard.map((each) =>
        each.jobs.some((job) => jobs.has(job)) ? { ...each, kills: Math.min(kills, each.kills ?? kills) } : each,
      );
}

/** Whether each of the jobs was told to end and has had the time for it: a program needs some to stop. */
export function areGone(jobs: readonly number[], sent: readonly Sent[]): boolean {
  return jobs.every((job) => sent.some((each) => each.jobs.includes(job) && (each.waited || (each.late ?? 0) > 0)));
}

/** The signals that have been sent, behind a look whether jobs are there: the next one comes later. */
export function lookedFor(jobs: readonly number[], sent: readonly Sent[]): readonly Sent[] {
  return areGone(jobs, sent) ? waitedFor(sent, new Set(jobs)) : later(sent, Infinity);
}

function isSame(one: Sent, two: Sent): boolean {
  return (
    one.signal === two.signal &&
    one.waited === two.waited &&
    one.late === two.late &&
    one.kills === two.kills &&
    one.self === two.self &&
    one.sparesInit === two.sparesInit &&
    one.to === two.to &&
    one.jobs.length === two.jobs.length &&
    one.jobs.every((job, index) => job === two.jobs[index])
  );
}
