import type { Known } from "../text/diagnostic.ts";
import { Budget, RunBudget, stepsOfOthers } from "../shell/state/budget.ts";
import type { BuildContext } from "../image/build-context.ts";
import { followDefault, hasFailed, strayingFrom } from "../startup/default-run.ts";
import { cutOff, followImage, hostIn } from "../startup/follow-image.ts";
import type { Around } from "../startup/follow-image.ts";
import { isIdle } from "../startup/main-job.ts";
import type { Process } from "../startup/process.ts";
import type { Chain, Run } from "../startup/situation.ts";
import type { Running } from "../shell/state/state.ts";
import { respond } from "./respond.ts";
import type { Stopper } from "../platforms/deployment.ts";
import type { Container } from "../platforms/container.ts";
import { applicationOf } from "../application/application.ts";
import { graceOf } from "./stop-signal.ts";
import { outcomes } from "./outcome.ts";
import { leftBehindOn } from "./left-behind.ts";
import { nameOf } from "./response.ts";
import type { Response, Surroundings } from "./response.ts";
import type { Path, StartUp } from "./start-up.ts";
import { verdictOf } from "./verdict.ts";
import { reasonWords } from "./wording/reason-words.ts";

/**
 * Follows an image from the engine's first exec to the main program, and says what its stop signal does: on the default
 * run, and on the other ways that the environment can lead to.
 */
export function startUp(image: Container, context: BuildContext, budget: Budget = new Budget()): StartUp {
  const around: Around = { image, context, budget };
  const usual = followDefault(around);
  const { run, given } = usual;
  // Of a run that is cut off nothing is certain: the ways that are missing may be those that count.
  if (budget.cut !== undefined)
    return concluded(
      around,
      viewed([cutOff(budget.cut, around)], around, run).map((path) => ({ ...path, decides: true })),
    );
  const own = viewed(usual.chains, around, run).map((path) => ({ ...path, decides: true, given }));
  if (!usual.leaves) return concluded(around, own);
  const straying = strayingFrom(usual);
  const aside: Around = { ...around, budget: budget.part(stepsOfOthers) };
  const others = followImage(aside, straying).filter(({ departures }) => departures.length > 0);
  const strays = viewed(others, aside, straying);
  if (aside.budget.cut !== undefined) return { ...concluded(around, own), unfollowed: aside.budget.cut };
  if (usual.chains.every(hasFailed) && strays.some(stays))
    return concluded(
      around,
      strays.map((path) => ({ ...path, decides: true })),
    );
  return concluded(around, [...own, ...strays]);
}

/** Ways through a start-up with what the stop signal does on them; those that lead to nothing only if all do. */
function viewed(chains: readonly Chain[], around: Around, run: Run): readonly Path[] {
  const paths = chains.map((chain) => pathOf(chain, around, run));
  const staying = paths.filter(stays);
  return staying.length > 0 ? staying : paths;
}

/** Whether a script does not come to its end in front of nothing. */
function stays({ processes }: Path): boolean {
  return processes.at(-1)?.role.kind !== "ended";
}

function pathOf(chain: Chain, around: Around, run: Run): Path {
  const { image, context } = around;
  const signal = image.stopSignal.value === "unknown" ? "SIGTERM" : image.stopSignal.value;
  const surroundings: Surroundings = {
    host: hostIn(around, run),
    grace: graceOf(image),
    applicationOf: (process) => applicationOf(process, { image, context }),
  };
  const followed = leavingBehind(chain, respond(chain.processes, signal, "pid1", surroundings));
  const response = behindHook(withoutTime(followed, surroundings.grace), chain, image);
  return {
    processes: chain.processes,
    ...verdictOf(chain.processes, response),
    onSignal: { outcome: response.outcome, reason: response.reason },
    reaping: reaps(chain.processes[0]),
    leftBehind: chain.leftBehind,
    commands: commandsOf(chain),
    started: startedBy(chain),
    decides: false,
    conditions: chain.departures,
    given: [],
  };
}

/** The start-up that is made of these ways: those that decide first, the worst of them first. */
function concluded({ image, budget }: Around, paths: readonly Path[]): StartUp {
  const sorted = unique(paths).sort(
    (a, b) => Number(b.decides) - Number(a.decides) || outcomes.indexOf(a.outcome) - outcomes.indexOf(b.outcome),
  );
  const [first] = sorted;
  const hidden = image.argv === "unknown";
  const deciding = sorted.filter(({ decides }) => decides === first?.decides);
  return {
    outcome: first && !hidden ? first.outcome : "unknown",
    reaping: hidden ? "unknown" : common(deciding.map((path) => path.reaping)),
    stopSignal: image.stopSignal.value,
    paths: sorted,
    cut: budget.cut,
  };
}

