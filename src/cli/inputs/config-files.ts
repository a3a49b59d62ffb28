import { choiceFor, readConfig, severityIn } from "../../settings/configuration.ts";
import type { Config, RuleSeverity, Threshold } from "../../settings/configuration.ts";
import { decisive, findConfigs, openConfig } from "../../settings/find-configuration.ts";
import type { ConfigFile } from "../../settings/find-configuration.ts";
import type { Diagnostic } from "../../text/diagnostic.ts";
import type { FileTree } from "../../files/tree.ts";
import { bounded, dirname, relative, resolve, sourcesOf } from "../../files/tree.ts";
import { readBase } from "../../image/bases.ts";
import { liesIn } from "../../files/repository.ts";
import type { Reach } from "../../files/repository.ts";
import type { Placed } from "../../settings/shape.ts";
import type { Location, Source } from "../../text/source.ts";
import type { RunOptions } from "../arguments/options.ts";
import { UsageError } from "../arguments/usage-error.ts";
import { vocabulary } from "./config-vocabulary.ts";
import type { BaseImage } from "../../known/images/base-image.ts";
import type { BaseImages } from "../../image/described-bases.ts";

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
  /** The format that the configuration of the working directory asks for. Throws as `config` does. */
  format(): Value<string> | undefined;
  /** A place as messages name it: "pid1lint.yaml:3:9". */
  place(at: Location): string;
}

/** How severe findings are by some settings; "off" drops those of files that they leave out. */
export function severitiesBy(settings: Settings): (finding: Diagnostic) => RuleSeverity {
  return ({ rule, at, severity }) =>
    settings.ignored(at.path) ? "off" : (settings.severity(rule, at.path)?.value ?? severity);
}

/** What of a command line beats a configuration. */
export type Choices = Pick<RunOptions, "baseImages" | "config" | "context" | "failOn" | "severities" | "target">;

/**
 * Where settings are read: `folder` is the working directory, `reach` what may be read of the tree unless the command
 * line names it.
 */
export interface Surroundings {
  readonly tree: FileTree;
  readonly folder: string;
  readonly reach: Reach;
  /** Where configurations, and what they name, are read: the tree, or a revision. */
  readonly written: FileTree;
}

/** Reads configurations when they are first asked for. */
export function openSettings(options: Choices, surroundings: Surroundings): Settings {
  const { tree, folder, reach, written } = surroundings;
  const ownBases = new Map<string, BaseImage>();
  for (const { name, file } of options.baseImages) {
    requireOwn(`--base-image ${name}=${file}`, resolve(folder, file), reach);
    const read = readBase(tree, resolve(folder, file), name, ownBases);
    if (!read.ok) throw new UsageError(`--base-image ${name}=${file}: ${read.reason}`);
    ownBases.set(name, read.base);
  }
  const contextRoot = options.context === undefined ? undefined : resolve(folder, options.context);
  if (contextRoot !== undefined) requireOwn(`--context ${options.context}`, contextRoot, reach);
  if (contextRoot !== undefined && tree.read(contextRoot).kind !== "directory")
    throw new UsageError(`--context ${options.context}: no such folder`);
  const sources = sourcesOf(written);
  const configs = new Map<string, Loaded | undefined>();
  const load = (file: ConfigFile): Loaded =>
    loadConfig(file, surroundings, { ownBases, hasContext: contextRoot !== undefined });
  const named = typeof options.config === "string" ? undefined : load(openNamed(options.config.file, surroundings));

  const loaded = (path: string): Loaded | undefined => {
    if (named || options.config === "none") return named;
    const own = tree.read(path).kind === "directory" ? path : dirname(path);
    if (!configs.has(own)) {
      const [file, other] = findConfigs(written, own, reach.settingsTop(own));
      if (file && other)
        throw new UsageError(
          `${shown(folder, file.source.path)} and ${shown(folder, other.source.path)} both configure pid1lint: ` +
            "keep one, or name one with --config",
        );
      const known = file && [...configs.values()].find((each) => each?.config.source.path === file.source.path);
      configs.set(own, known ?? (file && load(file)));
    }
    return configs.get(own);
  };
  const config = (path: string): Config | undefined => loaded(path)?.config;
  const chosen = <T>(
    own: T | undefined,
    pick: (config: Config) => Placed<T> | undefined,
    path: string,
  ): Value<T> | undefined => {
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
      return decisive(dirname(path), reach.settingsTop(dirname(path)), found);
    },
    severity: (rule, path) => chosen(options.severities.get(rule), (each) => severityIn(each, rule, path), path),
    ignored: (path) => config(path)?.ignored(path),
    context: (path) =>
      chosen(
        contextRoot,
        (each) => {
          const written = choiceFor(each, "context", path);
          return written && { ...written, value: resolve(each.folder, written.value) };
        },
        path,
      ),
    target: (path) => chosen(options.target, (each) => choiceFor(each, "target", path), path),
    baseImages: (path) => loaded(path)?.bases ?? ownBases,
    failOn: (path) => chosen(options.failOn, (each) => each.failOn, path) ?? { value: "warning", from: "default" },
    format() {
      const written = config(folder)?.format;
      return written && { value: written.value, from: written.at };
    },
    place: (at) => placeIn(sources(at.path), at, folder),
  };
}

