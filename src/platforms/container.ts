import type { Known } from "../text/diagnostic.ts";
import type { Edit } from "../text/edits.ts";
import { findBaseImage } from "../known/images/images.ts";
import type { MappedText, Location, Source } from "../text/source.ts";
import { commandLine, imageOf } from "../image/image.ts";
import { cleared } from "../image/settings.ts";
import type { Dockerfile, Instruction, Problem } from "../parse/dockerfile/syntax.ts";
import type { Command, Image, Patience, Setting, Stage } from "../image/built-image.ts";
import { describedBase } from "../image/described-bases.ts";
import type { BaseImages } from "../image/described-bases.ts";

/**
 * A container that a compose file or a manifest describes, and what it makes of its image. What it leaves as it is, is
 * undefined.
 */
export interface Container {
  /** "service web", "container web of Deployment shop". */
  readonly title: string;
  /** Its name in the file. */
  readonly at: Location;
  readonly entrypoint: Setting<Command> | undefined;
  readonly cmd: Setting<Command> | undefined;
  readonly stopSignal: Setting<string> | undefined;
  readonly user: Setting<string> | undefined;
  readonly workdir: Setting<string> | undefined;
  readonly env: ReadonlyMap<string, Known<string>>;
  /** Where it asks for Docker's init. */
  readonly init: Location | undefined;
  /** A line more in the container's description, if there is nothing of that key yet and it can be put there. */
  addKey(line: string): Edit | undefined;
  readonly patience: Patience;
  /** Dollar signs in its texts are filled in before a shell sees them, but for `$$`. */
  readonly fillsIn: boolean;
}

/** A text for a shell as it has to stand in a file: compose takes a dollar sign for its own, unless there are two. */
export function asWritten(text: string, path: string, { container }: Image): string {
  return container?.fillsIn === true && container.at.path === path ? text.replaceAll("$", "$$$$") : text;
}

/**
 * An image as a container starts it, by the engine's rules: an ENTRYPOINT that is set drops the image's CMD, an empty
 * one does not.
 */
export function imageIn(container: Container, image: Image): Image {
  const { init, patience, stopSignal, user, workdir } = container;
  const { value, by } = container.entrypoint ?? image.entrypoint;
  const entrypoint = { value: cleared(value), by };
  const cmd =
    container.cmd ??
    (container.entrypoint && !isEmpty(container.entrypoint) ? { value: { kind: "empty" as const }, by } : image.cmd);
  // compose says that an empty command drops the image's CMD, the engine does not drop it.
  const disputed =
    container.cmd !== undefined &&
    isEmpty(container.cmd) &&
    !isEmpty(image.cmd) &&
    (!container.entrypoint || isEmpty(container.entrypoint));
  const argv = disputed ? "unknown" : commandLine(entrypoint.value, cmd.value);
  const assumed =
    image.assumedArgv && !disputed && !container.entrypoint ? commandLine({ kind: "empty" }, cmd.value) : "unknown";
  const front = init
    ? [
        { value: "/sbin/docker-init", text: undefined },
        { value: "--", text: undefined },
      ]
    : [];
  const env = image.env.copy();
  for (const [name, value] of container.env) env.set(name, value);
  return {
    ...image,
    entrypoint,
    cmd,
    init,
    container,
    patience,
    stopSignal: stopSignal ?? image.stopSignal,
    user: user ?? image.user,
    workdir: workdir ?? image.workdir,
    env,
    argv: argv === "unknown" || argv.length === 0 ? argv : [...front, ...argv],
    assumedArgv: assumed === "unknown" ? undefined : [...front, ...assumed],
  };
}

function isEmpty({ value }: Setting<Command>): boolean {
  return value !== "unknown" && value.kind === "empty";
}

/** Whether a container starts its image in another way than the image says. */
export function changesStart({ entrypoint, cmd, init, stopSignal }: Container): boolean {
  return entrypoint !== undefined || cmd !== undefined || init !== undefined || stopSignal !== undefined;
}

/**
 * An image that is known by its name alone, as a stage with nothing in it. `name` is what wrote the name, `ref` what it
 * stands for.
 */
export function publishedImage(
  source: Source,
  name: MappedText,
  ref: Known<string>,
  bases: BaseImages = new Map(),
): Image {
  const from: Instruction = {
    keyword: "FROM",
    keywordAt: name.locate(),
    at: name.locate(),
    flags: [],
    body: name,
    form: { kind: "shell", text: name },
    heredocs: [],
    trigger: undefined,
  };
  const row = ref === "unknown" ? undefined : (describedBase(bases, ref) ?? findBaseImage(ref));
  const stage: Stage = { index: 0, name: undefined, from, base: { kind: "image", ref, row }, instructions: [] };
  return imageOf(noDockerfile(source), stage);
}

/** What stands for the Dockerfile where a file of another kind is read. */
export function noDockerfile(source: Source, problems: readonly Problem[] = []): Dockerfile {
  return {
    source,
    escape: "\\",
    instructions: [],
    comments: [],
    skippedChecks: [],
    problems,
    unfixable: undefined,
    buildArgs: new Map(),
  };
}
