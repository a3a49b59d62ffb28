import type { Edit, Fix } from "../text/edits.ts";
import { copied, donor, recipeFor } from "../known/inits/init-recipes.ts";
import type { InitRecipe } from "../known/inits/init-recipes.ts";
import { installCalls } from "../image/install-calls.ts";
import type { InstallCall } from "../image/install-calls.ts";
import { afterStage, beforeInstruction, beforeStage, firstStep, newlineOf } from "./instruction-lines.ts";
import { packagesOf } from "../image/packages.ts";
import { settingsOf } from "../image/settings.ts";
import { parentOf, rootBaseOf } from "../image/stages.ts";
import { jsonArray } from "./arrays.ts";
import type { Instruction } from "../parse/dockerfile/syntax.ts";
import type { Command, Image, Setting } from "../image/built-image.ts";
import type { Judged } from "../stop/judge.ts";

/** A fix, or why there is none. */
export type Installed = { readonly ok: true; readonly fix: Fix } | { readonly ok: false; readonly reason: string };

/** What an image needs so that an init is there: edits that bring it, and the path that ENTRYPOINT is to name. */
interface Supply {
  readonly path: string;
  readonly title: string;
  readonly edits: readonly Edit[];
}

/**
 * Brings tini into an image and puts it in front of the effective ENTRYPOINT: by the package manager of the image's
 * own stage, in an instruction of that stage that installs packages where there is one; else by a copy of Debian's
 * static build.
 */
export function installInit({ image, startUp }: Judged): Installed {
  const no = (reason: string): Installed => ({ ok: false, reason });
  const { entrypoint, cmd, stage } = image;
  if (image.deployment.place) return no("the image is not described here");
  if (stage.name === "ONBUILD" && !image.dockerfile.instructions.includes(stage.from))
    return no("what ONBUILD sets is for the images built on this one");
  if (image.argv === "unknown" || entrypoint.value === "unknown" || cmd.value === "unknown")
    return no("what the base image starts is not known");
  if (image.base?.init === "lambda" || image.argv.some(({ value }) => /awslambdaric|lambda-entrypoint/.test(value)))
    return no("AWS Lambda has an init of its own");
  if (entrypoint.value.kind === "shell") return no("ENTRYPOINT is in shell form");
  if (image.shell.value !== "unknown" && !/\/(ba|da|a)?sh$/.test(image.shell.value[0] ?? ""))
    return no("SHELL is not a Unix shell");
  if (startUp.paths.some(({ processes }) => processes.some(({ role }) => role.kind === "init")))
    return no("another way through the start-up already has an init");
  if (isTrigger(entrypoint) || isTrigger(cmd)) return no("an ONBUILD trigger of the parent stage sets what is started");
  const supply = supplyFor(image);
  if (typeof supply === "string") return no(supply);
  const { edits, array } = placeInit(image, supply.path);
  return {
    ok: true,
    fix: {
      title: `${supply.title} and run it as PID 1: ENTRYPOINT ${array}`,
      applicability: "unsafe",
      edits: [...supply.edits, ...edits],
    },
  };
}

/** Whether a trigger that stands in a parent stage has set something. */
function isTrigger({ by }: Setting<Command>): boolean {
  return by.kind === "instruction" && !by.stage.instructions.includes(by.instruction);
}

function supplyFor(image: Image): Supply | string {
  const there = packagesOf(image).find(
    ({ manager, name }) => manager === "system" && (name === "tini" || name === "dumb-init"),
  );
  if (there) return { path: there.name, title: `Use ${there.name}, which is installed already,`, edits: [] };
  const { ref, manager, call } = managerOf(image);
  const recipe = recipeFor(manager, ref);
  if (recipe && call)
    return { path: recipe.path, title: "Install tini with the other packages", edits: [joined(call, image)] };
  if (recipe) {
    const edits = ownStep(image, recipe);
    if (edits) return { path: recipe.path, title: "Install tini", edits };
  }
  return manager === undefined && !image.base && rootBaseOf(image.stage).kind === "image"
    ? "the package manager of the base image is not known"
    : copyOf(image);
}

/** The package manager of an image: the one that its stage calls, or that its base has. */
function managerOf(image: Image): {
  readonly ref: string;
  readonly manager: InstallCall["manager"] | NonNullable<Image["base"]>["packageManager"];
  readonly call: InstallCall | undefined;
} {
  const base = rootBaseOf(image.stage);
  const ref = base.kind === "image" && base.ref !== "unknown" ? base.ref : "";
  const calls = installCalls(image.stage);
  const manager = image.base?.packageManager ?? calls[0]?.manager;
  return { ref, manager, call: calls.findLast((each) => each.manager === manager) };
}

