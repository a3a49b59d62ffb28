import type { BuildContext } from "../image/build-context.ts";
import { canonicalSignal } from "../known/platforms/signals.ts";
import type { Arg, Command, Setting } from "../image/built-image.ts";
import { rootBaseOf } from "../image/stages.ts";
import type { Container } from "../platforms/container.ts";
import type { Host } from "../shell/host.ts";
import type { Budget } from "../shell/state/budget.ts";
import type { Field, Value } from "../shell/state/field.ts";
import type { Known } from "../text/diagnostic.ts";
import { display, hop, single } from "./chain.ts";
import { hostOf } from "./script-host.ts";
import { launch } from "./launch.ts";
import type { Hop } from "./process.ts";
import type { Chain, How, Run, Situation } from "./situation.ts";
import type { Unresolved } from "./unresolved.ts";

/** An image as it is started, with its files, and the steps that are left for following it. */
export interface Around {
  readonly image: Container;
  readonly context: BuildContext;
  readonly budget: Budget;
}

/** What a shell of the start-up sees of its image. */
export function hostIn(around: Around, run: Run): Host {
  return hostOf(situationOf(around, run));
}

function situationOf({ image, context, budget }: Around, run: Run): Situation {
  return {
    cwd: image.workdir.value,
    env: new Map<string, Value>(),
    image,
    context,
    uid: userOf(image),
    run,
    inherited: [],
    depth: 0,
    scripts: [],
    walked: new Map(),
    budget,
    launch,
    rank: "init",
    byShell: undefined,
  };
}

/** Where an image starts, before anything has run. */
function startOf({ workdir }: Container): Pick<Situation, "cwd" | "env"> {
  return { cwd: workdir.value, env: new Map<string, Value>() };
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

/** The one way that is known of a start-up that takes too many steps to follow. */
export function cutOff(reason: string, around: Around): Chain {
  const { image } = around;
  const fields = fieldsOf((image.argv === "unknown" ? image.assumedArgv : image.argv) ?? []);
  return single({
    hops: [hop(fields, firstHow(image), display(fields[0]), startOf(image))],
    role: { kind: "unknown", why: { kind: "cause", cause: reason } },
  });
}

/** Follows an image from the engine's first exec to the main program, on the ways of a run. */
export function followImage(around: Around, run: Run): readonly Chain[] {
  const { image } = around;
  const situation = situationOf(around, run);
  const argv = image.argv === "unknown" ? image.assumedArgv : image.argv;
  const how = firstHow(image);
  const unknown = (why: Unresolved): readonly Chain[] => [
    single({ hops: [hop([], how, "?", situation)], role: { kind: "unknown", why } }),
  ];
  if (argv === undefined) return unknown(whyUnknown(image));
  if (argv.length === 0) return unknown({ kind: "no start" });
  const { value: signal, by } = image.stopSignal;
  if (signal !== "unknown" && canonicalSignal(signal) === undefined) {
    const at = by.kind === "instruction" ? by.instruction.at : by.kind === "file" ? by.at : undefined;
    const problem = { fault: { code: "no-signal", name: signal } as const, at, file: undefined };
    return [
      single({ hops: [hop(fieldsOf(argv), how, display(argv[0]), situation)], role: { kind: "unrunnable", problem } }),
    ];
  }
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

/** Why it is not known what an image starts; `assumed`: the outcome of what it is taken to start. */
export function whyUnknown(image: Container, assumed?: string): Unresolved {
  for (const setting of [image.entrypoint, image.cmd]) {
    if (setting.value !== "unknown" && setting.value.kind === "invalid")
      return { kind: "cause", cause: setting.value.reason };
  }
  const below = rootBaseOf(image.stage);
  const named = below.kind === "image" ? below.ref : "unknown";
  const base = named === "unknown" ? image.stage.from.body.text : named;
  return assumed !== undefined && image.assumedArgv !== undefined
    ? { kind: "base entrypoint", image: base, outcome: assumed }
    : { kind: "base image", image: base };
}

function userOf(image: Container): Known<"root" | "other"> {
  if (image.user.value === "unknown") return "unknown";
  return image.user.value === "" || /^(root|0)(:|$)/.test(image.user.value) ? "root" : "other";
}
