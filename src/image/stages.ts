import type { Known } from "../text/diagnostic.ts";
import { findBaseImage } from "../known/images/images.ts";
import { expandWord, keyValues, splitWords } from "../parse/dockerfile/dockerfile.ts";
import type { Variables } from "./scope.ts";
import type { Dockerfile, Instruction } from "../parse/dockerfile/syntax.ts";
import type { Stage } from "./built-image.ts";
import { describedBase } from "./described-bases.ts";
import type { Bases } from "./described-bases.ts";

/** ARGs declared so far: their default, undefined where they have none. */
type Args = Pick<Variables<Known<string> | undefined>, "get" | "has">;

/** Set by the builder before the first FROM, each by the platform it runs on. */
const platformArgs: ReadonlySet<string> = new Set([
  "TARGETPLATFORM",
  "TARGETOS",
  "TARGETARCH",
  "TARGETVARIANT",
  "BUILDPLATFORM",
  "BUILDOS",
  "BUILDARCH",
  "BUILDVARIANT",
  "TARGETSTAGE",
]);

const globals = new WeakMap<Dockerfile, Args>();

/** The ARGs before the first FROM, and what each defaults to. */
export function globalArgs(dockerfile: Dockerfile): Args {
  const cached = globals.get(dockerfile);
  if (cached) return cached;
  const args = new Map<string, Known<string> | undefined>();
  for (const instruction of dockerfile.instructions) {
    if (instruction.keyword === "FROM") break;
    if (instruction.keyword !== "ARG") continue;
    for (const { name, value } of keyValues(instruction.body, dockerfile.escape, "ARG")) {
      args.set(
        name,
        dockerfile.buildArgs.get(name) ??
          (value === undefined ? undefined : expandGlobal(value, dockerfile.escape, args)),
      );
    }
  }
  globals.set(dockerfile, args);
  return args;
}

/**
 * What an ARG stands for in a word. One without a default is whatever the build is told, so "unknown", except where
 * the word itself gives the default: `${TAG:-latest}`.
 */
export function argValue(args: Args, name: string, defaulted: (name: string) => boolean): Known<string> | undefined {
  return args.get(name) ?? (defaulted(name) ? undefined : "unknown");
}

