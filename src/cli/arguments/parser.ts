import yargs from "yargs";
import { thresholds } from "../../settings/configuration.ts";
import { formats } from "../../report/formats.ts";
import { fileKinds } from "../../files/kinds.ts";
import { suggestion } from "../../text/suggestion.ts";
import { UsageError } from "./usage-error.ts";

/** Stands before what yargs writes, which would take the indentation away. */
const usage = `Usage: pid1lint [path...]          find and fix what keeps containers from stopping gracefully
       pid1lint trace [path...]    show what runs as PID 1 and what the stop signal does
       pid1lint verify IMAGE       run an image, stop it, and report what happened (pid1lint verify --help)
       pid1lint config [path]      print the settings for a file and where each comes from
       pid1lint init               write a first pid1lint.yaml
       pid1lint explain RULE       print the page of a rule
       pid1lint rules              list the rules
       pid1lint completion SHELL   print the completion script for bash, zsh or fish

Paths are ${fileKinds.map(({ plural }) => plural).join(", ")}, and folders to search for them
(default: the working directory). A script or any other file stands for the images of its
repository that use it. "-" reads a Dockerfile from standard input.`;

const examples: [string, string][] = [
  ["pid1lint", "lint all Dockerfiles below this folder"],
  ["pid1lint --diff api/Dockerfile | git apply", "review the patch first, or apply it"],
  ["pid1lint --fix --fail-on error", "fix what can be fixed; fail on the errors that remain"],
  ["pid1lint --fix=missing-exec,missing-init services", "fix the findings of two rules"],
  ["pid1lint --rule missing-init=off --format github", "annotate a pull request"],
  ["pid1lint --format sarif=pid1lint.sarif --format text", "write a file for code scanning, and the log"],
  ["pid1lint trace --target prod services/api", "show the process tree of one stage"],
  ["pid1lint - --stdin-filename api/Dockerfile < draft", "lint the unsaved text of an editor"],
];

const epilogue =
  "Exit codes: 0 clean, 1 findings at or above --fail-on, " +
  "2 wrong usage or a file that cannot be read or written, 3 internal failure.";

/** Where a configuration may come from: the files as they are, or the revision of `--base`. */
export const sides = ["head", "base"] as const;

/** Options that take no value. */
export const switches = ["fix", "unsafe-fixes", "diff", "dry-run", "quiet", "no-config", "write-baseline"] as const;
/** Switches that may name rules, in one word: `--fix=missing-exec,missing-init`. A word after them is a path. */
const limited = ["fix", "diff"] as const;
/** Options that take one. */
export const valued = [
  "context",
  "target",
  "base-image",
  "stdin-filename",
  "config",
  "config-from",
  "base",
  "since",
  "rule",
  "baseline",
  "fail-on",
  "format",
  "output-file",
  "color",
] as const;

function define(argv: readonly string[], version: string) {
  return yargs([...argv])
    .scriptName("pid1lint")
    .locale("en")
    .exitProcess(false)
    .parserConfiguration({
      "boolean-negation": false,
      "camel-case-expansion": false,
      "dot-notation": false,
      "greedy-arrays": false,
      "parse-numbers": false,
      "parse-positional-numbers": false,
      "strip-aliased": true,
    })
    .options({
      "fix": {
        type: "boolean",
        group: "Fixes:",
        describe: "write safe fixes, which keep what runs; --fix=RULE,... only for these rules",
      },
      "unsafe-fixes": {
        type: "boolean",
        group: "Fixes:",
        describe: "with --fix or --diff: also fixes that may change what runs",
      },
      "diff": {
        type: "boolean",
        group: "Fixes:",
        describe: "print what --fix would write as a patch, and write nothing; --diff=RULE,...",
      },
      "dry-run": { type: "boolean", group: "Fixes:", describe: "same as --diff, with --fix" },
      "context": {
        type: "string",
        requiresArg: true,
        coerce: last,
        group: "Reading:",
        describe: "build context (default: found from what COPY names)",
      },
      "target": {
        type: "string",
        requiresArg: true,
        coerce: last,
        group: "Reading:",
        describe: "stage to lint (default: the last)",
      },
      "base-image": {
        type: "array",
        string: true,
        requiresArg: true,
        group: "Reading:",
        describe: "NAME=FILE: what a private base image sets (a Dockerfile, or JSON)",
      },
      "stdin-filename": {
        type: "string",
        requiresArg: true,
        coerce: last,
        group: "Reading:",
        describe: "with -: name and place of the text",
      },
      "config": {
        type: "string",
        requiresArg: true,
        coerce: last,
        group: "Reading:",
        describe: "configuration to use (default: the nearest pid1lint.yaml from each file upwards)",
      },
      "no-config": { type: "boolean", group: "Reading:", describe: "use no configuration" },
      "base": {
        type: "string",
        requiresArg: true,
        coerce: last,
        group: "Reading:",
        describe:
          "git revision before the change; the report counts the findings that the change hides (settings, comments)",
      },
      "config-from": {
        type: "string",
        requiresArg: true,
        coerce: oneOf("config-from", sides),
        group: "Reading:",
        describe: "head (default) or base: take configuration and baseline from the revision of --base",
      },
      "since": {
        type: "string",
        requiresArg: true,
        coerce: last,
        group: "Reading:",
        describe: "only images that changed since a git revision, such as main",
      },
      "rule": {
        type: "array",
        string: true,
        requiresArg: true,
        group: "Findings:",
        describe: "ID=off|error|warning|info; may be repeated",
      },
      "baseline": {
        type: "string",
        requiresArg: true,
        coerce: last,
        group: "Findings:",
        describe: "file of known findings, which are not reported",
      },
      "write-baseline": {
        type: "boolean",
        group: "Findings:",
        describe: "with --baseline: record the findings there instead of reporting them",
      },
      "fail-on": {
        type: "string",
        requiresArg: true,
        coerce: oneOf("fail-on", thresholds),
        group: "Findings:",
        describe: "lowest severity that gives exit code 1: error, warning (default), info, never",
      },
      "format": {
        type: "array",
        string: true,
        requiresArg: true,
        group: "Output:",
        describe: `FORMAT or FORMAT=FILE: ${formats.join(", ")}; may be repeated`,
      },
      "output-file": {
        type: "string",
        requiresArg: true,
        coerce: last,
        group: "Output:",
        describe: "write the report to this file instead of standard output",
      },
      "quiet": { type: "boolean", group: "Output:", describe: "findings only: no process trees, summary or notices" },
      "color": {
        type: "string",
        requiresArg: true,
        coerce: oneOf("color", ["auto", "always", "never"] as const),
        group: "Output:",
        describe: "auto (default; NO_COLOR and FORCE_COLOR count), always, never",
      },
    })
    .example(examples)
    .epilogue(epilogue)
    .help("help", "print this help")
    .alias("help", "h")
    .version("version", "print the version", version)
    .group(["help", "version"], "Other:")
    .wrap(Math.min(110, process.stdout.columns ?? 110));
}

