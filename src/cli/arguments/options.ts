import { ruleSeverities } from "../../settings/configuration.ts";
import type { RuleSeverity, Threshold } from "../../settings/configuration.ts";
import { traceFormats } from "../../report/formats.ts";
import { chooseFormats, listed } from "./format-options.ts";
import type { FormatChoice } from "./format-options.ts";
import { parse, switches, valued } from "./parser.ts";
import type { sides } from "./parser.ts";
import { suggestion } from "../../text/suggestion.ts";
import { UsageError } from "./usage-error.ts";

/**
 * What `pid1lint`, `pid1lint trace` and `pid1lint config` are asked to do. What is undefined is left to the
 * configuration, and then to the default.
 */
export interface RunOptions {
  readonly command: "lint" | "trace" | "config";
  /** Files and folders as they were typed; never empty. */
  readonly paths: readonly string[];
  readonly mode: "report" | "fix" | "diff";
  readonly unsafe: boolean;
  /** Ids of the rules whose findings are to be fixed; undefined for all. */
  readonly only: ReadonlySet<string> | undefined;
  /** The reports to make; one at most goes to standard output. */
  readonly formats: readonly FormatChoice[] | undefined;
  /** Where a report goes whose format the command line does not choose; undefined for standard output. */
  readonly outputFile: string | undefined;
  readonly failOn: Threshold | undefined;
  readonly severities: ReadonlyMap<string, RuleSeverity>;
  /** The configuration to use instead of the nearest; "none" for none. */
  readonly config: ConfigChoice;
  /** The revision that a change starts from, and whether configuration and baseline are read there. */
  readonly base: string | undefined;
  readonly configFrom: (typeof sides)[number];
  /** A file of known findings, and whether to write it. */
  readonly baseline: string | undefined;
  readonly writeBaseline: boolean;
  /** A revision: only images that have changed since are reported. */
  readonly since: string | undefined;
  readonly context: string | undefined;
  readonly target: string | undefined;
  /** Descriptions of private base images: the name that FROM uses, and a file. */
  readonly baseImages: readonly { readonly name: string; readonly file: string }[];
  readonly stdinFilename: string | undefined;
  readonly quiet: boolean;
  readonly color: ColorChoice;
}

/** When a report is coloured; "auto" is decided by the terminal and the environment. */
export type ColorChoice = "auto" | "always" | "never";

/** Which configuration counts. */
type ConfigChoice = { readonly file: string } | "nearest" | "none";

/** What a command line asks for. */
export type Invocation =
  | { readonly kind: "run" | "config"; readonly options: RunOptions }
  | { readonly kind: "explain"; readonly rule: string; readonly color: ColorChoice }
  | { readonly kind: "rules" }
  | { readonly kind: "init" }
  /** The text of --help or --version. */
  | { readonly kind: "print"; readonly text: string };

/** What the first word may be; lint is what happens without one. */
export const commands = ["lint", "trace", "config", "init", "explain", "rules"] as const;

/** Options that only some commands take. `--color` is taken by all: a script may always pass it. */
const lintOnly = [
  "fix",
  "unsafe-fixes",
  "diff",
  "dry-run",
  "quiet",
  "baseline",
  "write-baseline",
  "base",
  "config-from",
] as const;
const lintAndTrace = ["stdin-filename", "since"] as const;
const lintAndConfig = ["fail-on", "rule"] as const;
const runOnly = [
  ...lintOnly,
  ...lintAndTrace,
  ...lintAndConfig,
  "format",
  "output-file",
  "context",
  "target",
  "base-image",
  "config",
  "no-config",
] as const;
const foreignTo = {
  lint: [],
  trace: [...lintOnly, ...lintAndConfig],
  config: [...lintOnly, ...lintAndTrace],
  init: runOnly,
  explain: runOnly,
  rules: runOnly,
} as const;

/** The options that a command takes. */
export function optionsOf(command: (typeof commands)[number]): readonly string[] {
  const foreign: readonly string[] = foreignTo[command];
  return [...switches, ...valued].filter((name) => !foreign.includes(name));
}

/**
 * Reads a command line. `ruleIds` are those that `--rule` may name. Throws a {@link UsageError} that says what to do.
 */
export function readArguments(argv: readonly string[], version: string, ruleIds: ReadonlySet<string>): Invocation {
  const parsed = parse(argv, version);
  if (parsed.kind === "print") return parsed;
  const { args, given, only } = parsed;
  const words = args._.map(String);
  const command = commands.find((name) => name !== "lint" && name === words[0]) ?? "lint";
  const rest = command === "lint" ? words : words.slice(1);
  const misplaced = foreignTo[command].find((name) => given.includes(name));
  if (misplaced !== undefined) throw new UsageError(`pid1lint ${command} does not accept --${misplaced}`);

  const color = args.color ?? "auto";
  if (command === "rules") {
    if (rest.length > 0) throw new UsageError("pid1lint rules takes no argument; pid1lint explain RULE describes one");
    return { kind: "rules" };
  }
  if (command === "init") {
    if (rest.length > 0)
      throw new UsageError("pid1lint init takes no argument: it writes pid1lint.yaml into the working directory");
    return { kind: "init" };
  }
  if (command === "explain") {
    const [rule] = rest;
    if (rule === undefined || rest.length > 1)
      throw new UsageError("pid1lint explain needs the id of one rule; pid1lint rules lists them");
    return { kind: "explain", rule, color };
  }
  return {
    kind: command === "config" ? command : "run",
    options: checked(
      {
        command,
        paths: rest.length > 0 ? rest : ["."],
        mode: args.diff || (args.fix && args["dry-run"]) ? "diff" : args.fix ? "fix" : "report",
        unsafe: args["unsafe-fixes"] ?? false,
        only: only && readLimits(only, given.includes("diff") ? "--diff" : "--fix", ruleIds),
        formats: chooseFormats(
          (args.format ?? []).map(String),
          args["output-file"],
          args.diff ? "--diff" : args.fix && args["dry-run"] ? "--fix --dry-run" : undefined,
        ),
        outputFile: args["output-file"],
        failOn: args["fail-on"],
        severities: new Map((args.rule ?? []).map((choice) => readChoice(String(choice), ruleIds))),
        config: chooseConfig(args.config, args["no-config"]),
        base: args.base,
        configFrom: args["config-from"] ?? "head",
        baseline: args.baseline,
        writeBaseline: args["write-baseline"] ?? false,
        since: args.since,
        context: args.context,
        target: args.target,
        baseImages: (args["base-image"] ?? []).map((choice) => readBaseImage(String(choice))),
        stdinFilename: args["stdin-filename"],
        quiet: args.quiet ?? false,
        color,
      },
      given,
    ),
  };
}

