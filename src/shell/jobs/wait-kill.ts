import { canonicalSignal } from "../../known/platforms/signals.ts";
import { allLack, fails, refusal } from "../dialect.ts";
import { flow } from "../state/flow.ts";
import type { Flow } from "../state/flow.ts";
import { jobsNamed } from "./background.ts";
import { sending } from "../state/jobs.ts";
import { withStatus } from "../state/position.ts";
import type { Call, Walk } from "../walk.ts";
import { locate } from "../state/unit.ts";
import type { State, Wait } from "../state/state.ts";
import type { Word } from "../../parse/shell/script-syntax.ts";

/** The builtin `wait`: the shell sits there until its jobs end or a trapped signal comes. */
export function wait(call: Call, state: State, walk: Walk): Flow {
  const after = withStatus(state, "unknown");
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
  const all = state.jobs.map((_, index) => index);
  const operands = call.node.words.slice(1 + call.skipped).filter((word) => !/^-[nfp]+$/.test(word.raw));
  const named = operands.flatMap((word) => jobsNamed(word.raw, state, walk.shells) ?? all);
  const jobs = operands.length === 0 ? all : [...new Set(named)];
  if (jobs.length === 0) return flow(after);
  const sent = state.sent.map((each) =>
    each.jobs.some((job) => jobs.includes(job)) ? { ...each, waited: true } : each,
  );
  const before = state.last?.kind === "waited" ? state.last.first : undefined;
  const first: Wait =
    before && before.jobs.some((job) => jobs.includes(job))
      ? { ...before, again: !before.fatal, later: before.fatal ? [] : jobs }
      : {
          at: locate(call.frame.unit, call.node),
          unit: call.frame.unit,
          jobs,
          traps: state.traps,
          again: false,
          fatal: state.errexit && !call.frame.guarded,
          state,
        };
  return flow({ ...after, sent, last: { kind: "waited", first } });
}

/** The builtin `kill`: which signal goes to which of our jobs. */
export function kill(call: Call, state: State, walk: Walk): Flow {
  walk.budget.spend((state.jobs.length + state.sent.length) / 16);
  const words = call.node.words.slice(1 + call.skipped);
  const failed = (name: string): Flow =>
    fails(
      refusal(
        `the signal name ${name}`,
        walk.shells.every((row) => row.family === "dash") ? "kill: Illegal option" : "kill: invalid signal",
        locate(call.frame.unit, call.node),
        walk,
      ),
      call.frame,
      state,
    );
  // A job that we have started counts as being there.
  const probe = (rest: readonly Word[]): Flow => {
    const named = rest.flatMap((word) => jobsNamed(word.raw, state, walk.shells) ?? []);
    if (named.length === 0) return flow(withStatus(state, "unknown"));
    const told = state.signalled && named.every((job) => state.sent.some(({ jobs }) => jobs.includes(job)));
    if (!told) return flow(withStatus(state, true));
    // Who asks for it again and again after a signal comes to the answer that it is gone.
    const sent = state.sent.map((each) => ({
      ...each,
      waited: each.waited || each.jobs.some((job) => named.includes(job)),
    }));
    return flow({ ...withStatus(state, false), sent });
  };
  const lack = refusedForm(words, walk);
  if (lack !== undefined) return failed(lack);
  let signal = "SIGTERM";
  let index = 0;
  for (; index < words.length; index++) {
    const raw = words[index]?.raw ?? "";
    if (raw === "--") {
      index++;
      break;
    }
    if (raw === "-s" || raw === "-n") {
      const name = words[++index]?.literal ?? "";
      if (name === "0") return probe(words.slice(index + 1));
      if (refused(name, walk)) return failed(name);
      signal = canonicalSignal(name) ?? signal;
      continue;
    }
    const named = index === 0 && /^-[A-Za-z0-9]+$/.test(raw) ? raw.slice(1) : undefined;
    if (named === undefined) break;
    if (named === "0") return probe(words.slice(index + 1));
    if (/^[lL]/.test(named)) return flow(state);
    if (refused(named, walk)) return failed(named);
    signal = canonicalSignal(named) ?? signal;
  }
  const jobs = new Set<number>();
  let self = false;
  let toGroup = false;
  let to: string | undefined;
  for (const word of words.slice(index)) {
    const all = /^(0|-1|-?\$\$|-\$\{?\$\}?|"-\$\$")$/.test(word.raw);
    self ||= all && word.raw !== "-1";
    toGroup ||= all && !/^"?-/.test(word.raw);
    const named = all ? [...state.jobs.keys()] : jobsNamed(word.raw, state, walk.shells);
    if (!named) to = word.raw;
    for (const job of named ?? []) jobs.add(job);
  }
  const after = withStatus(state, jobs.size > 0 && to === undefined ? true : "unknown");
  const trap = state.traps.get(signal);
  // `-$$` is `-1` as PID 1; and what PID 1 does not handle does nothing to it.
  const sparesInit = !toGroup || trap === undefined;
  self &&= trap?.kind !== "ignore";
  return flow(
    jobs.size === 0 && to === undefined
      ? after
      : sending(after, {
          signal,
          jobs: [...jobs],
          waited: false,
          self,
          sparesInit,
          ...(to === undefined ? {} : { to }),
        }),
  );
}

/** How a signal or a job is written that none of the shells takes; undefined where one of them does. */
function refusedForm(words: readonly Word[], walk: Walk): string | undefined {
  const lacks = (form: "kill -TERM --" | "kill -n" | "kill -sTERM" | "kill %"): boolean =>
    allLack(walk, (row) => row.lacks.operations.has(form));
  const [first = "", second = ""] = words.map(({ raw }) => raw);
  if (/^-(?!-)/.test(first) && !/^-[sn]/.test(first) && second === "--" && lacks("kill -TERM --")) return "--";
  if ((first === "-n" && lacks("kill -n")) || /^-n[A-Z0-9]/.test(first)) return first;
  if (/^-s[A-Z0-9]/.test(first) && lacks("kill -sTERM")) return first;
  return words.find(({ raw }) => raw.startsWith("%") && lacks("kill %"))?.raw;
}

/** A name that is no signal, or a spelling that this shell does not take; `-sTERM` some do. */
function refused(name: string, walk: Walk): boolean {
  if (name !== "" && !/^[sn]/.test(name) && canonicalSignal(name) === undefined) return true;
  return /^sig/i.test(name) && allLack(walk, (row) => row.lacks.operations.has("trap SIGx"));
}