/** The words and options of a command line; options that were not given are undefined. */
export type Arguments = ReturnType<ReturnType<typeof define>["parseSync"]>;

/**
 * A command line taken apart, or the text that --help or --version asks for. `only` are the words that `--fix=` or
 * `--diff=` names.
 */
export type Parsed =
  | {
      readonly kind: "arguments";
      readonly args: Arguments;
      readonly given: readonly string[];
      readonly only: readonly string[] | undefined;
    }
  | { readonly kind: "print"; readonly text: string };

/** Takes a command line apart. Throws a {@link UsageError} for unknown options and values that are missing or wrong. */
export function parse(typed: readonly string[], version: string): Parsed {
  const { argv, only } = takeLimits(typed);
  let text = "";
  let failure: string | undefined;
  const args = define(argv, version).parseSync(
    [...argv],
    {},
    (error: Error | undefined | null, _: unknown, output: string) => {
      failure = error?.message;
      text = output;
    },
  );
  if (failure !== undefined)
    throw new UsageError(
      failure.replace(/^Not enough arguments following: (.*)$/, "--$1 needs a value; see pid1lint --help"),
    );
  if (args["version"] === true) return { kind: "print", text: `${text}\n` };
  if (args["help"] === true) return { kind: "print", text: `${usage}\n\n${text}\n` };

  const given = Object.keys(args).filter((key) => key !== "_" && key !== "$0");
  const known: readonly string[] = [...switches, ...valued];
  for (const name of given) {
    if (known.includes(name)) continue;
    const option = name.length === 1 ? `-${name}` : `--${name}`;
    throw new UsageError(
      `unknown option ${option}${
        suggestion(
          option,
          known.map((each) => `--${each}`),
        ) || "; see pid1lint --help"
      }`,
    );
  }
  const valuedSwitch = switches.find((name) => optionsOf(argv).some((word) => word.startsWith(`--${name}=`)));
  if (valuedSwitch !== undefined) throw new UsageError(`--${valuedSwitch} takes no value`);
  return { kind: "arguments", args, given, only };
}

/**
 * Takes the rules off `--fix=RULE,...`: to yargs a switch has no value, and a string would swallow the path after it.
 */
function takeLimits(typed: readonly string[]): {
  readonly argv: readonly string[];
  readonly only: readonly string[] | undefined;
} {
  const only: string[] = [];
  let named = false;
  const options = optionsOf(typed);
  const argv = typed.map((word, index) => {
    const option = limited.find((name) => word.startsWith(`--${name}=`));
    if (option === undefined || index >= options.length) return word;
    named = true;
    only.push(
      ...word
        .slice(`--${option}=`.length)
        .split(",")
        .map((id) => id.trim()),
    );
    return `--${option}`;
  });
  return { argv, only: named ? only : undefined };
}

/** The words before `--`, after which there are only paths. */
export function optionsOf(argv: readonly string[]): readonly string[] {
  const end = argv.indexOf("--");
  return end < 0 ? argv : argv.slice(0, end);
}

/** The value of an option that counts once: given twice, the last. */
export function last(given: unknown): string | undefined {
  const value: unknown = Array.isArray(given) ? given.at(-1) : given;
  return value === undefined ? undefined : String(value);
}

function oneOf<T extends string>(option: string, choices: readonly T[]): (given: unknown) => T | undefined {
  return (given) => {
    const value = last(given);
    const choice = choices.find((each) => each === value);
    if (value !== undefined && choice === undefined)
      throw new UsageError(`--${option} ${value}: choose ${choices.slice(0, -1).join(", ")} or ${choices.at(-1)}`);
    return choice;
  };
}
