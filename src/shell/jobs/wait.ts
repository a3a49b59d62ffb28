import { findProgram, servingOf } from "../../known/programs/programs.ts";
import { parseShell } from "../../parse/shell/parse-shell.ts";
import { MappedText } from "../../text/source.ts";
import { readOptions } from "../shell-options.ts";
import { shellsNamed } from "../shells-named.ts";
import { allLack, fails, refusal } from "../dialect.ts";
import { setPids } from "../expansion/assign.ts";
import { forgetVariables } from "../state/environment.ts";
import { finish } from "../state/ending.ts";
import type { Ending } from "../state/ending.ts";
import { ends, flow } from "../state/flow.ts";
import type { Flow } from "../state/flow.ts";
import { jobsNamed, watched } from "./background.ts";
import { valuesOf } from "../expansion/expand.ts";
import { lasting } from "../purpose/lasting.ts";
import { LONG_SLEEP, sleepSeconds } from "../purpose/sleep.ts";
import { behindWrappers, nameOf } from "../purpose/wrapped.ts";
import { ended, later, ownJobs, waitedFor } from "../state/jobs.ts";
import type { ShellRow } from "../../known/shells/shells.ts";
import { withStatus } from "../state/position.ts";
import type { Call, Frame, Walk } from "../walk.ts";
import { locate } from "../state/unit.ts";
import type { Running, State, Wait } from "../state/state.ts";
import { Table } from "../state/table.ts";

