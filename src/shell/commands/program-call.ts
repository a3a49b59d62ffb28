import { canonicalSignal } from "../../known/platforms/signals.ts";
import { findProgram } from "../../known/programs/programs.ts";
import type { ProgramRow } from "../../known/programs/program.ts";
import { unwrap } from "../../known/wrappers/wrappers.ts";
import type { Known } from "../../text/diagnostic.ts";
import { valuesOf } from "../expansion/expand.ts";
import { purposeOf } from "../purpose/main-program.ts";
import { lasting } from "../purpose/lasting.ts";
import type { Lasting } from "../purpose/lasting.ts";
import { isNamedPipe } from "../purpose/named-pipe.ts";
import { behindWrappers } from "../purpose/wrapped.ts";
import { LONG_SLEEP, keepsUp, sleepSeconds } from "../purpose/sleep.ts";
import { stopper } from "../purpose/stopper.ts";
import { readsCommands } from "../shell-options.ts";
import { called, watched } from "../jobs/background.ts";
import { waitFor } from "../jobs/wait.ts";
import { afterSignals } from "../jobs/after-signal.ts";
import type { Ending } from "../state/ending.ts";
import { locate } from "../state/unit.ts";
import { ends, flow } from "../state/flow.ts";
import type { Flow } from "../state/flow.ts";
import { later, runningJobs, sending } from "../state/jobs.ts";
import { afterProgram } from "../state/position.ts";
import { runningOf, signature, starting } from "../state/running.ts";
import type { Running, State, Wait } from "../state/state.ts";
import type { Call, Walk } from "../walk.ts";
import { doubtful, slotOf, takesPlace } from "./exec-place.ts";
import { commandsFed } from "./standard-input.ts";

/** What a command line names, as far as tables and its own words tell. */
interface Program {
  readonly values: readonly Known<string>[];
  readonly row: ProgramRow | undefined;
  readonly lasts: Lasting;
  /** It reads what to do from its standard input, which is not followed. */
  readonly told: boolean;
}

/** Follows a program in the foreground. */
export function runProgram(call: Call, state: State, walk: Walk): Flow {
  const program = programOf(call);
  const { values } = program;
  if (forks(program, call)) {
    const daemon = runningOf(call.node, call.frame.unit, state, {
      argv: call.argv,
      how: "background",
      slot: { kind: "none", reason: "it forks into the background" },
      env: call.env,
      notTail: call.frame.notTail !== undefined,
      returns: true,
    });
    return flow({ ...starting(afterProgram(state), daemon), daemons: [...state.daemons, daemon] });
  }
  const stops = stopper(values);
  if (stops !== undefined) {
    const jobs = stops === values[0] ? found(values, state) : [];
    if (jobs.length > 0)
      return flow(sending(afterProgram(state), { signal: signalOf(values), jobs, waited: false, self: false }));
    const to = stops === "unknown" ? "what a program finds that is only known at run time" : `what \`${stops}\` finds`;
    return flow(sending(afterProgram(state), { signal: "SIGTERM", jobs: [], waited: false, self: false, to }));
  }
  // With the main program beside it the script stays there, whatever comes when it has slept.
  if (keepsUp(values) && state.jobs.length > 0 && state.last === undefined && !call.frame.looped)
    return ends({ kind: "foreground", running: runningOf(call.node, call.frame.unit, state, idling(call)), state });
  if (readsPipe(call) && state.jobs.length > 0)
    return ends({ kind: "loop", at: locate(call.frame.unit, call.node), state: { ...state, slept: Infinity } });
  if (comesBack(program, call, state)) {
    const seconds = sleepSeconds(values);
    // `while sleep 60` turns until something ends it.
    const status = (seconds > 0 && Number.isFinite(seconds)) || "unknown";
    const sent =
      state.signalled && seconds > 0 ? later(state.sent, call.frame.repeated ? Infinity : seconds) : state.sent;
    return flow({ ...state, sent, status, external: true, leaning: undefined, slept: Math.max(state.slept, seconds) });
  }
  return seeOff(program, call, state, walk) ?? stay(program, call, state, walk);
}

/**
 * Behind the wait that a script is there for, and where jobs have been told to end, `tail --pid` waits once more: for a
 * job, or for what else there may be. busybox has no such option.
 */
function seeOff({ values }: Program, call: Call, state: State, walk: Walk): Flow | undefined {
  if (values[0] !== "tail" || (state.last?.kind !== "waited" && state.sent.length === 0)) return undefined;
  const jobs = watched(call.node, state, walk.shells)?.filter((job) => !state.finished.includes(job));
  if (!jobs) return undefined;
  const after: State = { ...state, status: "unknown", external: true, leaning: undefined };
  return walk.shells.every(({ family }) => family === "ash")
    ? flow(after)
    : waitFor({ jobs, bare: false, any: false, certain: false }, call, after, walk);
}

/** The jobs that `pkill` or `killall` finds by a name, or as children of PID 1: `pkill -TERM -P $$`. */
function found(values: readonly Known<string>[], state: State): readonly number[] {
  const rest = values.slice(1).filter((word) => signalIn(word) === undefined);
  if (values[0] === "pkill" && rest.join(" ") === "-P 1") return runningJobs(state);
  const [name, ...more] = rest.filter((word) => word !== "-x");
  return name === undefined || more.length > 0 || name.startsWith("-") ? [] : called(name, state);
}

function signalOf(values: readonly Known<string>[]): string {
  return values.slice(1).map(signalIn).find(Boolean) ?? "SIGTERM";
}

/** The signal that an option names: `-TERM`. */
function signalIn(word: string): string | undefined {
  return word.startsWith("-") ? canonicalSignal(word.slice(1)) : undefined;
}