/** One package more, on a line of its own where the others have one each. */
function joined({ end, last }: InstallCall, image: Image): Edit {
  const { source, escape } = image.dockerfile;
  const { line } = source.position(last.start);
  const indent = /^\s*/.exec(source.line(line))?.[0] ?? "";
  const alone = source.position(last.start).column === indent.length + 1 && indent !== "";
  return { ...end, text: alone ? ` ${escape}${newlineOf(source)}${indent}tini` : " tini" };
}

/** A RUN of its own at the start of the stage, as root; undefined where who that is run by is not known. */
function ownStep(image: Image, { steps, pinning }: InitRecipe): readonly Edit[] | undefined {
  const { dockerfile, stage } = image;
  const parent = parentOf(stage);
  const user = parent
    ? settingsOf(dockerfile, parent).user.value
    : (image.base?.user ?? (image.base?.user === null ? "root" : "unknown"));
  if (user === "unknown") return undefined;
  const isRoot = user === "" || /^(root|0)(:|$)/.test(user);
  const hadolint =
    pinning !== undefined && /^[ \t]*#[ \t]*hadolint[ \t]+(global[ \t]+)?ignore[ \t]*=/m.test(dockerfile.source.text)
      ? [`# hadolint ignore=${pinning}`]
      : [];
  const run = [...hadolint, ...runLines(steps, dockerfile.escape)];
  return [firstStep(image, isRoot ? run : ["USER root", ...run, `USER ${user}`])];
}

function runLines(steps: readonly string[], escape: string): readonly string[] {
  return steps.map(
    (step, index) => `${index === 0 ? "RUN " : "    && "}${step}${index < steps.length - 1 ? ` ${escape}` : ""}`,
  );
}

/** The static build out of a stage of its own, which is of the same platform as the image's. */
function copyOf(image: Image): Supply | string {
  const { dockerfile, stage } = image;
  const { instructions, source, escape } = dockerfile;
  const later = instructions.some(
    ({ at, flags }) =>
      at.start > stage.from.at.start &&
      flags.some(({ name, value }) => name === "from" && /^\d+$/.test(value ?? "") && Number(value) >= stage.index),
  );
  if (later) return "stages are referred to by number, which a new stage would change";
  const names = new Set(
    instructions
      .filter(({ keyword }) => keyword === "FROM")
      .map(({ body }) => /\sAS\s+(\S+)$/i.exec(body.text)?.[1]?.toLowerCase()),
  );
  const name = ["tini", "tini-static", "init-tini"].find((each) => !names.has(each)) ?? "pid1lint-tini";
  const platform = stage.from.flags.find((flag) => flag.name === "platform")?.value;
  const hadolint = /^[ \t]*#[ \t]*hadolint[ \t]+(global[ \t]+)?ignore[ \t]*=/m.test(source.text)
    ? ["# hadolint ignore=DL3008"]
    : [];
  const lines = [
    `FROM ${platform === undefined ? "" : `--platform=${platform} `}${donor.image} AS ${name}`,
    ...hadolint,
    ...runLines(donor.steps, escape),
    "",
  ];
  return {
    path: copied.path,
    title: "Copy tini from a stage of its own",
    edits: [beforeStage(image, lines), firstStep(image, [`COPY --from=${name} ${donor.binary} ${copied.path}`])],
  };
}

/**
 * tini in front of the effective ENTRYPOINT; an ENTRYPOINT or CMD that was inherited is repeated, since setting
 * ENTRYPOINT drops CMD.
 */
function placeInit(image: Image, path: string): { readonly edits: readonly Edit[]; readonly array: string } {
  const { entrypoint, cmd, stage } = image;
  const words = [path, "--", ...wordsOf(entrypoint)];
  const array = jsonArray(words);
  const own = ownInstruction(entrypoint, stage.instructions);
  const first = own?.form.kind === "exec" ? own.form.words[0] : undefined;
  if (own && first) {
    const front = jsonArray([path, "--"]).slice(1, -1);
    return { edits: [{ path: first.at.path, start: first.at.start, end: first.at.start, text: `${front}, ` }], array };
  }
  if (own) return { edits: [{ ...own.body.locate(), text: array }], array };
  const command = ownInstruction(cmd, stage.instructions);
  if (command) return { edits: [beforeInstruction(image, command, [`ENTRYPOINT ${array}`])], array };
  const repeated = wordsOf(cmd);
  return {
    edits: [afterStage(image, [`ENTRYPOINT ${array}`, ...(repeated.length > 0 ? [`CMD ${jsonArray(repeated)}`] : [])])],
    array,
  };
}

/** The instruction of the image's own stage that set something. */
function ownInstruction({ by }: Setting<Command>, instructions: readonly Instruction[]): Instruction | undefined {
  return by.kind === "instruction" && instructions.includes(by.instruction) ? by.instruction : undefined;
}

function wordsOf({ value }: Setting<Command>): readonly string[] {
  if (value === "unknown" || value.kind === "empty" || value.kind === "invalid") return [];
  return value.kind === "shell" ? [...value.shell, value.text.text] : value.words.map((word) => word.value);
}
