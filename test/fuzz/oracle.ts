import { readBaseline, record, renderBaseline, sift } from "../../src/lint/baseline.ts";
import type { Baseline } from "../../src/lint/baseline.ts";
import { vocabulary } from "../../src/cli/inputs/config-vocabulary.ts";
import { choiceFor, readConfig, severityIn } from "../../src/settings/configuration.ts";
import type { Config } from "../../src/settings/configuration.ts";
import { readHadolint } from "../../src/settings/hadolint.ts";
import { basename, overlay, resolve, sourcesOf } from "../../src/files/tree.ts";
import type { FileTree } from "../../src/files/tree.ts";
import { fix, lint, memoryTree } from "../library.ts";
import type { FixOptions, Options, Report } from "../../src/index.ts";
import { readBase } from "../../src/image/bases.ts";
import { isComposeName, isDockerfileName, isYamlName } from "../../src/files/names.ts";
import { fileKinds } from "../../src/files/kinds.ts";
import { Source } from "../../src/text/source.ts";
import { beside, memoryFiles } from "./input.ts";
import type { Input } from "./input.ts";
import { asJson, formatFault } from "./formats.ts";
import { offerFault, parseFault, placeFault } from "./places.ts";
import type { BaseImage } from "../../src/known/images/base-image.ts";

/** Of the properties, those that tell of time and of memory. */
export const SLOW = "takes less than 5 s for each call";
export const LARGE = "takes less than 512 MiB";

/** What must hold for every input, in the words of the tests' names. */
export const properties = [
  "throws no exception",
  SLOW,
  LARGE,
  "says the same twice",
  "speaks of places that are there",
  "offers fixes that can be made",
  "knows a finding again that is in the baseline",
  "fixes so that all that parsed parses",
  "fixes so that nothing is left to fix",
  "renders in every format",
] as const;

/** One of the {@link properties}. */
export type Property = (typeof properties)[number];

/** What is wrong with an input's report. */
export interface Complaint {
  readonly property: Property;
  readonly message: string;
}

/**
 * What complaints have in common that are likely of one cause: the message without names and numbers, of an exception
 * where it came from.
 */
export function kindOf({ property, message }: Complaint): string {
  if (property === LARGE || property === SLOW) return property;
  const [, thrown] = /^.*?: (\w*Error\b[^]*?\n\s+at .*)/.exec(message) ?? [];
  return `${property}: ${(thrown ?? message)
    .replace(/(a parse error appears).*/s, "$1")
    .replaceAll(/"[^"]*"|`[^`]*`|\/\S*|\d+/g, "_")
    .slice(0, thrown === undefined ? 90 : 300)}`;
}

/** Calls something of the library; `name` is told if it fails. A hook: whoever runs inputs measures here. */
export type Call = <T>(name: string, make: () => T) => T;

/** Lints and fixes an input and looks whether all properties hold; gives what does not, each property at most once. */
export function examine(input: Input, call: Call): readonly Complaint[] {
  const complaints = new Map<Property, string>();
  const hold = (property: Property, fault: string | undefined): void => {
    if (fault !== undefined && !complaints.has(property)) complaints.set(property, fault);
  };
  let doing = "";
  const named: Call = (name, make) => {
    doing = name;
    return call(name, make);
  };
  try {
    check(input, named, hold);
  } catch (error) {
    hold("throws no exception", thrown(doing, error));
  }
  return [...complaints].map(([property, message]) => ({ property, message }));
}

type Hold = (property: Property, fault: string | undefined) => void;

function check(input: Input, call: Call, hold: Hold): void {
  const tree = (): FileTree => memoryTree(memoryFiles(input));
  const { options, paths } = call("reading the settings", () => settingsOf(input, tree()));
  const linted = call("lint", () => lint(tree(), paths, options));
  hold("throws no exception", failure("lint", linted));
  hold("speaks of places that are there", placeFault(linted, tree()));
  hold("offers fixes that can be made", offerFault(linted, tree()));
  hold(
    "renders in every format",
    call("rendering", () => formatFault(linted)),
  );
  hold(
    "knows a finding again that is in the baseline",
    call("writing and reading a baseline", () => baselineFault(linted, tree())),
  );
  checkFix({ paths, options, unsafe: false }, linted, { tree, call, hold });
  // With no more fixes wanted than before, there is nothing new to see.
  if (linted.diagnostics.some(({ fixes }) => fixes.some(({ applicability }) => applicability === "unsafe")))
    checkFix({ paths, options, unsafe: true }, linted, { tree, call, hold });
  const [first = "", ...others] = paths;
  // Those that nobody asks to fix may use the same files.
  if (others.length > 0)
    checkFix(
      { paths: [first], options: { ...options, neighbours: () => others }, unsafe: true },
      call("lint", () => lint(tree(), [first], options)),
      { tree, call, hold },
    );
}

/** What is asked to be fixed. */
interface Wish {
  readonly paths: readonly string[];
  readonly options: FixOptions;
  readonly unsafe: boolean;
}

/** What a check works with: the files, freshly read; how to call the library; where to say what does not hold. */
interface Tools {
  readonly tree: () => FileTree;
  readonly call: Call;
  readonly hold: Hold;
}

function checkFix({ paths, options, unsafe }: Wish, linted: Report, { tree, call, hold }: Tools): void {
  const how = `fixing${unsafe ? ", with unsafe fixes" : ""}${options.neighbours ? ", beside others" : ""}`;
  const tell = (property: Property, fault: string | undefined): void => hold(property, fault && `${how}: ${fault}`);
  const wanted: FixOptions = { ...options, unsafe };
  const fixed = call(how, () => fix(tree(), paths, wanted));
  const after = overlay(tree(), new Map(fixed.changes.map(({ path, after: text }) => [path, text])));
  hold("throws no exception", failure(how, fixed));
  tell("speaks of places that are there", placeFault(fixed, after));
  tell(
    "offers fixes that can be made",
    fixed.applied.some(({ places }) => places.length === 0) ? "a fix without edits was applied" : undefined,
  );
  tell("fixes so that all that parsed parses", parseFault(linted, fixed));
  if (fixed.changes.length > 0) {
    tell(
      "renders in every format",
      call("rendering what was fixed", () => formatFault(fixed)),
    );
    tell(
      "fixes so that nothing is left to fix",
      secondFault(call(`${how}, a second time`, () => fix(after, paths, wanted))),
    );
  }
  // Where nothing was changed, fixing has linted the same files once more.
  const again =
    fixed.changes.length === 0
      ? { ...fixed, withheld: [] }
      : call("lint, a second time", () => lint(tree(), paths, options));
  tell("says the same twice", difference(asJson(linted), asJson(again)));
}

function thrown(doing: string, error: unknown): string {
  return `${doing}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}

