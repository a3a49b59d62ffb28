import { canonicalSignal } from "../../known/platforms/signals.ts";
import { unwrap } from "../../known/wrappers/wrappers.ts";
import type { Word } from "../../parse/shell/script-syntax.ts";
import { allLack, fails, refusal } from "../dialect.ts";
import { expandText, valuesOf } from "../expansion/expand.ts";
import { lasting } from "../purpose/lasting.ts";
import { sequelsOf } from "../purpose/sequel.ts";
import { flow } from "../state/flow.ts";
import type { Flow } from "../state/flow.ts";
import { areGone, killing, lookedFor, runningJobs, sending, toldFor } from "../state/jobs.ts";
import { withStatus } from "../state/position.ts";
import type { Running, State } from "../state/state.ts";
import { locate, written } from "../state/unit.ts";
import type { Call, Walk } from "../walk.ts";
import { called, jobsNamed } from "./background.ts";

/** What the words of a `kill` ask for. */
type Request =
  /** `targets`: the words that name whom. `fails`: it says so although it sends the signal. */
  | { readonly kind: "send"; readonly signal: string; readonly targets: readonly Word[]; readonly fails: boolean }
  /** `kill -0`. */
  | { readonly kind: "probe"; readonly targets: readonly Word[] }
  /** `kill -l`. */
  | { readonly kind: "list" }
  /** The shell does not take it: `what`, in words. */
  | { readonly kind: "refused"; readonly what: string };

/** The builtin `kill`: which signal goes to which of our jobs. */
export function kill(call: Call, state: State, walk: Walk): Flow {
  walk.budget.spend((state.jobs.length + state.sent.length) / 16);
  const request = read(call, state, walk);
  switch (request.kind) {
    case "list":
      return flow(withStatus(state, true));
    case "refused": {
      const dash = walk.shells.every((row) => row.family === "dash");
      const says = dash ? "kill: Illegal option" : "kill: invalid signal";
      return fails(refusal(request.what, says, locate(call.frame.unit, call.node), walk), call.frame, state);
    }
    case "probe":
      return probe(request.targets, call, state, walk);
    case "send":
      return send(request, call, state, walk);
  }
}

/** `kill -0`: a job that we have started counts as being there, unless it is one that comes to its end. */
function probe(targets: readonly Word[], { frame }: Call, state: State, walk: Walk): Flow {
  const named = targets.flatMap((word) => reached(word, state, walk).jobs);
  if (named.length === 0) return flow(withStatus(state, "unknown"));
  const told = state.signalled && named.every((job) => state.sent.some(({ jobs }) => jobs.includes(job)));
  if (!told) {
    const brief = named.every((job) => {
      const kind = lasting(valuesOf(state.jobs[job]?.argv ?? []));
      const goesOn = kind === "any" && sequelsOf(frame.rest, "", state, walk).length > 0;
      return kind === "oneShot" || kind === "utility" || goesOn;
    });
    return flow(withStatus(state, brief ? "unknown" : true));
  }
  // Who asks for it again and again after a signal comes to the answer that it is gone, and not at once.
  const there = withStatus(state, true);
  const gone = areGone(named, state.sent);
  // Only who asks for as long as it takes is sure to get another answer the next time.
  if (!gone && frame.repeated !== "open") return flow(there);
  const after = withStatus({ ...state, sent: lookedFor(named, state.sent) }, !gone);
  // A sleep that is counted may have been too short.
  const counted = frame.repeated === undefined && toldFor(named, state.sent) !== undefined;
  return counted ? flow(after, there) : flow(after);
}

