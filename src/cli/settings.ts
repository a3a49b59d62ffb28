import { choiceFor, readConfig, severityIn } from "../config/config.ts";
import type { Config, RuleSeverity, Threshold } from "../config/config.ts";
import { decisive, findConfigs, openConfig } from "../config/find.ts";
import type { ConfigFile } from "../config/find.ts";
import { settingsTop } from "../discover.ts";
import type { FileTree } from "../files.ts";
import { dirname, relative, resolve, sourcesOf } from "../files.ts";
import type { BaseImage } from "../known/images.ts";
import { readBase } from "../model/bases.ts";
import type { BaseImages } from "../model/bases.ts";
import type { Placed } from "../shape.ts";
import type { Location, Source } from "../text.ts";
import { clash, readFormat } from "./formats.ts";
import type { FormatChoice } from "./formats.ts";
import type { RunOptions } from "./options.ts";
import { UsageError } from "./usage.ts";
import { vocabulary } from "./vocabulary.ts";

/** A setting, and who has chosen it. */
export interface Value<T> {
  readonly value: T;
  readonly from: Location | "command line" | "default";
}

/** What holds for a file: the command line, then the nearest configuration, then the default. Paths are absolute. */
export interface Settings {
  /** The configuration that holds for a file. Throws a {@link UsageError} for one that is wrong. */
  config(path: string): Config | undefined;
  /** Files that decide on what holds for a file, were they changed; some of them may not be there. */
  decisive(path: string): readonly string[];
  /** What becomes of a rule's findings in a file; undefined: nothing, they are as severe as their evidence. */
  severity(rule: string, path: string): Value<RuleSeverity> | undefined;
  /** The pattern that leaves a file out. */
  ignored(path: string): Placed<string> | undefined;
  /** Build context and stage of a Dockerfile; undefined: to be found, the last. */
  context(path: string): Value<string> | undefined;
  target(path: string): Value<string> | undefined;
  baseImages(path: string): BaseImages;
  failOn(path: string): Value<Threshold>;
  /** The reports that the configuration of the working directory asks for; their files are seen from the working directory. Throws as `config` does. */
  formats(): Value<readonly FormatChoice[]> | undefined;
  /** A place as messages name it: "pid1lint.yaml:3:9". */
  place(at: Location): string;
}

/** What of a command line beats a configuration. */
export type Choices = Pick<RunOptions, "baseImages" | "config" | "context" | "failOn" | "severities" | "target">;