/** An image with what happens in it, derived when first asked for, with the steps that the run then has for it. */
export function judge(image: Container, context: BuildContext, run: RunBudget = new RunBudget()): Judged {
  let derived: StartUp | undefined;
  return {
    image,
    context,
    get startUp() {
      derived ??= attempt(image, context, run);
      return derived;
    },
  };
}

/** A fault of ours costs the verdict on one image, not those on the others: whoever lints says it. */
function attempt(image: Container, context: BuildContext, run: RunBudget): StartUp {
  try {
    return startUp(image, context, run.image());
  } catch (failure) {
    return {
      failure,
      cut: undefined,
      outcome: "unknown",
      reaping: "unknown",
      stopSignal: image.stopSignal.value,
      paths: [],
    };
  }
}

/**
 * The response of what only keeps the container alive, where the work is done by a job that a script has left behind:
 * nobody stops that, and it is killed when PID 1 leaves.
 */
function leavingBehind(chain: Chain, response: Response): Response {
  const main = chain.processes.at(-1);
  const [job] = leftBehindOn(chain);
  const { outcome, notes } = response;
  if (!main || !job || (outcome !== "delivered" && outcome !== "graceful")) return response;
  if (!isIdle(main.hops.at(-1)?.argv ?? [])) return response;
  return { outcome: "abrupt", reason: { kind: "left behind", actor: nameOf(main), child: job.name }, notes };
}

/** A grace period of less than this many seconds is none: SIGKILL comes before anything has been finished. */
const NO_TIME = 1;

/** The response of a program that would finish its work, but is not given the time. */
function withoutTime(response: Response, grace: Stopper): Response {
  const { reason, notes } = response;
  if (grace.seconds >= NO_TIME || reason.kind !== "reaches") return response;
  const { actor, signal, effect } = reason;
  return effect.is === "exits" || effect.is === "killed"
    ? response
    : { outcome: "abrupt", reason: { kind: "no time", actor, signal, grace }, notes };
}

/** The response where something else runs in front of the signal that may have stopped what would not stop by it. */
function behindHook(
  response: Response,
  { processes }: Chain,
  { deployment: { hook }, stopSignal }: Container,
): Response {
  const main = processes.at(-1);
  if (!hook || !main || (response.outcome !== "stuck" && response.outcome !== "abrupt")) return response;
  const signal = stopSignal.value === "unknown" ? "SIGTERM" : stopSignal.value;
  const reason = { kind: "hook first", actor: nameOf(main), signal, hook: hook.key, at: hook.at } as const;
  return { outcome: "unknown", reason, notes: response.notes };
}

function reaps(process: Process): Known<boolean> {
  switch (process.role.kind) {
    case "program":
      return process.role.row?.reaps ?? "unknown";
    case "init":
    case "wrapper":
      return process.role.wrapped.row.reaps;
    case "shell":
    case "interactive":
      return true;
    case "ended":
    case "unrunnable":
    case "unknown":
      return "unknown";
  }
}

function common(values: readonly Known<boolean>[]): Known<boolean> {
  const [first] = values;
  return first !== undefined && values.every((value) => value === first) ? first : "unknown";
}

function unique(paths: readonly Path[]): Path[] {
  const seen = new Map<string, Path>();
  for (const path of paths) {
    const hops = path.processes
      .map((process) =>
        process.hops
          .map(
            (each) =>
              `${each.at?.path}:${each.at?.start}:${each.what}:${each.argv.map((arg) => arg.value).join("\u0000")}`,
          )
          .join(">"),
      )
      .join("|");
    const left = path.leftBehind.map(({ at }) => `${at.path}:${at.start}`).join();
    const key = `${path.outcome}|${reasonWords(path.reason)}|${reasonWords(path.onSignal.reason)}|${hops}|${left}`;
    const other = seen.get(key);
    seen.set(
      key,
      other
        ? { ...other, commands: [...other.commands, ...path.commands], started: [...other.started, ...path.started] }
        : path,
    );
  }
  return [...seen.values()];
}

function commandsOf({ processes }: Chain): readonly Running[] {
  return processes.flatMap(({ hops }) => hops.flatMap(({ running }) => running ?? []));
}

function startedBy(chain: Chain): readonly Running[] {
  const own = commandsOf(chain);
  return chain.started.filter(({ node }) => own.every((running) => running.node !== node));
}

/** An image as it is started, with what happens in it from start to stop. */
export interface Judged {
  readonly image: Container;
  readonly context: BuildContext;
  /** Derived when first asked for. */
  readonly startUp: StartUp;
}