function read({ node, skipped, frame }: Call, state: State, walk: Walk): Request {
  const words = node.words.slice(1 + skipped);
  const [first, second] = words;
  const textOf = (word: Word): string => {
    const { value } = expandText(word, state, walk.host, frame.unit);
    return value === "unknown" ? "" : value;
  };
  const rest = (name: string, from: number): Request =>
    signalled(name, words.slice(from), { state, walk, short: false });
  if (!first) return { kind: "refused", what: "`kill` without anybody to signal" };
  if (first.raw === "--") return rest("TERM", 1);
  if (first.raw === "-s" && second) return rest(textOf(second), 2);
  if (first.raw === "-n" && second)
    return lacks("kill -n", walk) ? { kind: "refused", what: "`kill -n`" } : rest(textOf(second), 2);
  if (/^-[lL]/.test(first.raw)) return { kind: "list" };
  if (/^"?-\$(?:\$|\{\$\})"?$/.test(first.raw))
    return { kind: "refused", what: `\`kill ${first.raw}\` without a signal in front` };
  const option = optionIn(first, textOf(first));
  if (option === undefined)
    return first.raw.startsWith("--") ? { kind: "refused", what: `\`${first.raw}\`` } : rest("TERM", 0);
  const joined = /^s(.+)$/.exec(option)?.[1];
  if (joined !== undefined && canonicalSignal(option) === undefined)
    return lacks(/^\d/.test(joined) ? "kill -s15" : "kill -sTERM", walk)
      ? { kind: "refused", what: `\`-${option}\`` }
      : rest(joined, 1);
  return signalled(option, words.slice(1), { state, walk, short: true });
}