/** Reads configurations when they are first asked for. `folder` is the working directory. */
export function openSettings(options: Choices, tree: FileTree, folder: string): Settings {
  const ownBases = new Map<string, BaseImage>();
  for (const { name, file } of options.baseImages) {
    const read = readBase(tree, resolve(folder, file), name, ownBases);
    if (!read.ok) throw new UsageError(`--base-image ${name}=${file}: ${read.reason}`);
    ownBases.set(name, read.base);
  }
  const contextRoot = options.context === undefined ? undefined : resolve(folder, options.context);
  if (contextRoot !== undefined && tree.read(contextRoot).kind !== "directory") throw new UsageError(`--context ${options.context}: no such folder`);
  const sources = sourcesOf(tree);
  const configs = new Map<string, Loaded | undefined>();
  const load = (file: ConfigFile): Loaded => loadConfig(file, { tree, folder, ownBases });
  const named = typeof options.config === "string" ? undefined : load(openNamed(tree, folder, options.config.file));

  const loaded = (path: string): Loaded | undefined => {
    if (named || options.config === "none") return named;
    const own = tree.read(path).kind === "directory" ? path : dirname(path);
    if (!configs.has(own)) {
      const [file, other] = findConfigs(tree, own, settingsTop(own, folder));
      if (file && other) throw new UsageError(`${shown(folder, file.source.path)} and ${shown(folder, other.source.path)} both hold a configuration: keep one, or name one with --config`);
      const known = file && [...configs.values()].find((each) => each?.config.source.path === file.source.path);
      configs.set(own, known ?? (file && load(file)));
    }
    return configs.get(own);
  };
  const config = (path: string): Config | undefined => loaded(path)?.config;
  const chosen = <T>(own: T | undefined, pick: (config: Config) => Placed<T> | undefined, path: string): Value<T> | undefined => {
    if (own !== undefined) return { value: own, from: "command line" };
    const found = config(path);
    const written = found && pick(found);
    return written && { value: written.value, from: written.at };
  };
  return {
    config,
    decisive(path) {
      const found = config(path)?.source.path;
      if (options.config !== "nearest") return found === undefined ? [] : [found];
      return decisive(dirname(path), settingsTop(dirname(path), folder), found);
    },
    severity: (rule, path) => chosen(options.severities.get(rule), (each) => severityIn(each, rule, path), path),
    ignored: (path) => config(path)?.ignored(path),
    context: (path) => chosen(contextRoot, (each) => {
      const written = choiceFor(each, "context", path);
      return written && { ...written, value: resolve(each.folder, written.value) };
    }, path),
    target: (path) => chosen(options.target, (each) => choiceFor(each, "target", path), path),
    baseImages: (path) => loaded(path)?.bases ?? ownBases,
    failOn: (path) => chosen(options.failOn, (each) => each.failOn, path) ?? { value: "warning", from: "default" },
    formats() {
      const found = config(folder);
      if (!found?.format) return undefined;
      const { value, at } = found.format;
      const choices = value.map(readFormat).map(({ format, file }) => ({ format, file: file === undefined ? undefined : shown(folder, resolve(found.folder, file)) }));
      const reason = clash(choices, "");
      if (reason !== undefined) throw new UsageError(`${placeIn(found.source, at, folder)}: format: ${reason}`);
      return { value: choices, from: at };
    },
    place: (at) => placeIn(sources(at.path), at, folder),
  };
}

/** A configuration with the base images that it and the command line describe. */
interface Loaded {
  readonly config: Config;
  readonly bases: BaseImages;
}

interface Surroundings {
  readonly tree: FileTree;
  readonly folder: string;
  readonly ownBases: BaseImages;
}

function openNamed(tree: FileTree, folder: string, name: string): ConfigFile {
  const path = resolve(folder, name);
  const file = openConfig(tree, path);
  if (file) return file;
  const { kind } = tree.read(path);
  throw new UsageError(`--config ${name}: ${kind === "missing" ? "no such file" : kind === "directory" ? "name a file, not a folder" : 'it has no "pid1lint"'}`);
}

function loadConfig({ source, broken }: ConfigFile, { tree, folder, ownBases }: Surroundings): Loaded {
  if (broken !== undefined) throw new UsageError(`${shown(folder, source.path)}: ${broken}`);
  const read = readConfig(source, vocabulary);
  if (!read.ok) {
    const [{ at, message }, ...more] = read.mistakes;
    throw new UsageError(`${placeIn(source, at, folder)}: ${message}${more.length > 0 ? ` (and ${more.length} more)` : ""}`);
  }
  const config = read.value;
  const refuse = (at: Location, message: string): UsageError => new UsageError(`${placeIn(source, at, folder)}: ${message}`);
  for (const { context } of config.overrides) {
    if (context && tree.read(resolve(config.folder, context.value)).kind !== "directory") throw refuse(context.at, `context: "${context.value}": no such folder`);
  }
  const bases = new Map(ownBases);
  for (const [name, { value, at }] of config.baseImages) {
    if (ownBases.has(name)) continue;
    const base = readBase(tree, resolve(config.folder, value), name, bases);
    if (!base.ok) throw refuse(at, `base-images.${name}: ${value}: ${base.reason}`);
    bases.set(name, base.base);
  }
  return { config, bases };
}

function placeIn(source: Source, at: Location, folder: string): string {
  const { line, column } = source.position(at.start);
  return `${shown(folder, source.path)}:${line}:${column}`;
}

function shown(folder: string, path: string): string {
  return relative(folder, path) || ".";
}