/** An exception that was caught, so that other files are checked all the same. */
function failure(doing: string, { failures: [first] }: Report): string | undefined {
  return first && thrown(doing, first.error);
}

function difference(one: string, other: string): string | undefined {
  if (one === other) return undefined;
  const [before, after] = [one.split("\n"), other.split("\n")];
  const line = before.findIndex((each, index) => each !== after[index]);
  return `${before[line]?.trim()} and ${after[line]?.trim()}`;
}

function baselineFault({ diagnostics }: Report, tree: FileTree): string | undefined {
  const sources = sourcesOf(tree);
  const text = renderBaseline(record(diagnostics, sources), beside.baseline);
  const read = readBaseline(new Source(beside.baseline, text));
  if (!read.ok) return `${read.mistakes[0].message}: ${text}`;
  const [fresh] = sift(diagnostics, read.value, sources).fresh;
  return fresh && `${fresh.rule} at ${fresh.at.path} ${fresh.at.start} is taken for new: ${fresh.message}`;
}

function secondFault({ applied, changes }: Report): string | undefined {
  const [change] = changes;
  return (
    change &&
    `${change.path} changes once more: ${applied.map((each) => `${each.diagnostic.rule}: ${each.title}`).join("; ")}`
  );
}

/** The files to lint, and how, from what lies beside them, as the command line would take it. */
function settingsOf(input: Input, tree: FileTree): { readonly paths: readonly string[]; readonly options: Options } {
  const source = (path: string): Source | undefined => {
    const text = input.get(path)?.text;
    return text === undefined ? undefined : new Source(path, text);
  };
  const config = optional(source(beside.config), readSettings);
  const baseline = optional(source(beside.baseline), (each) => {
    const read = readBaseline(each);
    return read.ok ? read.value : undefined;
  });
  optional(source(beside.hadolint), (each) => readHadolint(each, (id) => (id === "DL3025" ? ["shell-form-cmd"] : [])));
  for (const { mayBe, isMeant } of fileKinds)
    for (const [path, { text }] of input) if (!mayBe(basename(path), text)) isMeant(basename(path), () => text);
  const bases = new Map<string, BaseImage>();
  const described = [
    ...(config?.baseImages ?? []),
    ...(input.has(beside.base) ? [["base", { value: beside.base }] as const] : []),
  ];
  for (const [name, { value }] of described) {
    const read = readBase(tree, resolve("/", value), name, bases);
    if (read.ok) bases.set(name, read.base);
  }
  const paths = [...input.keys()].filter((path) => isLinted(path) && config?.ignored(path) === undefined).sort();
  return { paths, options: optionsOf(config, baseline, bases) };
}

function optional<T>(source: Source | undefined, read: (source: Source) => T): T | undefined {
  return source && read(source);
}

function readSettings(source: Source): Config | undefined {
  const read = readConfig(source, vocabulary);
  return read.ok ? read.value : undefined;
}

function optionsOf(
  config: Config | undefined,
  baseline: Baseline | undefined,
  baseImages: ReadonlyMap<string, BaseImage>,
): Options {
  return {
    baseline,
    severities: (finding) => (config && severityIn(config, finding.rule, finding.at.path)?.value) ?? finding.severity,
    project: (path) => {
      const context = config && choiceFor(config, "context", path)?.value;
      return {
        top: "/",
        baseImages,
        target: config && choiceFor(config, "target", path)?.value,
        contextRoot: context === undefined ? undefined : resolve("/", context),
      };
    },
  };
}

function isLinted(path: string): boolean {
  const name = basename(path);
  return isDockerfileName(name) || isComposeName(name) || (isYamlName(name) && /\/k8s\//.test(path));
}