/** The name behind the dash of `-TERM`, and of `-$SIG` where that is a signal's: `-$PID` names a process group. */
function optionIn({ raw }: Word, text: string): string | undefined {
  const name = text.slice(1);
  const isSignal = /^"?-\$/.test(raw) && (name === "0" || canonicalSignal(name) !== undefined);
  return isSignal || /^["']?-["']?[A-Za-z0-9]/.test(raw) ? name : undefined;
}

/** A request with a signal by its name; `short`: as `-TERM`. */
function signalled(
  name: string,
  rest: readonly Word[],
  { state, walk, short }: { readonly state: State; readonly walk: Walk; readonly short: boolean },
): Request {
  const dashes = rest[0]?.raw === "--";
  const targets = dashes ? rest.slice(1) : rest;
  if (dashes && short && lacks("kill -TERM --", walk)) return { kind: "refused", what: `\`--\` behind \`-${name}\`` };
  if (name === "0") return { kind: "probe", targets };
  const prefixed = /^sig/i.test(name) && (lacks("trap SIGx", walk) || goesByPosix(state, walk));
  if (prefixed || (name !== "" && canonicalSignal(name) === undefined))
    return { kind: "refused", what: `the signal name ${name}` };
  const signal = canonicalSignal(name) ?? "SIGTERM";
  return { kind: "send", signal, targets, fails: dashes && lacks("kill -s TERM --", walk) };
}

/** Whether it is bash by POSIX's rules, whose `kill` knows no names with SIG. */
function goesByPosix({ posix }: State, { shells }: Walk): boolean {
  return posix && shells.length > 0 && shells.every(({ family }) => family.startsWith("bash"));
}

function lacks(operation: Parameters<Walk["shells"][number]["lacks"]["operations"]["has"]>[0], walk: Walk): boolean {
  return allLack(walk, (row) => row.lacks.operations.has(operation));
}

function send(request: Extract<Request, { kind: "send" }>, call: Call, state: State, walk: Walk): Flow {
  const { signal, targets } = request;
  if (targets.every((word) => listsNone(word, state, walk)))
    return fails(
      refusal("`kill` without anybody to signal", "kill: Usage", locate(call.frame.unit, call.node), walk),
      call.frame,
      state,
    );
  const jobs = new Set<number>();
  let self: Self = "no";
  let to: string | undefined;
  let all = targets.length > 0;
  for (const word of targets) {
    const named = reached(word, state, walk);
    all &&= named.elsewhere === undefined && (named.jobs.length > 0 || named.self !== undefined);
    for (const job of named.jobs) jobs.add(job);
    if (named.self !== undefined && self !== "always") self = onItself(named.self, signal, state, walk);
    to ??= named.elsewhere;
  }
  // A job that we have started counts as being there.
  const after = withStatus(state, all || "unknown");
  const nobody = jobs.size === 0 && to === undefined && self === "no";
  // Whoever kills what has not ended in time has waited for it.
  const late = state.signalled && signal === "SIGKILL" && jobs.size > 0 && areGone([...jobs], state.sent);
  const sent = nobody
    ? after
    : late
      ? { ...after, sent: killing(state.sent, jobs) }
      : sending(after, {
          signal,
          jobs: [...jobs],
          waited: false,
          self: self !== "no",
          sparesInit: self === "below",
          ...(to === undefined ? {} : { to }),
        });
  if (!request.fails) return flow(sent);
  return fails(
    refusal("`--` in `kill`", "invalid number '--'", locate(call.frame.unit, call.node), walk),
    call.frame,
    sent,
  );
}

/** Whether a word asks a shell for its jobs that lists none in a substitution: `$(jobs -p)` in dash. */
function listsNone({ raw }: Word, state: State, { shells }: Walk): boolean {
  return /^(?:\$\(|`)\s*jobs\b/.test(raw) && state.jobs.length > 0 && jobsNamed(raw, state, shells)?.length === 0;
}

/** Whom a word of `kill` names: jobs, the shell itself (alone or with its group), or somebody who is not known. */
interface Reached {
  readonly jobs: readonly number[];
  readonly self?: "itself" | "its group";
  readonly elsewhere?: string;
}

function reached(word: Word, state: State, walk: Walk): Reached {
  const text = word.raw.replace(/^"(.*)"$/, "$1");
  const every = runningJobs(state);
  if (text === "0") return { jobs: every.filter((job) => !ownGroup(state.jobs[job], walk)), self: "itself" };
  if (text === "-1") return { jobs: every };
  if (/^\$(?:\$|\{\$\})$/.test(text)) return { jobs: [], self: "itself" };
  if (/^-\$(?:\$|\{\$\})$/.test(text)) return { jobs: every, self: "its group" };
  // Whose pid somebody knows beforehand, we have not started.
  if (/^\d+$/.test(text)) return { jobs: [] };
  const percent = /^%[%+\d]?/.test(text);
  if (percent && lacks("kill %", walk)) return { jobs: [] };
  const name = /^%([A-Za-z][\w./-]*)$/.exec(text)?.[1];
  if (name !== undefined)
    return lacks("kill %name", walk)
      ? { jobs: [] }
      : { jobs: every.filter((job) => (state.jobs[job] ? commandOf(state.jobs[job]) : "").startsWith(name)) };
  const named = jobsNamed(word.raw, state, walk.shells) ?? found(text, state, walk);
  if (!named) return { jobs: [], elsewhere: word.raw };
  const there = named.filter((job) => every.includes(job));
  // A group of that number is only there where the job leads one.
  return { jobs: text.startsWith("-") ? there.filter((job) => ownGroup(state.jobs[job], walk)) : there };
}

/** The jobs that `$(pidof app)` finds: no script, which runs under its interpreter's name. */
function found(text: string, state: State, { host }: Walk): readonly number[] | undefined {
  const [, by, name = ""] = /^(?:\$\(|`)\s*(pidof|pgrep\s+-x)\s+([\w.-]+)\s*(?:\)|`)$/.exec(text) ?? [];
  const sees = by !== undefined && (by !== "pidof" || host.located?.(name, state.cwd)?.binary === true);
  const jobs = sees ? called(name, state) : [];
  return jobs.length > 0 ? jobs : undefined;
}

function commandOf({ unit, node }: Running): string {
  return written(unit, node);
}

/** Whether a job leads a process group of its own. */
function ownGroup(job: Running | undefined, { host }: Walk): boolean {
  const userland = { member: true, busybox: host.busybox?.() === true };
  return job !== undefined && (job.state.monitor || unwrap(valuesOf(job.argv ?? []), userland)?.apart === true);
}

/** Whether a shell gets a signal of its own, and does not survive it; `below`: unless it is PID 1. */
type Self = "no" | "below" | "always";

/** What a shell's own signal does to it; as PID 1, `-PID` is `-1`: everybody else. */
function onItself(whom: "itself" | "its group", signal: string, { traps }: State, { shells, dying }: Walk): Self {
  const trap = traps.get(signal);
  if (trap?.kind === "ignore") return "no";
  if (whom === "its group") return "below";
  // bash that is being ended by a signal no longer guards itself against signals, even as PID 1.
  if (dying !== undefined && (/^SIG(?:TERM|QUIT)$/.test(signal) || signal === dying)) return "always";
  const alike =
    (signal !== "SIGINT" && signal !== "SIGQUIT") || shells.every(({ family }) => family.startsWith("bash"));
  return trap || !alike ? "always" : "below";
}