/** Says which variables a word gives a default: `${TAG:-latest}`. */
export function defaultsIn(raw: string): (name: string) => boolean {
  let names: ReadonlySet<string> | undefined;
  return (name) =>
    (names ??= new Set(Array.from(raw.matchAll(/\$\{([^{}:$]*):-/g), ([, each = ""]) => each))).has(name);
}

/** A parent stage that this file builds, if a stage has one. */
export function parentOf(stage: Stage): Stage | undefined {
  return stage.base.kind === "stage" ? stage.base.stage : undefined;
}

/** The stages that have something, among a stage and those that it is built on. A long chain is gone through once. */
export class Holders {
  readonly #has: (stage: Stage) => boolean;
  readonly #nearest = new WeakMap<Stage, { readonly holder: Stage | undefined }>();

  constructor(has: (stage: Stage) => boolean) {
    this.#has = has;
  }

  /** From the first one to the stage itself. */
  of(stage: Stage): readonly Stage[] {
    const found: Stage[] = [];
    for (let at = this.nearest(stage); at; at = this.nearest(parentOf(at))) found.push(at);
    return found.reverse();
  }

  /** The last of them. */
  nearest(stage: Stage | undefined): Stage | undefined {
    const passed: Stage[] = [];
    let at = stage;
    while (at && !this.#nearest.has(at) && !this.#has(at)) {
      passed.push(at);
      at = parentOf(at);
    }
    const known = at && this.#nearest.get(at);
    const holder = known ? known.holder : at;
    if (at && !known) passed.push(at);
    for (const each of passed) this.#nearest.set(each, { holder });
    return holder;
  }
}

/** The base of the stage at the end of the FROM chain: an image or scratch. */
export function rootBaseOf(stage: Stage): Exclude<Stage["base"], { readonly kind: "stage" }> {
  let base = stage.base;
  while (base.kind === "stage") base = base.stage.base;
  return base;
}

/** The stages of a Dockerfile in their order; `bases` are images that the user describes. */
export function stagesOf(dockerfile: Dockerfile, bases: Bases = new Map()): readonly Stage[] {
  const stages: Stage[] = [];
  const byName = new Map<string, Stage>();
  let instructions: Instruction[] | undefined;
  for (const instruction of dockerfile.instructions) {
    if (instruction.keyword !== "FROM") {
      instructions?.push(instruction);
      continue;
    }
    instructions = [];
    const { ref, name } = readFrom(instruction, dockerfile);
    const stage: Stage = {
      index: stages.length,
      name,
      from: instruction,
      base: baseOf(ref, byName, bases),
      instructions,
    };
    stages.push(stage);
    if (name !== undefined) byName.set(name.toLowerCase(), stage);
  }
  return stages;
}

const named = new WeakMap<readonly Stage[], ReadonlyMap<string, readonly Stage[]>>();

/** The stages of a name, or the one of a number, in their order. */
function stagesCalled(stages: readonly Stage[], name: string): readonly Stage[] {
  const known = named.get(stages);
  if (known) return known.get(name.toLowerCase()) ?? [];
  const byName = new Map<string, Stage[]>();
  for (const stage of stages) {
    const key = stage.name?.toLowerCase();
    const same = key === undefined ? [] : (byName.get(key) ?? []);
    same.push(stage);
    if (key !== undefined) byName.set(key, same);
  }
  named.set(stages, byName);
  return stagesCalled(stages, name);
}

function numbered(stages: readonly Stage[], name: string): Stage | undefined {
  return /^(?:0|[1-9]\d{0,8})$/.test(name) ? stages[Number(name)] : undefined;
}

/** The stage that a target names, by its name or number: the first of them. */
export function findStage(stages: readonly Stage[], target: string): Stage | undefined {
  const [byName] = stagesCalled(stages, target);
  const byNumber = numbered(stages, target);
  return byName && byNumber ? (byName.index < byNumber.index ? byName : byNumber) : (byName ?? byNumber);
}

/** The stage above another that `--from` names: the last of that name, else that of that number. */
export function stageAbove(stages: readonly Stage[], below: Stage, name: string): Stage | undefined {
  const same = stagesCalled(stages, name);
  let low = 0;
  for (let high = same.length; low < high;) {
    const middle = (low + high) >> 1;
    if ((same[middle]?.index ?? Infinity) < below.index) low = middle + 1;
    else high = middle;
  }
  const byNumber = low === 0 ? numbered(stages, name) : undefined;
  return same[low - 1] ?? (byNumber && byNumber.index < below.index ? byNumber : undefined);
}

function readFrom(
  from: Instruction,
  dockerfile: Dockerfile,
): { readonly ref: Known<string>; readonly name: string | undefined } {
  const [image, as, name] = splitWords(from.body, dockerfile.escape);
  const args = globalArgs(dockerfile);
  const ref = image ? expandGlobal(image.raw, dockerfile.escape, args) : "unknown";
  const named = name && as?.raw.toUpperCase() === "AS" ? expandGlobal(name.raw, dockerfile.escape, args) : "unknown";
  return { ref: ref || "unknown", name: named === "unknown" ? undefined : named };
}

function baseOf(ref: Known<string>, byName: ReadonlyMap<string, Stage>, bases: Bases): Stage["base"] {
  const stage = byName.get(ref.toLowerCase());
  if (stage) return { kind: "stage", stage };
  if (ref === "scratch") return { kind: "scratch" };
  return { kind: "image", ref, row: ref === "unknown" ? undefined : (describedBase(bases, ref) ?? findBaseImage(ref)) };
}

function expandGlobal(raw: string, escape: string, args: Args): Known<string> {
  const defaulted = defaultsIn(raw);
  return expandWord(raw, escape, (name) =>
    args.has(name) ? argValue(args, name, defaulted) : platformArgs.has(name) ? "unknown" : undefined,
  );
}