/** `cat /tmp/log`, where that is a pipe that the script has made: it reads as long as somebody has it open. */
function readsPipe({ node, frame }: Call): boolean {
  const [name, ...operands] = node.words;
  return name?.literal === "cat" && operands.some((word) => isNamedPipe(word, frame.unit));
}

/** A sleep that keeps the container up, as a command. */
function idling({ argv, env, frame }: Call): Parameters<typeof runningOf>[3] {
  const slot = { kind: "none" as const, reason: "it only keeps the container up" };
  return {
    argv,
    env,
    how: "foreground",
    slot,
    notTail: frame.notTail !== undefined,
    followed: frame.followed,
    rest: frame.rest,
  };
}

function programOf({ argv, frame, node }: Call): Program {
  const values = valuesOf(argv);
  const row = findProgram(values);
  const fed = frame.fed || node.redirects.some((each) => each.feeds);
  const told = fed && (row?.interactive === true || readsCommands(argv));
  return { values, row, lasts: told ? "any" : lasting(values), told };
}

/** Whether a program forks into the background. */
function forks({ values, row }: Program, { frame }: Call): boolean {
  // What stays only if its settings say so is a daemon where the script goes on behind it.
  // Whoever puts an init in front of a server has settings with which it stays.
  const inner = row ?? findProgram(behindWrappers(values, "init"));
  return inner?.daemonizes === true || (inner?.foreground !== undefined && frame.followed);
}

/** Whether a program is a mere utility here. */
function comesBack({ values, lasts }: Program, { frame, node }: Call, state: State): boolean {
  // What sleeps long at the end is what keeps the container up.
  const rests = frame.notTail === undefined && sleepSeconds(values) > LONG_SLEEP && state.last?.kind !== "ran";
  // cat reads what a redirection gives it, and returns.
  const copies = values[0] === "cat" && node.redirects.some((each) => each.feeds);
  return (lasts === "utility" || copies) && !rests;
}

/** Follows a program that may stay. */
function stay(program: Program, call: Call, state: State, walk: Walk): Flow {
  const { values, row, lasts, told } = program;
  const { node, frame, argv, env } = call;
  const implicit =
    call.skipped > 0 && !walk.shells.every((each) => each.replacesUnderCommand) ? false : takesPlace(call, state, walk);
  const fed = commandsFed(call, state, walk);
  const running = runningOf(node, frame.unit, state, {
    argv,
    how: "foreground",
    slot: slotOf(call, state, walk),
    env,
    implicit,
    notTail: frame.notTail !== undefined,
    followed: frame.followed,
    rest: frame.rest,
    fed,
    doubt:
      doubtful(call, state, walk) ??
      (told && (fed === undefined || fed.value === "unknown")
        ? `what ${values[0]} reads from its standard input is not followed`
        : undefined),
  });
  if (implicit === true && running.doubt === undefined)
    return ends({ kind: "exec", running: { ...running, how: "exec" }, state });
  const purpose = lasts === "stays" ? purposeOf(call, state, walk) : undefined;
  if (purpose === "main program" || implicit === "unknown")
    return ends(waitingBefore(call, state, walk) ?? { kind: "foreground", running, state });
  const gone = starting(afterProgram(state), running);
  if (purpose === "step") return flow(gone);
  if (purpose === "contradictory")
    return { ...flow(gone), endings: [{ kind: "unknown", reason: contradiction(running), at: running.at, state }] };
  if (isAside(lasts, state)) return flow({ ...gone, slept: Math.max(gone.slept, sleepSeconds(values)) });
  const returns =
    lasts === "oneShot" || (lasts === "any" && !row && !unwrap(values) && state.ran.has(signature(running)));
  return flow({
    ...gone,
    fresh: true,
    last: { kind: "ran", running: { ...running, returns } },
    ran: state.ran.put(signature(running), true),
  });
}

/**
 * The wait in front of a program that stays, where a trap never lets the script come from there to the program.
 */
function waitingBefore({ frame, node }: Call, state: State, walk: Walk): Ending | undefined {
  if (state.last?.kind !== "waited" || !isLast(state.last.first)) return undefined;
  const { first } = state.last;
  const at = locate(frame.unit, node);
  const goesOn = (states: readonly State[]): Flow =>
    ends(...states.map((each): Ending => ({ kind: first.fatal ? "end" : "loop", at, state: each })));
  const after = afterSignals({ frame: { ...frame, rest: undefined }, goesOn }, state, walk);
  const ways = [...after.values()].flat();
  return ways.length > 0 && ways.every(({ then }) => then === "ends")
    ? { kind: "wait", wait: first, state }
    : undefined;
}

function contradiction({ argv, unit }: Running): string {
  const name = argv?.[0]?.value ?? "unknown";
  return `${unit.title} goes on behind ${name} as if it came back, and by its arguments it stays`;
}

/** Whether what the script has done last counts for more than a program that comes behind it. */
function isAside(lasts: Lasting, { last }: State): boolean {
  if (last?.kind === "waited") return isLast(last.first);
  return lasts === "oneShot" && last?.kind === "ran" && lasting(valuesOf(last.running.argv ?? [])) !== "oneShot";
}

/** Signals that tell a container to stop. */
const stopSignals = ["SIGTERM", "SIGINT", "SIGQUIT", "SIGHUP"];

/** Behind a `wait` for a server, or one that a trap is meant to interrupt, comes what is to be done at the end. */
function isLast({ traps, jobs, state }: Wait): boolean {
  const serves = (job: number): boolean => lasting(valuesOf(state.jobs[job]?.argv ?? [])) === "stays";
  return stopSignals.some((signal) => traps.get(signal)?.kind === "action") || jobs.some(serves);
}