/** Refuses options that contradict each other. */
function checked(options: RunOptions, given: readonly string[]): RunOptions {
  const stdin = options.paths.includes("-");
  if (given.includes("fix") && given.includes("diff"))
    throw new UsageError("--fix writes and --diff only shows: choose one");
  if (given.includes("dry-run") && !given.includes("fix"))
    throw new UsageError("--dry-run needs --fix; --diff never writes");
  const wanted = (options.formats ?? []).map(({ format }) => format);
  if (options.command === "trace" && !wanted.every((format) => traceFormats.includes(format)))
    throw new UsageError(`pid1lint trace supports only --format ${listed(traceFormats)}`);
  if (options.command === "config" && !wanted.every((format) => format === "json"))
    throw new UsageError("pid1lint config prints YAML, or JSON with --format json");
  if (options.command === "config" && options.paths.length > 1)
    throw new UsageError("pid1lint config takes one file or folder at a time");
  if (options.writeBaseline && options.baseline === undefined)
    throw new UsageError("--write-baseline needs --baseline FILE");
  if (options.writeBaseline && options.mode !== "report")
    throw new UsageError("--write-baseline cannot be combined with --fix or --diff");
  if (options.configFrom === "base" && options.base === undefined)
    throw new UsageError("--config-from base needs --base REVISION");
  if (options.writeBaseline && options.base !== undefined)
    throw new UsageError("--write-baseline cannot be combined with --base: it records all findings");
  if (options.writeBaseline && options.since !== undefined)
    throw new UsageError("--write-baseline cannot be combined with --since: it records all findings");
  if (options.writeBaseline && (options.formats ?? options.outputFile) !== undefined)
    throw new UsageError("--write-baseline cannot be combined with --format or --output-file: it makes no report");
  if (stdin && (options.since ?? options.base ?? options.baseline) !== undefined)
    throw new UsageError("--since, --base and --baseline do not work with standard input");
  if (stdin && options.paths.length > 1) throw new UsageError("- (standard input) cannot be combined with other paths");
  if (stdin && options.mode === "fix")
    throw new UsageError("--fix cannot write to standard input: use --diff, or the edits in --format json");
  if (!stdin && options.stdinFilename !== undefined)
    throw new UsageError("--stdin-filename needs the path - (standard input)");
  return options;
}

/** Reads `--config` and `--no-config`. Throws a {@link UsageError} for both. */
export function chooseConfig(file: string | undefined, none: boolean | undefined): ConfigChoice {
  if (file === undefined) return none ? "none" : "nearest";
  if (none) throw new UsageError("--config and --no-config contradict each other: choose one");
  return { file };
}

/** Reads `NAME=FILE`. Throws a {@link UsageError} that says what to write. */
export function readBaseImage(choice: string): { readonly name: string; readonly file: string } {
  const [, name, file] = /^([^=]+)=(.+)$/.exec(choice) ?? [];
  if (name === undefined || file === undefined)
    throw new UsageError(`--base-image ${choice}: use NAME=FILE, where FILE is a Dockerfile or a JSON description`);
  return { name, file };
}

function readChoice(choice: string, ruleIds: ReadonlySet<string>): readonly [string, RuleSeverity] {
  const [, id = "", value = ""] = /^([^=]*)=(.*)$/.exec(choice) ?? [];
  const severity = ruleSeverities.find((each) => each === value);
  if (severity === undefined) throw new UsageError(`--rule ${choice}: use ID=off, ID=error, ID=warning or ID=info`);
  if (!ruleIds.has(id)) throw new UsageError(`--rule ${choice}: ${unknownRule(id, ruleIds)}`);
  return [id, severity];
}

function readLimits(ids: readonly string[], option: string, ruleIds: ReadonlySet<string>): ReadonlySet<string> {
  for (const id of ids) {
    if (id === "")
      throw new UsageError(
        `${option}= needs rule ids: ${option}=missing-exec,missing-init, or ${option} alone for all rules`,
      );
    if (!ruleIds.has(id)) throw new UsageError(`${option}=${id}: ${unknownRule(id, ruleIds)}`);
  }
  return new Set(ids);
}

function unknownRule(id: string, ruleIds: ReadonlySet<string>): string {
  return `unknown rule "${id}"${suggestion(id, ruleIds) || "; pid1lint rules lists them"}`;
}