/** The builtin `wait`: the shell sits there until its jobs end or a trapped signal comes. */
export function wait(call: Call, before: State, walk: Walk): Flow {
  const into = call.node.words.findIndex(({ raw }) => /^-n?p$/.test(raw)) + 1;
  if (into > 0 && allLack(walk, (row) => row.lacks.operations.has("wait -p")))
    return fails(
      refusal("`wait -p`", "Illegal option -p", locate(call.frame.unit, call.node), walk),
      call.frame,
      before,
    );
  const name = into > 0 ? call.node.words[into]?.literal : undefined;
  // Which of the jobs it was is known when it has ended.
  const state = name === undefined ? before : forgetVariables(setPids(before, name, [], false), [name]);
  if (
    call.node.words.some((word) => word.raw === "-n") &&
    allLack(walk, (row) => row.lacks.operations.has("wait -n"))
  ) {
    return fails(
      refusal("`wait -n`", "Illegal option -n", locate(call.frame.unit, call.node), walk),
      call.frame,
      state,
    );
  }
  walk.budget.spend((state.jobs.length + state.sent.length) / 16);
  const all = ownJobs(state);
  const words = into > 0 ? call.node.words.filter((_, index) => index !== into) : call.node.words;
  const operands = words.slice(1 + call.skipped).filter((word) => !/^-[nfp]+$/.test(word.raw));
  const named = operands.flatMap((word) => jobsNamed(word.raw, state, walk.shells) ?? all);
  // What the shell makes no word of is not there: `wait $(jobs -p)` in dash.
  const bare = operands.every(({ raw }) => /^[$`]/.test(raw) && jobsNamed(raw, state, walk.shells)?.length === 0);
  const asked = bare ? all : named.filter((job) => all.includes(job));
  const jobs = [...new Set([...asked, ...asked.flatMap((job) => watchedBy(job, state, walk.shells))])];
  // A pid that a function is given may be another one on another way.
  const certain =
    bare || operands.every(({ raw }) => !/\d/.test(raw) && jobsNamed(raw, state, walk.shells) !== undefined);
  const any = call.node.words.some((word) => /^-\w*n/.test(word.raw));
  const told = name !== undefined && jobs.length === 1 ? { ...state, pids: state.pids.put(name, jobs) } : state;
  return waitFor({ jobs, bare, any, certain: certain && !any }, call, told, walk);
}

/** Which jobs are waited for; `certain`: these, and all of them. */
interface Waiting extends Pick<Wait, "jobs" | "bare" | "any"> {
  readonly certain: boolean;
}

/** Waits for jobs, or for any one of them; `bare`: none was named. */
export function waitFor({ jobs, bare, any, certain }: Waiting, call: Call, state: State, walk: Walk): Flow {
  if (jobs.length === 0) return flow(withStatus(state, "unknown"));
  const after = withStatus(asleep(jobs, state), "unknown");
  const sent = waitedFor(after.sent, new Set(jobs));
  const before = state.last?.kind === "waited" ? state.last.first : undefined;
  const first: Wait =
    before && before.jobs.some((job) => jobs.includes(job))
      ? {
          ...before,
          bare: bare || (before.again && before.bare),
          again: !before.fatal,
          later: before.fatal ? [] : jobs,
        }
      : {
          at: locate(call.frame.unit, call.node),
          unit: call.frame.unit,
          rest: call.frame.rest,
          jobs,
          any,
          bare,
          traps: state.traps,
          again: false,
          fatal: state.errexit && !call.frame.guarded,
          state,
        };
  const staying = certain && isAlone(state) ? jobs.filter((job) => staysThere(state.jobs[job], call, walk)) : [];
  // A job of which nothing is known may end the server.
  if (staying.length > 0 && jobs.every((job) => staying.includes(job) || comesBack(job, state)))
    return ends({ kind: "wait", wait: first, state });
  const told = jobs.every((job) => toldToEnd(job, state));
  const known = told || jobs.every((job) => comesBack(job, state) || toldToEnd(job, state));
  const seen = known ? ended(after, jobs) : after;
  // Where a script waits for the end that it has brought about, it does not stay.
  return flow(told && !(bare && state.feeds) ? { ...seen, sent } : { ...seen, sent, last: { kind: "waited", first } });
}

/** The state after a wait for jobs of which some only sleep, where a signal has come before. */
function asleep(jobs: readonly number[], state: State): State {
  if (!state.signalled) return state;
  const seconds = jobs
    .filter((job) => !state.sent.some((each) => each.jobs.includes(job)))
    .map((job) => sleepSeconds(valuesOf(state.jobs[job]?.argv ?? [])));
  const longest = Math.max(0, ...seconds);
  return { ...state, sent: later(state.sent, longest > 0 ? longest : Infinity), slept: Math.max(state.slept, longest) };
}

/** The jobs that a job waits for itself: `tail --pid=$P -f /dev/null`. */
function watchedBy(job: number, state: State, shells: readonly ShellRow[]): readonly number[] {
  const { argv, node } = state.jobs[job] ?? {};
  return argv?.[0]?.value === "tail" && node?.kind === "simple" ? (watched(node, state, shells) ?? []) : [];
}

/** Whether a script has started nothing but its jobs, and set no trap: then nothing is there that ends them. */
function isAlone({ traps, started, jobs, sent }: State): boolean {
  return traps.size === 0 && sent.length === 0 && started.size === jobs.length;
}

/** Whether a job is a server beyond doubt, on each way through it: its own words say so. */
function staysThere(job: Running | undefined, { frame }: Call, walk: Walk): boolean {
  if (!job) return false;
  const inner: Frame = {
    ...frame,
    unit: job.unit,
    notTail: undefined,
    followed: false,
    rest: undefined,
    guarded: true,
  };
  const child: State = {
    ...job.state,
    jobs: [],
    finished: [],
    others: [],
    daemons: [],
    sent: [],
    traps: new Map(),
    ran: Table.empty(),
  };
  const text = shellText(job);
  const unit = text && { ...job.unit, script: parseShell(text) };
  const { next, returned, broken, endings } =
    unit && !unit.script.error
      ? walk.list(unit.script.list, { ...inner, unit }, [child])
      : walk.node(job.node, inner, child);
  const ends = [...endings, ...[...next, ...returned, ...broken].map(finish)];
  // What it tells to end itself it does not stay with; a wait of its own ends the way only where that is one for a
  // server.
  const stays = (each: Ending): boolean =>
    "running" in each ? isServer(each.running) : each.kind === "wait" && each.state.last?.kind !== "waited";
  return ends.length > 0 && ends.every((each) => stays(each) && each.state.sent.length === 0);
}

/** The text that a job gives to a shell of its own: `sh -c "app; echo"`. */
function shellText({ argv = [], at }: Running): MappedText | undefined {
  const { dashC, subject, unknown } = readOptions(argv);
  const field = argv[subject ?? -1];
  const named = shellsNamed(nameOf(valuesOf(argv)), "unknown");
  return named && dashC && !unknown && field?.fixed === true && field.value !== "unknown"
    ? MappedText.identity(at.path, field.value, at.start)
    : undefined;
}

function isServer({ argv = [], doubt }: Running): boolean {
  const words = valuesOf(argv);
  if (doubt !== undefined || lasting(words) !== "stays") return false;
  const program = behindWrappers(words);
  const serving = servingOf(program);
  // Settings that are not here may make it a daemon.
  return (serving === "asked" || serving === "plain") && findProgram(program)?.foreground === undefined;
}

/** Whether the script itself has told a job to end, on its way and not in a trap: the shell waits for just that. */
function toldToEnd(job: number, { sent, signalled }: State): boolean {
  const ending = sent.filter(({ signal }) => /^SIG(?:TERM|INT|QUIT|KILL)$/.test(signal));
  return !signalled && ending.some(({ jobs, to }) => to !== undefined || jobs.includes(job));
}

/** Whether a job is known to end by itself before long. */
function comesBack(job: number, { jobs }: State): boolean {
  const words = valuesOf(jobs[job]?.argv ?? []);
  return (
    words.length > 0 && lasting(words) === "utility" && sleepSeconds(words) <= LONG_SLEEP && nameOf(words) !== "tail"
  );
}
