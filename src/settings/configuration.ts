import { rank, severities } from "../text/diagnostic.ts";
import type { Severity } from "../text/diagnostic.ts";
import { dirname } from "../files/tree.ts";
import { choice, list, mapping, named, nameOrNumber, placed, readFile, text } from "./shape.ts";
import type { FileRead, Placed, Shape } from "./shape.ts";
import type { Source } from "../text/source.ts";
import { glob, matcher } from "./path-globs.ts";
import type { Matcher } from "./path-globs.ts";

/** What becomes of the findings of a rule. */
export type RuleSeverity = Severity | "off";

/** The least severity that makes a run fail. */
export type Threshold = Severity | "never";

/** Values of {@link RuleSeverity}. */
export const ruleSeverities: readonly RuleSeverity[] = ["off", ...severities];

/** Values of {@link Threshold}. */
export const thresholds: readonly Threshold[] = [...severities, "never"];

/** Whether a severity is the threshold's or a graver one. */
export function reaches(severity: Severity, threshold: Threshold): boolean {
  return threshold !== "never" && rank(severity) <= rank(threshold);
}

type Rules = ReadonlyMap<string, Placed<RuleSeverity>>;

/** What a file of settings says. Its paths are as they were written, seen from its folder. */
export interface Config {
  readonly source: Source;
  /** The folder that the file is in: its paths and patterns are seen from there. */
  readonly folder: string;
  readonly rules: Rules;
  /** The pattern that leaves a path out. */
  readonly ignored: Matcher;
  /** In the order of the file: later ones count more. */
  readonly overrides: readonly Override[];
  /** Files that describe private base images, by the name that FROM uses. */
  readonly baseImages: ReadonlyMap<string, Placed<string>>;
  readonly failOn: Placed<Threshold> | undefined;
  /**
   * Name of the report's format. Where a report goes only the command line may say: a configuration comes with the
   * repository.
   */
  readonly format: Placed<string> | undefined;
}

/** What holds for some files only. */
interface Override {
  readonly matches: Matcher;
  readonly rules: Rules;
  /** For Dockerfiles: the build context, and the stage. */
  readonly context: Placed<string> | undefined;
  readonly target: Placed<string> | undefined;
}

/** What a configuration may name: rules with what they say, and formats of the report. */
export interface Vocabulary {
  readonly rules: ReadonlyMap<string, string>;
  readonly formats: readonly string[];
}

type Written = Omit<Config, "source" | "folder" | "ignored" | "overrides"> & {
  readonly ignore: readonly Placed<string>[];
  readonly overrides: readonly (Omit<Override, "matches"> & { readonly files: readonly Placed<string>[] })[];
};

/** What may stand in a configuration, in the order in which people read about it. */
export function configShape({ rules, formats }: Vocabulary): Shape<Written> {
  const patterns = list(placed(glob));
  const ruleChoices = named(placed(choice(ruleSeverities)), rules);
  const override = mapping(
    (field) => ({
      files:
        field("files", patterns, "files that this applies to: .gitignore patterns, relative to this file's folder") ??
        [],
      rules: field("rules", ruleChoices, "severity of a rule's findings in these files") ?? new Map(),
      context: field(
        "context",
        placed(text()),
        "build context of these Dockerfiles: a folder, relative to this file's folder",
      ),
      target: field("target", placed(nameOrNumber()), "stage of these Dockerfiles to lint, by name or number"),
    }),
    ["files"],
  );
  return mapping((field) => ({
    rules:
      field("rules", ruleChoices, "severity of a rule's findings, instead of its own; off drops them") ?? new Map(),
    ignore:
      field(
        "ignore",
        patterns,
        "files and folders that are not linted: .gitignore patterns, relative to this file's folder",
      ) ?? [],
    overrides: field("overrides", list(override), "settings for some files only; the last match wins") ?? [],
    baseImages:
      field(
        "base-images",
        named(placed(text())),
        "what private base images set: the name in FROM, and a Dockerfile or JSON file, relative to this file's folder",
      ) ?? new Map(),
    failOn: field("fail-on", placed(choice(thresholds)), "the lowest severity that gives exit code 1"),
    format: field("format", placed(reportFormat(formats)), "format of the report"),
  }));
}

/** A format of the report. A file for it, or several, are for the command line, and what is written here says so. */
function reportFormat(formats: readonly string[]): Shape<string> {
  const { schema, read } = choice(formats);
  return {
    schema,
    read(node, name, tell) {
      const written = node.kind === "list" ? node.items : [node];
      const filed = written.flatMap((each) =>
        each.kind === "scalar" && each.text.text.includes("=") ? [each.text.text] : [],
      )[0];
      if (filed !== undefined)
        return tell(
          node.at,
          `${name}: a configuration names a format, not a file; use --format ${filed} on the command line`,
        );
      if (node.kind === "list")
        return tell(
          node.at,
          `${name}: a configuration names one format; use --format FORMAT=FILE on the command line for more`,
        );
      return read(node, name, tell);
    },
  };
}

/** Reads a configuration. */
export function readConfig(source: Source, vocabulary: Vocabulary): FileRead<Config> {
  const read = readFile(source, configShape(vocabulary));
  if (!read.ok) return read;
  const folder = dirname(source.path);
  const { ignore, overrides, ...rest } = read.value;
  const value: Config = {
    ...rest,
    source,
    folder,
    ignored: matcher(ignore, folder),
    overrides: overrides.map(({ files, ...each }) => ({ ...each, matches: matcher(files, folder) })),
  };
  return { ok: true, value };
}

/** What a configuration makes of a rule's findings in a file; undefined: nothing, they stay as they are. */
export function severityIn({ rules, overrides }: Config, rule: string, path: string): Placed<RuleSeverity> | undefined {
  return overrides.findLast((each) => each.rules.has(rule) && each.matches(path))?.rules.get(rule) ?? rules.get(rule);
}

/** The build context or the stage that a configuration names for a Dockerfile. */
export function choiceFor({ overrides }: Config, key: "context" | "target", path: string): Placed<string> | undefined {
  return overrides.findLast((each) => each[key] && each.matches(path))?.[key];
}

/** The published JSON schema. */
export function configSchema(vocabulary: Vocabulary): object {
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "pid1lint configuration",
    description: 'pid1lint.yaml, .pid1lint.yaml, or "pid1lint" in package.json.',
    ...configShape(vocabulary).schema,
  };
}
