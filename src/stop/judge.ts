import type { Known } from "../text/diagnostic.ts";
import { Budget, RunBudget } from "../shell/state/budget.ts";
import type { BuildContext } from "../image/build-context.ts";
import { hostOf, isIdle } from "../startup/follow-script.ts";
import { display, hop, single } from "../startup/chain.ts";
import { launch } from "../startup/launch.ts";
import type { Hop, Process } from "../startup/process.ts";
import type { Unresolved } from "../startup/unresolved.ts";
import type { Chain, How, Situation } from "../startup/situation.ts";
import type { Field, Value } from "../shell/state/field.ts";
import type { Running } from "../shell/state/state.ts";
import { respond } from "./respond.ts";
import type { Arg, Command, Setting } from "../image/built-image.ts";
import type { Stopper } from "../platforms/deployment.ts";
import type { Container } from "../platforms/container.ts";
import { entryOf } from "../application/entry.ts";
import { graceOf } from "./stop-signal.ts";
import { outcomes } from "./outcome.ts";
import { leftBehindOn } from "./left-behind.ts";
import { nameOf } from "./response.ts";
import type { Response, Surroundings } from "./response.ts";
import type { Path, StartUp } from "./start-up.ts";
import { verdictOf } from "./verdict.ts";
import { reasonWords } from "./wording/reason-words.ts";

/**
 * Follows an image from the engine's first exec to the main program, on all ways, and says what its stop signal does.
 */
export function startUp(image: Container, context: BuildContext, budget: Budget = new Budget()): StartUp {
  const env = new Map<string, Value>();
  const uid = userOf(image);
  const situation: Situation = {
    image,
    context,
    cwd: image.workdir.value,
    env,
    uid,
    depth: 0,
    scripts: [],
    walked: new Map(),
    budget,
    launch,
    byShell: undefined,
  };
  const signal = image.stopSignal.value === "unknown" ? "SIGTERM" : image.stopSignal.value;
  const surroundings: Surroundings = {
    host: hostOf(situation),
    grace: graceOf(image),
    entryOf: (process) => entryOf(process, { image, context }),
  };
  const pathOf = (chain: Chain): Path => {
    const followed = leavingBehind(chain, respond(chain.processes, signal, "pid1", surroundings));
    const response = withoutTime(followed, surroundings.grace);
    const onSignal = { outcome: response.outcome, reason: response.reason };
    return {
      processes: chain.processes,
      ...verdictOf(chain.processes, response),
      onSignal,
      reaping: reaps(chain.processes[0]),
      leftBehind: chain.leftBehind,
      commands: commandsOf(chain),
      started: startedBy(chain),
    };
  };
  const ways = chainsOf(image, situation).map(pathOf);
  // Of a start-up that is cut off nothing is certain: the ways that are missing may be those that count.
  const paths = budget.cut === undefined ? ways : [pathOf(cutOff(budget.cut, image, situation))];
  // A script that comes to its end in front of nothing is no way for a container to run, where there is another.
  const running = paths.filter((path) => path.processes.at(-1)?.role.kind !== "ended");
  const sorted = unique(running.length > 0 ? running : paths).sort(
    (a, b) => outcomes.indexOf(a.outcome) - outcomes.indexOf(b.outcome),
  );
  const first = sorted[0];
  const hidden = image.argv === "unknown";
  const outcome = first && !hidden ? first.outcome : "unknown";
  return {
    outcome,
    reaping: hidden ? "unknown" : common(sorted.map((path) => path.reaping)),
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

/** How the engine comes to start an image. */
function firstHow(image: Container): How {
  const setting =
    image.entrypoint.value !== "unknown" && image.entrypoint.value.kind !== "empty" ? image.entrypoint : image.cmd;
  const title = setting.by.kind === "file" ? setting.by.key : setting === image.cmd ? "CMD" : "ENTRYPOINT";
  return image.deployment.init
    ? { kind: "start", via: "init", at: image.deployment.init }
    : { kind: "start", via: title, at: placeOf(setting) };
}

function fieldsOf(argv: readonly Arg[]): readonly Field[] {
  return argv.map((arg) => ({ ...arg, fixed: true }));
}

function cutOff(reason: string, image: Container, situation: Situation): Chain {
  const fields = fieldsOf((image.argv === "unknown" ? image.assumedArgv : image.argv) ?? []);
  return single({
    hops: [hop(fields, firstHow(image), display(fields[0]), situation)],
    role: { kind: "unknown", why: { kind: "cause", cause: reason } },
  });
}

function chainsOf(image: Container, situation: Situation): readonly Chain[] {
  const argv = image.argv === "unknown" ? image.assumedArgv : image.argv;
  const how = firstHow(image);
  const unknown = (why: Unresolved): readonly Chain[] => [
    single({ hops: [hop([], how, "?", situation)], role: { kind: "unknown", why } }),
  ];
  if (argv === undefined) return unknown(whyUnknown(image));
  if (argv.length === 0) return unknown({ kind: "no start" });
  const chains = launch(fieldsOf(argv), how, situation);
  return chains.length > 0 ? chains : unknown({ kind: "calls itself" });
}

/** The place of the instruction or key that set something. */
export function placeOf(setting: Setting<Command>): Hop["at"] {
  return setting.by.kind === "instruction"
    ? setting.by.instruction.at
    : setting.by.kind === "file"
      ? setting.by.at
      : undefined;
}

/** Why it is not known what an image starts. */
export function whyUnknown(image: Container): Unresolved {
  for (const setting of [image.entrypoint, image.cmd]) {
    if (setting.value !== "unknown" && setting.value.kind === "invalid")
      return { kind: "cause", cause: setting.value.reason };
  }
  return { kind: "base image", image: image.stage.from.body.text };
}

function userOf(image: Container): Known<"root" | "other"> {
  if (image.user.value === "unknown") return "unknown";
  return image.user.value === "" || /^(root|0)(:|$)/.test(image.user.value) ? "root" : "other";
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
    const key = `${path.outcome}|${reasonWords(path.reason)}|${reasonWords(path.onSignal.reason)}|${hops}`;
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