/** A configuration with the base images that it and the command line describe. */
interface Loaded {
  readonly config: Config;
  readonly bases: BaseImages;
}

/** What of a command line bears on reading a configuration. */
interface Beside {
  readonly ownBases: BaseImages;
  readonly hasContext: boolean;
}

/** Refuses a file of the command line that is not there itself, but a link out of its repository, or in `.git`. */
function requireOwn(option: string, path: string, reach: Reach): void {
  if (!reach.holds(path))
    throw new UsageError(`${option}: it links out of the repository, or lies in .git; name its target instead`);
}

function openNamed(name: string, { written, folder, reach }: Surroundings): ConfigFile {
  const path = resolve(folder, name);
  requireOwn(`--config ${name}`, path, reach);
  const file = openConfig(written, path);
  if (file) return file;
  const { kind } = written.read(path);
  const obstacle =
    kind === "missing" ? "no such file" : kind === "directory" ? "name a file, not a folder" : 'it has no "pid1lint"';
  throw new UsageError(`--config ${name}: ${obstacle}`);
}

function loadConfig(
  { source, broken }: ConfigFile,
  { tree, written, folder, reach }: Surroundings,
  { ownBases, hasContext }: Beside,
): Loaded {
  if (broken !== undefined) throw new UsageError(`${shown(folder, source.path)}: ${broken}`);
  const read = readConfig(source, vocabulary);
  if (!read.ok) {
    const [{ at, message }, ...more] = read.mistakes;
    throw new UsageError(
      `${placeIn(source, at, folder)}: ${message}${more.length > 0 ? ` (and ${more.length} more)` : ""}`,
    );
  }
  const config = read.value;
  const refuse = (at: Location, message: string): UsageError =>
    new UsageError(`${placeIn(source, at, folder)}: ${message}`);
  for (const { context } of config.overrides) {
    const root = context && resolve(config.folder, context.value);
    if (!context || root === undefined) continue;
    if (!hasContext && !liesIn(root, [reach.top(config.folder), ...reach.tops]))
      throw refuse(
        context.at,
        `context: "${context.value}" is outside the repository; only the command line may name it: --context ` +
          `${shown(folder, root)}`,
      );
    if (tree.read(root).kind !== "directory") throw refuse(context.at, `context: "${context.value}": no such folder`);
  }
  const own = bounded(written, [reach.top(config.folder), ...reach.tops]);
  const bases = new Map(ownBases);
  for (const [name, { value, at }] of config.baseImages) {
    if (ownBases.has(name)) continue;
    const path = resolve(config.folder, value);
    const base = readBase(own, path, name, bases);
    if (!base.ok) {
      const outside = own.read(path).kind === "outside";
      const remedy = `; only the command line may name it: --base-image ${name}=${shown(folder, path)}`;
      throw refuse(at, `base-images.${name}: ${value}: ${base.reason}${outside ? remedy : ""}`);
    }
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
