import type { Evidence } from "../evidence.ts";
import type { SystemName } from "./systems.ts";
import type { BaseImage, BaseScript } from "./base-image.ts";

/** What an image sets, apart from what its distribution brings. */
export type ImageSettings = Pick<
  BaseImage,
  "entrypoint" | "cmd" | "stopSignal" | "shell" | "user" | "init" | "entrypointExecsArgs" | "path"
> & { readonly scripts: readonly BaseScript[] };

/** Images of one repository, or of several alike. */
export interface ImageFamily {
  /** Names; `*` at the end stands for anything. */
  readonly repositories: readonly string[];
  /** Distributions that its tags are built on; the first is that of tags that name none. */
  readonly systems: readonly SystemName[];
  /** Distributions by tag, where tags that name none differ. */
  readonly byVersion: readonly (readonly [pattern: RegExp, system: SystemName])[] | undefined;
  readonly settings: ImageSettings;
  /** Tags that set something else; the first that fits counts. */
  readonly flavours: readonly (readonly [pattern: RegExp, settings: Partial<ImageSettings>])[];
  /** Its variants on Alpine have no bash. */
  readonly plainAlpine: boolean;
  readonly evidence: Evidence;
}

const nothing: ImageSettings = {
  entrypoint: null,
  cmd: null,
  stopSignal: null,
  shell: null,
  user: null,
  init: null,
  entrypointExecsArgs: undefined,
  scripts: [],
  path: undefined,
};

/** Root file systems of distributions, which have no Dockerfile to read. */
export const distribution: Evidence = {
  kind: "sourced",
  source: "CMD as published, /bin/sh as the distribution packages it",
};
/** A family; repositories are separated by blanks. What is not said is not set. */
export function image(
  repositories: string,
  systemNames: readonly SystemName[],
  settings: Partial<ImageSettings>,
  evidence: Evidence,
): ImageFamily {
  return {
    repositories: repositories.split(" "),
    systems: systemNames,
    byVersion: undefined,
    settings: { ...nothing, ...settings },
    flavours: [],
    plainAlpine: false,
    evidence,
  };
}

/** A family whose variants on Alpine come without bash, as Alpine itself does. */
export function withoutBash(images: ImageFamily): ImageFamily {
  return { ...images, plainAlpine: true };
}

/** A script of an image, by the first of its arguments: what it puts before them, and how many of them it drops. */
export function runs(
  name: string,
  ...execs: readonly (readonly [first: RegExp, words: string | readonly string[], drops?: number])[]
): BaseScript {
  return {
    name,
    execs: execs.map(([first, words, drops = 0]) => ({
      first,
      words: typeof words === "string" ? words.split(" ").filter(Boolean) : words,
      drops,
    })),
  };
}

/** A family whose tags differ: in what they are built on, or in what they set. */
export function withTags(
  images: ImageFamily,
  { byVersion, flavours = [] }: Partial<Pick<ImageFamily, "byVersion" | "flavours">>,
): ImageFamily {
  return { ...images, byVersion, flavours };
}

/** An ENTRYPOINT script that ends in `exec "$@"`, with its CMD. */
export function script(
  entrypoint: string,
  cmd: string | readonly string[] | null,
  rest: Partial<ImageSettings> = {},
): Partial<ImageSettings> {
  return {
    entrypoint: [entrypoint],
    cmd: typeof cmd === "string" ? cmd.split(" ") : cmd,
    entrypointExecsArgs: true,
    ...rest,
  };
}

/** Neither ENTRYPOINT nor CMD is known. */
export const open = { entrypoint: undefined, cmd: undefined, user: undefined, init: undefined } as const;

/** CMD of distributions with bash. */
export const bash = { cmd: ["/bin/bash"] };

/** CMD of distributions without. */
export const sh = { cmd: ["/bin/sh"] };

/** Built on Debian and on Alpine. */
export const either: readonly SystemName[] = ["debian", "alpine"];
