import type { ImageFamily, ImageSettings } from "./image-rows.ts";
import { imageFamilies } from "./image-table.ts";
import { isOrdinaryTag, systemInTag, systems } from "./systems.ts";
import type { SystemName } from "./systems.ts";
import type { BaseImage } from "./base-image.ts";

const dockerHub = new RegExp(
  String.raw`^(?:(?:registry-1\.|index\.|registry\.hub\.)?docker\.(?:io|com)/` +
    String.raw`|public\.ecr\.aws/docker/|mirror\.gcr\.io/)?(?:library/)?`,
);

/** Official images of one architecture have a name of their own beside the usual one. */
const architecture = /^(?:amd64|arm64v8|arm32v[567]|i386|ppc64le|s390x|riscv64|mips64le)\/(?=[^/]+$)/;

/**
 * The canonical repository and tag of a FROM reference: registries in front of Docker Hub names removed, digest
 * dropped.
 */
export function parseReference(ref: string): { readonly repository: string; readonly tag: string } {
  const name = ref.split("@", 1)[0] ?? "";
  const colon = name.lastIndexOf(":");
  const tagged = colon > name.lastIndexOf("/");
  const repository = tagged ? name.slice(0, colon) : name;
  const short = repository.replace(dockerHub, "").replace(architecture, "");
  return { repository: short, tag: tagged ? name.slice(colon + 1) : "latest" };
}

function repositoryMatches(pattern: string, repository: string): boolean {
  return pattern.endsWith("*") ? repository.startsWith(pattern.slice(0, -1)) : pattern === repository;
}

function familyOf(repository: string): ImageFamily | undefined {
  return imageFamilies.find((family) => family.repositories.some((pattern) => repositoryMatches(pattern, repository)));
}

/** The distributions that a tag may stand for; `named`: the one that it names. */
function systemsOf(family: ImageFamily, tag: string, named: SystemName | undefined): readonly SystemName[] {
  if (named !== undefined) return [named];
  const [usual] = family.systems;
  if (family.byVersion) {
    const version = family.byVersion.find(([pattern]) => pattern.test(tag));
    return version ? [version[1]] : family.systems;
  }
  return usual !== undefined && isOrdinaryTag(tag) ? [usual] : family.systems;
}

/** Settings of the flavours that a tag may mean: one, if it says which or is an ordinary one; else all. */
function settingsOf(family: ImageFamily, tag: string, named: SystemName | undefined): readonly ImageSettings[] {
  const flavour = family.flavours.find(([pattern]) => pattern.test(tag));
  if (flavour) return [{ ...family.settings, ...flavour[1] }];
  if (named !== undefined || isOrdinaryTag(tag)) return [family.settings];
  return [family.settings, ...family.flavours.map(([, settings]) => ({ ...family.settings, ...settings }))];
}

/** The value that all of them have, or undefined. */
function shared<T>(values: readonly T[]): T | undefined {
  const [first] = values;
  return values.every((value) => JSON.stringify(value) === JSON.stringify(first)) ? first : undefined;
}

const known = new Map<string, BaseImage | undefined>();

/**
 * What is known of the image that a FROM reference names. Undefined: not in the table; a tag that matches no variant
 * gives what all variants share.
 */
export function findBaseImage(ref: string): BaseImage | undefined {
  if (!known.has(ref)) known.set(ref, readTable(ref));
  return known.get(ref);
}

function readTable(ref: string): BaseImage | undefined {
  const { repository, tag } = parseReference(ref);
  const family = familyOf(repository);
  if (!family) return undefined;
  const named = systemInTag(tag);
  const variants = systemsOf(family, tag, named).map((name) => systems[name]);
  const settings = settingsOf(family, tag, named);
  // What nobody has looked up, of images whose names alone are alike, says nothing of the shell that each has.
  const guessed = family.evidence.kind === "unsourced" && !family.repositories.includes(repository);
  const windows = variants.every((system) => system.windows);
  const setting = <K extends keyof ImageSettings>(key: K): ImageSettings[K] | undefined =>
    windows ? undefined : shared(settings.map((each) => each[key]));
  return {
    name: repository,
    entrypoint: setting("entrypoint"),
    cmd: setting("cmd"),
    stopSignal: setting("stopSignal"),
    shell: setting("shell"),
    user: setting("user"),
    sh: guessed ? undefined : shared(variants.map((system) => system.sh)),
    packageManager: shared(variants.map((system) => system.packageManager)),
    init: setting("init"),
    entrypointExecsArgs: setting("entrypointExecsArgs"),
    scripts: settings.flatMap((each) => each.scripts).filter((each, index, all) => all.indexOf(each) === index),
    path: setting("path"),
    bash: family.plainAlpine && variants.every(({ sh }) => sh === "ash") ? false : undefined,
    windows,
    evidence: family.evidence,
  };
}
